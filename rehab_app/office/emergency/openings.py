"""The one question other rooms ask: whether a file stands open in an emergency."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.model import EmergencyAccess
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.work import Work

_ACCESS: Final[Table] = EmergencyAccess.__table__  # type: ignore[attr-defined]
# Put together once: asked for every section with notes.
_OPENED: Final = Direct(
    select(_ACCESS.c.id)
    .where(
        _ACCESS.c.client_id == bindparam("client"),
        _ACCESS.c.account_id == bindparam("me"),
        _ACCESS.c.valid_until > bindparam("now"),
    )
    .limit(1)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def is_open_in_emergency(work: Work, client_id: UUID) -> bool:
    """Whether the acting user has broken the glass of this client and the time has not run out."""
    values = {"client": client_id, "me": work.actor.user_id, "now": work.clock.now()}
    return _OPENED.first(work.connection, values) is not None
