"""The initials and the No. Rekam Medis of clients, for lists that other rooms keep."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Table, select

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def labels_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return initials and No. Rekam Medis of each of ``ids`` that is a client."""
    query = select(_CLIENT.c.id, _CLIENT.c.initials, _CLIENT.c.rm_number).where(_CLIENT.c.id.in_(list(ids)))
    return {row.id: (row.initials, row.rm_number) for row in work.connection.execute(query)}
