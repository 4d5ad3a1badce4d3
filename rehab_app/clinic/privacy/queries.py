"""Requests read for the file, and those that are open, for the list of the day."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, and_, bindparam, or_, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.privacy.rows import OpenRequestRow, RequestRow
from rehab_app.clinic.privacy.rules import GRANTED, PARTLY, clock_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current, is_current
from rehab_app.store.work import Work

_REQUEST: Final[Table] = SubjectRequest.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_WRITTEN: Final = {"entered_at": "created_at", "entered_by": "created_by"}
_RECKONED: Final = frozenset({"hours_left", "is_overdue"})
_OPEN: Final = tuple(name for name in OpenRequestRow.__slots__ if name not in _RECKONED)
_ELSEWHERE: Final = {"initials": _CLIENT, "rm_number": _CLIENT}
# Put together once: every opened file, and the first page, ask them.
_OF_CLIENT: Final = (
    current(_REQUEST).where(_REQUEST.c.client_id == bindparam("of_client")).order_by(_REQUEST.c.asked_at.desc())
)
_OPEN_ONES: Final = (
    select(*(_ELSEWHERE.get(name, _REQUEST).c[name] for name in _OPEN), _REQUEST.c.decided_at)
    .join_from(_REQUEST, _CLIENT, _REQUEST.c.client_id == _CLIENT.c.id)
    .where(
        or_(_REQUEST.c.decision == "", and_(_REQUEST.c.decision.in_([GRANTED, PARTLY]), _REQUEST.c.done_on.is_(None))),
        is_current(_REQUEST),
    )
    .order_by(_REQUEST.c.due_at)
)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def requests_of_client(work: Work, client_id: UUID) -> tuple[RequestRow, ...]:
    """Return the requests of a client in their current versions, the latest asked first."""
    return tuple(_row(work, row) for row in work.connection.execute(_OF_CLIENT, {"of_client": client_id}))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def request_versions(work: Work, series_id: UUID) -> tuple[RequestRow, ...]:
    """Return every version of one request, the first one first."""
    query = select(_REQUEST).where(_REQUEST.c.series_id == series_id).order_by(_REQUEST.c.row_version)
    return tuple(_row(work, row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def open_requests(work: Work) -> tuple[OpenRequestRow, ...]:
    """Return the requests that are undecided, or granted and not yet carried out, the first due first."""
    rows = []
    for row in work.connection.execute(_OPEN_ONES):
        hours_left, is_overdue = clock_of(row.due_at, row.decided_at, work.clock.now())
        known = {name: getattr(row, name) for name in _OPEN}
        rows.append(OpenRequestRow(**known, hours_left=hours_left, is_overdue=is_overdue))
    return tuple(rows)


def _row(work: Work, row: Row[Any]) -> RequestRow:
    hours_left, is_overdue = clock_of(row.due_at, row.decided_at, work.clock.now())
    known = {name: getattr(row, _WRITTEN.get(name, name)) for name in RequestRow.__slots__ if name not in _RECKONED}
    return RequestRow(**known, hours_left=hours_left, is_overdue=is_overdue)
