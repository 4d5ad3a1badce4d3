"""What the section of the care plan asks of the services and the desk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.plans import queries, service
from rehab_app.clinic.plans.draft import PlanDraft, SignatureDraft
from rehab_app.clinic.plans.rows import PlanRow
from rehab_app.desk import plan_care, plan_paper
from rehab_app.foundation.drafts import read_draft
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.plan.forms import drafted, placed
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an episode, None where there is none, and who made it."""

    row: PlanRow | None
    made_by: str = ""


def read(session: Session, episode_id: UUID, done: Done[Plan], failed: Failed, owner: QObject) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> Plan:
        row = queries.plan_of_episode(work, episode_id)
        return Plan(None) if row is None else Plan(row, names_of(work, [row.made_by]).get(row.made_by, ""))

    return session.read(task, done, failed, owner=owner)


def read_versions(
    session: Session,
    series_id: UUID,
    done: Done[tuple[Sequence[PlanRow], Mapping[UUID, str]]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read every version of a plan, the first one first, and who entered them."""

    def task(work: "Work") -> tuple[Sequence[PlanRow], Mapping[UUID, str]]:
        rows = queries.plan_versions(work, series_id)
        return rows, names_of(work, list({row.entered_by for row in rows}))

    return session.read(task, done, failed, owner=owner)


def make(session: Session, episode_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Make the plan of an episode."""

    def task(work: "Work") -> object:
        return placed(values, lambda: plan_care.make_plan(work, episode_id, read_draft(PlanDraft, drafted(values))))

    return session.write(task, done, failed, owner=owner)


def renew(session: Session, row: PlanRow, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Renew a plan with the client's progress."""

    def task(work: "Work", draft: PlanDraft, version: int) -> None:
        plan_care.renew_plan(work, row.series_id, version, draft, str(values.get("progress") or ""))

    return _next(session, row, values, done, failed, owner, task)


def correct(session: Session, row: PlanRow, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Correct a plan with the reason."""

    def task(work: "Work", draft: PlanDraft, version: int) -> None:
        plan_care.correct_plan(work, row.series_id, version, draft, str(values.get("reason") or ""))

    return _next(session, row, values, done, failed, owner, task)


def sign(session: Session, row: PlanRow, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Enter a signature under a plan."""

    def task(work: "Work") -> None:
        draft = read_draft(SignatureDraft, answered(values))
        service.sign_plan(work, row.series_id, version_in(values, row.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def put_in_bin(session: Session, row: PlanRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Put a plan into the recycle bin."""
    return session.write(
        lambda work: service.bin_plan(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )


def draw_paper(session: Session, episode_id: UUID, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Draw the sheet of an episode's plan."""
    return session.read(lambda work: plan_paper.plan_pdf(work, episode_id, session.lists), done, failed, owner=owner)


def note_paper(
    session: Session, episode_id: UUID, deed: str, done: Callable[[], None], failed: Failed, owner: QObject
) -> Job:
    """Enter that the sheet leaves the program, and call ``done`` once that is on disk."""
    return session.write(
        lambda work: plan_paper.note_plan_paper(work, episode_id, deed), lambda _done: done(), failed, owner=owner
    )


def _next(
    session: Session,
    row: PlanRow,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
    write: Callable[["Work", PlanDraft, int], None],
) -> Job:
    """Write the next version of ``row``."""

    def task(work: "Work") -> None:
        version = version_in(values, row.row_version)
        placed(values, lambda: write(work, read_draft(PlanDraft, drafted(values)), version))

    return session.write(task, done, failed, owner=owner)
