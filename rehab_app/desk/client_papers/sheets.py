"""The sheets of a client's care, filled from the record: notes of meetings, control card, reporting card, home visit, plan."""

from datetime import date
from typing import Final

from rehab_app.clinic.aftercare import queries as aftercare
from rehab_app.clinic.documents import queries as documents
from rehab_app.clinic.documents.rows import CardRow
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.plans import queries as plans
from rehab_app.clinic.plans.rules import OTHER_RHYTHM
from rehab_app.clinic.sessions import queries as sessions
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.clinic.sessions.rules import CANCELLED
from rehab_app.clinic.tat import queries as tat
from rehab_app.desk.client_papers.case import Case
from rehab_app.desk.issue_card import assessed_on
from rehab_app.desk.plan_paper import plan_facts
from rehab_app.desk.signers import signer_on
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Document
from rehab_app.papers.register import service as register
from rehab_app.papers.register.rows import LetterState
from rehab_app.papers.sheets.care_plan import care_plan_sheet
from rehab_app.papers.sheets.control_card import ControlCardFacts, PlannedMeeting, control_card
from rehab_app.papers.sheets.counselling_note import CounsellingFacts, Meeting, counselling_note
from rehab_app.papers.sheets.report_card import ReportCardFacts, report_card
from rehab_app.papers.sheets.visit_sheet import VisitFacts, visit_sheet

_ERRAND: Final = "SGAS"
"""The type of letter that sends officers out."""


def plan_paper(case: Case) -> Document:
    """Return the care plan; raises as ``desk.plan_paper.plan_facts``."""
    return care_plan_sheet(plan_facts(case.work, case.episode.id, case.lists), case.frame.paper)


def note_paper(case: Case) -> Document:
    """Return the note of the meeting ``case.subject_id``."""
    chosen = [row for row in held_meetings(case) if row.series_id == case.subject_id]
    return counselling_note(_notes(case, chosen), case.text("counselling_note"))


def progress_paper(case: Case) -> Document:
    """Return the lembar perkembangan of all meetings that took place."""
    facts = _notes(case, held_meetings(case), is_progress_sheet=True)
    return counselling_note(facts, case.text("counselling_note"))


def held_meetings(case: Case) -> list[SessionRow]:
    """Return the meetings that took place, the first one first, with what was written.

    Raises RuleBroken ``client_papers.notes_withheld`` where the acting user may not read it, ``client_papers.none_held``.
    """
    if not sessions.may_read_notes(case.work, case.episode.id):
        raise RuleBroken("client_papers.notes_withheld")
    held = [row for row in sessions.of_episode(case.work, case.episode.id) if row.attendance in held_codes()]
    if not held:
        raise RuleBroken("client_papers.none_held")
    return held


def control_paper(case: Case) -> Document:
    """Return the timetable and control card; raises RuleBroken ``client_papers.none_planned``."""
    return control_card(control_facts(case), case.text("control_card"))


def control_facts(case: Case) -> ControlCardFacts:
    """Return what the card says: every meeting that was not cancelled, and the rhythm and number of the plan."""
    rows = [row for row in sessions.of_episode(case.work, case.episode.id) if row.attendance != CANCELLED]
    if not rows:
        raise RuleBroken("client_papers.none_planned")
    plan = plans.plan_of_episode(case.work, case.episode.id)
    rhythm, target = "", case.episode.target_sessions
    if plan is not None:
        rhythm = plan.rhythm_text if plan.rhythm == OTHER_RHYTHM else case.label("rhythm", plan.rhythm)
        target = plan.target_sessions or target
    return ControlCardFacts(
        **case.sheet(),
        day=case.day,
        client=case.client,
        period_number=case.episode.period_number,
        counsellor=case.counsellor,
        target=target,
        rhythm=rhythm,
        meetings=tuple(_planned(row, case) for row in rows),
    )


def card_paper(case: Case) -> Document:
    """Return the reporting card, front and back, as it was given."""
    return report_card(card_facts(case), case.text("report_card"))


def card_facts(case: Case) -> ReportCardFacts:
    """Return what the card that counts says.

    Raises RuleBroken ``statements.card_before_assessment``, and ``client_papers.no_card`` where none was given or it has run out.
    """
    day = assessed_on(case.work, case.episode.id)
    if day is None:
        raise RuleBroken("statements.card_before_assessment", field="assessed_on")
    card = card_that_counts(case)
    return ReportCardFacts(
        **case.sheet(),
        day=card.issued_on,
        signer=signer_on(case.work, card.issued_on),
        number=card.number,
        client=case.client,
        photo=case.photo,
        period_number=card.period_number,
        assessed_on=day,
        valid_until=card.valid_until,
        reported_on=_reported_on(case),
    )


def card_that_counts(case: Case) -> CardRow:
    """Return the card of the episode that counts today; raises RuleBroken ``client_papers.no_card``."""
    for card in documents.cards_of_client(case.work, case.record.id):
        if card.episode_id == case.episode.id and card.counts_on(case.day):
            return card
    raise RuleBroken("client_papers.no_card")


def visit_paper(case: Case) -> Document:
    """Return the sheet for the next home visit."""
    return visit_sheet(visit_facts(case), case.text("visit_sheet"))


def visit_facts(case: Case) -> VisitFacts:
    """Return what is known before the visit: the day of the next visit of aftercare, who goes, and the surat tugas."""
    visits = aftercare.visits_of_episode(case.work, case.episode.id)
    due = min((row for row in visits if not row.attendance), key=lambda row: row.due_on, default=None)
    officer = case.name_of(due.visited_by) if due is not None else case.counsellor
    return VisitFacts(
        **case.sheet(),
        client=case.client,
        visited_on=due.due_on if due is not None else None,
        task_number=_errand(case),
        officers=(officer,) if officer else (),
    )


def _notes(case: Case, rows: list[SessionRow], *, is_progress_sheet: bool = False) -> CounsellingFacts:
    return CounsellingFacts(
        **case.sheet(),
        client=case.client,
        period_number=case.episode.period_number,
        meetings=tuple(_meeting(row, case) for row in rows),
        is_progress_sheet=is_progress_sheet,
    )


def _meeting(row: SessionRow, case: Case) -> Meeting:
    return Meeting(
        day=row.held_on,
        number=row.number,
        kind=case.label("session_kind", row.kind),
        service=case.label("session_type", row.service),
        counsellor=case.name_of(row.counsellor_id),
        attendance=case.label("attendance", row.attendance),
        material=row.note,
        subjective=row.subjective,
        objective=row.objective,
        appraisal=row.appraisal,
        planned=row.next_plan,
    )


def _planned(row: SessionRow, case: Case) -> PlannedMeeting:
    return PlannedMeeting(
        number=row.number,
        day=row.held_on,
        at=row.held_at,
        service=case.label("session_kind", row.kind),
        counsellor=case.name_of(row.counsellor_id),
    )


def _reported_on(case: Case) -> tuple[date, ...]:
    """Return the days on which the client has reported, as far as the acting user may see them."""
    if not case.sees_care:
        return ()
    rows = tat.reports_of_episode(case.work, case.episode.id)
    return tuple(row.reported_on for row in rows if row.is_kept and row.reported_on is not None)


def _errand(case: Case) -> str:
    """Return the number of the last surat tugas about the client, empty where none is known to the acting user."""
    if not case.work.actor.may(DataClass.SURAT, Right.MELIHAT):
        return ""
    rows = register.of_client(case.work, case.record.id)
    return next((row.number_text for row in rows if row.type_code == _ERRAND and row.state is LetterState.ISSUED), "")
