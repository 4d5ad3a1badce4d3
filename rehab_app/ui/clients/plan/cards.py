"""How a plan is read: a card for each problem, its signatures, and all of it as rows for two versions beside each other."""

from datetime import date

from rehab_app.clinic.plans.rows import PlanRow, ProblemRow
from rehab_app.clinic.plans.rules import CLIENT, GUARDIAN, HEAD, OTHER_RHYTHM, Review, review_of
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.clinical_section import labels
from rehab_app.ui.clients.plan.forms import PARTY_WORDS
from rehab_app.ui.clients.showing import NOTHING, code_text, joined
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

GOAL_STATES = {
    "open": State.INFO,
    "reached": State.OK,
    "not_reached": State.WARNING,
    "dropped": State.NEUTRAL,
}
_REVIEWS = {
    Review.AHEAD: (N_("To be renewed on {day}"), State.INFO),
    Review.TODAY: (N_("To be renewed today"), State.WARNING),
    Review.LATE: (N_("To be renewed since {day}"), State.DANGER),
}


def review_badge(session: Session, plan: PlanRow, today: date, *, is_open: bool) -> tuple[str, State] | None:
    """Return what the badge of the next review says, None where the episode has ended or no day is set."""
    if plan.review_on is None or not is_open:
        return None
    words, state = _REVIEWS[review_of(plan.review_on, today)]
    return session.say(words, day=format_short(plan.review_on)), state


def problem_rows(session: Session, problem: ProblemRow) -> list[tuple[str, str]]:
    """Return what is planned about a problem."""
    say = session.say
    rows = [
        (say("Goal"), f"“{problem.goal}”"),
        (say("Interventions"), labels(session, "session_type", problem.interventions) or NOTHING),
    ]
    return [*rows, (say("What else is done"), problem.action)] if problem.action else rows


def meeting_rows(session: Session, plan: PlanRow, made_by: str) -> list[tuple[str, str]]:
    """Return rhythm, target and review."""
    say = session.say
    rhythm = plan.rhythm_text if plan.rhythm == OTHER_RHYTHM else code_text(session, "rhythm", plan.rhythm)
    rows = [
        (say("Made"), joined([format_short(plan.made_on), made_by])),
        (say("Modality"), code_text(session, "modality", plan.modality)),
        (say("Meetings planned"), NOTHING if plan.target_sessions is None else str(plan.target_sessions)),
        (say("Rhythm of the meetings"), rhythm),
        (say("To be renewed on"), format_short(plan.review_on) if plan.review_on else NOTHING),
    ]
    return [*rows, (say("Remark"), plan.remark)] if plan.remark else rows


def signature_rows(
    session: Session, plan: PlanRow, *, is_minor: bool = True
) -> list[tuple[str, str, date | None, bool]]:
    """Return who signs, whose name that is where it is known, on which day she has, and whether the plan waits for that.

    Beside a grown client the family may sign, and need not.
    """
    mask, say = session.context.privacy.mask, session.say
    relation = session.label("relation", plan.guardian_relation) if plan.guardian_relation else ""
    guardian = joined([mask(plan.guardian_name) if plan.guardian_name else "", relation])
    return [
        (say(PARTY_WORDS[CLIENT]), "", plan.signed_by_client_on, True),
        (say(PARTY_WORDS[GUARDIAN]), guardian, plan.signed_by_guardian_on, is_minor),
        (say(PARTY_WORDS[HEAD]), plan.head_name, plan.signed_by_head_on, True),
    ]


def version_of(session: Session, plan: PlanRow, author: str) -> Version:
    """Return one version of a plan to be read beside another."""
    say = session.say
    content = {say("Plan"): say("Plan number {number}", number=plan.number), **dict(meeting_rows(session, plan, ""))}
    content[say("How the client has got on")] = plan.progress
    for number, problem in enumerate(plan.problems, start=1):
        head = f"{session.label('problem_domain', problem.domain)}: {problem.problem}"
        said = [head, *(f"{caption}: {text}" for caption, text in problem_rows(session, problem))]
        said.append(session.label("goal_state", problem.state))
        content[say("Problem {number}", number=number)] = "\n".join(said)
    for party, name, day, _is_needed in signature_rows(session, plan):
        content[say("Signed: {party}", party=party)] = joined([format_short(day), name]) if day else ""
    return Version(plan.row_version, plan.entered_at, author, plan.reason, content)
