"""Examinations read for the file and for the timeline."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, select

from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.examination.rows import ExaminationRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current
from rehab_app.store.work import Work

_EXAMINATION: Final[Table] = Examination.__table__  # type: ignore[attr-defined]
# Put together once: every opened file asks it.
_LATEST_FIRST: Final = (
    _EXAMINATION.c.examined_on.desc(),
    _EXAMINATION.c.examined_at.desc().nulls_last(),
    _EXAMINATION.c.created_at.desc(),
)
_OF_EPISODE: Final = (
    current(_EXAMINATION).where(_EXAMINATION.c.episode_id == bindparam("of_episode")).order_by(*_LATEST_FIRST)
)
_OF_CLIENT: Final = (
    current(_EXAMINATION).where(_EXAMINATION.c.client_id == bindparam("of_client")).order_by(*_LATEST_FIRST)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def examinations_of_episode(work: Work, episode_id: UUID) -> tuple[ExaminationRow, ...]:
    """Return the examinations of an episode in their current versions, the latest first."""
    return tuple(_row(row) for row in work.connection.execute(_OF_EPISODE, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def examinations_of_client(work: Work, client_id: UUID) -> tuple[ExaminationRow, ...]:
    """Return the examinations of a client over all her episodes in their current versions, the latest first."""
    return tuple(_row(row) for row in work.connection.execute(_OF_CLIENT, {"of_client": client_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def examination_versions(work: Work, series_id: UUID) -> tuple[ExaminationRow, ...]:
    """Return every version of one examination, the first one first."""
    query = select(_EXAMINATION).where(_EXAMINATION.c.series_id == series_id).order_by(_EXAMINATION.c.row_version)
    return tuple(_row(row) for row in work.connection.execute(query))


def _row(row: Row[Any]) -> ExaminationRow:
    return ExaminationRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        examined_on=row.examined_on,
        examined_at=row.examined_at,
        examined_by=row.examined_by,
        systolic=row.systolic,
        diastolic=row.diastolic,
        pulse=row.pulse,
        respiration=row.respiration,
        temperature=row.temperature,
        saturation=row.saturation,
        weight=row.weight,
        height=row.height,
        consciousness=row.consciousness,
        pupils=row.pupils,
        signs=tuple(row.signs),
        comorbidities=tuple(row.comorbidities),
        findings=dict(row.findings),
        medicines=row.medicines,
        remark=row.remark,
        is_binned=row.is_binned,
        reason=row.reason,
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
