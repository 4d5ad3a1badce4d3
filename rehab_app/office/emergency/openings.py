"""The one question other rooms ask: whether a file stands open in an emergency."""

from uuid import UUID

from sqlmodel import select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.model import EmergencyAccess
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.MELIHAT)
def is_open_in_emergency(work: Work, client_id: UUID) -> bool:
    """Whether the acting user has broken the glass of this client and the time has not run out."""
    query = select(EmergencyAccess.id).where(
        EmergencyAccess.client_id == client_id,
        EmergencyAccess.account_id == work.actor.user_id,
        EmergencyAccess.valid_until > work.clock.now(),
    )
    return work.session.exec(query).first() is not None
