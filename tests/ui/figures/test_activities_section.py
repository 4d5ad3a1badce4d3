"""What counsellors carry and did, on the figures' page: whose list is shown to whom, its days, and the paper."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.figures.page import FiguresPage
from rehab_app.ui.figures.periods import periods
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]


@pytest.fixture
def siti(office: OpenClinic) -> OpenClinic:
    """A counsellor who held one meeting today and left one of last week unrecorded."""
    made = seat_of(office, Role.KONSELOR, name="Siti Konselor")
    admitted = admit_client(made, registered_on=TODAY - timedelta(days=10))
    with made.writing() as work:
        draft = OutpatientDraft(on=TODAY - timedelta(days=10), counsellor_id=made.actor.user_id)
        episodes.open_outpatient(work, admitted.episode_id, 1, draft)
        held = PlanDraft(held_on=TODAY, kind="individual", service="cbt")
        sessions.record_session(work, admitted.episode_id, held, AttendanceDraft(attendance="hadir", note="baik"))
        sessions.plan_session(
            work, admitted.episode_id, PlanDraft(held_on=TODAY - timedelta(days=7), kind="individual")
        )
    return made


def opened(session: Session, shown: Show, jobs: Jobs) -> FiguresPage:
    page = FiguresPage(session)
    shown(page)
    page.arrive("activities")
    settle(jobs)
    return page


def test_a_counsellor_sees_her_own_load_and_deeds_alone(
    siti: OpenClinic, office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    seat_of(office, Role.KONSELOR, name="Adi Konselor")
    page = opened(sign_in(siti), shown, jobs)
    section = page.activities
    assert [section.loads.row_text(n).split("\t") for n in range(section.loads.rowCount())] == [
        ["Siti Konselor", "1", "0", "1"]
    ]
    assert [section.deeds.row_text(n).split("\t")[:2] for n in range(section.deeds.rowCount())] == [
        ["Pertemuan: CBT (Terapi Perilaku Kognitif)", "1"]
    ]


def test_an_overseer_walks_from_a_counsellor_to_a_deed_to_its_client(
    siti: OpenClinic, office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    page = opened(sign_in(office), shown, jobs)
    gone = wherever(page.session)
    section = page.activities
    names = [row.name for row in section.loads.rows]
    section.load_table.choose(names.index("Siti Konselor"))
    QTest.keyClick(section.load_table, Qt.Key.Key_Return)
    settle(jobs)
    assert section.account_id == siti.actor.user_id
    section.deed_table.choose(0)
    QTest.keyClick(section.deed_table, Qt.Key.Key_Return)
    days = page.panel.findChildren(Table)[0]
    assert days.records.row_text(0).split("\t") == ["16/01/2023", "BS", "000001"]
    days.choose(0)
    QTest.keyClick(days, Qt.Key.Key_Return)
    [(room, subject)] = gone
    assert room == "clients.file"
    assert isinstance(subject, UUID)


def test_another_period_lists_other_deeds_and_an_empty_one_says_so(
    siti: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    page = opened(sign_in(siti), shown, jobs)
    section = page.activities
    section.period.setCurrentIndex(1)
    settle(jobs)
    assert section.deeds.rowCount() == 0
    section.period.setCurrentIndex(0)
    settle(jobs)
    assert section.deeds.rowCount() == 1


def test_the_list_is_drawn_and_its_leaving_entered(siti: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs) -> None:
    page = opened(sign_in(siti), shown, jobs)
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: page.activities.sheet.preview.page_count >= 1)
    left: list[str] = []
    page.activities._note(Leaving.PRINT, lambda: left.append("went"))
    settle(jobs)
    assert left == ["went"]
    with siti.reading() as work:
        assert work.actor.user_id == siti.actor.user_id


def test_leaving_is_in_the_audit(
    siti: OpenClinic, office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    page = opened(sign_in(siti), shown, jobs)
    page.activities._note(Leaving.SAVE, lambda: None)
    settle(jobs)
    with office.reading() as work:
        assert "activities.save" in [row.action for row in newest(work)]


def test_the_lock_leaves_no_deed_behind(siti: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs) -> None:
    page = opened(sign_in(siti), shown, jobs)
    page.forget()
    assert page.activities.loads.rowCount() == 0
    assert page.activities.deeds.rowCount() == 0
    assert not page.panel.isVisible()


def test_the_periods_are_whole_and_none_begins_after_today() -> None:
    found = periods(TODAY)
    assert [(one.first.isoformat(), one.last.isoformat()) for one in found] == [
        ("2023-01-01", "2023-01-31"),
        ("2022-12-01", "2022-12-31"),
        ("2023-01-01", "2023-06-30"),
        ("2023-01-01", "2023-12-31"),
        ("2022-07-01", "2022-12-31"),
        ("2022-01-01", "2022-06-30"),
        ("2022-01-01", "2022-12-31"),
    ]
