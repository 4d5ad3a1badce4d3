"""The list: initials and RM only, narrowed and ordered, Enter opens; and the records that lack an item of Pasal 18."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.list_page import ClientListPage
from rehab_app.ui.clients.subjects import FileSection, NewClient
from rehab_app.ui.kit.context import MASK
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, press
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
COMPLETE = {"nik": "6471021708900001", "address": "Jl. Mawar 3"}


def _open(session: Session, jobs: Jobs, shown: Show, subject: object = None) -> ClientListPage:
    page = ClientListPage(session)
    shown(page)
    page.arrive(subject)
    settle(jobs)
    return page


def _shown(page: ClientListPage) -> list[str]:
    return [page.model.row_text(number) for number in range(page.model.rowCount())]


def test_rows_show_initials_and_rm_and_never_the_name(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    admit_client(clinic, full_name="Muhammad Rizky Pratama")
    page = _open(session, jobs, shown)
    assert len(_shown(page)) == 1
    assert _shown(page)[0].startswith("MRP\t000001\tLaki-laki\t32\tBalikpapan Barat\t0001/2023\tTerdaftar")
    assert "Rizky" not in " ".join(_shown(page))
    session.context.privacy.switch(on=True)
    assert _shown(page)[0].startswith(f"{MASK}\t000001")


def test_enter_opens_the_file_of_the_chosen_row(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    admit_client(clinic, full_name="Andi")
    second = admit_client(clinic, full_name="Budi")
    gone = wherever(session)
    page = _open(session, jobs, shown)
    page.table.choose(0)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert gone == [("clients.file", second.client_id)]


def test_the_list_is_narrowed_to_a_state_and_to_incomplete_identities(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    whole = admit_client(clinic, full_name="Andi", **COMPLETE)
    admit_client(clinic, full_name="Budi")
    with clinic.writing() as work:
        draft = OutpatientDraft(on=TODAY, counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, whole.episode_id, 1, draft)
    page = _open(session, jobs, shown, "outpatient")
    assert [text.split("\t")[1] for text in _shown(page)] == [whole.rm]
    page.arrive("identity")
    settle(jobs)
    assert [text.split("\t")[0] for text in _shown(page)] == ["B"]


def test_the_order_is_turned_by_the_header(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    for name in ("Andi", "Budi", "Citra"):
        admit_client(clinic, full_name=name)
    page = _open(session, jobs, shown)
    assert [text[0] for text in _shown(page)] == ["A", "B", "C"]
    page.table.header.sort_by(0)
    settle(jobs)
    assert [text[0] for text in _shown(page)] == ["C", "B", "A"]


def test_own_clients_are_a_list_of_their_own_with_the_counsellor(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    mine = admit_client(clinic, full_name="Andi")
    admit_client(clinic, full_name="Budi")
    with clinic.writing() as work:
        episodes.assign_counsellor(work, mine.episode_id, 1, clinic.actor.user_id)
    page = _open(session, jobs, shown, "mine")
    assert page.episodes.rowCount() == 1
    assert "Siti Konselor" in page.episodes.row_text(0)


def test_those_who_wait_for_a_guardian_are_listed(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    admit_client(clinic, full_name="Budi")
    admit_client(clinic, full_name="Bayu", birth_date=date(2007, 4, 4), waiting_reason="Ibu jauh", brought_by="RT")
    page = _open(session, jobs, shown, "waiting_guardian")
    assert page.episodes.rowCount() == 1
    assert "menunggu wali" in page.episodes.row_text(0)


def test_an_incomplete_record_leads_to_where_it_is_completed(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic, **COMPLETE)
    gone = wherever(session)
    page = _open(session, jobs, shown, "pasal_18")
    assert page.incomplete.rowCount() == 1
    text = page.incomplete.row_text(0)
    assert "diagnosis" in text
    assert "identitas" not in text
    page.incomplete_table.choose(0)
    press(Qt.Key.Key_Return)
    assert gone == [("clients.file", FileSection(client.client_id, "profile"))]


def test_a_new_client_appears_in_the_open_list(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    page = _open(session, jobs, shown)
    assert _shown(page) == []
    admit_client(clinic, full_name="Andi")
    wait_for(lambda: page.model.rowCount() == 1)


def test_an_empty_list_leads_to_the_registration(session: Session, jobs: Jobs, shown: Show) -> None:
    gone = wherever(session)
    _open(session, jobs, shown)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_N, CTRL)
    assert gone == [("clients.register", NewClient()), ("clients.register", NewClient())]


def test_registration_is_not_offered_clinical_lists(
    sign_in: Callable[[OpenClinic], Session], office: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = _open(sign_in(seat_of(office, Role.PENDAFTARAN, name="Rina Pendaftaran")), jobs, shown)
    offered = {page.filter.itemData(number) for number in range(page.filter.count())}
    assert "pasal_18" not in offered
    assert "mine" not in offered
    assert "identity" in offered
