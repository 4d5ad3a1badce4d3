"""What the section of aftercare asks of the services."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.aftercare import queries, service
from rehab_app.clinic.aftercare.draft import AftercarePlanDraft, VisitDraft, VisitPlanDraft
from rehab_app.clinic.aftercare.rows import AftercarePlanRow, Progress, VisitRow
from rehab_app.foundation.drafts import read_draft
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.keeping import REASON, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

SERIES: Final = "plans_series"
"""The form's question whether the visits of the whole plan are planned at once; no field of a visit."""
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Aftercare:
    """The plan of an episode or None, its visits, how it goes, and the names behind them."""

    plan: AftercarePlanRow | None
    visits: tuple[VisitRow, ...]
    progress: Progress
    may_read_notes: bool
    names: Mapping[UUID, str]


R = TypeVar("R")


def _with_names(
    read: "Callable[[Work], tuple[R, ...]]", accounts: "Callable[[R], Iterable[UUID | None]]"
) -> "Callable[[Work], tuple[Sequence[R], Mapping[UUID, str]]]":
    """Return what reads rows and the names of the accounts in them."""

    def task(work: "Work") -> tuple[Sequence[R], Mapping[UUID, str]]:
        rows = read(work)
        return rows, names_of(work, [one for one in {one for row in rows for one in accounts(row)} if one is not None])

    return task


def read(session: Session, episode_id: UUID, done: Done[Aftercare], failed: Failed, owner: QObject) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> Aftercare:
        plan, visits = queries.plan_of_episode(work, episode_id), queries.visits_of_episode(work, episode_id)
        ids = {row.visited_by for row in visits}
        if plan is not None and plan.facilitator_id is not None:
            ids.add(plan.facilitator_id)
        return Aftercare(
            plan,
            visits,
            queries.progress(work, episode_id),
            queries.may_read_notes(work, episode_id),
            names_of(work, list(ids)),
        )

    return session.read(task, done, failed, owner=owner)


def read_nothing(session: Session, done: Done[Aftercare], failed: Failed, owner: QObject) -> Job:
    """Answer for a client without an episode."""
    nothing = Aftercare(None, (), Progress(None, 0, 0, 0, "", ""), may_read_notes=False, names={})
    return session.read(lambda _work: nothing, done, failed, owner=owner)


def keep_plan(
    session: Session,
    episode_id: UUID,
    shown: AftercarePlanRow | None,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Write the plan, or the next version of ``shown`` with its reason."""
    return keep(
        session,
        AftercarePlanDraft,
        values,
        None if shown is None else Shown(shown.series_id, shown.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: service.record_plan(work, episode_id, draft),
        correct=service.change_plan,
    )


def plan_visit(
    session: Session, episode_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Plan one visit, or those of the whole plan; hands how many there are to ``done``."""
    known = answered(values)
    is_series = bool(known.pop(SERIES, False))

    def task(work: "Work") -> object:
        draft = read_draft(VisitPlanDraft, known)
        if is_series:
            return service.plan_visits(work, episode_id, draft)
        service.plan_visit(work, episode_id, draft)
        return 1

    return session.write(task, done, failed, owner=owner)


def move_visit(
    session: Session, row: VisitRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Move a planned visit to another day, kind or visitor."""

    def task(work: "Work") -> None:
        draft = read_draft(VisitPlanDraft, answered(values))
        service.replan_visit(work, row.series_id, version_in(values, row.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def keep_visit(
    session: Session, row: VisitRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Record what came of a visit, or correct what was recorded, with the reason."""
    known = answered(values)
    reason, version = str(known.pop(REASON, "")), version_in(values, row.row_version)

    def task(work: "Work") -> None:
        draft = read_draft(VisitDraft, known)
        if row.attendance:
            service.correct_visit(work, row.series_id, version, draft, reason)
        else:
            service.record_visit(work, row.series_id, version, draft)

    return session.write(task, done, failed, owner=owner)


def record_unplanned(
    session: Session, episode_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Record a visit that was not planned."""
    known = answered(values)
    planned: dict[str, object] = {name: known.pop(name) for name in ("kind", "visited_by") if name in known}

    def task(work: "Work") -> object:
        return service.record_unplanned(
            work, episode_id, read_draft(VisitPlanDraft, planned), read_draft(VisitDraft, known)
        )

    return session.write(task, done, failed, owner=owner)


def bin_plan(
    session: Session, row: AftercarePlanRow, reason: str, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Put the plan into the recycle bin."""
    return session.write(
        lambda work: service.bin_plan(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )


def bin_visit(session: Session, row: VisitRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Put a visit into the recycle bin."""
    return session.write(
        lambda work: service.bin_visit(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )


def read_plan_versions(
    session: Session,
    series_id: UUID,
    done: Done[tuple[Sequence[AftercarePlanRow], Mapping[UUID, str]]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read every version of a plan, and the names in it."""
    return session.read(
        _with_names(
            lambda work: queries.plan_versions(work, series_id), lambda row: (row.entered_by, row.facilitator_id)
        ),
        done,
        failed,
        owner=owner,
    )


def read_visit_versions(
    session: Session,
    series_id: UUID,
    done: Done[tuple[Sequence[VisitRow], Mapping[UUID, str]]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read every version of a visit, and the names in it."""
    return session.read(
        _with_names(lambda work: queries.visit_versions(work, series_id), lambda row: (row.entered_by, row.visited_by)),
        done,
        failed,
        owner=owner,
    )
