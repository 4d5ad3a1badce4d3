"""Whose quality of life and readiness are to be measured now: at intake, and before the last meetings.

The outcome of care is the change between the two, so a client who leaves without the second is lost to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Table, func, select

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.assessment.rows import COMPLETE
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

MEASURES: Final = ("whoqol", "urica")
INTAKE: Final = "awal"
EXIT: Final = "akhir"

_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_FILLED: Final[Table] = Screening.__table__  # type: ignore[attr-defined]
_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]

_OPEN: Final[Select[Any]] = (
    select(
        _EPISODE.c.id,
        _EPISODE.c.client_id,
        _CLIENT.c.initials,
        _CLIENT.c.rm_number,
        _EPISODE.c.counsellor_id,
        _EPISODE.c.outpatient_since,
        _EPISODE.c.registered_on,
        _EPISODE.c.target_sessions,
    )
    .select_from(_EPISODE.join(_CLIENT, _CLIENT.c.id == _EPISODE.c.client_id))
    .where(_EPISODE.c.state == State.OUTPATIENT.value)
    .order_by(_EPISODE.c.outpatient_since, _CLIENT.c.rm_number)
)
_TAKEN: Final = (
    select(_FILLED.c.episode_id, _FILLED.c.instrument, _FILLED.c.moment, _FILLED.c.status)
    .select_from(_EPISODE.join(_FILLED, _FILLED.c.episode_id == _EPISODE.c.id))
    .where(_EPISODE.c.state == State.OUTPATIENT.value, _FILLED.c.instrument.in_(MEASURES), is_current(_FILLED))
)


@dataclass(frozen=True, slots=True)
class MeasureDueRow:
    """One measure that is due: which instrument at which moment (awal or akhir), and for whom, by initials and RM.

    ``is_begun`` where it is filled in part. ``attended`` of ``target`` meetings; ``since`` the day outpatient care began.
    """

    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    counsellor_id: UUID | None
    since: date
    instrument: str
    moment: str
    is_begun: bool
    attended: int
    target: int


@needs(DataClass.KLINIS, Right.MELIHAT)
def measures_due(work: Work, counsellor_id: UUID | None = None) -> tuple[MeasureDueRow, ...]:
    """Return what is due in open outpatient episodes, those longest in care first; of one counsellor where she is named.

    At intake as long as it was not taken in whole; at exit from ``exit_measure_sessions_before`` meetings before the target on.
    """
    usual, before = int(setting(work, "target_sessions")), int(setting(work, "exit_measure_sessions_before"))
    taken: dict[tuple[UUID, str, str], bool] = {}
    for row in work.connection.execute(_TAKEN):
        key = (row.episode_id, row.instrument, row.moment)
        taken[key] = taken.get(key, False) or row.status == COMPLETE
    attended = _attended(work)
    query = _OPEN if counsellor_id is None else _OPEN.where(_EPISODE.c.counsellor_id == counsellor_id)
    return tuple(
        due
        for row in work.connection.execute(query)
        for due in _due(row, taken, attended.get(row.id, 0), row.target_sessions or usual, before)
    )


def _attended(work: Work) -> dict[UUID, int]:
    """Return how many meetings took place in each open outpatient episode."""
    query = (
        select(_SESSION.c.episode_id, func.count())
        .select_from(_EPISODE.join(_SESSION, _SESSION.c.episode_id == _EPISODE.c.id))
        .where(
            _EPISODE.c.state == State.OUTPATIENT.value, _SESSION.c.attendance.in_(held_codes()), is_current(_SESSION)
        )
        .group_by(_SESSION.c.episode_id)
    )
    return {episode_id: count for episode_id, count in work.connection.execute(query)}  # noqa: C416 - rows are not pairs


def _due(
    row: Row[Any], taken: Mapping[tuple[UUID, str, str], bool], attended: int, target: int, before: int
) -> Iterator[MeasureDueRow]:
    moments = (INTAKE, EXIT) if attended >= target - before else (INTAKE,)
    for moment in moments:
        for instrument in MEASURES:
            is_whole = taken.get((row.id, instrument, moment))
            if is_whole:
                continue
            yield MeasureDueRow(
                episode_id=row.id,
                client_id=row.client_id,
                initials=row.initials,
                rm_number=row.rm_number,
                counsellor_id=row.counsellor_id,
                since=row.outpatient_since or row.registered_on,
                instrument=instrument,
                moment=moment,
                is_begun=is_whole is not None,
                attended=attended,
                target=target,
            )
