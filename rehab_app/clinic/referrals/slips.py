"""The reply slip of a referral: its code, given once, and the referral that a code belongs to."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.referrals.due_days import due_day
from rehab_app.clinic.referrals.model import Referral, ReferralStep
from rehab_app.clinic.referrals.reply_codes import code_from, read_code
from rehab_app.clinic.referrals.rules import CANCELLED, DRAFT, SUBMITTED
from rehab_app.clinic.referrals.stepping import change_referral
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work


def new_reply_code(work: Work) -> str:
    """Return a code that no referral has yet."""
    while True:
        code = code_from(work.new_id())
        if work.session.exec(select(Referral.id).where(Referral.reply_code == code)).first() is None:
            return code


@needs(DataClass.SURAT, Right.INPUT)
def code_for_slip(work: Work, referral_id: UUID) -> str:
    """Return the code of a referral's slip; one that was submitted before there were slips is given its code now.

    Raises RuleBroken("referrals.letter_not_issued") before its letter, and ("referrals.ended") after a cancellation.
    """
    referral = work.session.get_one(Referral, referral_id)
    if referral.reply_code:
        return referral.reply_code
    if referral.state == DRAFT:
        raise RuleBroken("referrals.letter_not_issued")
    if referral.state == CANCELLED:
        raise RuleBroken("referrals.ended")
    sent_on, code = referral.sent_on or _submitted_on(work, referral), new_reply_code(work)
    since = sent_on if referral.state == SUBMITTED else referral.state_on
    due_on = referral.reply_due_on or due_day(work, referral.destination_id, referral.state, since)
    change_referral(work, referral, "referrals.give_code", reply_code=code, sent_on=sent_on, reply_due_on=due_on)
    return code


@needs(DataClass.KLINIS, Right.MELIHAT)
def referral_of_code(work: Work, text: str) -> UUID | None:
    """Return the referral whose slip holds the code that was typed or scanned, None where no slip does.

    Raises RuleBroken("referrals.code_mistyped") where it is no code. The right is checked before anything is looked for.
    """
    return work.session.exec(select(Referral.id).where(Referral.reply_code == read_code(text))).first()


def _submitted_on(work: Work, referral: Referral) -> date:
    query = (
        select(ReferralStep)
        .where(ReferralStep.referral_id == referral.id, ReferralStep.to_state == SUBMITTED)
        .order_by(col(ReferralStep.row_version).desc())
    )
    step = work.session.exec(query).first()
    return referral.state_on if step is None else step.happened_on
