"""Filled instruments read for file, trend, report and the lists of the day."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, cast, select
from sqlalchemy.types import String

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.assessment.rows import AlertRow, InstrumentRow
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current, is_current
from rehab_app.store.work import Work

_FILLED: Final[Table] = Screening.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_NEWEST: Final = (_FILLED.c.taken_on.desc(), _FILLED.c.created_at.desc())
# Put together once: every opened file asks them.
_OF_EPISODE: Final = current(_FILLED).where(_FILLED.c.episode_id == bindparam("of_episode")).order_by(*_NEWEST)
_OF_CLIENT: Final = current(_FILLED).where(_FILLED.c.client_id == bindparam("of_client")).order_by(*_NEWEST)
_ALERTING: Final = (
    select(
        _FILLED.c.episode_id,
        _FILLED.c.client_id,
        _CLIENT.c.initials,
        _CLIENT.c.rm_number,
        _EPISODE.c.counsellor_id,
        _FILLED.c.instrument,
        _FILLED.c.taken_on,
        _FILLED.c.alerts,
    )
    .select_from(
        _EPISODE.join(_FILLED, _FILLED.c.episode_id == _EPISODE.c.id).join(
            _CLIENT, _CLIENT.c.id == _EPISODE.c.client_id
        )
    )
    .where(_EPISODE.c.state != State.CLOSED.value, cast(_FILLED.c.alerts, String) != "[]", is_current(_FILLED))
    .order_by(_FILLED.c.taken_on.desc(), _CLIENT.c.rm_number)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def instruments_of(work: Work, episode_id: UUID) -> tuple[InstrumentRow, ...]:
    """Return every filled instrument of an episode in its current version, the latest taken first, ASSIST among them."""
    return tuple(_row(row) for row in work.connection.execute(_OF_EPISODE, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def instruments_of_client(work: Work, client_id: UUID) -> tuple[InstrumentRow, ...]:
    """Return the filled instruments of all episodes of a client, the latest first, for a trend over years."""
    return tuple(_row(row) for row in work.connection.execute(_OF_CLIENT, {"of_client": client_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def instrument_versions(work: Work, series_id: UUID) -> tuple[InstrumentRow, ...]:
    """Return every version of one filled instrument, the first one first."""
    query = select(_FILLED).where(_FILLED.c.series_id == series_id).order_by(_FILLED.c.row_version)
    return tuple(_row(row) for row in work.connection.execute(query))


@needs(DataClass.KLINIS, Right.MELIHAT)
def alerting(work: Work) -> tuple[AlertRow, ...]:
    """Return the clients with an open episode whose answers may not be overlooked, the latest first; nobody can switch it off."""
    return tuple(AlertRow(*row[:-1], items=tuple(row.alerts)) for row in work.connection.execute(_ALERTING))


def _row(row: Row[Any]) -> InstrumentRow:
    return InstrumentRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        instrument=row.instrument,
        key_version=row.key_version,
        taken_on=row.taken_on,
        taken_by=row.taken_by,
        moment=row.moment,
        status=row.status,
        answers=row.answers,
        scores=row.scores,
        bands=row.bands,
        reasons=row.reasons,
        alerts=tuple(row.alerts),
        pack_version=row.pack_version,
        remark=row.remark,
        reason=row.reason,
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
