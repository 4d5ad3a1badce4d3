"""Aftercare read for the file, and the visits that are due, for the list of the day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, bindparam, false, select

from rehab_app.clinic.aftercare.model import AftercarePlan, AftercareVisit
from rehab_app.clinic.aftercare.rows import AftercarePlanRow, DueRow, Progress, VisitRow
from rehab_app.clinic.aftercare.rules import proposed_outcome
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.meanings import held_codes, missed_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.office.emergency.openings import is_open_in_emergency
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_PLAN: Final[Table] = AftercarePlan.__table__  # type: ignore[attr-defined]
_VISIT: Final[Table] = AftercareVisit.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
# Named one by one, the open episodes are found by their index.
_RUNNING: Final = [state.value for state in State if state is not State.CLOSED]
# As with the notes of sessions: the doctor, the nurse, the psychologist and the Subkoordinator read every note.
_READS_EVERY_NOTE: Final = (Role.DOKTER, Role.PERAWAT, Role.PSIKOLOG, Role.SUBKOORDINATOR)
_WORDS: Final = ("note", "next_plan")
_WORDLESS: Final[dict[str, Any]] = dict.fromkeys(_WORDS, "")
# Put together once: every opened file asks them.
_PLANNED: Final = select(*shown_columns(AftercarePlanRow, _PLAN))
_PLAN_OF: Final = Direct(
    _PLANNED.where(_PLAN.c.episode_id == bindparam("of_episode"), is_current(_PLAN)).order_by(_PLAN.c.created_at.desc())
)
_PLAN_VERSIONS: Final = Direct(
    _PLANNED.where(_PLAN.c.series_id == bindparam("of_series")).order_by(_PLAN.c.row_version)
)
_VISITED: Final = select(*shown_columns(VisitRow, _VISIT, is_note_withheld=false()))
_BY_DAY: Final = (_VISIT.c.due_on, _VISIT.c.created_at)
_VISITS_OF: Final = Direct(
    _VISITED.where(_VISIT.c.episode_id == bindparam("of_episode"), is_current(_VISIT)).order_by(*_BY_DAY)
)
_VISIT_VERSIONS: Final = Direct(
    _VISITED.where(_VISIT.c.series_id == bindparam("of_series")).order_by(_VISIT.c.row_version)
)
_OWNER: Final = Direct(
    select(_EPISODE.c.counsellor_id, _EPISODE.c.client_id).where(_EPISODE.c.id == bindparam("of_episode"))
)

_DUE_SHOWN: Final = ("series_id", "row_version", "client_id", "episode_id", "due_on", "kind", "visited_by")
_DUE: Final = (
    select(*(_VISIT.c[name] for name in _DUE_SHOWN), _CLIENT.c.initials, _CLIENT.c.rm_number)
    .select_from(
        _VISIT.join(_EPISODE, _VISIT.c.episode_id == _EPISODE.c.id).join(_CLIENT, _VISIT.c.client_id == _CLIENT.c.id)
    )
    .where(
        _VISIT.c.attendance == "",
        _VISIT.c.due_on <= bindparam("until"),
        _EPISODE.c.state.in_(_RUNNING),
        is_current(_VISIT),
    )
    .order_by(_VISIT.c.due_on, _CLIENT.c.rm_number)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_of_episode(work: Work, episode_id: UUID) -> AftercarePlanRow | None:
    """Return the plan of an episode, or None; there is one at most."""
    row = _PLAN_OF.first(work.connection, {"of_episode": episode_id})
    return AftercarePlanRow(*row) if row else None


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_versions(work: Work, series_id: UUID) -> tuple[AftercarePlanRow, ...]:
    """Return every version of one plan, the first one first."""
    return _PLAN_VERSIONS.made(work.connection, AftercarePlanRow, {"of_series": series_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def visits_of_episode(work: Work, episode_id: UUID) -> tuple[VisitRow, ...]:
    """Return the visits of an episode, the first due first; words for those who may read notes."""
    return _as_may_be_read(work, _VISITS_OF.made(work.connection, VisitRow, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def visit_versions(work: Work, series_id: UUID) -> tuple[VisitRow, ...]:
    """Return every version of one visit, the first one first; words for those who may read notes."""
    return _as_may_be_read(work, _VISIT_VERSIONS.made(work.connection, VisitRow, {"of_series": series_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def progress(work: Work, episode_id: UUID) -> Progress:
    """Return how aftercare of an episode goes, with the outcome that the last visit points to."""
    plan = plan_of_episode(work, episode_id)
    visits = visits_of_episode(work, episode_id)
    met = [row for row in visits if row.attendance in held_codes()]
    last = max(met, key=lambda row: (row.held_on or row.due_on, row.entered_at), default=None)
    return Progress(
        target=plan.target_visits if plan else None,
        held=len(met),
        missed=sum(row.attendance in missed_codes() for row in visits),
        planned=sum(not row.attendance for row in visits),
        last_condition=last.condition if last else "",
        proposal=proposed_outcome(visits),
    )


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def due(work: Work, days_ahead: int = 0) -> tuple[DueRow, ...]:
    """Return the visits of open episodes that are due by today plus ``days_ahead`` and not recorded, the oldest first."""
    today = work.clock.today()
    rows = work.connection.execute(_DUE, {"until": today + timedelta(days=days_ahead)})
    return tuple(
        DueRow(
            **{name: getattr(row, name) for name in (*_DUE_SHOWN, "initials", "rm_number")},
            days_late=(today - row.due_on).days,
        )
        for row in rows
    )


@needs(DataClass.KLINIS, Right.MELIHAT)
def may_read_notes(work: Work, episode_id: UUID) -> bool:
    """Whether the acting user may read the words of visits: by the rule of the notes of sessions."""
    counsellor_id, client_id = _OWNER.one(work.connection, {"of_episode": episode_id})
    if work.actor.user_id == counsellor_id or work.actor.has(*_READS_EVERY_NOTE):
        return True
    return is_open_in_emergency(work, client_id)


def _as_may_be_read(work: Work, rows: tuple[VisitRow, ...]) -> tuple[VisitRow, ...]:
    """Return visits with their words, or without where the acting user may not read those of their episode."""
    closed = {one for one in {row.episode_id for row in rows} if not may_read_notes(work, one)}
    return tuple(_withheld(row) if row.episode_id in closed else row for row in rows) if closed else rows


def _withheld(row: VisitRow) -> VisitRow:
    has_words = any(getattr(row, name) for name in _WORDS)
    return replace(row, **_WORDLESS, reason="", is_note_withheld=has_words)
