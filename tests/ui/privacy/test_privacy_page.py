"""The data requests by keys: the first due first, decided with a ground by who may, carried out, erased at the end of time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.privacy import queries, service
from rehab_app.clinic.privacy.draft import RequestDraft
from rehab_app.clinic.privacy.rows import RequestRow
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.versions import VersionsDialog
from rehab_app.ui.kit.dialogs import Dialog, ReasonDialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.privacy.erasing import EraseDialog
from rehab_app.ui.privacy.page import PrivacyPage
from rehab_app.ui.shell.session import Session
from tests.clinic.documents.makers import picture
from tests.ui.clients.papers_makers import ask, attach
from tests.ui.kit.typist import CTRL, press, type_text
from tests.ui.makers import admit_client, seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
Open = Callable[..., PrivacyPage]
YEARS = 26


@pytest.fixture
def opened(jobs: Jobs, shown: Show) -> Open:
    """Open the page: ``opened(session, client_id or None)``."""

    def made(session: Session, subject: object = None) -> PrivacyPage:
        page = PrivacyPage(session)
        shown(page)
        page.arrive(subject)
        settle(jobs)
        return page

    return made


@pytest.fixture
def head(office: OpenClinic, sign_in: SignIn) -> Session:
    """The Subkoordinator's session."""
    return sign_in(office)


def _form(page: PrivacyPage) -> Form:
    assert page.forms.form is not None, "no form is open"
    return page.forms.form


def _answer(form: Form, jobs: Jobs, **answers: object) -> None:
    for name, value in answers.items():
        form.field(name).fill({name: value})
        form.field(name).tell_edited()
        settle(jobs)


def _request(clinic: OpenClinic, client: Admitted) -> RequestRow:
    with clinic.reading() as work:
        return queries.requests_of_client(work, client.client_id)[0]


def _dialogs(kind: type[Dialog] = Dialog) -> list[Dialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]


def test_the_first_due_comes_first_with_its_hours(
    clinic: OpenClinic, clock: SetClock, head: Session, opened: Open
) -> None:
    early, late = admit_client(clinic), admit_client(clinic, full_name="Andi Kedua")
    ask(clinic, early.client_id)
    clock.advance(timedelta(hours=60))
    ask(clinic, late.client_id)
    clock.advance(timedelta(hours=13))
    page = opened(head)
    texts = [page.table.records.row_text(number) for number in range(page.table.records.rowCount())]
    assert [text.split("\t")[1] for text in texts] == ["000001", "000002"]
    assert head.context.words.say_many("{count} hour late", "{count} hours late", 1) in texts[0]
    assert head.context.words.say_many("{count} hour left", "{count} hours left", 59) in texts[1]


def test_an_erasure_that_comes_too_early_is_refused_with_the_proposed_ground(
    clinic: OpenClinic, head: Session, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id, "erasure")
    page = opened(head)
    press(Qt.Key.Key_Return)
    form = _form(page)
    _answer(form, jobs, decision="granted", ground="diminta klien")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert form.field("decision").trouble is not None
    _answer(form, jobs, ground="", decision="refused")
    assert "2048" in str(form.answers()["ground"])
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    row = _request(clinic, client)
    assert row.decision == "refused"
    assert "Pasal 39" in row.ground
    assert page.table.records.rowCount() == 0


def test_what_was_granted_is_carried_out(clinic: OpenClinic, head: Session, jobs: Jobs, opened: Open) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    page = opened(head)
    press(Qt.Key.Key_Return)
    _answer(_form(page), jobs, decision="granted", ground="UU 27/2022 Pasal 7")
    _form(page).save()
    settle(jobs)
    page.table.setFocus()
    press(Qt.Key.Key_Return)
    _answer(_form(page), jobs, remark="Salinan diserahkan")
    _form(page).save()
    settle(jobs)
    row = _request(clinic, client)
    assert (row.done_on, row.remark) == (head.context.clock.today(), "Salinan diserahkan")


