"""Screenings and use profiles read for file, letter and figures."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, select

from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.assessment.rows import ScreeningRow, UseProfileRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current
from rehab_app.store.work import Work

ASSIST: Final = "assist"
_SCREENING: Final[Table] = Screening.__table__  # type: ignore[attr-defined]
_PROFILE: Final[Table] = UseProfile.__table__  # type: ignore[attr-defined]
# Put together once: every opened file asks them.
_SCREENINGS: Final = (
    current(_SCREENING)
    .where(_SCREENING.c.episode_id == bindparam("of_episode"), _SCREENING.c.instrument == ASSIST)
    .order_by(_SCREENING.c.taken_on.desc(), _SCREENING.c.created_at.desc())
)
_PROFILE_OF: Final = current(_PROFILE).where(_PROFILE.c.episode_id == bindparam("of_episode"))


@needs(DataClass.KLINIS, Right.MELIHAT)
def screenings_of(work: Work, episode_id: UUID) -> tuple[ScreeningRow, ...]:
    """Return the screenings of an episode in their current versions, the latest taken first."""
    return tuple(_screening(row) for row in work.connection.execute(_SCREENINGS, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def latest(work: Work, episode_id: UUID) -> ScreeningRow | None:
    """Return the screening of an episode that was taken last, or None."""
    return next(iter(screenings_of(work, episode_id)), None)


@needs(DataClass.KLINIS, Right.MELIHAT)
def screening_versions(work: Work, series_id: UUID) -> tuple[ScreeningRow, ...]:
    """Return every version of one screening, the first one first."""
    query = select(_SCREENING).where(_SCREENING.c.series_id == series_id).order_by(_SCREENING.c.row_version)
    return tuple(_screening(row) for row in work.connection.execute(query))


@needs(DataClass.KLINIS, Right.MELIHAT)
def use_profile_of(work: Work, episode_id: UUID) -> UseProfileRow | None:
    """Return the use profile of an episode in its current version, or None."""
    row = work.connection.execute(_PROFILE_OF, {"of_episode": episode_id}).first()
    return _profile(row) if row else None


@needs(DataClass.KLINIS, Right.MELIHAT)
def use_profile_versions(work: Work, series_id: UUID) -> tuple[UseProfileRow, ...]:
    """Return every version of one use profile, the first one first."""
    query = select(_PROFILE).where(_PROFILE.c.series_id == series_id).order_by(_PROFILE.c.row_version)
    return tuple(_profile(row) for row in work.connection.execute(query))


def _screening(row: Row[Any]) -> ScreeningRow:
    return ScreeningRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        instrument=row.instrument,
        key_version=row.key_version,
        taken_on=row.taken_on,
        taken_by=row.taken_by,
        answers=row.answers,
        scores=row.scores,
        bands=row.bands,
        main_substance=row.main_substance,
        proposal=row.proposal,
        routing=row.routing,
        override_reason=row.override_reason,
        reason=row.reason,
        entered_at=row.created_at,
        entered_by=row.created_by,
    )


def _profile(row: Row[Any]) -> UseProfileRow:
    return UseProfileRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        assessed_on=row.assessed_on,
        main_substance=row.main_substance,
        other_substances=tuple(row.other_substances),
        months_of_use=row.months_of_use,
        route=row.route,
        diagnosis=row.diagnosis,
        treatment_history=row.treatment_history,
        therapy=row.therapy,
        urine_result=row.urine_result,
        remark=row.remark,
        reason=row.reason,
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
