"""Diagnoses read for the file, for letters and for the timeline."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_DIAGNOSIS: Final[Table] = Diagnosis.__table__  # type: ignore[attr-defined]
_MAIN_FIRST: Final = (
    _DIAGNOSIS.c.ended_on.is_not(None),
    _DIAGNOSIS.c.is_main.desc(),
    _DIAGNOSIS.c.made_on,
    _DIAGNOSIS.c.code,
)
# Put together once: every opened file asks them.
_WHOLE: Final = select(*shown_columns(DiagnosisRow, _DIAGNOSIS))
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_DIAGNOSIS.c.episode_id == bindparam("of_episode"), is_current(_DIAGNOSIS)).order_by(*_MAIN_FIRST)
)
_VERSIONS: Final = Direct(
    _WHOLE.where(_DIAGNOSIS.c.series_id == bindparam("of_series")).order_by(_DIAGNOSIS.c.row_version)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def diagnoses_of_episode(work: Work, episode_id: UUID) -> tuple[DiagnosisRow, ...]:
    """Return the diagnoses of an episode in their current versions, those still held first, among them the main one."""
    return _OF_EPISODE.made(work.connection, DiagnosisRow, {"of_episode": episode_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def held_diagnoses(work: Work, episode_id: UUID, day: date) -> tuple[DiagnosisRow, ...]:
    """Return the diagnoses of an episode that the doctor held on ``day``, the main one first."""
    held = [row for row in diagnoses_of_episode(work, episode_id) if row.is_held_on(day)]
    return tuple(sorted(held, key=lambda row: not row.is_main))


@needs(DataClass.KLINIS, Right.MELIHAT)
def diagnosis_versions(work: Work, series_id: UUID) -> tuple[DiagnosisRow, ...]:
    """Return every version of one diagnosis, the first one first."""
    return _VERSIONS.made(work.connection, DiagnosisRow, {"of_series": series_id})
