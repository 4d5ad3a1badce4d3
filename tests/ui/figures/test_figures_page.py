"""The figures' page: counts that sum to one total, each opening its clients, and a sheet that is entered when it leaves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.figures.page import FiguresPage
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session
from tests.ui.makers import admit_client, seat_of, settle, wait_for, wherever
from tests.ui.papers_makers import issue_letter

Show = Callable[[QWidget], QWidget]


def _tables(page: FiguresPage) -> dict[str, Table[object]]:
    shown = [table for table in page.findChildren(Table) if table.isVisibleTo(page)]
    return {table.accessibleName(): table for table in shown}


def _count(table: Table[object], label: str) -> str:
    rows = [table.records.row_text(number).split("\t") for number in range(table.records.rowCount())]
    return next(row[1] for row in rows if row[0] == label)


@pytest.fixture
def page(office: OpenClinic, session: Session, shown: Show, jobs: Jobs) -> FiguresPage:
    admit_client(office, place_code="64.71.03.1001")
    admit_client(office, full_name="Siti Aminah", sex="P", place_code="64.09.01")
    issue_letter(office, full_name="Andi Rahman")
    made = FiguresPage(session)
    shown(made)
    made.arrive(2023)
    settle(jobs)
    return made


def test_every_table_sums_to_the_total(page: FiguresPage) -> None:
    tables = _tables(page)
    assert len(tables) >= 8
    assert _count(tables["Modalitas"], "Rawat jalan") == "2"
    assert _count(tables["Modalitas"], "Rujukan rawat inap") == "1"
    assert _count(tables["Kecamatan tempat tinggal"], "Luar Balikpapan") == "1"
    for table in tables.values():
        counts = [int(table.records.row_text(number).split("\t")[1]) for number in range(table.records.rowCount())]
        assert sum(counts) == 3, table.accessibleName()


def test_a_number_opens_its_clients_by_keys_and_shows_no_name(page: FiguresPage, jobs: Jobs) -> None:
    gone = wherever(page.session)
    table = _tables(page)["Kecamatan tempat tinggal"]
    number = next(n for n in range(table.records.rowCount()) if "Luar Balikpapan" in table.records.row_text(n))
    table.setFocus()
    table.choose(number)
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle(jobs)
    behind = page.panel.findChildren(Table)[0]
    assert behind.records.rowCount() == 1
    assert "SA" in behind.records.row_text(0)
    assert "Siti" not in behind.records.row_text(0)
    behind.choose(0)
    QTest.keyClick(behind, Qt.Key.Key_Return)
    assert [room for room, _subject in gone] == ["clients.file"]


def test_who_may_see_counts_only_is_told_so(
    office: OpenClinic, sign_in: Callable[[OpenClinic], Session], shown: Show, jobs: Jobs
) -> None:
    admit_client(office)
    only_counts = seat_of(office, Role.ADMIN, name="Adi")
    session = sign_in(only_counts)
    page = FiguresPage(session)
    shown(page)
    page.arrive(2023)
    settle(jobs)
    assert "hak" in page.notice.text.casefold()


def test_the_sheet_is_shown_and_its_leaving_entered(
    page: FiguresPage, jobs: Jobs, office: OpenClinic, tmp_path: Path
) -> None:
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: page.preview.page_count >= 1)
    left: list[str] = []
    from rehab_app.ui.kit.preview import Leaving

    page._gate(Leaving.SAVE, lambda: left.append("went"))
    settle(jobs)
    assert left == ["went"]
    with office.reading() as work:
        assert "figures.save.2023" in [row.action for row in newest(work)]
    assert not list(tmp_path.glob("*.pdf"))


def test_the_lock_leaves_no_count_behind(page: FiguresPage) -> None:
    page.forget()
    assert not [table for table in _tables(page).values() if table.records.rowCount()]
    assert page.preview.page_count == 0


def test_privacy_masks_the_initials_behind_a_number(page: FiguresPage, jobs: Jobs) -> None:
    page._open("modality", page._shown.table("modality").rows[0])  # type: ignore[union-attr]
    settle(jobs)
    behind = page.panel.findChildren(Table)[0]
    assert "BS" in behind.records.row_text(0) + behind.records.row_text(1)
    page.context.privacy.switch(on=True)
    assert "BS" not in behind.records.row_text(0) + behind.records.row_text(1)
    page.context.privacy.switch(on=False)
