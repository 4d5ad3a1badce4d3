"""A case and its reports in words: each step with its day and number, the team, what was found and recommended."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from rehab_app.clinic.tat.rows import CaseRow, Member, ReportRow
from rehab_app.clinic.tat.rules import OPEN, CaseState
from rehab_app.foundation.dates import format_short
from rehab_app.ui.clients.showing import NOTHING, joined
from rehab_app.ui.clients.tat.forms import PARTS
from rehab_app.ui.clients.tat.stepper import StepLine
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

WAY: Final = (
    CaseState.REQUESTED,
    CaseState.VERIFIED,
    CaseState.ASSESSED,
    CaseState.RECOMMENDED,
    CaseState.DUTY,
    CaseState.ENDED,
)


def day(known: date | None) -> str:
    """Return a day, an empty text for none."""
    return "" if known is None else format_short(known)


def lines(session: Session, case: CaseRow) -> Iterator[StepLine]:
    """Yield the steps of the way with their day and number; a withdrawn request ends where it stood."""
    state, told = CaseState(case.state), _told(session, case)
    if state is CaseState.WITHDRAWN:
        for step in WAY:
            if step is CaseState.REQUESTED or told[step][0]:
                yield _line(session, step, told, is_done=True)
        yield _line(session, state, told, is_done=True)
        return
    place = WAY.index(state)
    for number, step in enumerate(WAY):
        # A case that ended without a duty has no such step.
        if step is CaseState.DUTY and state is CaseState.ENDED and case.duty_from is None:
            continue
        yield _line(session, step, told, is_done=number <= place, is_now=number == place and state in OPEN)


def member(session: Session, one: Member) -> tuple[str, str]:
    """Return the part of a member of the team, and who she is."""
    return session.say(PARTS[one.part]), joined([one.name, one.rank, one.staff_number, one.title]) or NOTHING


def findings(session: Session, case: CaseRow) -> list[tuple[str, str]]:
    """Return what the team found, by caption; empty where nothing is said."""
    say = session.say
    return [
        (say("Medical facts"), case.medical_facts),
        (say("Legal facts"), case.legal_facts),
        (say("Evidence"), case.evidence),
        (say("Substance"), case.substance),
        (say("Severity of use"), case.severity),
        (say("Diagnosis"), case.diagnosis),
        (say("Involvement in a network"), session.label("tat_network", case.network) if case.network else ""),
    ]


def result(session: Session, case: CaseRow) -> list[tuple[str, str]]:
    """Return conclusion and recommendation, by caption; empty where nothing is said."""
    say, goes_on = session.say, case.is_prosecution_continued
    return [
        (say("Plenary meeting on"), day(case.plenary_on)),
        (say("Conclusion"), case.conclusion),
        (say("Recommendation"), _recommended(session, case)),
        (say("Least months of inpatient care"), str(case.months or "")),
        (say("Least meetings of outpatient care"), str(case.sessions or "")),
        (say("Place of rehabilitation"), case.place),
        (say("Does the prosecution go on?"), "" if goes_on is None else say("Yes") if goes_on else say("No")),
        (say("Number of the recommendation"), case.recommendation_number),
    ]


def standing(session: Session, row: ReportRow) -> tuple[str, State]:
    """Return where a report stands, and how that is coloured."""
    say = session.say
    if row.is_kept is not None:
        return (say("kept"), State.OK) if row.is_kept else (say("missed"), State.DANGER)
    today = session.context.clock.today()
    if row.due_on < today:
        return say("overdue"), State.WARNING
    return (say("due today"), State.INFO) if row.due_on == today else (say("to come"), State.NEUTRAL)


def case_version(session: Session, case: CaseRow, author: str) -> Version:
    """Return one version of a case as it is read beside another."""
    say, told = session.say, _told(session, case)
    content = {say("State"): session.label("tat_state", case.state)}
    content |= {session.label("tat_state", step): joined(told[step]) for step in WAY}
    content[say("Team")] = "; ".join(": ".join(member(session, one)) for one in case.team)
    content |= {**dict(findings(session, case)), **dict(result(session, case)), say("Remark"): case.remark}
    return Version(case.row_version, case.entered_at, author, case.reason, content)


def report_version(session: Session, row: ReportRow, author: str) -> Version:
    """Return one version of a report as it is read beside another."""
    say = session.say
    content = {
        say("Due on"): format_short(row.due_on),
        say("State"): standing(session, row)[0],
        say("Reported on"): day(row.reported_on),
        say("Where"): row.place,
        say("Remark"): row.remark,
    }
    return Version(row.row_version, row.entered_at, author, row.reason, content)


def _line(
    session: Session,
    step: CaseState,
    told: Mapping[CaseState, tuple[str, str]],
    *,
    is_done: bool,
    is_now: bool = False,
) -> StepLine:
    at, detail = told[step]
    return StepLine(session.label("tat_state", step), at, detail, is_done=is_done, is_now=is_now)


def _told(session: Session, case: CaseRow) -> dict[CaseState, tuple[str, str]]:
    """Return what stands beside each step: its day, and its number or what belongs to it."""
    duty = ""
    if case.duty_until is not None:
        rhythm = session.label("rhythm", case.duty_rhythm) if case.duty_rhythm else ""
        duty = joined([rhythm, session.say("until {day}", day=format_short(case.duty_until))])
    recommended = joined([case.recommendation_number, _recommended(session, case)])
    return {
        CaseState.REQUESTED: (day(case.requested_on), joined([case.agency, case.investigator])),
        CaseState.VERIFIED: ("", case.request_number),
        CaseState.ASSESSED: (day(case.assessed_on), case.register_number),
        CaseState.RECOMMENDED: (day(case.recommended_on), recommended),
        CaseState.DUTY: (day(case.duty_from), duty),
        CaseState.ENDED: (day(case.duty_ended_on), case.duty_end_reason),
        CaseState.WITHDRAWN: ("", case.reason),
    }


def _recommended(session: Session, case: CaseRow) -> str:
    return session.label("tat_recommendation", case.recommendation) if case.recommendation else ""
