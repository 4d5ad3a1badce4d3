"""The section of the examinations: typed by keys, tenths with a comma, the unusual said, versions and bin."""

import pytest
from PySide6.QtCore import Qt

from rehab_app.clinic.examination import queries, service
from rehab_app.clinic.examination.draft import ExaminationDraft
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.examination.panel import ExaminationPanel
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.versions import VersionsDialog
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.clients.sections import (
    CTRL_SHIFT,
    Show,
    SignIn,
    form_of,
    give_reason,
    open_section,
    refused,
    save,
    texts,
)
from tests.ui.kit.typist import enter_all, press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle


def _panel(page: ClientFilePage) -> ExaminationPanel:
    panel = page.section
    assert isinstance(panel, ExaminationPanel)
    return panel


@pytest.fixture
def nurse(office: OpenClinic) -> OpenClinic:
    """The same clinic with a nurse signed in."""
    return seat_of(office, Role.PERAWAT, name="Tuti Perawat")


def test_vital_signs_are_typed_in_a_row_and_kept_in_tenths(
    sign_in: SignIn, nurse: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(nurse)
    page = open_section(sign_in(nurse), jobs, shown, client.client_id, "examination")
    press(Qt.Key.Key_E, CTRL_SHIFT)
    enter_all(["120", "80", "72", "18", "36,7", "98", "55,2", "168"])
    save(page, jobs)
    with nurse.reading() as work:
        (row,) = queries.examinations_of_episode(work, client.episode_id)
    assert (row.systolic, row.diastolic, row.pulse, row.respiration) == (120, 80, 72, 18)
    assert (row.temperature, row.saturation, row.weight, row.height) == (367, 98, 552, 168)
    assert row.examined_on == TODAY
    assert row.examined_at is not None
    assert f"{row.examined_at:%H.%M}" == "09.30"
    shown_words = texts(_panel(page))
    for said in ("36,7", "55,2", "19,6", "Tuti Perawat"):
        assert said in shown_words


def test_an_unusual_value_is_said_while_it_is_typed_and_again_after_saving(
    sign_in: SignIn, nurse: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(nurse)
    page = open_section(sign_in(nurse), jobs, shown, client.client_id, "examination")
    _panel(page).record()
    enter_all(["190", "80"])
    form = form_of(page)
    assert "190" in form.field("systolic").warning
    assert form.field("diastolic").warning == ""
    save(page, jobs)
    assert "190" in page.notice.text
    assert "190" in texts(_panel(page))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("temperature", "36,75"),
        ("temperature", "panas"),
        ("systolic", "900"),
        ("examined_at", "25.00"),
        ("weight", "5,5"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    sign_in: SignIn, nurse: OpenClinic, jobs: Jobs, shown: Show, field: str, typed: str
) -> None:
    client = admit_client(nurse)
    page = open_section(sign_in(nurse), jobs, shown, client.client_id, "examination")
    _panel(page).record()
    enter_all(["120", "80"])
    form_of(page).field(field).focus_editor()
    type_text(typed)
    assert set(refused(page, jobs)) == {field}
    with nurse.reading() as work:
        assert queries.examinations_of_episode(work, client.episode_id) == ()


def _record(clinic: OpenClinic, client_episode: object, **values: object) -> None:
    draft = ExaminationDraft.model_validate({"examined_on": TODAY, "systolic": 120, "diastolic": 80, **values})
    with clinic.writing() as work:
        service.record_examination(work, client_episode, draft)  # type: ignore[arg-type]


def test_a_correction_asks_its_reason_and_both_versions_can_be_read_beside_each_other(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id, weight=552, findings={"skin": "Bekas suntikan"})
    page = open_section(session, jobs, shown, client.client_id, "examination")
    press(Qt.Key.Key_Return)
    form = form_of(page)
    form.field("weight").focus_editor()
    type_text("55,8")
    assert set(refused(page, jobs)) == {"reason"}
    type_text("Salah baca timbangan")
    save(page, jobs)
    with clinic.reading() as work:
        (row,) = queries.examinations_of_episode(work, client.episode_id)
    assert (row.weight, row.row_version, row.findings) == (558, 2, {"skin": "Bekas suntikan"})
    panel = _panel(page)
    assert panel.table is not None
    panel.table.setFocus()
    press(Qt.Key.Key_V)
    settle(jobs)
    dialog = next(one for one in page.window().findChildren(VersionsDialog) if one.isVisible())
    said = texts(dialog)
    assert "55,2" in said
    assert "55,8" in said
    assert "Salah baca timbangan" in said
    dialog.reject()


def test_a_mistake_goes_into_the_recycle_bin_with_its_reason(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "examination")
    press(Qt.Key.Key_Delete)
    give_reason(page, jobs, "Diisi pada klien yang salah")
    with clinic.reading() as work:
        assert queries.examinations_of_episode(work, client.episode_id) == ()


def test_pressure_and_weight_are_drawn_from_the_second_value_on(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id, weight=552)
    page = open_section(session, jobs, shown, client.client_id, "examination")
    assert page.section.findChildren(ChartView) == []
    _record(clinic, client.episode_id, systolic=130, weight=560)
    settle(jobs)
    page.reload()
    settle(jobs)
    told = [chart.accessibleDescription() for chart in page.section.findChildren(ChartView)]
    assert len(told) == 2
    assert "130" in told[0]
    assert "55,20" in told[1]


def test_another_seats_correction_is_shown_beside_and_can_be_built_upon(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id, pulse=72)
    page = open_section(session, jobs, shown, client.client_id, "examination")
    press(Qt.Key.Key_Return)
    form = form_of(page)
    form.field("pulse").focus_editor()
    type_text("76")
    form.field("reason").focus_editor()
    type_text("Hitung ulang nadi")
    with clinic.writing() as work:
        (row,) = queries.examinations_of_episode(work, client.episode_id)
        draft = ExaminationDraft(examined_on=TODAY, systolic=124, diastolic=80, pulse=72)
        service.correct_examination(work, row.series_id, 1, draft, "Salah tulis tensi")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(jobs)
    notice = form.notices.get("other")
    assert notice is not None
    notice.buttons[0].click()
    form.save()
    settle(jobs)
    with clinic.reading() as work:
        (row,) = queries.examinations_of_episode(work, client.episode_id)
    assert (row.systolic, row.pulse, row.row_version) == (124, 76, 3)


def test_the_lock_blanks_the_section(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "examination")
    assert "120" in texts(page)
    page.forget()
    assert _panel(page).found is None
    assert "120" not in texts(page)


def test_without_the_right_over_clinical_data_there_is_no_such_section(
    sign_in: SignIn, office: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    desk = seat_of(office, Role.PENDAFTARAN)
    client = admit_client(desk)
    page = open_section(sign_in(desk), jobs, shown, client.client_id, "")
    assert {"examination", "urine", "diagnosis", "plan"}.isdisjoint(page.sections)
