"""Aftercare in words: what the plan says, what came of a visit, how it goes, and which outcome that points to."""

from collections.abc import Mapping
from uuid import UUID

from rehab_app.clinic.aftercare.rows import AftercarePlanRow, Progress, VisitRow
from rehab_app.ui.clients.showing import NOTHING, day_text
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.shell.session import Session


def outcome(session: Session, code: str) -> str:
    """Return ``PP: Pulih Produktif``."""
    return f"{code}: {session.label('aftercare_outcome', code)}"


def proposal(session: Session, progress: Progress) -> str:
    """Return which outcome the last visit points to, or what is lacking for one."""
    if progress.proposal:
        return session.say(
            "The last visit points to {outcome}. The counsellor decides.", outcome=outcome(session, progress.proposal)
        )
    return session.say(
        "No outcome can be proposed yet: record a visit with the state of recovery and whether she works or learns."
    )


def counts(session: Session, progress: Progress) -> str:
    """Return how many visits were held, missed and are planned."""
    held = str(progress.held) if progress.target is None else f"{progress.held} / {progress.target}"
    return session.say(
        "Visits held: {held}; missed: {missed}; still planned: {planned}.",
        held=held,
        missed=progress.missed,
        planned=progress.planned,
    )


def waiting(session: Session, row: VisitRow) -> str:
    """Return where a visit stands that was not recorded."""
    return session.say("overdue") if row.due_on < session.context.clock.today() else session.say("planned")


def plan_content(session: Session, plan: AftercarePlanRow, names: Mapping[UUID, str]) -> dict[str, str]:
    """Return what a plan says, by caption."""
    say = session.say
    facilitator = names.get(plan.facilitator_id, "") if plan.facilitator_id is not None else ""
    return {
        say("Kind of aftercare"): session.label("aftercare_kind", plan.kind) if plan.kind else NOTHING,
        say("From"): day_text(plan.started_on),
        say("Until"): day_text(plan.until),
        say("Target of visits"): str(plan.target_visits or NOTHING),
        say("Rhythm"): session.label("rhythm", plan.rhythm) if plan.rhythm else NOTHING,
        say("Facilitator"): facilitator or NOTHING,
        say("Goals"): plan.goals or NOTHING,
        say("Remark"): plan.remark or NOTHING,
    }


def visit_content(session: Session, row: VisitRow, names: Mapping[UUID, str]) -> dict[str, str]:
    """Return what came of a visit, by caption; empty where nothing is said."""
    say = session.say
    works = "" if row.is_working is None else say("Yes") if row.is_working else say("No")
    hidden = say("not shown") if row.is_note_withheld else ""
    return {
        say("Activity"): session.label("aftercare_activity", row.kind),
        say("Attendance"): session.label("attendance", row.attendance) if row.attendance else say("planned"),
        say("Visited on"): day_text(row.held_on),
        say("State of recovery"): session.label("recovery_condition", row.condition) if row.condition else "",
        say("Does she work or learn (productive)?"): works,
        say("Who was met"): session.context.privacy.mask(row.met_name),
        say("Who goes"): names.get(row.visited_by, ""),
        say("Note"): hidden or row.note,
        say("Plan for the next time"): hidden or row.next_plan,
    }


def plan_version(session: Session, plan: AftercarePlanRow, names: Mapping[UUID, str]) -> Version:
    """Return one version of a plan as it is read beside another."""
    author = names.get(plan.entered_by, "")
    return Version(plan.row_version, plan.entered_at, author, plan.reason, plan_content(session, plan, names))


def visit_version(session: Session, row: VisitRow, names: Mapping[UUID, str]) -> Version:
    """Return one version of a visit as it is read beside another."""
    content = {session.say("Day"): day_text(row.due_on), **visit_content(session, row, names)}
    return Version(row.row_version, row.entered_at, names.get(row.entered_by, ""), row.reason, content)
