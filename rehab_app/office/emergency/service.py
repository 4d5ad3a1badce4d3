"""Breaking the glass: opening a file one has no relation to, with a reason, for a while, listed to the Subkoordinator."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.accounts.model import Account, EmergencyAccess
from rehab_app.office.emergency.openings import is_open_in_emergency
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.work import Work

__all__ = ["EmergencyRow", "break_glass", "emergency_openings", "is_open_in_emergency", "mark_seen"]

LEAST_REASON: Final = 10


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """One opening as the Subkoordinator sees it."""

    id: UUID
    client_id: UUID
    account_name: str
    reason: str
    opened_at: datetime
    valid_until: datetime
    is_seen: bool


@needs(DataClass.KLINIS, Right.MELIHAT)
def break_glass(work: Work, client_id: UUID, reason: str) -> datetime:
    """Open one client's notes to the acting user for a while; returns until when. A reason of ten letters is required."""
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken("rights.reason_too_short", field="reason", least=LEAST_REASON)
    until = work.clock.now() + timedelta(hours=int(setting(work, "emergency_access_hours")))
    access = EmergencyAccess(
        id=work.new_id(),
        client_id=client_id,
        account_id=work.actor.user_id,
        reason=reason.strip(),
        valid_until=until,
    )
    work.add(access, "rights.break_glass")
    return until


@needs(DataClass.KLINIS, Right.MELIHAT)
def emergency_openings(work: Work, *, only_unseen: bool = True) -> list[EmergencyRow]:
    """Return the openings, newest first; for the Subkoordinator and the Kepala alone."""
    _require_overseer(work)
    query = (
        select(EmergencyAccess, Account.full_name)
        .join(Account, col(Account.id) == EmergencyAccess.account_id)
        .order_by(col(EmergencyAccess.created_at).desc())
    )
    if only_unseen:
        query = query.where(col(EmergencyAccess.seen_at).is_(None))
    return [
        EmergencyRow(
            access.id,
            access.client_id,
            name,
            access.reason,
            access.created_at,
            access.valid_until,
            bool(access.seen_at),
        )
        for access, name in work.session.exec(query)
    ]


@needs(DataClass.KLINIS, Right.MELIHAT)
def mark_seen(work: Work, opening_id: UUID) -> None:
    """Enter that the Subkoordinator has seen one opening."""
    _require_overseer(work)
    access = work.session.get_one(EmergencyAccess, opening_id)
    access.seen_by = work.actor.user_id
    access.seen_at = work.clock.now()
    work.change(access, "rights.emergency_seen")


def _require_overseer(work: Work) -> None:
    if not work.actor.has(Role.SUBKOORDINATOR, Role.KEPALA):
        raise NotAllowed("rights.overseer")
