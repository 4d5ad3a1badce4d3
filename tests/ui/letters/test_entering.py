"""The register's page at work: numbers kept, entered, put in, searched and checked, and the book on the screen."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.register import entering
from rehab_app.papers.register.rows import LetterState
from rehab_app.papers.register.service import register_of
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.letters.page import LettersPage
from rehab_app.ui.shell.session import Session
from tests.ui.makers import settle, wait_for
from tests.ui.papers_makers import issue_letter

Show = Callable[[QWidget], QWidget]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(office: OpenClinic, sign_in: Callable[[OpenClinic], Session], shown: Show, jobs: Jobs) -> LettersPage:
    issue_letter(office, full_name="Andi Rahman")
    made = LettersPage(sign_in(office))
    shown(made)
    made.arrive(2023)
    settle(jobs)
    settle(jobs)
    return made


def _fill(page: LettersPage, jobs: Jobs, **answers: object) -> None:
    form = page.forms.form
    assert form is not None
    for name, value in answers.items():
        form.field(name).fill({name: value})
        form.field(name).tell_edited()
    settle(jobs)
    form.save()
    settle(jobs)
    settle(jobs)


def _lines(page: LettersPage) -> list[str]:
    return [page.model.row_text(number) for number in range(page.model.rowCount())]


def test_a_number_is_reserved_by_keys_and_given_to_a_letter_from_elsewhere(
    page: LettersPage, jobs: Jobs, office: OpenClinic
) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_N, CONTROL)
    _fill(page, jobs, type_code="UND", subject="Rapat koordinasi", reason="menunggu tanggal")
    assert "B/UND-1/I/KA/RH.01.00/2023/BNNK-BPP" in page.notice.text
    assert any("nomor dipesan" in line for line in _lines(page))
    page.table.choose(next(at for at, row in enumerate(page.model.rows) if row.state is LetterState.RESERVED))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    _fill(page, jobs, addressee="Lurah Margasari")
    with office.reading() as work:
        row = next(row for row in register_of(work, 2023) if row.type_code == "UND")
    assert (row.state, row.addressee, row.number, row.subject) == (
        LetterState.OUTSIDE,
        "Lurah Margasari",
        1,
        "Rapat koordinasi",
    )
    assert row.signer_name


def test_a_letter_from_elsewhere_is_entered_and_a_day_before_the_last_is_said(page: LettersPage, jobs: Jobs) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_N, CONTROL | SHIFT)
    form = page.forms.form
    assert form is not None
    form.field("type_code").fill({"type_code": "R"})
    form.field("type_code").tell_edited()
    form.field("dated_on").fill({"dated_on": date(2023, 1, 2)})
    form.field("dated_on").tell_edited()
    settle(jobs)
    settle(jobs)
    assert "16/01/2023" in form.field("dated_on").warning
    _fill(page, jobs, addressee="Kapolresta", subject="Verifikasi a.n. B.S.", copies="Arsip\n")
    assert any(line.startswith("R/2/I/KA/RH.00.00/2023/BNNK-BPP\t02/01/2023") for line in _lines(page))


def test_a_letter_is_put_in_behind_the_marked_one(page: LettersPage, jobs: Jobs) -> None:
    page.table.setFocus()
    page.table.choose(0)
    QTest.keyClick(page.table, Qt.Key.Key_I, CONTROL)
    _fill(page, jobs, reason="surat tercecer", addressee="Kapolresta", subject="Verifikasi a.n. B.S.")
    assert any(line.startswith("R/1.1/I/KA/RH.00.00/2023/BNNK-BPP\t16/01/2023") for line in _lines(page))


def test_a_number_that_cannot_be_put_in_is_refused_beside_its_field(page: LettersPage, jobs: Jobs) -> None:
    page.table.choose(0)
    page._insert()
    _fill(page, jobs, after_number=9, reason="tercecer", addressee="Kapolresta", subject="Verifikasi")
    form = page.forms.form
    assert form is not None
    assert form.field("after_number").trouble


def test_the_register_is_searched_and_filtered(page: LettersPage, jobs: Jobs, office: OpenClinic) -> None:
    with office.writing() as work:
        entering.reserve(work, "UND", date(2023, 1, 16), "Rapat", "menunggu")
    settle(jobs)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F, CONTROL | SHIFT)
    wait_for(page.filters.text.hasFocus)
    QTest.keyClicks(page.filters.text, "rapat")
    QTest.keyClick(page.filters.text, Qt.Key.Key_Return)
    settle(jobs)
    assert [row.type_code for row in page.model.rows] == ["UND"]
    page.filters.text.clear()
    page.filters.type.setCurrentIndex(page.filters.type.findData("R"))
    settle(jobs)
    assert [row.type_code for row in page.model.rows] == ["R"]
    page.filters.state.setCurrentIndex(page.filters.state.findData("void"))
    settle(jobs)
    assert page.model.rowCount() == 0


def test_the_check_of_the_year_leads_to_the_letter_and_is_printed(
    page: LettersPage, jobs: Jobs, office: OpenClinic
) -> None:
    with office.writing() as work:
        entering.reserve(work, "UND", date(2023, 1, 16), "Rapat", "menunggu tanggal")
    settle(jobs)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_K, CONTROL | SHIFT)
    settle(jobs)
    assert page.check.model.row_text(0).startswith("Masih dipesan\tB/UND-1/")
    page._draw_check()
    wait_for(lambda: page.preview.page_count == 1)
    page._gate(Leaving.PRINT, lambda: None)
    settle(jobs)
    page._ask_check()
    settle(jobs)
    QTest.keyClick(page.check.table, Qt.Key.Key_Return)
    row = page.table.current_row
    assert row is not None
    assert row.type_code == "UND"
    with office.reading() as work:
        assert "papers.print.agenda_check" in [entry.action for entry in newest(work)]


def test_the_book_of_a_period_is_shown_and_one_that_ends_before_it_begins_refused(
    page: LettersPage, jobs: Jobs
) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_A, CONTROL | SHIFT)
    _fill(page, jobs, from_on=date(2023, 1, 10), until_on=date(2023, 1, 1))
    form = page.forms.form
    assert form is not None
    assert form.field("until_on").trouble
    _fill(page, jobs, until_on=date(2023, 1, 31))
    wait_for(lambda: page.preview.page_count == 1)
    assert page.panel.isHidden()


def test_the_print_history_of_a_letter_is_shown_and_follows(page: LettersPage, jobs: Jobs) -> None:
    page.table.choose(0)
    page._open_current()
    wait_for(lambda: page.preview.page_count == 1)
    assert page.kept.history.text() == "Belum pernah dicetak."
    for _ in range(2):
        page._gate(Leaving.PRINT, lambda: None)
        settle(jobs)
        settle(jobs)
    assert page.kept.history.text().startswith("Riwayat cetak (2): dicetak ulang 16/01/2023")


def test_the_lock_forgets_the_search_and_the_findings(page: LettersPage, jobs: Jobs) -> None:
    page.filters.text.setText("Kapolresta")
    page._ask_check()
    settle(jobs)
    page.forget()
    assert page.filters.text.text() == ""
    assert page.check.model.rowCount() == 0
