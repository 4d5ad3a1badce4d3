"""The referrals' page: who waits for which place since when, and the way into the client's file."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.referrals.page import ReferralsPage
from rehab_app.ui.shell.session import Session
from tests.ui.makers import settle, wait_for, wherever
from tests.ui.papers_makers import issue_letter, prepare_referral

Show = Callable[[QWidget], QWidget]


def test_referrals_show_state_days_and_missing_papers_and_open_the_file(
    office: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    client_id, _ = issue_letter(office, full_name="Andi Rahman")
    prepare_referral(office, full_name="Siti Aminah", sex="P")
    page = ReferralsPage(session)
    shown(page)
    page.arrive()
    settle(jobs)
    lines = sorted(page.model.row_text(number) for number in range(page.model.rowCount()))
    assert len(lines) == 2
    assert "Diajukan" in lines[0]
    assert "Disiapkan" in lines[1]
    assert all("Tanah Merah" in line and "belum ada" in line and "Andi" not in line for line in lines)
    gone = wherever(session)
    page.table.choose(next(n for n in range(2) if "Diajukan" in page.model.row_text(n)))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert gone == [("clients.file", FileSection(client_id, "referral"))]


def test_a_new_referral_appears_while_the_page_is_open(
    office: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    page = ReferralsPage(session)
    shown(page)
    page.arrive()
    settle(jobs)
    assert page.model.rowCount() == 0
    prepare_referral(office)
    wait_for(lambda: page.model.rowCount() == 1)
    page.forget()
    assert page.model.rowCount() == 0
