"""The papers of an episode: listed with why one cannot be printed, drawn from the record, and noted when they leave.

Why a paper cannot be printed is found by putting it together: the list never says otherwise than the paper does.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from uuid import UUID

from rehab_app.clinic.documents import queries as documents
from rehab_app.clinic.documents import service as document_service
from rehab_app.desk.client_papers import sheets, statements
from rehab_app.desk.client_papers.case import Case, case_of
from rehab_app.desk.client_papers.rows import Drawn, PaperLine, Wanted
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.foundation.words import N_
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.rights.needs import needs
from rehab_app.papers.blocks import Document
from rehab_app.papers.draw import draw
from rehab_app.papers.register.prints import Printed, note_print, times_printed
from rehab_app.store.attachments import Attachments
from rehab_app.store.work import Work

NOTE: Final = "counselling_note"
CARD: Final = "report_card"
Printings: TypeAlias = Counter[tuple[str, UUID | None]]


@dataclass(frozen=True, slots=True)
class _Paper:
    """How a kind of paper is made. A clinical one is for those who may see clinical data; one that is signed keeps its name."""

    label: str
    make: Callable[[Case], Document]
    is_clinical: bool = False
    may_redact: bool = False


_PAPERS: Final[Mapping[str, _Paper]] = {
    "informed_consent": _Paper(N_("Informed consent to the rehabilitation programme"), statements.consent_paper),
    "outpatient_statement": _Paper(N_("Statement to attend outpatient care"), statements.outpatient_paper),
    "guarantor_statement": _Paper(N_("Statement of the guarantor"), statements.guarantor_paper),
    "reporting_pact": _Paper(N_("Pledge to report and to be tested"), statements.pact_paper),
    "receipt_of_papers": _Paper(N_("Receipt of papers"), statements.receipt_paper),
    CARD: _Paper(N_("Reporting card (kartu lapor diri)"), sheets.card_paper),
    "care_plan": _Paper(N_("Rencana rawatan"), sheets.plan_paper, is_clinical=True),
    "control_card": _Paper(N_("Timetable and control card"), sheets.control_paper, is_clinical=True, may_redact=True),
    "visit_sheet": _Paper(N_("Sheet for a home visit"), sheets.visit_paper, is_clinical=True, may_redact=True),
    "progress_sheet": _Paper(
        N_("Progress sheet of several meetings"), sheets.progress_paper, is_clinical=True, may_redact=True
    ),
    NOTE: _Paper(N_("Counselling note"), sheets.note_paper, is_clinical=True, may_redact=True),
}


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def papers_of(work: Work, episode_id: UUID, lists: ValueLists) -> tuple[PaperLine, ...]:
    """Return every paper of an episode that the acting user may see, the notes of its meetings last, the latest first."""
    return tuple(_lines(case_of(work, episode_id, lists)))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def paper_pdf(work: Work, episode_id: UUID, wanted: Wanted, lists: ValueLists, attachments: Attachments) -> Drawn:
    """Return a paper as PDF. The card needs a writing unit of work: that its photograph is looked at stands in the audit.

    Raises RuleBroken and RulesBroken with what is missing, ``client_papers.unknown``, and ``client_papers.keeps_name`` where a
    paper that is signed by name is asked for with initials.
    """
    paper = _known(work, wanted)
    case = replace(case_of(work, episode_id, lists), subject_id=wanted.subject_id)
    if wanted.is_redacted:
        case = replace(case, client=case.client.without_name())
    if wanted.kind == CARD:
        case = replace(case, photo=_photo(case, attachments))
    return Drawn(draw(paper.make(case)), case.frame.trouble)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def note_paper(
    work: Work, episode_id: UUID, wanted: Wanted, lists: ValueLists, how: str, *, pages: int = 0, reason: str = ""
) -> None:
    """Enter that a paper leaves (``how``: print or save), in its print history and the audit.

    A card that left before leaves again only with a reason: RuleBroken ``client_papers.no_reason``.
    """
    _known(work, wanted)
    case = case_of(work, episode_id, lists)
    subject_id = wanted.subject_id or episode_id
    if wanted.kind == CARD:
        card = sheets.card_that_counts(case)
        if documents.card_printings(work, card.series_id) and not reason.strip():
            raise RuleBroken("client_papers.no_reason", field="reason")
        subject_id = card.series_id
        document_service.note_card_printed(work, subject_id)
    note_print(
        work,
        Printed(
            kind=wanted.kind,
            how=how,
            client_id=case.record.id,
            subject_id=subject_id,
            pages=pages,
            reason=reason.strip(),
            is_redacted=wanted.is_redacted,
        ),
    )


def _known(work: Work, wanted: Wanted) -> _Paper:
    """Return how a paper is made, for those who may print it as it is asked for."""
    paper = _PAPERS.get(wanted.kind)
    if paper is None:
        raise RuleBroken("client_papers.unknown", name=wanted.kind)
    if paper.is_clinical:
        work.actor.require(DataClass.KLINIS, Right.MELIHAT)
    if wanted.is_redacted and not paper.may_redact:
        raise RuleBroken("client_papers.keeps_name")
    return paper


def _lines(case: Case) -> Iterator[PaperLine]:
    printed = times_printed(case.work, case.record.id)
    for kind, paper in _PAPERS.items():
        if paper.is_clinical and not case.sees_care:
            continue
        if kind == NOTE:
            yield from _notes(case, printed)
            continue
        trouble = _trouble(paper, case)
        line = PaperLine(kind=kind, label=paper.label, may_redact=paper.may_redact, trouble=trouble)
        if kind == CARD:
            yield _card_line(line, case)
        else:
            yield replace(line, times=printed[kind, case.episode.id])


def _notes(case: Case, printed: Printings) -> Iterator[PaperLine]:
    """Yield a line for each meeting that took place, none where the acting user may not read what was said."""
    try:
        held = sheets.held_meetings(case)
    except RuleBroken:
        return
    for row in reversed(held):
        yield PaperLine(
            kind=NOTE,
            label=_PAPERS[NOTE].label,
            subject_id=row.series_id,
            number=row.number,
            held_on=row.held_on,
            may_redact=True,
            times=printed[NOTE, row.series_id],
        )


def _card_line(line: PaperLine, case: Case) -> PaperLine:
    if line.trouble is not None:
        return line
    times = documents.card_printings(case.work, sheets.card_that_counts(case).series_id)
    return replace(line, times=times, is_card=True)


def _trouble(paper: _Paper, case: Case) -> RuleBroken | None:
    """Return why a paper cannot be put together, the first reason where there are several."""
    try:
        paper.make(case)
    except NotAllowed:
        raise
    except RulesBroken as broken:
        return broken.troubles[0]
    except RuleBroken as trouble:
        return trouble
    return None


def _photo(case: Case, attachments: Attachments) -> bytes | None:
    """Return the client's latest photograph, None where there is none."""
    row = documents.photo_of(case.work, case.record.id)
    return document_service.content_of(case.work, attachments, row.series_id).content if row is not None else None
