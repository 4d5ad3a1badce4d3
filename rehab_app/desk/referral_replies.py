"""What a destination answers, taken in whole: the answer, the step of the referral, and the episode, in one transaction.

A client who is discharged, refused or sent back is taken on by the clinic again, in aftercare (bina lanjut) or in outpatient
care; ``refer.return_from_referral`` does the same later, where nobody knew yet.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab_app.clinic.episodes import queries as episode_queries
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals import replies
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.reply_codes import show_code
from rehab_app.clinic.referrals.reply_draft import ReplyDraft
from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.clinic.referrals.slips import referral_of_code
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

AFTER_RETURN: Final = (State.AFTERCARE, State.OUTPATIENT)
"""Where a client who comes back may be taken on, the usual one first."""


@dataclass(frozen=True, slots=True)
class FoundSlip:
    """The referral behind a code that was typed or scanned, with the code as it is printed."""

    code: str
    referral: ReferralRow


@needs(DataClass.KLINIS, Right.INPUT)
def record_reply(work: Work, referral_id: UUID, row_version: int, draft: ReplyDraft) -> UUID:
    """Take in an answer and return its series; raises as ``clinic.referrals.replies.record`` does, and what the episode refuses.

    Raises RuleBroken("referrals.return_to") where the client cannot be taken on in ``draft.taken_on_in``.
    """
    if draft.taken_on_in and draft.taken_on_in not in set(AFTER_RETURN):
        raise RuleBroken("referrals.return_to", field="taken_on_in")
    series_id = replies.record(work, referral_id, row_version, draft)
    if draft.taken_on_in and draft.happened_on is not None:
        episode_id = referrals.referral(work, referral_id).episode_id
        _take_on(work, episode_id, State(draft.taken_on_in), draft.happened_on, draft.explanation or draft.condition)
    return series_id


@needs(DataClass.KLINIS, Right.INPUT)
def slip_of_code(work: Work, text: str) -> FoundSlip | None:
    """Return the referral whose slip holds a code, for those who may enter its answer; None where no slip does.

    Raises RuleBroken("referrals.code_mistyped") where its check character is wrong.
    """
    referral_id = referral_of_code(work, text)
    if referral_id is None:
        return None
    row = referrals.referral(work, referral_id)
    return FoundSlip(show_code(row.reply_code), row)


def _take_on(work: Work, episode_id: UUID, to: State, on: date, explanation: str) -> None:
    try:
        if to == State.OUTPATIENT:
            episodes.return_from_referral(work, episode_id, on, explanation)
        else:
            version = episode_queries.episode(work, episode_id).row_version
            episodes.begin_aftercare(work, episode_id, version, on, explanation)
    except RuleBroken as trouble:
        beside = {"on": "happened_on", "reason": "explanation"}.get(trouble.field, trouble.field)
        raise trouble.beside(beside) from None
