"""Screenings and use profiles read for file, letter and figures."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.assessment.rows import ScreeningRow, UseProfileRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

ASSIST: Final = "assist"
_SCREENING: Final[Table] = Screening.__table__  # type: ignore[attr-defined]
_PROFILE: Final[Table] = UseProfile.__table__  # type: ignore[attr-defined]
# Put together once: every opened file asks them.
_SCREENED: Final = select(*shown_columns(ScreeningRow, _SCREENING))
_SCREENINGS: Final = Direct(
    _SCREENED.where(
        _SCREENING.c.episode_id == bindparam("of_episode"), _SCREENING.c.instrument == ASSIST, is_current(_SCREENING)
    ).order_by(_SCREENING.c.taken_on.desc(), _SCREENING.c.created_at.desc())
)
_SCREENING_VERSIONS: Final = Direct(
    _SCREENED.where(_SCREENING.c.series_id == bindparam("of_series")).order_by(_SCREENING.c.row_version)
)
_PROFILED: Final = select(*shown_columns(UseProfileRow, _PROFILE))
_PROFILE_OF: Final = Direct(_PROFILED.where(_PROFILE.c.episode_id == bindparam("of_episode"), is_current(_PROFILE)))
_PROFILE_VERSIONS: Final = Direct(
    _PROFILED.where(_PROFILE.c.series_id == bindparam("of_series")).order_by(_PROFILE.c.row_version)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def screenings_of(work: Work, episode_id: UUID) -> tuple[ScreeningRow, ...]:
    """Return the screenings of an episode in their current versions, the latest taken first."""
    return _SCREENINGS.made(work.connection, ScreeningRow, {"of_episode": episode_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def latest(work: Work, episode_id: UUID) -> ScreeningRow | None:
    """Return the screening of an episode that was taken last, or None."""
    return next(iter(screenings_of(work, episode_id)), None)


@needs(DataClass.KLINIS, Right.MELIHAT)
def screening_versions(work: Work, series_id: UUID) -> tuple[ScreeningRow, ...]:
    """Return every version of one screening, the first one first."""
    return _SCREENING_VERSIONS.made(work.connection, ScreeningRow, {"of_series": series_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def use_profile_of(work: Work, episode_id: UUID) -> UseProfileRow | None:
    """Return the use profile of an episode in its current version, or None."""
    row = _PROFILE_OF.first(work.connection, {"of_episode": episode_id})
    return UseProfileRow(*row) if row else None


@needs(DataClass.KLINIS, Right.MELIHAT)
def use_profile_versions(work: Work, series_id: UUID) -> tuple[UseProfileRow, ...]:
    """Return every version of one use profile, the first one first."""
    return _PROFILE_VERSIONS.made(work.connection, UseProfileRow, {"of_series": series_id})
