"""The section of the meetings: S, O, A and P, signed by key, corrected with a reason, read by version; repeated; binned."""

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.schedule import groups
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.sessions import queries as sessions
from rehab_app.clinic.sessions import service as session_service
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.office.calendar.service import OfficeDayDraft, add_office_day
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.meetings.panel import MeetingsPanel
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.clients.versions import VersionsDialog
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.layout import Badge
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]


@pytest.fixture
def client(clinic: OpenClinic) -> Admitted:
    """A client in outpatient care of the counsellor, with a meeting planned today at 11."""
    made = admit_client(clinic)
    with clinic.writing() as work:
        draft = OutpatientDraft(on=TODAY, counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, made.episode_id, 1, draft)
        session_service.plan_session(work, made.episode_id, PlanDraft(held_on=TODAY, held_at=time(11)))
    return made


@pytest.fixture
def page(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> ClientFilePage:
    """The file of that client, open at her meetings."""
    return _open(session, client, jobs, shown)


def _open(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> ClientFilePage:
    page = ClientFilePage(session)
    shown(page)
    page.arrive(FileSection(client.client_id, "sessions"))
    settle(jobs)
    return page


def _rows(clinic: OpenClinic, client: Admitted) -> tuple[SessionRow, ...]:
    with clinic.reading() as work:
        return sessions.of_episode(work, client.episode_id)


def _form(page: ClientFilePage) -> Form:
    assert page.forms.form is not None, "no form is open"
    return page.forms.form


def _answer(form: Form, **answers: object) -> None:
    for name, value in answers.items():
        form.field(name).fill({name: value})
        form.field(name).tell_edited()


def _key(jobs: Jobs, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    press(key, modifier)
    settle(jobs)


def _badges(page: ClientFilePage) -> list[str]:
    return [badge.accessibleName() for badge in page.section.findChildren(Badge)]


def _soap(jobs: Jobs) -> None:
    """Record who came, and type S, O, A and P one after the other."""
    _key(jobs, Qt.Key.Key_H)
    _key(jobs, Qt.Key.Key_Return)
    for text in ("Merasa tenang.", "Rapi.", "Tahap aksi.", "Latihan menolak."):
        type_text(text)
        press(Qt.Key.Key_Tab)


def test_soap_is_typed_and_signed_with_ctrl_enter_in_one_transaction(
    page: ClientFilePage, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    _soap(jobs)
    _key(jobs, Qt.Key.Key_Return, CTRL)
    (row,) = _rows(clinic, client)
    assert (row.subjective, row.objective, row.appraisal, row.next_plan) == (
        "Merasa tenang.",
        "Rapi.",
        "Tahap aksi.",
        "Latihan menolak.",
    )
    assert row.signed_by == clinic.actor.user_id
    assert page.forms.form is None
    assert any("Ditandatangani Siti Konselor" in text for text in _badges(page))


def test_ctrl_s_saves_without_signing_and_s_signs_after_that(
    page: ClientFilePage, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    _soap(jobs)
    _key(jobs, Qt.Key.Key_S, CTRL)
    assert _rows(clinic, client)[0].signed_at is None
    assert "Belum ditandatangani" in _badges(page)
    _key(jobs, Qt.Key.Key_S)
    assert _rows(clinic, client)[0].signed_at is not None


def test_a_meeting_without_words_is_not_signed_and_the_trouble_is_said(
    page: ClientFilePage, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    _key(jobs, Qt.Key.Key_H)
    _key(jobs, Qt.Key.Key_Return)
    _key(jobs, Qt.Key.Key_Return, CTRL)
    assert page.forms.form is not None
    assert _rows(clinic, client)[0].signed_at is None
    assert _rows(clinic, client)[0].row_version == 2, "nothing was saved by half"


def test_a_signed_note_is_corrected_with_a_reason_and_both_versions_are_read_side_by_side(
    page: ClientFilePage, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    _soap(jobs)
    _key(jobs, Qt.Key.Key_Return, CTRL)
    _key(jobs, Qt.Key.Key_Return)
    _answer(_form(page), objective="Rapi, gelisah.")
    assert not _form(page).field("correction_reason").isHidden()
    _key(jobs, Qt.Key.Key_S, CTRL)
    assert _form(page).field("correction_reason").trouble
    _answer(_form(page), correction_reason="kurang lengkap")
    _key(jobs, Qt.Key.Key_S, CTRL)
    (row,) = _rows(clinic, client)
    assert (row.objective, row.reason) == ("Rapi, gelisah.", "kurang lengkap")
    assert row.signed_at is not None
    _key(jobs, Qt.Key.Key_V)
    dialogs = page.window().findChildren(VersionsDialog)
    assert len(dialogs) == 1
    said = [version.content["O – Objektif"] for version in dialogs[0].versions]
    assert said[-2:] == ["Rapi.", "Rapi, gelisah."]
    dialogs[0].reject()


def test_where_the_service_wants_a_reason_that_nothing_told_of_its_field_comes_up(
    page: ClientFilePage, office: OpenClinic, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    series = _rows(clinic, client)[0].series_id
    with office.writing() as work:
        session_service.record_attendance(work, series, 1, AttendanceDraft(attendance="hadir", note="Dari dokter"))
    with clinic.writing() as work:
        draft = AttendanceDraft(attendance="izin", attendance_reason="salah tekan", correction_reason="salah tekan")
        session_service.record_attendance(work, series, 2, draft)
    page.reload()
    settle(jobs)
    _key(jobs, Qt.Key.Key_Return)
    _answer(_form(page), note="Diganti konselor")
    assert _form(page).field("correction_reason").isHidden(), "she entered the version, so it looks like her own"
    _key(jobs, Qt.Key.Key_S, CTRL)
    assert not _form(page).field("correction_reason").isHidden()
    _answer(_form(page), correction_reason="catatan keliru")
    _key(jobs, Qt.Key.Key_S, CTRL)
    assert _rows(clinic, client)[0].note == "Diganti konselor"


def test_who_may_not_read_the_note_is_offered_neither_signature_nor_words(
    office: OpenClinic, clinic: OpenClinic, client: Admitted, sign_in: SignIn, jobs: Jobs, shown: Show
) -> None:
    series = _rows(clinic, client)[0].series_id
    with clinic.writing() as work:
        session_service.record_attendance(work, series, 1, AttendanceDraft(attendance="hadir", subjective="Rahasia"))
    other = seat_of(office, Role.KONSELOR, name="Rina Konselor")
    page = _open(sign_in(other), client, jobs, shown)
    panel = page.section
    assert isinstance(panel, MeetingsPanel)
    assert not [deed for deed in panel.deeds if "(S)" in deed.text]
    _key(jobs, Qt.Key.Key_S)
    assert _rows(clinic, client)[0].signed_at is None
    _key(jobs, Qt.Key.Key_Return)
    if page.forms.form is not None:
        assert "subjective" not in page.forms.form.column.names()


def test_a_plan_takes_room_and_half_hours_and_a_conflict_stands_beside_the_hour(
    page: ClientFilePage, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    other = admit_client(clinic, full_name="Citra Lestari")
    with clinic.writing() as work:
        plan = PlanDraft(held_on=TODAY + timedelta(days=1), held_at=time(9), room="counselling_1")
        session_service.plan_session(work, other.episode_id, plan)
    panel = page.section
    assert isinstance(panel, MeetingsPanel)
    panel.plan()
    assert _form(page).field("slots").values() == {"slots": 2}
    _answer(_form(page), held_on=TODAY + timedelta(days=1), held_at="09:30", kind="individual", room="counselling_1")
    _key(jobs, Qt.Key.Key_S, CTRL)
    assert "CL 000002" in _form(page).field("held_at").trouble
    _answer(_form(page), held_at="10:00", slots=3)
    _key(jobs, Qt.Key.Key_S, CTRL)
    row = _rows(clinic, client)[-1]
    assert (row.held_at, row.slots, row.room) == (time(10), 3, "counselling_1")


@pytest.mark.parametrize(("day", "word"), [(date(2023, 1, 21), "Sabtu"), (date(2023, 1, 22), "Minggu")])
def test_a_closed_day_is_said_before_it_is_planned(page: ClientFilePage, jobs: Jobs, day: date, word: str) -> None:
    panel = page.section
    assert isinstance(panel, MeetingsPanel)
    panel.plan()
    _answer(_form(page), held_on=day)
    settle(jobs)
    assert word in _form(page).field("held_at").warning


def test_a_meeting_is_repeated_weekly_and_what_was_left_out_is_named(
    page: ClientFilePage, office: OpenClinic, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    with office.writing() as work:
        add_office_day(work, OfficeDayDraft(day=TODAY + timedelta(days=14), name="Apel besar"))
    _key(jobs, Qt.Key.Key_R)
    _answer(_form(page), times=3)
    _key(jobs, Qt.Key.Key_S, CTRL)
    assert [row.held_on for row in _rows(clinic, client)[1:]] == [TODAY + timedelta(days=7), TODAY + timedelta(days=21)]
    assert "Apel besar" in page.notice.text


@pytest.mark.parametrize("times", [0, 53])
def test_a_repetition_of_no_or_too_many_weeks_is_refused(page: ClientFilePage, jobs: Jobs, times: int) -> None:
    _key(jobs, Qt.Key.Key_R)
    _answer(_form(page), times=times)
    _key(jobs, Qt.Key.Key_S, CTRL)
    assert _form(page).field("times").trouble


def test_a_meeting_entered_by_mistake_goes_into_the_bin_with_a_reason(
    page: ClientFilePage, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    _key(jobs, Qt.Key.Key_Delete)
    dialogs = page.window().findChildren(ReasonDialog)
    wait_for(dialogs[0].isVisible)
    dialogs[0].field.setPlainText("salah memilih klien")
    dialogs[0]._answer()
    settle(jobs)
    assert _rows(clinic, client) == ()


def test_the_seat_of_a_group_is_not_moved_from_the_file(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    with clinic.writing() as work:
        draft = GroupDraft(held_on=TODAY, held_at=time(13), topic="Pemicu", episode_ids=(client.episode_id,))
        groups.plan_group(work, draft)
    page = _open(session, client, jobs, shown)
    _key(jobs, Qt.Key.Key_P)
    assert page.forms.form is None
    assert "kelompok" in page.notice.text


def test_the_row_that_was_worked_on_stays_marked(
    page: ClientFilePage, clinic: OpenClinic, client: Admitted, jobs: Jobs
) -> None:
    with clinic.writing() as work:
        later = PlanDraft(held_on=TODAY + timedelta(days=7))
        session_service.plan_session(work, client.episode_id, later)
    settle(jobs)
    panel = page.section
    assert isinstance(panel, MeetingsPanel)
    before: UUID | None = panel.marked.series_id if panel.marked is not None else None
    _key(jobs, Qt.Key.Key_H)
    settle(jobs)
    assert panel.marked is not None
    assert panel.marked.series_id == before
    assert panel.marked.attendance == "hadir"
