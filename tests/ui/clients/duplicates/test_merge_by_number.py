"""Two records named by their No. Rekam Medis, from the page of duplicates or from a file: looked at, refused, merged."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.duplicates.page import DuplicatesPage
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.subjects import MergeWith
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.clients.duplicates.test_duplicates_page import CTRL, closed, give_reason, kept, look, merge, opened
from tests.ui.kit.typist import focused, press, type_text
from tests.ui.makers import admit_client, seat_of, settle, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]


@pytest.fixture
def page(clinic: OpenClinic, session: Session, shown: Show, jobs: Jobs) -> DuplicatesPage:
    """The page with one man under two numbers, whom the list shows."""
    closed(clinic, admit_client(clinic, full_name="Muhammad Rizki", mother_name="Siti Aminah"))
    admit_client(clinic, full_name="Moh. Rizky", mother_name="Siti Aminah", phone="081234567890")
    return opened(session, shown, jobs)


@pytest.fixture
def strangers(clinic: OpenClinic) -> tuple[Admitted, Admitted]:
    """Two records of which nothing says that they are one person: the list does not show them."""
    first = closed(clinic, admit_client(clinic, full_name="Budi Santoso"))
    second = admit_client(clinic, full_name="Andi Uji", birth_date=date(1985, 3, 4), phone="", mother_name="")
    return first, second


def name_numbers(page: DuplicatesPage, kept_rm: str, merged_rm: str) -> dict[str, str]:
    """Type both numbers by keys, look, and return what is refused beside which field."""
    QTest.keyClick(page, Qt.Key.Key_M, CTRL)
    form = page.numbers.form
    assert form is not None
    type_text(kept_rm)
    press(Qt.Key.Key_Return)
    type_text(merged_rm)
    press(Qt.Key.Key_S, CTRL)
    settle(page.context.jobs)
    left = page.numbers.form
    return {} if left is None else {field.spec.name: field.trouble for field in left.column.troubled()}


def test_two_whom_the_list_does_not_show_are_named_by_their_numbers_and_merged(
    strangers: tuple[Admitted, Admitted],
    session: Session,
    clinic: OpenClinic,
    office: OpenClinic,
    shown: Show,
    jobs: Jobs,
) -> None:
    page = opened(session, shown, jobs)
    assert page.pairs.rowCount() == 0
    assert name_numbers(page, "000001", " 2 ") == {}
    assert page.panel.isHidden()
    assert page.merge_view.isVisible()
    seen = page.merge_view.seen
    assert seen is not None
    assert (seen.kept_rm, seen.merged_rm) == ("000001", "000002")
    with office.reading() as work:
        assert [entry.action for entry in newest(work, 2)] == ["clients.view"] * 2
    QTest.keyClick(page.merge_view.table, Qt.Key.Key_Return, CTRL)
    give_reason(page)
    assert kept(clinic, strangers[1]).merged_into == strangers[0].client_id


@pytest.mark.parametrize(
    ("kept_rm", "merged_rm", "beside", "said"),
    [
        ("000001", "000001", "merged_rm", "klien yang sama"),
        ("1", "000001", "merged_rm", "klien yang sama"),
        ("000001", "999999", "merged_rm", "999999"),
        ("tidak ada", "000002", "kept_rm", "tidak ada"),
        ("000001", "%", "merged_rm", "%"),
        ("000001", "", "merged_rm", "isi"),
    ],
)
def test_a_number_that_does_not_do_is_told_beside_it_and_nothing_typed_is_lost(
    strangers: tuple[Admitted, Admitted],
    session: Session,
    clinic: OpenClinic,
    shown: Show,
    jobs: Jobs,
    kept_rm: str,
    merged_rm: str,
    beside: str,
    said: str,
) -> None:
    page = opened(session, shown, jobs)
    troubles = name_numbers(page, kept_rm, merged_rm)
    assert list(troubles) == [beside]
    assert said in troubles[beside].casefold()
    assert page.numbers.form is not None
    assert page.numbers.form.values() == {"kept_rm": kept_rm or None, "merged_rm": merged_rm or None}
    assert not page.merge_view.isVisible()
    assert kept(clinic, strangers[1]).merged_into is None


@pytest.mark.parametrize("number", ["000002", "2"])
def test_a_record_that_was_merged_already_is_refused_by_its_number(page: DuplicatesPage, number: str) -> None:
    merge(page)
    troubles = name_numbers(page, "000001", number)
    assert "sudah digabungkan" in troubles["merged_rm"]


def test_two_open_episodes_are_told_where_both_are_seen(
    clinic: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    admit_client(clinic, full_name="Budi Santoso")
    admit_client(clinic, full_name="Andi Uji", birth_date=date(1985, 3, 4))
    page = opened(session, shown, jobs)
    assert name_numbers(page, "000001", "000002") == {}
    assert not page.merge_view.may_merge
    assert "masa perawatan yang berjalan" in page.merge_view._why.text()


def test_a_number_that_several_records_have_is_asked_for_whole(
    clinic: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    admit_client(clinic, full_name="Budi Santoso", rm_number="RM-0012")
    admit_client(clinic, full_name="Andi Uji", birth_date=date(1985, 3, 4), rm_number="RM/12")
    admit_client(clinic, full_name="Wahyu Tri", birth_date=date(1999, 5, 6), rm_number="A-7")
    page = opened(session, shown, jobs)
    troubles = name_numbers(page, "A-7", "12")
    assert "RM-0012, RM/12" in troubles["merged_rm"]
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert name_numbers(page, "A-7", "RM/12") == {}


def test_the_way_from_a_file_knows_the_record_that_stays(
    strangers: tuple[Admitted, Admitted], session: Session, shown: Show, jobs: Jobs
) -> None:
    file = ClientFilePage(session)
    shown(file)
    file.arrive(strangers[0].client_id)
    settle(jobs)
    gone = wherever(session)
    QTest.keyClick(file, Qt.Key.Key_M, CTRL)
    assert gone == [("clients.duplicates", MergeWith("000001"))]
    assert "Ctrl+M" in [command.keys for command in file.commands()]
    file.close()
    page = opened(session, shown, jobs, MergeWith("000001"))
    form = page.numbers.form
    assert form is not None
    assert form.field("merged_rm").isAncestorOf(focused())
    type_text("2")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.merge_view.seen is not None
    page.forget()
    assert page.merge_view.seen is None


def test_who_may_not_correct_is_offered_no_merge(
    strangers: tuple[Admitted, Admitted], office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    session = sign_in(seat_of(office, Role.PERAWAT, name="Nur Perawat"))
    file = ClientFilePage(session)
    shown(file)
    file.arrive(strangers[0].client_id)
    settle(jobs)
    gone = wherever(session)
    QTest.keyClick(file, Qt.Key.Key_M, CTRL)
    assert gone == []
    assert "Ctrl+M" not in [command.keys for command in file.commands()]


def test_the_lock_takes_the_numbers_away(page: DuplicatesPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_M, CTRL)
    type_text("000001")
    page.forget()
    assert page.numbers.form is None
    assert page.panel.isHidden()


def test_good_news_does_not_stay_while_the_next_pair_is_looked_at(page: DuplicatesPage) -> None:
    page.notice.tell("Digabungkan.")
    look(page)
    assert not page.notice.text
