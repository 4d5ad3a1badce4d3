"""The section of the diagnoses: the doctor alone makes them, by code, by word or from two lists; proposals only point."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from rehab_app.clinic.diagnoses import queries, service
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.diagnosis.codes import CodeFinder
from rehab_app.ui.clients.diagnosis.panel import DiagnosisPanel
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.profile.panel import ProfilePanel
from rehab_app.ui.kit.field_spec import Pick
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.clients.sections import CTRL_SHIFT, Show, SignIn, form_of, give_reason, open_section, refused, save, texts
from tests.ui.kit.typist import press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle


@pytest.fixture
def doctor(office: OpenClinic) -> OpenClinic:
    """The same clinic with a doctor signed in."""
    return seat_of(office, Role.DOKTER, name="dr. Uji Dokter")


def _panel(page: ClientFilePage) -> DiagnosisPanel:
    panel = page.section
    assert isinstance(panel, DiagnosisPanel)
    return panel


def _rows(clinic: OpenClinic, episode_id: UUID) -> tuple[DiagnosisRow, ...]:
    with clinic.reading() as work:
        return queries.diagnoses_of_episode(work, episode_id)


def _make(clinic: OpenClinic, episode_id: UUID, code: str, **typed: object) -> None:
    with clinic.writing() as work:
        draft = DiagnosisDraft.model_validate({"code": code, "made_on": TODAY, **typed})
        service.record_diagnosis(work, episode_id, draft)


@pytest.mark.parametrize("typed", ["F15.2", "f152", "sabu", "shabu", "ketergantungan stimul"])
def test_a_code_is_found_by_its_letters_or_by_what_the_substance_is_called(session: Session, typed: str) -> None:
    found: list[Sequence[Pick]] = []
    CodeFinder(session)(typed, found.append)
    assert found[0][0].key == "F15.2"


def test_an_unknown_word_finds_nothing_and_a_code_of_another_chapter_gets_a_title_of_its_own(session: Session) -> None:
    found: list[Sequence[Pick]] = []
    finder = CodeFinder(session)
    finder("zzz", found.append)
    finder("f32.1", found.append)
    assert found[0] == []
    assert [pick.key for pick in found[1]] == ["F32.1"]


def test_the_doctor_types_a_word_and_the_first_diagnosis_is_the_main_one(
    sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(doctor)
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "diagnosis")
    press(Qt.Key.Key_D, CTRL_SHIFT)
    type_text("sabu")
    press(Qt.Key.Key_Return)
    values = form_of(page).values()
    assert (values["substance_group"], values["use_state"]) == ("F15", "2")
    save(page, jobs)
    (row,) = _rows(doctor, client.episode_id)
    assert (row.code, row.is_main, row.made_on) == ("F15.2", True, TODAY)
    assert "F15.2" in texts(_panel(page))


def test_two_short_lists_make_the_code(sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(doctor)
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "diagnosis")
    _panel(page).make()
    form = form_of(page)
    form.field("substance_group").focus_editor()
    type_text("kanab")
    press(Qt.Key.Key_Return)
    type_text("penggunaan")
    press(Qt.Key.Key_Return)
    assert form.answers()["code"] == "F12.1"
    save(page, jobs)
    assert [row.code for row in _rows(doctor, client.episode_id)] == ["F12.1"]


def test_a_code_without_words_asks_for_a_title(sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(doctor)
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "diagnosis")
    _panel(page).make()
    assert form_of(page).field("title").isHidden()
    type_text("f32.1")
    press(Qt.Key.Key_Return)
    assert set(refused(page, jobs)) == {"title"}
    type_text("Episode depresif sedang")
    save(page, jobs)
    (row,) = _rows(doctor, client.episode_id)
    assert (row.code, row.title) == ("F32.1", "Episode depresif sedang")


@pytest.mark.parametrize("typed", ["F15", "tidak ada"])
def test_what_is_no_whole_code_is_refused(
    sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show, typed: str
) -> None:
    client = admit_client(doctor)
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "diagnosis")
    _panel(page).make()
    type_text(typed)
    press(Qt.Key.Key_Escape) if typed == "F15" else None
    assert set(refused(page, jobs)) == {"code"}
    assert _rows(doctor, client.episode_id) == ()


def test_a_positive_urine_test_points_to_a_group_whose_state_the_doctor_finds(
    sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(doctor)
    results = dict.fromkeys(("MET", "AMP", "THC", "BZO", "MOP", "COC"), "negative") | {"THC": "positive"}
    with doctor.writing() as work:
        urine_tests.record_urine_test(work, client.episode_id, UrineTestDraft(taken_on=TODAY, results=results))
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "diagnosis")
    assert _rows(doctor, client.episode_id) == ()
    propose = next(one for one in page.section.findChildren(QPushButton) if "F12" in one.text())
    propose.click()
    form = form_of(page)
    assert form.answers()["code"] is None
    assert form.field("use_state").edit.hasFocus()  # type: ignore[attr-defined]
    type_text("penggunaan")
    press(Qt.Key.Key_Return)
    save(page, jobs)
    assert [row.code for row in _rows(doctor, client.episode_id)] == ["F12.1"]


def test_others_read_only(session: Session, doctor: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    _make(doctor, client.episode_id, "F15.2", is_main=True)
    page = open_section(session, jobs, shown, client.client_id, "diagnosis")
    assert "F15.2" in texts(_panel(page))
    assert [deed.text for deed in _panel(page).deeds] == []


def test_a_diagnosis_ends_with_day_and_reason_and_is_held_again(
    sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(doctor)
    _make(doctor, client.episode_id, "F15.2")
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "diagnosis")
    panel = _panel(page)
    panel.end(_rows(doctor, client.episode_id)[0])
    assert set(refused(page, jobs)) == {"reason"}
    type_text("Tidak lagi memenuhi kriteria")
    save(page, jobs)
    (row,) = _rows(doctor, client.episode_id)
    assert row.ended_on == TODAY
    panel.resume(row)
    give_reason(page, jobs, "Keliru diakhiri kemarin")
    assert _rows(doctor, client.episode_id)[0].ended_on is None


def test_a_correction_keeps_who_made_it_and_the_bin_takes_a_mistake(
    sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(doctor)
    _make(doctor, client.episode_id, "F15.2")
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "diagnosis")
    panel = _panel(page)
    panel.correct(_rows(doctor, client.episode_id)[0])
    type_text("f151")
    press(Qt.Key.Key_Return)
    form_of(page).field("reason").focus_editor()
    type_text("Kriteria ketergantungan tidak terpenuhi")
    save(page, jobs)
    (row,) = _rows(doctor, client.episode_id)
    assert (row.code, row.row_version, row.made_by) == ("F15.1", 2, doctor.actor.user_id)
    panel.put_in_bin(row)
    give_reason(page, jobs, "Diisi pada klien yang salah")
    assert _rows(doctor, client.episode_id) == ()


def test_the_use_profile_shows_what_is_held_and_leads_here_and_asks_for_no_diagnosis(
    sign_in: SignIn, doctor: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(doctor)
    _make(doctor, client.episode_id, "F15.2", is_main=True)
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "profile")
    panel = page.section
    assert isinstance(panel, ProfilePanel)
    assert "F15.2" in texts(panel)
    panel.enter_profile()
    assert "diagnosis" not in form_of(page).column.names()
    page.forms.forget()
    panel.go_to_diagnosis()
    settle(jobs)
    assert page.section.name == "diagnosis"