def test_a_counsellor_sees_the_clock_and_does_not_decide(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    page = opened(session)
    press(Qt.Key.Key_Return)
    settle(jobs)
    assert page.forms.form is None
    [dialog] = _dialogs()
    dialog.accept()
    assert _request(clinic, client).decision == ""


def test_a_request_entered_by_mistake_goes_to_the_bin(
    clinic: OpenClinic, head: Session, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    page = opened(head)
    press(Qt.Key.Key_Delete)
    [dialog] = _dialogs(ReasonDialog)
    assert isinstance(dialog, ReasonDialog)
    dialog.field.setPlainText("Permintaan klien lain")
    dialog._answer()
    settle(jobs)
    with clinic.reading() as work:
        assert queries.requests_of_client(work, client.client_id) == ()
    assert page.table.records.rowCount() == 0


def test_a_request_is_corrected_with_its_reason_and_its_versions_stand_beside_each_other(
    clinic: OpenClinic, head: Session, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    before = _request(clinic, client)
    page = opened(head)
    press(Qt.Key.Key_E)
    form = _form(page)
    assert form.answers_of(["kind", "asked_by"]) == {"kind": "access", "asked_by": "Budi Santoso"}
    _answer(form, jobs, kind="erasure", said="Tolong hapus")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert form.field("reason").trouble is not None
    _answer(form, jobs, reason="Salah pilih jenis")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.forms.form is None
    row = _request(clinic, client)
    assert (row.kind, row.said, row.reason, row.row_version) == ("erasure", "Tolong hapus", "Salah pilih jenis", 2)
    assert row.asked_at == before.asked_at, "what was not touched stays to the second"
    page.table.setFocus()
    press(Qt.Key.Key_V)
    settle(jobs)
    [dialog] = _dialogs(VersionsDialog)
    assert isinstance(dialog, VersionsDialog)
    said = [one.content[head.say("What is asked")] for one in dialog.versions]
    assert said == [head.label("request_kind", "access"), head.label("request_kind", "erasure")]
    assert dialog.versions[1].reason == "Salah pilih jenis"
    dialog.accept()


def test_the_clock_follows_the_corrected_time_and_a_time_that_is_none_is_refused(
    clinic: OpenClinic, head: Session, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    before = _request(clinic, client)
    page = opened(head)
    press(Qt.Key.Key_E)
    form = _form(page)
    _answer(form, jobs, asked_time="99.99", reason="Salah jam")
    form.save()
    settle(jobs)
    assert form.field("asked_time").trouble is not None
    _answer(form, jobs, asked_time="8.15")
    form.save()
    settle(jobs)
    row = _request(clinic, client)
    zone = head.context.clock.zone
    assert f"{row.asked_at.astimezone(zone):%H.%M}" == "08.15"
    assert row.due_at - row.asked_at == timedelta(days=3)
    assert row.due_at < before.due_at


def test_a_correction_overtaken_by_another_seat_shows_what_stands_now(
    clinic: OpenClinic, head: Session, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    series_id = ask(clinic, client.client_id)
    page = opened(head)
    press(Qt.Key.Key_E)
    form = _form(page)
    _answer(form, jobs, said="Dari kursi ini", reason="Lengkapi")
    other = RequestDraft(kind="access", asked_by="Budi Santoso", said="Dari kursi lain")
    with head.clinic.writing() as work:
        service.correct_request(work, series_id, 1, other, "Lebih cepat")
    settle(jobs)
    form.save()
    settle(jobs)
    assert page.forms.form is form, "what was typed is not lost"
    assert _request(clinic, client).said == "Dari kursi lain"
    form.save()
    settle(jobs)


def test_who_may_not_correct_is_offered_nothing_and_her_key_does_nothing(
    office: OpenClinic, clinic: OpenClinic, sign_in: SignIn, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    nurse = sign_in(seat_of(office, Role.PERAWAT, name="Ns. Wati"))
    page = opened(nurse)
    press(Qt.Key.Key_E)
    settle(jobs)
    assert page.forms.form is None
    texts = [one.text().replace("&", "") for one in page.asked.findChildren(QPushButton) if one.isVisible()]
    assert texts == [nurse.say("Open the client's file")]


def test_a_decided_request_stands_as_it_is(clinic: OpenClinic, head: Session, jobs: Jobs, opened: Open) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    page = opened(head)
    press(Qt.Key.Key_Return)
    _answer(_form(page), jobs, decision="granted", ground="UU 27/2022 Pasal 7")
    _form(page).save()
    settle(jobs)
    page.table.setFocus()
    press(Qt.Key.Key_E)
    settle(jobs)
    assert page.forms.form is None
    [dialog] = _dialogs()
    dialog.accept()
    texts = [one.text().replace("&", "") for one in page.asked.findChildren(QPushButton) if one.isVisible()]
    assert head.say("Correct the request") not in texts
    assert head.say("Earlier versions") in texts


def test_a_client_that_is_wanted_is_shown_with_all_she_asked_and_her_file_is_near(
    clinic: OpenClinic, head: Session, opened: Open
) -> None:
    other, client = admit_client(clinic), admit_client(clinic, full_name="Andi Kedua")
    ask(clinic, other.client_id)
    page = opened(head, client.client_id)
    assert page.shown is not None
    assert page.shown.client_id == client.client_id
    gone = wherever(head)
    page.open_file()
    assert gone == [("clients.file", client.client_id)]


def test_while_the_record_must_be_kept_nothing_offers_to_erase_it(
    clinic: OpenClinic, head: Session, opened: Open
) -> None:
    client = admit_client(clinic)
    page = opened(head, client.client_id)
    erase = head.say("Erase the client's data")
    assert not [one for one in page.findChildren(QPushButton) if one.text().replace("&", "") == erase]
    page.ask_to_erase()
    [dialog] = _dialogs()
    assert not isinstance(dialog, EraseDialog)
    dialog.accept()


def test_after_the_time_her_number_typed_by_hand_erases_records_and_files(
    clinic: OpenClinic, clock: SetClock, head: Session, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    attach(clinic, client.client_id, picture())
    clock.advance(timedelta(days=366 * YEARS))
    page = opened(head, client.client_id)
    page.ask_to_erase()
    [dialog] = _dialogs(EraseDialog)
    assert isinstance(dialog, EraseDialog)
    type_text("000002")
    assert not dialog.erase_button.isEnabled()
    dialog.field.setText("000001")
    dialog.erase_button.click()
    settle(jobs)
    with clinic.reading() as work:
        assert clients.find_by_ids(work, [client.client_id]) == []
    assert list(clinic.attachments.files()) == []
    wait_for(
        lambda: (
            head.say(
                "Backups made before today still hold this client. Let them go as the rules of the office say, "
                "and make a new backup now."
            )
            in page.notice.text
        )
    )
    assert page.shown is None


def test_only_kepala_and_subkoordinator_erase(
    office: OpenClinic, sign_in: SignIn, clinic: OpenClinic, clock: SetClock, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    clock.advance(timedelta(days=366 * YEARS))
    page = opened(sign_in(seat_of(office, Role.DOKTER, name="dr. Ani")), client.client_id)
    page.ask_to_erase()
    [dialog] = _dialogs()
    assert not isinstance(dialog, EraseDialog)
    dialog.accept()
    settle(jobs)
    with clinic.reading() as work:
        assert len(clients.find_by_ids(work, [client.client_id])) == 1


def test_the_lock_blanks_the_page(clinic: OpenClinic, head: Session, opened: Open) -> None:
    client = admit_client(clinic)
    ask(clinic, client.client_id)
    page = opened(head)
    page.forget()
    assert page.table.records.rowCount() == 0
    assert page.shown is None


def test_an_office_without_requests_is_told_where_they_begin(head: Session, jobs: Jobs, opened: Open) -> None:
    page = opened(head)
    press(Qt.Key.Key_Return)
    settle(jobs)
    assert page.forms.form is None
    assert page.table.records.rowCount() == 0
