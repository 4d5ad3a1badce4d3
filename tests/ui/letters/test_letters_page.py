"""The register's page: the letters of a year, the kept bytes on screen, and a letter voided with its reason."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.letters.page import LettersPage
from rehab_app.ui.shell.session import Session
from tests.ui.makers import seat_of, settle, wait_for
from tests.ui.papers_makers import issue_letter

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def page(office: OpenClinic, sign_in: Callable[[OpenClinic], Session], shown: Show, jobs: Jobs) -> LettersPage:
    issue_letter(office, full_name="Andi Rahman")
    made = LettersPage(sign_in(office))
    shown(made)
    made.arrive(2023)
    settle(jobs)
    return made


def _actions(office: OpenClinic) -> list[str]:
    with office.reading() as work:
        return [row.action for row in newest(work)]


def test_the_register_names_nobody(page: LettersPage) -> None:
    line = page.model.row_text(0)
    assert line.startswith("R/1/I/KA/RH.00.00/2023/BNNK-BPP\t16/01/2023")
    assert "A.R." in line or "AR" in line
    assert "Andi" not in line
    assert "Rahman" not in line


def test_enter_shows_the_letter_as_it_was_issued_and_enters_the_look(
    page: LettersPage, jobs: Jobs, office: OpenClinic
) -> None:
    page.table.choose(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    wait_for(lambda: page.preview.page_count == 1)
    assert "letters.view" in _actions(office)
    left: list[str] = []
    page._gate(Leaving.PRINT, lambda: left.append("went"))
    settle(jobs)
    assert left == ["went"]
    assert "letters.reprint.print" in _actions(office)


def test_a_letter_is_voided_with_a_reason_by_keys(page: LettersPage, jobs: Jobs) -> None:
    page.table.setFocus()
    page.table.choose(0)
    QTest.keyClick(page.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: any(isinstance(window, ReasonDialog) for window in QApplication.topLevelWidgets()))
    dialog = next(window for window in QApplication.topLevelWidgets() if isinstance(window, ReasonDialog))
    field = dialog.findChild(QPlainTextEdit)
    assert field is not None
    QTest.keyClicks(field, "alamat tujuan keliru ditulis")
    dialog._answer()
    settle(jobs)
    assert "batal sejak 16/01/2023" in page.model.row_text(0)
    assert page.notice.text


def test_who_may_not_correct_letters_is_not_offered_to_void(
    office: OpenClinic, sign_in: Callable[[OpenClinic], Session], shown: Show, jobs: Jobs
) -> None:
    page = LettersPage(sign_in(seat_of(office, Role.KONSELOR)))
    shown(page)
    page.arrive(None)
    settle(jobs)
    assert [command.keys for command in page.commands()] == [
        "Enter",
        "Ctrl+Shift+F",
        "Ctrl+Shift+K",
        "Ctrl+Shift+A",
        "Ctrl+N",
        "Ctrl+Shift+N",
    ]


def test_the_lock_leaves_neither_rows_nor_letter(page: LettersPage) -> None:
    page.table.choose(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    wait_for(lambda: page.preview.page_count == 1)
    page.forget()
    assert page.model.rowCount() == 0
    assert page.preview.page_count == 0
