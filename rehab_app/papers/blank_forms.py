"""Every form that can be printed to fill in by hand, by its code, for the page that prints them.

Papers that take a number of the letter register are not among them: a number is never taken for an empty paper.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypedDict

from rehab_app.foundation.words import N_
from rehab_app.instruments.form import Form
from rehab_app.papers.blocks import A4, Document, Margins, Paper
from rehab_app.papers.letters.facts import LETTER_MARGINS, Office
from rehab_app.papers.sheets.care_plan import blank_care_plan
from rehab_app.papers.sheets.control_card import ControlCardFacts, control_card
from rehab_app.papers.sheets.counselling_note import CounsellingFacts, counselling_note
from rehab_app.papers.sheets.instrument_form import InstrumentFacts, Labels, instrument_form
from rehab_app.papers.sheets.report_card import ReportCardFacts, report_card
from rehab_app.papers.sheets.visit_sheet import VisitFacts, visit_sheet
from rehab_app.papers.statements.guarantor import GuarantorFacts, guarantor_statement
from rehab_app.papers.statements.informed_consent import ConsentFacts, informed_consent
from rehab_app.papers.statements.outpatient import OutpatientFacts, outpatient_statement
from rehab_app.papers.statements.receipt import ReceiptFacts, receipt_of_papers
from rehab_app.papers.statements.reporting_pact import PactFacts, reporting_pact

INSTRUMENT: Final = "instrument_"
"""What the code of an instrument's form begins with."""
_SCOPE: Final = "consent_scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What every blank form is printed with.

    ``texts`` holds the office's own text of a kind, where it has one. ``labels`` are the value lists in Indonesian that forms ask
    from: ``consent_scope``, and those of the instruments.
    """

    office: Office
    texts: Mapping[str, str] = field(default_factory=dict)
    labels: Labels = field(default_factory=dict)
    is_practice: bool = False
    paper: Paper = A4
    margins: Margins = LETTER_MARGINS
    font: str = "PT Serif"


@dataclass(frozen=True, slots=True)
class BlankForm:
    """One form: its code, its label (a message id, or the name of an instrument), and the function that makes it."""

    code: str
    label: str
    make: Callable[[Blank], Document] = field(repr=False)


class _Given(TypedDict):
    """What the facts of each form take over from ``Blank``."""

    office: Office
    is_blank: bool
    is_practice: bool
    paper: Paper
    margins: Margins
    font: str


def blank_forms(instruments: Sequence[Form] = ()) -> dict[str, BlankForm]:
    """Return every form by its code: what clients sign, the sheets of their care, then ``instruments``."""
    forms = [
        *_PAPERS,
        *(BlankForm(f"{INSTRUMENT}{one.instrument}", one.name, partial(_instrument, one)) for one in instruments),
    ]
    return {form.code: form for form in forms}


def _given(blank: Blank) -> _Given:
    return {
        "office": blank.office,
        "is_blank": True,
        "is_practice": blank.is_practice,
        "paper": blank.paper,
        "margins": blank.margins,
        "font": blank.font,
    }


def _consent(blank: Blank) -> Document:
    choices = tuple(blank.labels.get(_SCOPE, {}).values())
    return informed_consent(ConsentFacts(**_given(blank), scope_choices=choices), _text(blank, "informed_consent"))


def _outpatient(blank: Blank) -> Document:
    return outpatient_statement(OutpatientFacts(**_given(blank)), _text(blank, "outpatient_statement"))


def _guarantor(blank: Blank) -> Document:
    return guarantor_statement(GuarantorFacts(**_given(blank)), _text(blank, "guarantor_statement"))


def _pact(blank: Blank) -> Document:
    return reporting_pact(PactFacts(**_given(blank)), _text(blank, "reporting_pact"))


def _receipt(blank: Blank) -> Document:
    return receipt_of_papers(ReceiptFacts(**_given(blank)), _text(blank, "receipt_of_papers"))


def _note(blank: Blank) -> Document:
    return counselling_note(CounsellingFacts(**_given(blank)), _text(blank, "counselling_note"))


def _progress(blank: Blank) -> Document:
    facts = CounsellingFacts(**_given(blank), is_progress_sheet=True)
    return counselling_note(facts, _text(blank, "counselling_note"))


def _control(blank: Blank) -> Document:
    return control_card(ControlCardFacts(**_given(blank)), _text(blank, "control_card"))


def _card(blank: Blank) -> Document:
    return report_card(ReportCardFacts(**_given(blank)), _text(blank, "report_card"))


def _visit(blank: Blank) -> Document:
    return visit_sheet(VisitFacts(**_given(blank)), _text(blank, "visit_sheet"))


def _plan(blank: Blank) -> Document:
    return blank_care_plan(blank.office, blank.paper, is_practice=blank.is_practice)


def _instrument(form: Form, blank: Blank) -> Document:
    facts = InstrumentFacts(office=blank.office, form=form, labels=blank.labels, is_practice=blank.is_practice)
    return instrument_form(facts, blank.paper)


def _text(blank: Blank, kind: str) -> str:
    return blank.texts.get(kind, "")


_PAPERS: Final = (
    BlankForm("informed_consent", N_("Informed consent to the rehabilitation programme"), _consent),
    BlankForm("outpatient_statement", N_("Statement to attend outpatient care"), _outpatient),
    BlankForm("guarantor_statement", N_("Statement of the guarantor"), _guarantor),
    BlankForm("reporting_pact", N_("Pledge to report and to be tested"), _pact),
    BlankForm("receipt_of_papers", N_("Receipt of papers"), _receipt),
    BlankForm("care_plan", N_("Rencana rawatan"), _plan),
    BlankForm("counselling_note", N_("Counselling note"), _note),
    BlankForm("progress_sheet", N_("Progress sheet of several meetings"), _progress),
    BlankForm("control_card", N_("Timetable and control card"), _control),
    BlankForm("report_card", N_("Reporting card (kartu lapor diri)"), _card),
    BlankForm("visit_sheet", N_("Sheet for a home visit"), _visit),
)
