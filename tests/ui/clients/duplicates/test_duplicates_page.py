"""Possible duplicates by keyboard: found with reasons, told apart, merged with a choice for each field, and parted again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.draft import ContactDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.duplicates.page import MERGES, DuplicatesPage
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.list_page import ClientListPage
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.rooms import rooms
from rehab_app.ui.shell.session import Session
from tests.ui.makers import admit_client, seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
CTRL = Qt.KeyboardModifier.ControlModifier
REASON = "KTP keduanya dicocokkan"


def closed(clinic: OpenClinic, admitted: Admitted) -> Admitted:
    """End an episode, as one of two must be before a merge."""
    with clinic.writing() as work:
        episode = work.session.get_one(Episode, admitted.episode_id)
        episode.state, episode.ended_on = "closed", episode.registered_on
        work.change(episode, "test.change")
    return admitted


@pytest.fixture
def pair(clinic: OpenClinic) -> tuple[Admitted, Admitted]:
    """One man under two numbers: the second has his telephone and another spelling."""
    first = closed(clinic, admit_client(clinic, full_name="Muhammad Rizki", mother_name="Siti Aminah"))
    second = admit_client(
        clinic, full_name="Moh. Rizky", mother_name="Siti Aminah", phone="081234567890", occupation="labourer"
    )
    return first, second


def opened(session: Session, shown: Show, jobs: Jobs, subject: object = None) -> DuplicatesPage:
    page = DuplicatesPage(session)
    shown(page)
    page.arrive(subject)
    settle(jobs)
    return page


@pytest.fixture
def page(pair: tuple[Admitted, Admitted], session: Session, shown: Show, jobs: Jobs) -> DuplicatesPage:
    assert pair
    return opened(session, shown, jobs)


def give_reason(page: DuplicatesPage, reason: str = REASON) -> None:
    def dialogs() -> list[ReasonDialog]:
        return [one for one in page.findChildren(ReasonDialog) if one.isVisible()]

    wait_for(lambda: bool(dialogs()))
    dialog = dialogs()[0]
    dialog.field.setPlainText(reason)
    dialog._answer()
    settle(page.context.jobs)
    page.window().activateWindow()
    wait_for(page.window().isActiveWindow)


def look(page: DuplicatesPage) -> None:
    page.table.choose(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle(page.context.jobs)


def merge(page: DuplicatesPage) -> None:
    look(page)
    QTest.keyClick(page.merge_view.table, Qt.Key.Key_Return, CTRL)
    give_reason(page)


def kept(clinic: OpenClinic, admitted: Admitted) -> Client:
    with clinic.reading() as work:
        return work.session.get_one(Client, admitted.client_id)


def fields(page: DuplicatesPage) -> dict[str, bool]:
    return {line.field: line.is_taken for line in page.merge_view.model.rows}


def test_a_pair_is_listed_by_initials_with_what_speaks_for_and_against(page: DuplicatesPage) -> None:
    assert page.pairs.rowCount() == 1
    text = page.pairs.row_text(0)
    assert text.startswith("MR\t000001\t17/08/1990\tMR\t000002\t17/08/1990\t")
    assert "nama ibu sama" in text
    assert "Rizki" not in text
    page.context.privacy.switch(on=True)
    assert "17/08/1990" not in page.pairs.row_text(0)
    page.context.privacy.switch(on=False)


def test_it_is_reached_from_the_clients_by_those_who_may_correct(
    clinic: OpenClinic, office: OpenClinic, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    session = sign_in(clinic)
    page = ClientListPage(session)
    shown(page)
    gone = wherever(session)
    next(one for one in page.commands() if one.text == "Kemungkinan ganda").act()
    assert gone == [("clients.duplicates", None)]
    room = next(one for one in rooms() if one.name == "clients.duplicates")
    assert not room.in_rail
    assert room.may_see(clinic.actor)
    nurse = seat_of(office, Role.PERAWAT, name="Nur Perawat")
    assert not room.may_see(nurse.actor)
    other = ClientListPage(sign_in(nurse))
    shown(other)
    assert "Kemungkinan ganda" not in [one.text for one in other.commands()]
    settle(jobs)


def test_nobody_twice_says_so(session: Session, shown: Show, jobs: Jobs) -> None:
    page = opened(session, shown, jobs)
    assert page.pairs.rowCount() == 0
    assert not page._apart.isEnabled()
    assert not page._count.text()


def test_two_people_are_told_apart_with_a_reason(page: DuplicatesPage) -> None:
    page.table.choose(0)
    QTest.keyClick(page.table, Qt.Key.Key_D, CTRL)
    give_reason(page, "kembar, dua orang")
    assert page.pairs.rowCount() == 0
    assert page.notice.text


def test_both_are_looked_at_side_by_side_and_that_is_entered(page: DuplicatesPage, office: OpenClinic) -> None:
    look(page)
    assert page._stack.currentWidget() is page.merge_view
    assert fields(page)["phone"] is True
    assert fields(page)["full_name"] is False
    assert "nama ibu sama" in page.merge_view._about.text()
    assert "Masa perawatan: 1 di sini, 1 dari berkas lain" in page.merge_view._moves.text()
    assert "ke-2" in page.merge_view._order.text()
    with office.reading() as work:
        looked = [row.action for row in newest(work)][:2]
    assert looked == ["clients.view", "clients.view"]


def test_each_field_is_chosen_by_the_arrows(page: DuplicatesPage) -> None:
    look(page)
    view = page.merge_view
    names = [line.field for line in view.model.rows]
    view.table.choose(names.index("full_name"))
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    assert fields(page)["full_name"] is True
    assert "Moh. Rizky" in view.model.row_text(names.index("full_name")).split("\t")[-1]
    QTest.keyClick(view.table, Qt.Key.Key_Left)
    assert fields(page)["full_name"] is False
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert fields(page)["full_name"] is True
    assert view.table.currentIndex().row() == names.index("full_name")


def test_the_other_one_can_be_kept_instead(page: DuplicatesPage, pair: tuple[Admitted, Admitted]) -> None:
    look(page)
    QTest.keyClick(page.merge_view.table, Qt.Key.Key_T, CTRL)
    settle(page.context.jobs)
    seen = page.merge_view.seen
    assert seen is not None
    assert (seen.kept_id, seen.merged_id) == (pair[1].client_id, pair[0].client_id)


def test_a_merge_by_keys_takes_what_was_chosen(
    page: DuplicatesPage, clinic: OpenClinic, pair: tuple[Admitted, Admitted]
) -> None:
    merge(page)
    client = kept(clinic, pair[0])
    assert (client.full_name, client.phone, client.occupation) == ("Muhammad Rizki", "+6281234567890", "labourer")
    assert kept(clinic, pair[1]).merged_into == pair[0].client_id
    assert page._stack.currentWidget() is page._lists
    assert (page.pairs.rowCount(), page.merges.rowCount()) == (0, 1)
    assert REASON in page.merges.row_text(0)


def test_the_name_takes_its_initials_along(
    page: DuplicatesPage, clinic: OpenClinic, pair: tuple[Admitted, Admitted], jobs: Jobs
) -> None:
    with clinic.writing() as work:
        file = clients.open_file(work, pair[1].client_id)
        draft = file.draft.model_copy(update={"full_name": "Rizky", "initials": ""})
        clients.update(work, pair[1].client_id, draft, file.row_version)
    settle(jobs)
    look(page)
    view = page.merge_view
    names = [line.field for line in view.model.rows]
    view.table.choose(names.index("full_name"))
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    assert fields(page)["initials"] is True
    view.ask()
    give_reason(page)
    client = kept(clinic, pair[0])
    assert (client.full_name, client.initials) == ("Rizky", "R")


def test_the_file_of_the_one_taken_in_opens_the_one_that_is_kept(
    page: DuplicatesPage, pair: tuple[Admitted, Admitted], shown: Show, jobs: Jobs
) -> None:
    merge(page)
    file = ClientFilePage(page.session)
    shown(file)
    file.arrive(pair[1].client_id)
    settle(jobs)
    assert file.facts is not None
    assert (file.facts.client.id, file.facts.client.rm_number) == (pair[0].client_id, "000001")
    assert len(file.facts.episodes) == 2


def test_two_open_episodes_are_told_before_anybody_asks(
    clinic: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    for name in ("Andi Rahman", "Andi Rahman"):
        admit_client(clinic, full_name=name)
    page = opened(session, shown, jobs)
    look(page)
    assert not page.merge_view.may_merge
    assert page.merge_view._why.isVisibleTo(page.merge_view)
    assert "0001/2023" in page.merge_view._why.text()
    QTest.keyClick(page.merge_view.table, Qt.Key.Key_Return, CTRL)
    assert not page.findChildren(ReasonDialog)


def test_a_record_changed_at_another_seat_is_shown_anew(
    page: DuplicatesPage, clinic: OpenClinic, pair: tuple[Admitted, Admitted]
) -> None:
    look(page)
    with clinic.writing() as work:
        file = clients.open_file(work, pair[1].client_id)
        changed = file.draft.model_copy(update={"phone": "081300001111"})
        clients.update(work, pair[1].client_id, changed, file.row_version)
    page.merge_view.ask()
    give_reason(page)
    assert page.notice.text
    assert kept(clinic, pair[1]).merged_into is None
    phone = next(line for line in page.merge_view.model.rows if line.field == "phone")
    assert phone.merged == "+6281300001111"


def test_a_merge_is_undone_with_what_was_written_since_for_choice(
    page: DuplicatesPage, clinic: OpenClinic, clock: SetClock, pair: tuple[Admitted, Admitted]
) -> None:
    merge(page)
    clock.advance(timedelta(days=1))
    with clinic.writing() as work:
        file = clients.open_file(work, pair[0].client_id)
        changed = {"phone": "081300001111", "contacts": [ContactDraft(name="Paman Ali")]}
        clients.update(work, pair[0].client_id, file.draft.model_copy(update=changed), file.row_version)
    settle(page.context.jobs)
    page.tabs.choose(MERGES)
    page.merge_table.choose(0)
    QTest.keyClick(page.merge_table, Qt.Key.Key_Return)
    settle(page.context.jobs)
    view = page.part_view
    kinds = [row.kind for row in view.model.rows]
    assert sorted(kinds) == ["client_contact", "field"]
    view.table.choose(kinds.index("client_contact"))
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    assert "ke berkas lain" in view.model.row_text(kinds.index("client_contact"))
    QTest.keyClick(view.table, Qt.Key.Key_Return, CTRL)
    give_reason(page, "ternyata dua orang")
    with clinic.writing() as work:
        first, second = (clients.open_file(work, one.client_id) for one in pair)
    assert first.draft.phone == "+6281300001111"
    assert [one.name for one in second.draft.contacts or ()] == ["Paman Ali"]
    assert page.merges.rowCount() == 0
    assert page.pairs.rowCount() == 1


def test_escape_goes_back_and_the_lock_leaves_nothing(page: DuplicatesPage) -> None:
    look(page)
    QTest.keyClick(page.merge_view.table, Qt.Key.Key_Escape)
    settle(page.context.jobs)
    assert page._stack.currentWidget() is page._lists
    assert page.merge_view.model.rowCount() == 0
    look(page)
    page.setVisible(False)
    page.forget()
    settle(page.context.jobs)
    assert page.pairs.rowCount() == 0
    assert page.merge_view.seen is None
    assert not page.merge_view._heading.text()


def test_names_in_the_preview_are_masked_while_names_are(page: DuplicatesPage) -> None:
    look(page)
    page.context.privacy.switch(on=True)
    texts = " ".join(page.merge_view.model.row_text(n) for n in range(page.merge_view.model.rowCount()))
    page.context.privacy.switch(on=False)
    assert "Rizky" not in texts
    assert "6281234567890" not in texts
    assert "Buruh" in texts or "labourer" not in texts


def test_a_birth_date_apart_by_one_day_with_one_telephone_is_a_pair(
    clinic: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    admit_client(clinic, full_name="Andi Rahman", phone="081234567890", birth_date=date(1990, 8, 17))
    admit_client(clinic, full_name="Andy Rachman", phone="081234567890", birth_date=date(1990, 8, 18))
    page = opened(session, shown, jobs)
    assert "nomor telepon sama" in page.pairs.row_text(0)
