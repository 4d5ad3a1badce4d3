"""Diagnoses read for the file, for letters and for the timeline."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, select

from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current
from rehab_app.store.work import Work

_DIAGNOSIS: Final[Table] = Diagnosis.__table__  # type: ignore[attr-defined]
_MAIN_FIRST: Final = (
    _DIAGNOSIS.c.ended_on.is_not(None),
    _DIAGNOSIS.c.is_main.desc(),
    _DIAGNOSIS.c.made_on,
    _DIAGNOSIS.c.code,
)
# Put together once: every opened file asks them.
_OF_EPISODE: Final = (
    current(_DIAGNOSIS).where(_DIAGNOSIS.c.episode_id == bindparam("of_episode")).order_by(*_MAIN_FIRST)
)
_OF_CLIENT: Final = (
    current(_DIAGNOSIS)
    .where(_DIAGNOSIS.c.client_id == bindparam("of_client"))
    .order_by(_DIAGNOSIS.c.made_on.desc(), *_MAIN_FIRST)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def diagnoses_of_episode(work: Work, episode_id: UUID) -> tuple[DiagnosisRow, ...]:
    """Return the diagnoses of an episode in their current versions, those still held first, among them the main one."""
    return tuple(_row(row) for row in work.connection.execute(_OF_EPISODE, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def held_diagnoses(work: Work, episode_id: UUID, day: date) -> tuple[DiagnosisRow, ...]:
    """Return the diagnoses of an episode that the doctor held on ``day``, the main one first."""
    held = [row for row in diagnoses_of_episode(work, episode_id) if row.is_held_on(day)]
    return tuple(sorted(held, key=lambda row: not row.is_main))


@needs(DataClass.KLINIS, Right.MELIHAT)
def diagnoses_of_client(work: Work, client_id: UUID) -> tuple[DiagnosisRow, ...]:
    """Return the diagnoses of a client over all her episodes in their current versions, the latest made first."""
    return tuple(_row(row) for row in work.connection.execute(_OF_CLIENT, {"of_client": client_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def diagnosis_versions(work: Work, series_id: UUID) -> tuple[DiagnosisRow, ...]:
    """Return every version of one diagnosis, the first one first."""
    query = select(_DIAGNOSIS).where(_DIAGNOSIS.c.series_id == series_id).order_by(_DIAGNOSIS.c.row_version)
    return tuple(_row(row) for row in work.connection.execute(query))


def _row(row: Row[Any]) -> DiagnosisRow:
    return DiagnosisRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        code=row.code,
        title=row.title,
        is_main=row.is_main,
        severity=row.severity,
        made_on=row.made_on,
        made_by=row.made_by,
        ended_on=row.ended_on,
        remark=row.remark,
        is_binned=row.is_binned,
        reason=row.reason,
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
