"""Care plans read for the file, for paper and for the list of the day."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Table, bindparam, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.plans.rows import PlanRow, ProblemRow, ReviewRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current, is_current
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
_OF_EPISODE: Final = current(_PLAN).where(_PLAN.c.episode_id == bindparam("of_episode"))
_OF_CLIENT: Final = current(_PLAN).where(_PLAN.c.client_id == bindparam("of_client")).order_by(_PLAN.c.made_on.desc())
_TO_REVIEW: Final[Select[Any]] = (
    select(*_LISTED)
    .select_from(
        _EPISODE.join(_PLAN, _PLAN.c.episode_id == _EPISODE.c.id).join(_CLIENT, _EPISODE.c.client_id == _CLIENT.c.id)
    )
    .where(_EPISODE.c.state.in_(_FOLLOWED), _PLAN.c.review_on <= bindparam("today"), is_current(_PLAN))
    .order_by(_PLAN.c.review_on, _CLIENT.c.rm_number)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_of_episode(work: Work, episode_id: UUID) -> PlanRow | None:
    """Return the plan of an episode in its current version, or None; there is never more than one."""
    row = work.connection.execute(_OF_EPISODE, {"of_episode": episode_id}).first()
    return _row(row) if row else None


@needs(DataClass.KLINIS, Right.MELIHAT)
def plans_of_client(work: Work, client_id: UUID) -> tuple[PlanRow, ...]:
    """Return the plans of a client, one for each episode that has any, in their current versions, the latest first."""
    return tuple(_row(row) for row in work.connection.execute(_OF_CLIENT, {"of_client": client_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def plan_versions(work: Work, series_id: UUID) -> tuple[PlanRow, ...]:
    """Return every version of one plan, the first one first."""
    query = select(_PLAN).where(_PLAN.c.series_id == series_id).order_by(_PLAN.c.row_version)
    return tuple(_row(row) for row in work.connection.execute(query))


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


def _row(row: Row[Any]) -> PlanRow:
    return PlanRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        made_on=row.made_on,
        made_by=row.made_by,
        number=row.number,
        progress=row.progress,
        modality=row.modality,
        target_sessions=row.target_sessions,
        rhythm=row.rhythm,
        rhythm_text=row.rhythm_text,
        review_on=row.review_on,
        problems=tuple(_problem(stored) for stored in row.problems),
        remark=row.remark,
        signed_by_client_on=row.signed_by_client_on,
        guardian_name=row.guardian_name,
        guardian_relation=row.guardian_relation,
        signed_by_guardian_on=row.signed_by_guardian_on,
        head_name=row.head_name,
        signed_by_head_on=row.signed_by_head_on,
        is_binned=row.is_binned,
        reason=row.reason,
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
