"""Filled instruments read for file, trend, report and the lists of the day."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, cast, select
from sqlalchemy.types import String

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.assessment.rows import AlertRow, InstrumentRow
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_FILLED: Final[Table] = Screening.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_NEWEST: Final = (_FILLED.c.taken_on.desc(), _FILLED.c.created_at.desc())
# Put together once: every opened file asks them.
_WHOLE: Final = select(*shown_columns(InstrumentRow, _FILLED))
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_FILLED.c.episode_id == bindparam("of_episode"), is_current(_FILLED)).order_by(*_NEWEST)
)
_OF_CLIENT: Final = Direct(
    _WHOLE.where(_FILLED.c.client_id == bindparam("of_client"), is_current(_FILLED)).order_by(*_NEWEST)
)
_VERSIONS: Final = Direct(_WHOLE.where(_FILLED.c.series_id == bindparam("of_series")).order_by(_FILLED.c.row_version))
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
    return _OF_EPISODE.made(work.connection, InstrumentRow, {"of_episode": episode_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def instruments_of_client(work: Work, client_id: UUID) -> tuple[InstrumentRow, ...]:
    """Return the filled instruments of all episodes of a client, the latest first, for a trend over years."""
    return _OF_CLIENT.made(work.connection, InstrumentRow, {"of_client": client_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def instrument_versions(work: Work, series_id: UUID) -> tuple[InstrumentRow, ...]:
    """Return every version of one filled instrument, the first one first."""
    return _VERSIONS.made(work.connection, InstrumentRow, {"of_series": series_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def alerting(work: Work) -> tuple[AlertRow, ...]:
    """Return the clients with an open episode whose answers may not be overlooked, the latest first; nobody can switch it off."""
    return tuple(AlertRow(*row[:-1], items=tuple(row.alerts)) for row in work.connection.execute(_ALERTING))
