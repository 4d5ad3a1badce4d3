"""Cases and reports read for the file, and the lists of the day: cases that are open, reports that are due."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, and_, bindparam, false, func, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.tat.rows import CaseListRow, CaseRow, DutyRow, Member, ReportRow
from rehab_app.clinic.tat.rules import OPEN
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_CASE: Final[Table] = TatCase.__table__  # type: ignore[attr-defined]
_REPORT: Final[Table] = DutyReport.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
# Named one by one, the open episodes are found by their index.
_RUNNING: Final = [state.value for state in State if state is not State.CLOSED]
_OPEN_STATES: Final = [state.value for state in OPEN]
_LISTED: Final = [
    _CLIENT.c[name] if name in {"initials", "rm_number"} else _CASE.c[name] for name in CaseListRow.__slots__
]
# A case has many versions, nearly all of them in an open state: the latest of each series are found first, by the index alone.
_LATEST: Final = (
    select(_CASE.c.series_id, func.max(_CASE.c.row_version).label("row_version")).group_by(_CASE.c.series_id).subquery()
)
_OPEN_CASES: Final = (
    select(*_LISTED)
    .select_from(
        _CASE.join(
            _LATEST,
            and_(_CASE.c.series_id == _LATEST.c.series_id, _CASE.c.row_version == _LATEST.c.row_version),
        ).join(_CLIENT, _CASE.c.client_id == _CLIENT.c.id)
    )
    .where(_CASE.c.state.in_(_OPEN_STATES), _CASE.c.is_binned == false())
    .order_by(_CASE.c.requested_on, _CLIENT.c.rm_number)
)
# Put together once: every opened file of a compulsory client asks them.
_WHOLE: Final = select(*shown_columns(CaseRow, _CASE))
_TEAM: Final = CaseRow.__slots__.index("team")
_NEWEST: Final = _CASE.c.created_at.desc()
_CASES_OF: Final = Direct(
    _WHOLE.where(_CASE.c.episode_id == bindparam("of_episode"), is_current(_CASE)).order_by(_NEWEST)
)
_CASE_VERSIONS: Final = Direct(_WHOLE.where(_CASE.c.series_id == bindparam("of_series")).order_by(_CASE.c.row_version))
_REPORTED: Final = select(*shown_columns(ReportRow, _REPORT))
_REPORTS_OF: Final = Direct(
    _REPORTED.where(_REPORT.c.episode_id == bindparam("of_episode"), is_current(_REPORT)).order_by(_REPORT.c.due_on)
)
_REPORT_VERSIONS: Final = Direct(
    _REPORTED.where(_REPORT.c.series_id == bindparam("of_series")).order_by(_REPORT.c.row_version)
)

_DUE_SHOWN: Final = ("series_id", "row_version", "client_id", "episode_id", "due_on")
_DUE: Final = (
    select(*(_REPORT.c[name] for name in _DUE_SHOWN), _CLIENT.c.initials, _CLIENT.c.rm_number)
    .select_from(
        _REPORT.join(_EPISODE, _REPORT.c.episode_id == _EPISODE.c.id).join(_CLIENT, _REPORT.c.client_id == _CLIENT.c.id)
    )
    .where(
        _REPORT.c.is_kept.is_(None),
        _REPORT.c.due_on <= bindparam("until"),
        _EPISODE.c.state.in_(_RUNNING),
        is_current(_REPORT),
    )
    .order_by(_REPORT.c.due_on, _CLIENT.c.rm_number)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def cases_of_episode(work: Work, episode_id: UUID) -> tuple[CaseRow, ...]:
    """Return the cases of an episode in their current versions, the latest first; at most one of them is open."""
    return _CASES_OF.made(work.connection, _case, {"of_episode": episode_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def case_versions(work: Work, series_id: UUID) -> tuple[CaseRow, ...]:
    """Return every version of one case, the first one first."""
    return _CASE_VERSIONS.made(work.connection, _case, {"of_series": series_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def open_cases_in(work: Work, episode_id: UUID) -> int:
    """Return how many cases of an episode have neither ended nor were withdrawn."""
    query = select(func.count()).where(
        _CASE.c.episode_id == episode_id, _CASE.c.state.in_(_OPEN_STATES), is_current(_CASE)
    )
    return int(work.connection.execute(query).scalar_one())


@needs(DataClass.KLINIS, Right.MELIHAT)
def reports_of_episode(work: Work, episode_id: UUID) -> tuple[ReportRow, ...]:
    """Return the reports of an episode's duty, the first due first."""
    return _REPORTS_OF.made(work.connection, ReportRow, {"of_episode": episode_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def report_versions(work: Work, series_id: UUID) -> tuple[ReportRow, ...]:
    """Return every version of one report, the first one first."""
    return _REPORT_VERSIONS.made(work.connection, ReportRow, {"of_series": series_id})


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def open_cases(work: Work) -> tuple[CaseListRow, ...]:
    """Return the cases that have not ended, the oldest request first; those of episodes that have ended too."""
    return tuple(CaseListRow(*row) for row in work.connection.execute(_OPEN_CASES))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def duty_due(work: Work, days_ahead: int = 0) -> tuple[DutyRow, ...]:
    """Return the reports of open episodes that are due by today plus ``days_ahead``, the oldest first.

    What is recorded of a report, or the end of the duty or the episode, takes it off the list.
    """
    today = work.clock.today()
    rows = work.connection.execute(_DUE, {"until": today + timedelta(days=days_ahead)})
    return tuple(
        DutyRow(
            series_id=row.series_id,
            row_version=row.row_version,
            client_id=row.client_id,
            episode_id=row.episode_id,
            initials=row.initials,
            rm_number=row.rm_number,
            due_on=row.due_on,
            days_late=(today - row.due_on).days,
        )
        for row in rows
    )


def pending_of(episode_id: UUID) -> Select[Any]:
    """Return series and version of the reports of an episode that nothing is said of yet."""
    return select(_REPORT.c.series_id, _REPORT.c.row_version).where(
        _REPORT.c.episode_id == episode_id, _REPORT.c.is_kept.is_(None), is_current(_REPORT)
    )


def _case(*columns: Any) -> CaseRow:  # noqa: ANN401 - each of its own type
    """Return a case with its team, which is stored as JSON."""
    return replace(CaseRow(*columns), team=tuple(Member(**one) for one in columns[_TEAM]))
