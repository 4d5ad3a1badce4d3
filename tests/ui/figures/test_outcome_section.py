"""The outcome on the figures' page: shares with their denominator, who was not measured, the clients behind, the paper."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.figures.page import FiguresPage
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session
from tests.ui.makers import admit_client, seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
YEAR = 2023
ENDED = date(YEAR, 1, 16)


def serve(office: OpenClinic, *measures: tuple[str, float], name: str = "Budi Santoso") -> None:
    """Enter an outpatient episode that ended today, with WHOQOL measures by moment."""
    admitted = admit_client(office, full_name=name)
    with office.writing() as work:
        episode = work.session.get_one(Episode, admitted.episode_id)
        episode.modality, episode.state, episode.ended_on = "outpatient", "closed", ENDED
        work.change(episode, "test.change")
        for moment, score in measures:
            scores = dict.fromkeys(("physical", "psychological", "social", "environment"), score)
            taken = Screening(
                id=work.new_id(),
                client_id=admitted.client_id,
                episode_id=admitted.episode_id,
                instrument="whoqol",
                key_version="1",
                taken_on=ENDED,
                taken_by=office.actor.user_id,
                moment=moment,
                scores=scores,
            )
            work.add(taken, "test.add")


@pytest.fixture
def page(office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs) -> FiguresPage:
    serve(office, ("awal", 40.0), ("akhir", 60.0))
    serve(office, ("awal", 60.0), ("akhir", 40.0), name="Siti Aminah")
    serve(office, ("awal", 40.0), name="Andi Rahman")
    return opened(sign_in(office), shown, jobs)


def opened(session: Session, shown: Show, jobs: Jobs) -> FiguresPage:
    page = FiguresPage(session)
    shown(page)
    page.arrive("outcome")
    settle(jobs)
    return page


def test_each_domain_says_its_share_its_denominator_and_the_target(page: FiguresPage) -> None:
    section = page.outcome
    assert section.model.rowCount() == 4
    assert section.model.row_text(0).split("\t") == ["Fisik", "1", "0", "1", "2", "50,00 %", "belum tercapai"]
    assert "2 dari 3" in section._headline.text()
    assert "58" in section._target.text()
    assert section._without_akhir.isVisibleTo(section)
    assert section._without_akhir.text().startswith("1 ")
    assert not section._without_awal.isVisibleTo(section)


def test_a_number_opens_its_clients_by_keys(page: FiguresPage, jobs: Jobs) -> None:
    gone = wherever(page.session)
    table = page.outcome.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == 3
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle(jobs)
    behind = page.panel.findChildren(Table)[0]
    assert [behind.records.row_text(n).split("\t")[0] for n in range(behind.records.rowCount())] == ["SA"]
    behind.choose(0)
    QTest.keyClick(behind, Qt.Key.Key_Return)
    assert [room for room, _ in gone] == ["clients.file"]


def test_those_without_a_measure_at_exit_are_listed(page: FiguresPage, jobs: Jobs) -> None:
    page.outcome._without_akhir.click()
    settle(jobs)
    behind = page.panel.findChildren(Table)[0]
    assert [behind.records.row_text(n).split("\t")[0] for n in range(behind.records.rowCount())] == ["AR"]


def test_who_may_see_counts_alone_is_told_so(
    page: FiguresPage, office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    desk = opened(sign_in(seat_of(office, Role.PENDAFTARAN, name="Rina")), shown, jobs)
    assert desk.outcome.model.rowCount() == 4
    desk.outcome.table.setFocus()
    QTest.keyClick(desk.outcome.table, Qt.Key.Key_Return)
    settle(jobs)
    assert "jumlah" in desk.notice.text
    assert not desk.panel.isVisible()
    assert page.outcome.model.rowCount() == 4


def test_a_year_without_anybody_says_the_next_step(
    office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    page = opened(sign_in(office), shown, jobs)
    assert page.outcome._empty.isVisibleTo(page.outcome)
    assert "WHOQOL" in page.outcome._empty.accessibleName()


def test_the_page_is_drawn_and_its_leaving_entered(page: FiguresPage, jobs: Jobs, office: OpenClinic) -> None:
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: page.outcome.sheet.preview.page_count == 1)
    page.outcome._note(Leaving.PRINT, lambda: None)
    settle(jobs)
    with office.reading() as work:
        assert f"outcome.print.{YEAR}" in [row.action for row in newest(work)]


def test_the_lock_leaves_no_outcome_behind(page: FiguresPage) -> None:
    page.forget()
    assert page.outcome.model.rowCount() == 0
    assert page.outcome.shown is None
    assert not page.outcome._headline.text()


def test_the_tabs_turn_by_keys(page: FiguresPage, jobs: Jobs) -> None:
    for shown in (page.activities, page.recaps, page.destinations):
        QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        settle(jobs)
        assert page.section is shown
