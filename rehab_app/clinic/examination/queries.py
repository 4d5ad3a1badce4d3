"""Examinations read for the file and for the timeline."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.examination.rows import ExaminationRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_EXAMINATION: Final[Table] = Examination.__table__  # type: ignore[attr-defined]
# Put together once: every opened file asks it.
_LATEST_FIRST: Final = (
    _EXAMINATION.c.examined_on.desc(),
    _EXAMINATION.c.examined_at.desc().nulls_last(),
    _EXAMINATION.c.created_at.desc(),
)
_WHOLE: Final = select(*shown_columns(ExaminationRow, _EXAMINATION))
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_EXAMINATION.c.episode_id == bindparam("of_episode"), is_current(_EXAMINATION)).order_by(
        *_LATEST_FIRST
    )
)
_OF_CLIENT: Final = Direct(
    _WHOLE.where(_EXAMINATION.c.client_id == bindparam("of_client"), is_current(_EXAMINATION)).order_by(*_LATEST_FIRST)
)
_VERSIONS: Final = Direct(
    _WHOLE.where(_EXAMINATION.c.series_id == bindparam("of_series")).order_by(_EXAMINATION.c.row_version)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def examinations_of_episode(work: Work, episode_id: UUID) -> tuple[ExaminationRow, ...]:
    """Return the examinations of an episode in their current versions, the latest first."""
    return _OF_EPISODE.made(work.connection, ExaminationRow, {"of_episode": episode_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def examinations_of_client(work: Work, client_id: UUID) -> tuple[ExaminationRow, ...]:
    """Return the examinations of a client over all her episodes in their current versions, the latest first."""
    return _OF_CLIENT.made(work.connection, ExaminationRow, {"of_client": client_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def examination_versions(work: Work, series_id: UUID) -> tuple[ExaminationRow, ...]:
    """Return every version of one examination, the first one first."""
    return _VERSIONS.made(work.connection, ExaminationRow, {"of_series": series_id})
