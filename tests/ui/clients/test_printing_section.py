"""A client's papers printed from her file by keys: the list with its reasons, preview, reprint, initials, rights."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import select

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.documents.draft import CardDraft
from rehab_app.desk.admit import Admitted
from rehab_app.desk.client_papers.rows import PaperLine
from rehab_app.desk.issue_card import issue_card
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.register.model import PaperPrint
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.printing.panel import PrintingPanel
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session
from tests.ui.clients.papers_makers import admit_with_mother, meet_often
from tests.ui.clients.sections import CTRL_SHIFT, begin_outpatient, give_reason, open_section
from tests.ui.kit.typist import CTRL, press
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
Open = Callable[[Session, UUID], ClientFilePage]


@pytest.fixture
def opened(jobs: Jobs, shown: Show) -> Open:
    """Open the papers of a client: ``opened(session, client_id)``."""
    return lambda session, client_id: open_section(session, jobs, shown, client_id, "printing")


def _panel(page: ClientFilePage) -> PrintingPanel:
    assert isinstance(page.section, PrintingPanel)
    return page.section


def _table(page: ClientFilePage) -> Table[PaperLine]:
    table = _panel(page).table
    assert table is not None
    return table


def _rows(page: ClientFilePage) -> list[PaperLine]:
    records = _table(page).records
    return [row for row in map(records.row_at, range(records.rowCount())) if row is not None]


def _mark(page: ClientFilePage, kind: str) -> None:
    table = _table(page)
    table.choose(next(place for place, row in enumerate(_rows(page)) if row.kind == kind))
    table.setFocus()


def _show(page: ClientFilePage, jobs: Jobs, kind: str) -> None:
    """Open a paper by Enter."""
    _mark(page, kind)
    press(Qt.Key.Key_Return)
    settle(jobs)
    paper = _panel(page).paper
    assert paper is not None
    wait_for(lambda: paper.preview.page_count > 0)


def _leave(page: ClientFilePage, jobs: Jobs, reason: str = "") -> int:
    """Print what is shown, up to the printer; return how often it went."""
    paper = _panel(page).paper
    assert paper is not None
    went: list[str] = []
    paper._gate(Leaving.PRINT, lambda: went.append("went"))
    if reason:
        assert not went
        give_reason(page, jobs, reason)
    settle(jobs)
    return len(went)


def _prints(clinic: OpenClinic) -> list[PaperPrint]:
    with clinic.reading() as work:
        return list(work.session.exec(select(PaperPrint).order_by(PaperPrint.created_at)))  # type: ignore[arg-type]


def _give_card(clinic: OpenClinic, client: Admitted) -> None:
    profile = UseProfileDraft(assessed_on=TODAY, main_substance="sabu")
    with clinic.writing() as work:
        assessment.record_use_profile(work, client.episode_id, profile)
        issue_card(work, client.episode_id, CardDraft(issued_on=TODAY))


def test_keys_from_anywhere_in_the_file_show_the_papers(
    session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs
) -> None:
    page = opened(session, admit_with_mother(clinic).client_id)
    page.show_section("identity")
    press(Qt.Key.Key_K, CTRL_SHIFT)
    settle(jobs)
    assert _table(page).hasFocus()
    assert _rows(page)[0].kind == "informed_consent"
    assert any("Formulir kosong" in command.text for command in page.commands())


def test_enter_shows_a_paper_printing_is_noted_and_escape_goes_back_to_its_line(
    session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs
) -> None:
    page = opened(session, admit_with_mother(clinic).client_id)
    _show(page, jobs, "outpatient_statement")
    assert _leave(page, jobs) == 1
    [row] = _prints(clinic)
    assert (row.kind, row.how, row.pages) == ("outpatient_statement", "print", 1)
    press(Qt.Key.Key_Escape)
    settle(jobs)
    assert _panel(page).paper is None
    marked = _table(page).current_row
    assert marked is not None
    assert (marked.kind, marked.times) == ("outpatient_statement", 1)
    assert _table(page).hasFocus()


def test_a_missing_guarantor_is_said_and_the_way_to_enter_him_is_one_key(
    session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs
) -> None:
    page = opened(session, admit_client(clinic).client_id)
    _mark(page, "guarantor_statement")
    press(Qt.Key.Key_Return)
    settle(jobs)
    assert _panel(page).paper is None
    assert "Penjamin belum diisi" in page.notice.text
    press(Qt.Key.Key_Return, CTRL)
    settle(jobs)
    assert page.section.name == "identity"


def test_a_card_before_the_assessment_is_refused_with_its_sentence(
    session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs
) -> None:
    page = opened(session, admit_client(clinic).client_id)
    _mark(page, "report_card")
    press(Qt.Key.Key_Return)
    settle(jobs)
    assert _panel(page).paper is None
    assert "setelah asesmen" in page.notice.text
    assert _prints(clinic) == []


def test_a_card_is_printed_once_more_with_a_reason_and_counted(
    session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs
) -> None:
    client = admit_with_mother(clinic)
    _give_card(clinic, client)
    page = opened(session, client.client_id)
    _show(page, jobs, "report_card")
    assert _leave(page, jobs) == 1
    assert _leave(page, jobs, "kartu basah kena hujan") == 1
    assert [(row.is_again, row.reason) for row in _prints(clinic)] == [(False, ""), (True, "kartu basah kena hujan")]
    page.window().activateWindow()
    wait_for(page.isActiveWindow)
    _panel(page).enter()
    press(Qt.Key.Key_Escape)
    settle(jobs)
    row = next(row for row in _rows(page) if row.kind == "report_card")
    assert (row.times, row.needs_reason) == (2, True)


def test_a_reprint_without_a_reason_does_not_leave(
    session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs
) -> None:
    client = admit_with_mother(clinic)
    _give_card(clinic, client)
    page = opened(session, client.client_id)
    _show(page, jobs, "report_card")
    assert _leave(page, jobs) == 1
    paper = _panel(page).paper
    assert paper is not None
    went: list[str] = []
    paper._gate(Leaving.SAVE, lambda: went.append("went"))
    QApplication.processEvents()
    assert [one for one in page.window().findChildren(ReasonDialog) if one.isVisible()]
    press(Qt.Key.Key_Escape)
    settle(jobs)
    assert went == []
    assert len(_prints(clinic)) == 1


def test_initials_alone_are_chosen_by_a_key_and_written_down(
    session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs
) -> None:
    client = admit_with_mother(clinic)
    begin_outpatient(clinic, client)
    meet_often(clinic, client, 3)
    page = opened(session, client.client_id)
    box = _panel(page).initials
    assert box is not None
    box.setFocus()
    press(Qt.Key.Key_Space)
    for kind, is_redacted in (("control_card", True), ("informed_consent", False)):
        _show(page, jobs, kind)
        paper = _panel(page).paper
        assert paper is not None
        assert paper.wanted.is_redacted is is_redacted
        assert _leave(page, jobs) == 1
        press(Qt.Key.Key_Escape)
        settle(jobs)
    assert [row.is_redacted for row in _prints(clinic)] == [True, False]


def test_a_minor_without_parents_is_told_what_is_missing(session: Session, clinic: OpenClinic, opened: Open) -> None:
    born = TODAY.replace(year=TODAY.year - 15)
    client = admit_client(clinic, birth_date=born, waiting_reason="Orang tua di jalan", brought_by="Guru")
    page = opened(session, client.client_id)
    codes = {row.kind: row.trouble.code for row in _rows(page) if row.trouble is not None}
    assert codes["informed_consent"] == "statements.guardian_missing"


@pytest.mark.parametrize("role", [Role.PENDAFTARAN, Role.OPERATOR_SIRENA])
def test_each_role_sees_the_papers_of_its_work(
    office: OpenClinic, clinic: OpenClinic, sign_in: SignIn, opened: Open, role: Role
) -> None:
    client = admit_with_mother(clinic)
    meet_often(clinic, client, 2)
    page = opened(sign_in(seat_of(office, role, name="Orang Lain")), client.client_id)
    kinds = {row.kind for row in _rows(page)}
    assert "informed_consent" in kinds
    assert ("control_card" in kinds) == (role is not Role.PENDAFTARAN)
    assert "counselling_note" not in kinds


def test_the_lock_blanks_the_paper_and_the_list(session: Session, clinic: OpenClinic, opened: Open, jobs: Jobs) -> None:
    page = opened(session, admit_with_mother(clinic).client_id)
    panel = _panel(page)
    _show(page, jobs, "informed_consent")
    paper = panel.paper
    assert paper is not None
    page.forget()
    assert (panel.paper, panel.table, panel.found) == (None, None, None)
    assert paper.preview.page_count == 0
