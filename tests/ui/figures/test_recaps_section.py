"""The recaps on the figures' page: chosen, looked at, saved, signed and opened again, by keyboard, each for whom it may be."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.recaps.rules import Kind, Length, Naming, period_of
from rehab_app.papers.recaps.service import signed_recaps
from rehab_app.ui.figures.page import FiguresPage
from rehab_app.ui.figures.recaps_section import RecapsSection
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session
from tests.papers.recaps.makers import whole
from tests.papers.recaps.sheet_reader import cells
from tests.papers.reports.makers import register
from tests.ui.makers import seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]


@pytest.fixture
def reported(office: OpenClinic) -> OpenClinic:
    """An office with one whole record of this month."""
    with office.writing() as work:
        whole(work, register(work, date(2023, 1, 5)))
    return office


def _opened(session: Session, shown: Show, jobs: Jobs, subject: str = "recaps") -> RecapsSection:
    page = FiguresPage(session)
    shown(page)
    page.arrive(subject)
    settle(jobs)
    return page.recaps


def _choose(section: RecapsSection, kind: Kind, naming: Naming = Naming.HIDDEN) -> None:
    section.kind.setCurrentIndex(section.kind.findData(kind))
    section.naming.setCurrentIndex(section.naming.findData(naming))


def _actions(office: OpenClinic) -> list[str]:
    with office.reading() as work:
        return [row.action for row in newest(work)]


def test_a_recap_is_shown_and_its_leaving_entered(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    QTest.keyClick(section, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: section.sheet.preview.page_count == 1)
    left: list[str] = []
    section._gate(Leaving.PRINT, lambda: left.append("went"))
    settle(jobs)
    assert left == ["went"]
    assert "recaps.print.perka_4" in _actions(reported)


def test_names_are_shown_on_choice_alone_and_entered(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    _choose(section, Kind.NEW_PATIENTS)
    assert section.wish is not None
    assert section.wish.naming is Naming.HIDDEN
    section.draw_sheet()
    settle(jobs)
    assert not any(action.startswith("recaps.names") for action in _actions(reported))
    _choose(section, Kind.NEW_PATIENTS, Naming.NAMES)
    section.draw_sheet()
    settle(jobs)
    assert "recaps.names.new_patients" in _actions(reported)


def test_other_recaps_never_ask_for_names(reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    _choose(section, Kind.NEW_PATIENTS, Naming.NAMES)
    for kind in (Kind.PERKA_4, Kind.PATIENTS_OF_YEAR):
        section.kind.setCurrentIndex(section.kind.findData(kind))
        assert section.wish is not None
        assert section.wish.naming is Naming.HIDDEN
        assert section.naming.isHidden()


def test_a_counsellor_is_offered_neither_names_nor_the_signature(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(seat_of(reported, Role.KONSELOR)), shown, jobs)
    assert section.naming.findData(Naming.NAMES) < 0
    assert section._sign.isHidden()


def test_the_registration_desk_sees_counts_alone(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(seat_of(reported, Role.PENDAFTARAN)), shown, jobs)
    assert [section.kind.itemData(place) for place in range(section.kind.count())] == [Kind.PATIENTS_OF_YEAR]


def test_a_spreadsheet_is_saved_whole_and_entered(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs, tmp_path: Path
) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    assert section.wish is not None
    section.save_workbook_to(section.wish, tmp_path / "rekap.xlsx")
    settle(jobs)
    assert "BS / 0001/2023 / 000001" in cells((tmp_path / "rekap.xlsx").read_bytes()).values()
    assert "recaps.sheet.perka_4" in _actions(reported)


def test_a_recap_is_signed_by_keyboard_and_listed(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    section._sign.setFocus()
    QTest.keyClick(section._sign, Qt.Key.Key_Space)
    (dialog,) = section.findChildren(Dialog)
    yes = next(one for one in dialog.findChildren(QPushButton) if one.isDefault())
    QTest.keyClick(yes, Qt.Key.Key_Return)
    settle(jobs)
    assert section.model.rowCount() == 1
    assert section.model.row_text(0).split("\t")[1:4] == ["Januari 2023", "1", "1"]
    with reported.reading() as work:
        assert len(signed_recaps(work)) == 1


def test_incomplete_records_are_listed_and_opened_instead_of_signed(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    with reported.writing() as work:
        register(work, date(2023, 1, 6))
    section = _opened(sign_in(reported), shown, jobs)
    gone = wherever(section.session)
    assert section.wish is not None
    section.sign(section.wish)
    settle(jobs)
    listed = section.panel.findChildren(Table)[0]
    assert listed.records.row_text(0).startswith("000002\tBS\tzat")
    listed.choose(0)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert [room for room, _ in gone] == ["clients.file"]
    assert section.model.rowCount() == 0


def test_a_signed_recap_opens_with_what_changed_and_its_own_paper(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    assert section.wish is not None
    section.sign(section.wish)
    settle(jobs)
    with reported.writing() as work:
        register(work, date(2023, 1, 6))
    section.table.choose(0)
    QTest.keyClick(section.table, Qt.Key.Key_Return)
    settle(jobs)
    assert section.stack.currentWidget() is section.signed
    (line,) = section.signed.model.rows
    assert (line.rm_number, line.before, line.after) == ("000002", "", "")
    assert line.what == "Kini masuk rekap, belum ada saat ditandatangani"
    QTest.keyClick(section.signed.paper, Qt.Key.Key_Space)
    wait_for(lambda: section.sheet.preview.page_count == 1)
    section._gate(Leaving.SAVE, lambda: None)
    settle(jobs)
    assert {"recaps.view_signed", "recaps.save_signed"} <= set(_actions(reported))


def test_a_reminder_leads_to_the_recap_of_its_period(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(reported), shown, jobs, "recaps/week/2023-01-06")
    assert section.wish is not None
    assert (section.wish.kind, section.wish.period) == (Kind.PERKA_4, period_of(Length.WEEK, date(2023, 1, 6)))


def test_a_year_without_a_period_yet_offers_nothing_to_do(
    reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    section.length.setCurrentIndex(section.length.findData(Length.WEEK))
    assert section.period.count() == 3  # to 5, 12 and 19 January
    assert section._save.isEnabled()
    section.period.clear()
    section._tell_possible()
    assert not section._save.isEnabled()
    section.draw_sheet()


def test_the_lock_leaves_nothing_behind(reported: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs) -> None:
    section = _opened(sign_in(reported), shown, jobs)
    assert section.wish is not None
    section.sign(section.wish)
    settle(jobs)
    section.forget()
    assert section.model.rowCount() == section.signed.model.rowCount() == 0
    assert section.sheet.preview.page_count == 0
