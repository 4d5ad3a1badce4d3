"""The berita acara serah terima: client and papers handed over to the destination, signed by both sides."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from rehab_app.clinic.referrals import rules
from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.clinic.referrals.model import Handover, Referral
from rehab_app.clinic.referrals.reply_draft import HandoverDraft
from rehab_app.clinic.referrals.rows import HandoverRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import copy_of, is_current, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work

_HANDOVER: Final[Table] = Handover.__table__  # type: ignore[attr-defined]
_WHOLE: Final = select(*shown_columns(HandoverRow, _HANDOVER))
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_HANDOVER.c.episode_id == bindparam("of_episode"), is_current(_HANDOVER)).order_by(
        _HANDOVER.c.handed_on, _HANDOVER.c.created_at
    )
)
_VERSIONS: Final = Direct(
    _WHOLE.where(_HANDOVER.c.series_id == bindparam("of_series")).order_by(_HANDOVER.c.row_version)
)


@needs(DataClass.KLINIS, Right.INPUT)
def record_handover(work: Work, referral_id: UUID, draft: HandoverDraft) -> UUID:
    """Keep a handover and return its series; a referral that was sent has one, which is corrected or put into the bin.

    RulesBroken with what refuses it; ``referrals.not_handed_over`` before the letter and after a refusal or a cancellation,
    ``referrals.handover_exists`` where there is one.
    """
    referral = work.session.get_one(Referral, referral_id)
    _require_sent(referral)
    _require_none(work, referral_id)
    _check(referral, draft, work)
    handover = Handover(
        id=work.new_id(),
        referral_id=referral.id,
        client_id=referral.client_id,
        episode_id=referral.episode_id,
        **_values(draft),
    )
    work.add(handover, "referrals.hand_over")
    _tell(work, referral)
    return handover.series_id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_handover(work: Work, series_id: UUID, row_version: int, draft: HandoverDraft, reason: str) -> None:
    """Correct a handover with the reason; a paper that was numbered for it keeps what was printed."""
    old = loaded_current(work, Handover, series_id, row_version)
    said = required(reason)
    referral = work.session.get_one(Referral, old.referral_id)
    _check(referral, draft, work)
    new = copy_of(work, old)
    for name, value in _values(draft).items():
        setattr(new, name, value)
    work.correct(old, new, "referrals.correct_handover", said)
    _tell(work, referral)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_handover(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a handover that was entered by mistake into the recycle bin."""
    binned = put_in_bin(work, Handover, series_id, row_version, "referrals.bin_handover", required(reason))
    _tell(work, work.session.get_one(Referral, binned.referral_id))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_handover(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a handover out of the recycle bin; refused where the referral has another."""
    said = required(reason)
    restored = take_from_bin(work, Handover, series_id, row_version, "referrals.restore_handover", said)
    if len(_current(work, restored.referral_id)) > 1:
        raise RuleBroken("referrals.handover_exists")
    _tell(work, work.session.get_one(Referral, restored.referral_id))


@needs(DataClass.SURAT, Right.INPUT)
def set_letter(work: Work, series_id: UUID, row_version: int, letter_id: UUID) -> None:
    """Note which numbered paper was issued for a handover; called by the task that issues it."""
    old = loaded_current(work, Handover, series_id, row_version)
    new = copy_of(work, old)
    new.letter_id = letter_id
    work.correct(old, new, "referrals.issue_handover", "")
    _tell(work, work.session.get_one(Referral, old.referral_id))


@needs(DataClass.KLINIS, Right.MELIHAT)
def handovers_of_episode(work: Work, episode_id: UUID) -> tuple[HandoverRow, ...]:
    """Return the handovers of an episode in their current versions, the first one first."""
    return tuple(HandoverRow(*row) for row in _OF_EPISODE.rows(work.connection, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def handover_versions(work: Work, series_id: UUID) -> tuple[HandoverRow, ...]:
    """Return every version of a handover, the first one first."""
    return tuple(HandoverRow(*row) for row in _VERSIONS.rows(work.connection, {"of_series": series_id}))


def _check(referral: Referral, draft: HandoverDraft, work: Work) -> None:
    troubles = rules.handover_troubles(draft, referral.sent_on or referral.state_on, work.clock.today())
    if troubles:
        raise RulesBroken(troubles)


def _values(draft: HandoverDraft) -> dict[str, Any]:
    return draft.model_dump() | {"documents": list(dict.fromkeys(draft.documents))}


def _require_sent(referral: Referral) -> None:
    if referral.state in {rules.DRAFT, rules.REFUSED, rules.CANCELLED}:
        raise RuleBroken("referrals.not_handed_over")


def _require_none(work: Work, referral_id: UUID) -> None:
    if _current(work, referral_id):
        raise RuleBroken("referrals.handover_exists")


def _current(work: Work, referral_id: UUID) -> list[UUID]:
    query = select(_HANDOVER.c.series_id).where(_HANDOVER.c.referral_id == referral_id, is_current(_HANDOVER))
    return list(work.connection.execute(query).scalars())


def _tell(work: Work, referral: Referral) -> None:
    work.publish(ReferralChanged(referral.id, referral.episode_id, referral.client_id, referral.state))
