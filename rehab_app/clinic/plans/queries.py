"""Care plans read for the file, for paper and for the list of the day."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.plans.rows import PlanRow, ProblemRow, ReviewRow
from rehab_app.clinic.plans.rules import is_due
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_PLAN: Final[Table] = CarePlan.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_ELSEWHERE: Final = {
    "initials": _CLIENT,
    "rm_number": _CLIENT,
    "registration_number": _EPISODE,
    "counsellor_id": _EPISODE,
}
_LISTED: Final = [_ELSEWHERE.get(name, _PLAN).c[name] for name in ReviewRow.__slots__]
# Where a plan is followed here: aftercare has a plan of its own, a referred client follows that of her destination.
_FOLLOWED: Final = (State.REGISTERED.value, State.OUTPATIENT.value)
# Put together once: every opened file, and the first page, ask them.
_WHOLE: Final = select(*shown_columns(PlanRow, _PLAN))
_PROBLEMS: Final = PlanRow.__slots__.index("problems")
_OF_EPISODE: Final = Direct(_WHOLE.where(_PLAN.c.episode_id == bindparam("of_episode"), is_current(_PLAN)))
_VERSIONS: Final = Direct(_WHOLE.where(_PLAN.c.series_id == bindparam("of_series")).order_by(_PLAN.c.row_version))
_TO_REVIEW: Final[Select[Any]] = (
    select(*_LISTED)
    .select_from(
        _EPISODE.join(_PLAN, _PLAN.c.episode_id == _EPISODE.c.id).join(_CLIENT, _EPISODE.c.client_id == _CLIENT.c.id)
    )
    .where(_EPISODE.c.state.in_(_FOLLOWED), is_due(_PLAN.c.review_on, bindparam("today")), is_current(_PLAN))
    .order_by(_PLAN.c.review_on, _CLIENT.c.rm_number)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_of_episode(work: Work, episode_id: UUID) -> PlanRow | None:
    """Return the plan of an episode in its current version, or None; there is never more than one."""
    return next(iter(_OF_EPISODE.made(work.connection, _plan, {"of_episode": episode_id})), None)


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_versions(work: Work, series_id: UUID) -> tuple[PlanRow, ...]:
    """Return every version of one plan, the first one first."""
    return _VERSIONS.made(work.connection, _plan, {"of_series": series_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def review_overdue(work: Work, *, counsellor_id: UUID | None = None) -> tuple[ReviewRow, ...]:
    """Return the plans of clients in care whose day of review is today or past, the longest overdue first.

    Of one counsellor if given. A renewal with a later day takes the plan off the list.
    """
    query = _TO_REVIEW if counsellor_id is None else _TO_REVIEW.where(_EPISODE.c.counsellor_id == counsellor_id)
    return tuple(ReviewRow(*row) for row in work.connection.execute(query, {"today": work.clock.today()}))


def _problem(stored: Mapping[str, Any]) -> ProblemRow:
    return ProblemRow(
        domain=stored["domain"],
        problem=stored["problem"],
        goal=stored["goal"],
        interventions=tuple(stored["interventions"]),
        action=stored["action"],
        state=stored["state"],
    )


def _plan(*columns: Any) -> PlanRow:  # noqa: ANN401 - each of its own type
    """Return a plan with its problems, which are stored as JSON."""
    return replace(PlanRow(*columns), problems=tuple(map(_problem, columns[_PROBLEMS])))
