"""One step of a referral written down, in one place for the service and for the replies."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import select

from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.clinic.referrals.model import Referral, ReferralStep
from rehab_app.clinic.referrals.rules import CANCELLED, SUBMITTED
from rehab_app.foundation.errors import StaleRecord
from rehab_app.store.work import Work

_DEEDS: Final = {SUBMITTED: "referrals.submit", CANCELLED: "referrals.cancel"}


def enter_step(
    work: Work,
    referral: Referral,
    to_state: str,
    on: date,
    explanation: str,
    deed: str = "",
    **others: object,
) -> ReferralStep:
    """Write a step and the state it leads to; ``others`` of the referral's fields are changed with it."""
    step = ReferralStep(
        id=work.new_id(),
        referral_id=referral.id,
        from_state=referral.state,
        to_state=to_state,
        happened_on=on,
        explanation=explanation.strip(),
    )
    work.add(step, "referrals.step")
    change_referral(
        work, referral, deed or _DEEDS.get(to_state, "referrals.move"), state=to_state, state_on=on, **others
    )
    return step


def change_referral(work: Work, referral: Referral, deed: str, **changed: object) -> None:
    """Change fields of a referral and tell the screens."""
    for name, value in changed.items():
        setattr(referral, name, value)
    work.change(referral, deed)
    tell(work, referral)


def loaded_referral(work: Work, referral_id: UUID, row_version: int) -> Referral:
    """Return the referral to be changed; raises StaleRecord where ``row_version`` is no longer its own."""
    referral = work.session.exec(select(Referral).where(Referral.id == referral_id).with_for_update()).one()
    if referral.row_version != row_version:
        raise StaleRecord("store.stale", table="referral")
    return referral


def tell(work: Work, referral: Referral) -> None:
    """Tell the screens that a referral has changed."""
    work.publish(ReferralChanged(referral.id, referral.episode_id, referral.client_id, referral.state))
