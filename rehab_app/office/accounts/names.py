"""The names behind account ids, for every floor that shows who did something."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from rehab_app.office.accounts.model import Account
from rehab_app.office.rights.needs import open_to_all
from rehab_app.store.work import Work

_ACCOUNT: Final[Table] = Account.__table__  # type: ignore[attr-defined]
# Put together once: every opened file asks them.
_NAMES: Final = select(_ACCOUNT.c.id, _ACCOUNT.c.full_name).where(_ACCOUNT.c.id.in_(bindparam("ids", expanding=True)))


@open_to_all
def names_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names behind account ids."""
    rows = work.connection.execute(_NAMES, {"ids": list(ids)}) if ids else ()
    return {account_id: name for account_id, name in rows}  # noqa: C416 - rows are not pairs
