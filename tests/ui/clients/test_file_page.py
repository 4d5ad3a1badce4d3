"""The opened file: its view is audited, its next step is said, its sections are worked by keys, its forms outlive a refresh."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.sessions import queries as sessions
from rehab_app.clinic.sessions import service as session_service
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk import admit
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import of_records
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.history_panel import HistoryPanel
from rehab_app.ui.clients.meetings.panel import MeetingsPanel
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.context import MASK
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, focused, press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]


def _open(session: Session, jobs: Jobs, shown: Show, client_id: UUID, section: str = "") -> ClientFilePage:
    page = ClientFilePage(session)
    shown(page)
    page.arrive(FileSection(client_id, section) if section else client_id)
    settle(jobs)
    return page


def _form(page: ClientFilePage) -> Form:
    assert page.forms.form is not None, "no form is open"
    return page.forms.form


def _answer(form: Form, **answers: object) -> None:
    for name, value in answers.items():
        field = form.field(name.replace("__", "."))
        field.fill({name.replace("__", "."): value})
        field.tell_edited()


def _save(page: ClientFilePage, jobs: Jobs) -> None:
    form = _form(page)
    form.save()
    settle(jobs)
    assert page.forms.form is None, [(field.spec.name, field.trouble) for field in form.column.troubled()]


def _outpatient(clinic: OpenClinic, client: Admitted) -> None:
    with clinic.writing() as work:
        draft = OutpatientDraft(on=TODAY, counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, client.episode_id, 1, draft)


def _plan(clinic: OpenClinic, client: Admitted, day: date = TODAY) -> UUID:
    with clinic.writing() as work:
        return session_service.plan_session(work, client.episode_id, PlanDraft(held_on=day))


def _edit_first_meeting(page: ClientFilePage) -> None:
    assert page.facts is not None
    assert page.facts.care is not None
    panel = page.section
    assert isinstance(panel, MeetingsPanel)
    panel.edit(page.facts.care.sessions[0])


def _views(clinic: OpenClinic, client_id: UUID) -> int:
    with clinic.reading() as work:
        return sum(row.action == "clients.view" for row in of_records(work, [client_id]))


def test_opening_a_file_is_entered_once_and_a_refresh_is_no_new_look(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = _open(session, jobs, shown, client.client_id)
    assert _views(clinic, client.client_id) == 1
    _outpatient(clinic, client)
    wait_for(
        lambda: page.facts is not None and page.facts.episode is not None and page.facts.episode.state == "outpatient"
    )
    assert _views(clinic, client.client_id) == 1


def test_a_new_client_is_to_be_screened_and_the_way_leads_there(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = _open(session, jobs, shown, admit_client(clinic).client_id)
    assert page.header.step.section == "screening"
    page.header.went.emit(page.header.step.section)
    assert page.section.name == "screening"


def test_privacy_mode_masks_name_and_initials_everywhere(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic, full_name="Muhammad Rizky", mother_name="Siti Aminah", nik="6471021708900001")
    page = _open(session, jobs, shown, client.client_id)
    assert page.accessibleName() == "Muhammad Rizky"
    session.context.privacy.switch(on=True)
    texts = [page.accessibleName(), *(child.text() for child in page.findChildren(type(page._title)))]
    said = " ".join(texts)
    assert MASK in said
    assert not any(secret in said for secret in ("Rizky", "Aminah", "6471021708900001"))


def test_registration_sees_no_clinical_section(sign_in: SignIn, office: OpenClinic, jobs: Jobs, shown: Show) -> None:
    desk = seat_of(office, Role.PENDAFTARAN, name="Rina Pendaftaran")
    page = _open(sign_in(desk), jobs, shown, admit_client(desk).client_id)
    assert list(page.sections) == [
        "identity",
        "consent",
        "attachments",
        "care",
        "timeline",
        "printing",
        "letters",
        "history",
        "bin",
    ]
    assert page.facts is not None
    assert page.facts.care is None


def test_an_unknown_client_is_said_and_nothing_is_shown(session: Session, jobs: Jobs, shown: Show) -> None:
    page = _open(session, jobs, shown, uuid4())
    assert page.facts is None
    assert page.notice.text
    assert page.header.isHidden()


def test_ctrl_and_a_digit_brings_a_section_to_the_front(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = _open(session, jobs, shown, admit_client(clinic).client_id)
    press(Qt.Key.Key_3, CTRL)
    assert page.section.name == "consent"
    assert page.section.isAncestorOf(focused())


def test_the_identity_is_changed_in_the_panel(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    page = _open(session, jobs, shown, client.client_id, "identity")
    press(Qt.Key.Key_E, CTRL)
    _answer(_form(page), client__nik="6471021708900001", client__address="Jl. Mawar 3")
    _save(page, jobs)
    assert page.facts is not None
    assert page.facts.client.draft.nik == "6471021708900001"
    assert page.facts.client.gaps == ()


def test_another_seats_change_is_shown_beside_and_nothing_typed_is_lost(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = _open(session, jobs, shown, client.client_id, "identity")
    press(Qt.Key.Key_E, CTRL)
    form = _form(page)
    _answer(form, client__address="Jl. Mawar 3")
    with clinic.writing() as work:
        file = clients.open_file(work, client.client_id)
        draft = file.draft.model_copy(update={"mother_name": "Siti Aminah"})
        admit.change_client(work, client.client_id, draft, file.row_version)
    settle(jobs)
    form.save()
    settle(jobs)
    assert page.forms.form is form
    notice = form.notices.get("other")
    assert notice is not None, "the other version is not shown"
    assert form.values()["client.address"] == "Jl. Mawar 3"
    notice.buttons[0].click()
    form.save()
    settle(jobs)
    with clinic.writing() as work:
        kept = clients.open_file(work, client.client_id).draft
    assert (kept.address, kept.mother_name) == ("Jl. Mawar 3", "Siti Aminah")


def test_a_step_that_another_seat_overtook_can_be_taken_after_a_look_at_it(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = _open(session, jobs, shown, client.client_id, "care")
    page.section.open_outpatient()  # type: ignore[attr-defined]
    form = _form(page)
    with clinic.writing() as work:
        episodes.assign_counsellor(work, client.episode_id, 1, clinic.actor.user_id)
    form.save()
    settle(jobs)
    notice = form.notices.get("other")
    assert notice is not None
    notice.buttons[0].click()
    _save(page, jobs)
    assert page.facts is not None
    assert page.facts.episode is not None
    assert page.facts.episode.state == "outpatient"


def test_a_refresh_leaves_an_open_form_as_it_is(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    page = _open(session, jobs, shown, client.client_id, "care")
    page.section.open_outpatient()  # type: ignore[attr-defined]
    form = _form(page)
    _answer(form, explanation="Diketik sebelum penyegaran")
    with clinic.writing() as work:
        episodes.assign_counsellor(work, client.episode_id, 1, clinic.actor.user_id)
    wait_for(lambda: page.facts is not None and page.facts.episode is not None and page.facts.episode.row_version == 2)
    assert page.forms.form is form
    assert form.values()["explanation"] == "Diketik sebelum penyegaran"
    form.reset({})


def test_outpatient_care_opens_with_the_offices_target(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = _open(session, jobs, shown, client.client_id, "care")
    page.section.open_outpatient()  # type: ignore[attr-defined]
    assert _form(page).values()["target_sessions"] == 8
    _save(page, jobs)
    assert page.facts is not None
    assert page.facts.episode is not None
    assert (page.facts.episode.state, page.facts.episode.target_sessions) == ("outpatient", 8)
    assert page.facts.episode.counsellor_id == clinic.actor.user_id


def test_closing_without_a_reason_where_one_is_asked_is_refused_beside_its_field(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _outpatient(clinic, client)
    page = _open(session, jobs, shown, client.client_id, "care")
    page.section.close_episode()  # type: ignore[attr-defined]
    form = _form(page)
    _answer(form, outcome="dropped_out")
    form.save()
    settle(jobs)
    assert form.field("reason").trouble
    _answer(form, reason="Dua kali datang lalu tidak kembali")
    _save(page, jobs)
    gone = wherever(session)
    assert page.facts is not None
    assert page.facts.open_episode is None
    again = [deed for deed in page.section.deeds if deed.icon == "register"]
    again[0].act()
    assert gone[0][0] == "clients.register"


def test_a_waiting_minor_gets_her_guardian(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic, birth_date=date(2007, 4, 4), waiting_reason="Ibu jauh", brought_by="Ketua RT")
    page = _open(session, jobs, shown, client.client_id, "care")
    page.section.enter_guardian()  # type: ignore[attr-defined]
    _answer(_form(page), reporter_name="Siti Aminah", reporter_relation="mother")
    _save(page, jobs)
    assert page.facts is not None
    assert page.facts.episode is not None
    assert not page.facts.episode.is_waiting_guardian


@pytest.mark.parametrize(("key", "code"), [(Qt.Key.Key_H, "hadir"), (Qt.Key.Key_M, "mangkir")])
def test_one_key_records_who_came(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, key: Qt.Key, code: str
) -> None:
    client = admit_client(clinic)
    _outpatient(clinic, client)
    _plan(clinic, client)
    _open(session, jobs, shown, client.client_id, "sessions")
    press(key)
    settle(jobs)
    with clinic.reading() as work:
        assert [row.attendance for row in sessions.of_episode(work, client.episode_id)] == [code]


def test_the_author_goes_on_writing_until_she_signs_and_corrects_with_a_reason_after_that(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _outpatient(clinic, client)
    _plan(clinic, client)
    page = _open(session, jobs, shown, client.client_id, "sessions")
    press(Qt.Key.Key_H)
    settle(jobs)
    _edit_first_meeting(page)
    _answer(_form(page), note="Klien terbuka.", next_plan="Bahas pemicu.")
    assert _form(page).field("correction_reason").isHidden()
    _save(page, jobs)
    _edit_first_meeting(page)
    _answer(_form(page), note="Klien cukup terbuka.")
    assert _form(page).field("correction_reason").isHidden()
    _save(page, jobs)
    press(Qt.Key.Key_S)
    settle(jobs)
    _edit_first_meeting(page)
    _answer(_form(page), note="Klien tertutup.")
    assert not _form(page).field("correction_reason").isHidden()
    _form(page).save()
    settle(jobs)
    assert _form(page).field("correction_reason").trouble
    _answer(_form(page), correction_reason="salah klien")
    _save(page, jobs)
    with clinic.reading() as work:
        (row,) = sessions.of_episode(work, client.episode_id)
    assert (row.note, row.next_plan, row.reason) == ("Klien tertutup.", "Bahas pemicu.", "salah klien")


def test_a_note_that_is_emptied_on_screen_is_taken_out_with_a_reason(
    session: Session, office: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _outpatient(clinic, client)
    series = _plan(clinic, client)
    with office.writing() as work:
        draft = AttendanceDraft(attendance="hadir", note="Milik klien lain", next_plan="Bahas  pemicu.")
        session_service.record_attendance(work, series, 1, draft)
    page = _open(session, jobs, shown, client.client_id, "sessions")
    _edit_first_meeting(page)
    assert _form(page).field("correction_reason").isHidden()
    _answer(_form(page), note=None)
    _answer(_form(page), correction_reason="salah klien")
    _save(page, jobs)
    with clinic.reading() as work:
        (row,) = sessions.of_episode(work, client.episode_id)
    assert (row.note, row.next_plan, row.reason) == ("", "Bahas  pemicu.", "salah klien")


def test_the_history_tells_of_everything_that_belongs_to_the_client(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _outpatient(clinic, client)
    _plan(clinic, client)
    page = _open(session, jobs, shown, client.client_id, "history")
    settle(jobs)
    section = page.section
    assert isinstance(section, HistoryPanel)
    said = [section._deed(line) for line in section.model.rows]
    assert "Pertemuan direncanakan" in said
    assert not [one for one in said if "." in one], "a deed has no words"


def test_an_excuse_asks_for_its_reason_first(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    _outpatient(clinic, client)
    _plan(clinic, client)
    page = _open(session, jobs, shown, client.client_id, "sessions")
    press(Qt.Key.Key_I)
    settle(jobs)
    form = _form(page)
    assert form.values()["attendance"] == "izin"
    type_text("Sakit demam")
    _save(page, jobs)
    assert page.facts is not None
    assert page.facts.care is not None
    assert page.facts.care.sessions[0].attendance_reason == "Sakit demam"


def test_another_counsellors_note_is_withheld_until_the_glass_is_broken_with_a_reason(
    sign_in: SignIn, office: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _outpatient(clinic, client)
    series = _plan(clinic, client)
    with clinic.writing() as work:
        draft = AttendanceDraft(attendance="hadir", note="Rahasia pertemuan")
        session_service.record_attendance(work, series, 1, draft)
    other = seat_of(office, Role.KONSELOR, name="Dewi Konselor")
    page = _open(sign_in(other), jobs, shown, client.client_id, "sessions")
    panel = page.section
    assert isinstance(panel, MeetingsPanel)
    texts = " ".join(child.text() for child in panel.findChildren(type(page._title)))
    assert "Rahasia pertemuan" not in texts
    assert "tidak ditampilkan" in texts
    panel.break_glass()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ReasonDialog))
    dialog.field.setPlainText("Klien mengancam bunuh diri malam ini")
    dialog.reasoned.emit("Klien mengancam bunuh diri malam ini")
    dialog.reject()
    settle(jobs)
    wait_for(lambda: page.facts is not None and page.facts.care is not None and page.facts.care.may_read_notes)
    settle(jobs)
    texts = " ".join(child.text() for child in panel.findChildren(type(page._title)))
    assert "Rahasia pertemuan" in texts


def test_a_referral_is_prepared_looked_at_and_issued(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic, nik="6471021708900001", address="Jl. Mawar 3")
    page = _open(session, jobs, shown, client.client_id, "referral")
    panel = page.sections["referral"]
    panel.prepare()  # type: ignore[attr-defined]
    assert page.facts is not None
    assert page.facts.care is not None
    destination = page.facts.care.destinations[0]
    _answer(_form(page), destination_id=str(destination.id), reason="Memerlukan rawat inap")
    _save(page, jobs)
    panel.open_letter(page.facts.care.referrals[0])  # type: ignore[attr-defined]
    settle(jobs)
    letter = panel.letter  # type: ignore[attr-defined]
    wait_for(lambda: letter.preview.page_count >= 1)
    assert "hanya memuat identitas dan alasan" in letter.note.text
    letter._do_issue()
    settle(jobs)
    assert "Terbit dengan nomor R/1/I/" in letter.note.text
    wait_for(
        lambda: page.facts is not None and page.facts.episode is not None and page.facts.episode.state == "referred"
    )
    letter.closed.emit()
    assert page.header.step.section == "referral"


def test_a_draft_letter_does_not_leave(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic, nik="6471021708900001", address="Jl. Mawar 3")
    page = _open(session, jobs, shown, client.client_id, "referral")
    panel = page.sections["referral"]
    panel.prepare()  # type: ignore[attr-defined]
    assert page.facts is not None
    assert page.facts.care is not None
    _answer(_form(page), destination_id=str(page.facts.care.destinations[0].id), reason="Memerlukan rawat inap")
    _save(page, jobs)
    panel.open_letter(page.facts.care.referrals[0])  # type: ignore[attr-defined]
    settle(jobs)
    left: list[bool] = []
    panel.letter._gate("print", lambda: left.append(True))  # type: ignore[attr-defined]
    settle(jobs)
    for window in QApplication.topLevelWidgets():
        if window is not page and window.isVisible():
            window.close()
    assert left == []
    page.forget()
    settle(jobs)


def test_going_to_another_client_seals_what_was_typed(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    first, second = admit_client(clinic), admit_client(clinic, full_name="Andi Kedua")
    page = _open(session, jobs, shown, first.client_id, "consent")
    page.section.record()  # type: ignore[attr-defined]
    _answer(_form(page), remark="Belum selesai")
    page.arrive(second.client_id)
    settle(jobs)
    assert page.forms.form is None
    page.arrive(FileSection(first.client_id, "consent"))
    settle(jobs)
    page.section.record()  # type: ignore[attr-defined]
    settle(jobs)
    notice = _form(page).notices.get("draft")
    assert notice is not None
    notice.buttons[0].click()
    assert _form(page).values()["remark"] == "Belum selesai"
    _form(page).reset({})


def test_the_lock_blanks_the_file(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    page = _open(session, jobs, shown, admit_client(clinic, full_name="Muhammad Rizky").client_id)
    page.forget()
    QApplication.sendPostedEvents()
    said = " ".join(child.text() for child in page.findChildren(type(page._title)))
    assert "Rizky" not in said
    assert page.facts is None
