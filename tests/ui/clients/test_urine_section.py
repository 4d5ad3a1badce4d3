"""The section of the urine tests: one key each, the last kit offered, a medicine that explains, words over time."""

from datetime import date

from PySide6.QtCore import Qt

from rehab_app.clinic.urine_tests import queries, service
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.office.settings.service import change_setting
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.urine.panel import UrinePanel
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.clients.sections import CTRL_SHIFT, Show, SignIn, form_of, give_reason, open_section, refused, save, texts
from tests.ui.kit.typist import press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle

PANEL = ("MET", "AMP", "THC", "BZO", "MOP", "COC")
CLEAN = dict.fromkeys(PANEL, "negative")


def _panel(page: ClientFilePage) -> UrinePanel:
    panel = page.section
    assert isinstance(panel, UrinePanel)
    return panel


def _record(clinic: OpenClinic, episode_id: object, found: dict[str, str] | None = None, **typed: object) -> None:
    draft = UrineTestDraft.model_validate({"taken_on": TODAY, "results": CLEAN | (found or {}), **typed})
    with clinic.writing() as work:
        service.record_urine_test(work, episode_id, draft)  # type: ignore[arg-type]


def test_six_letters_answer_the_panel_and_the_kit_of_last_time_stands_there(
    sign_in: SignIn, office: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    nurse = seat_of(office, Role.PERAWAT, name="Tuti Perawat")
    first, client = admit_client(nurse), admit_client(nurse, full_name="Andi Uji", birth_date=date(1991, 2, 3))
    _record(nurse, first.episode_id, kit="Strip 6", lot="A12", expires_on=date(2024, 1, 31))
    page = open_section(sign_in(nurse), jobs, shown, client.client_id, "urine")
    press(Qt.Key.Key_U, CTRL_SHIFT)
    type_text("pnnitn")
    save(page, jobs)
    with nurse.reading() as work:
        (row,) = queries.urine_tests_of_episode(work, client.episode_id)
    assert list(row.results.values()) == ["positive", "negative", "negative", "invalid", "not_tested", "negative"]
    assert (row.kit, row.lot, row.expires_on) == ("Strip 6", "A12", date(2024, 1, 31))
    assert row.taken_on == TODAY
    assert "BZO" in page.notice.text  # an invalid strip is to be repeated


def test_digits_answer_too_and_delete_takes_back(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    page = open_section(session, jobs, shown, admit_client(clinic).client_id, "urine")
    _panel(page).record()
    type_text("12")
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Delete)
    assert form_of(page).values()["results"] == {"MET": "negative"}
    assert set(refused(page, jobs)) == {"results"}


def test_a_parameter_that_was_forgotten_is_named(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    page = open_section(session, jobs, shown, admit_client(clinic).client_id, "urine")
    _panel(page).record()
    type_text("nnnn")
    assert "MOP, COC" in refused(page, jobs)["results"]


def test_a_kit_past_its_day_warns_at_once_and_is_kept_all_the_same(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = open_section(session, jobs, shown, client.client_id, "urine")
    _panel(page).record()
    type_text("nnnnnn")
    field = form_of(page).field("expires_on")
    field.focus_editor()
    type_text("31/12/2022")
    assert "31/12/2022" in field.warning
    save(page, jobs)
    assert "31/12/2022" in page.notice.text


def test_a_medicine_is_asked_for_positives_alone_and_said_in_the_list(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = open_section(session, jobs, shown, client.client_id, "urine")
    _panel(page).record()
    form = form_of(page)
    assert form.field("medicines").isHidden()
    type_text("nnnpnn")
    assert not form.field("medicines").isHidden()
    form.field("explained").focus_editor()
    type_text("4")
    assert set(refused(page, jobs)) == {"medicines"}
    type_text("Alprazolam, resep dr. Uji")
    save(page, jobs)
    panel = _panel(page)
    assert panel.table is not None
    row = panel.table.records.row_at(0)
    assert row is not None
    assert row.unexplained == ()
    assert "Positif (obat)" in panel.table.records.row_text(0)


def test_another_kit_fills_in_lot_and_expiry(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id, kit="Strip 6", lot="A12", expires_on=date(2024, 1, 31))
    _record(clinic, client.episode_id, kit="Strip 7", lot="B01", expires_on=date(2024, 6, 30))
    page = open_section(session, jobs, shown, client.client_id, "urine")
    _panel(page).record()
    form = form_of(page)
    before = form.values()["kit"]
    other = "Strip 6" if before == "Strip 7" else "Strip 7"
    form.field("known_kit").focus_editor()
    type_text(other)
    press(Qt.Key.Key_Return)
    values = form.values()
    assert values["kit"] == other
    assert values["lot"] == {"Strip 6": "A12", "Strip 7": "B01"}[other]


def test_the_panel_of_the_office_is_asked_and_an_old_test_is_corrected_with_its_own(
    session: Session, office: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id)
    with office.writing() as work:
        change_setting(work, "urine_panel", ["MET", "THC", "SOMA"])
    page = open_section(session, jobs, shown, client.client_id, "urine")
    press(Qt.Key.Key_Return)
    form = form_of(page)
    assert form.values()["results"] == CLEAN
    type_text("p")
    form.field("reason").focus_editor()
    type_text("Strip dibaca keliru")
    save(page, jobs)
    with clinic.reading() as work:
        (row,) = queries.urine_tests_of_episode(work, client.episode_id)
    assert (row.row_version, row.positives) == (2, ("MET",))
    _panel(page).record()
    type_text("nnn")
    save(page, jobs)
    with clinic.reading() as work:
        latest = queries.urine_tests_of_episode(work, client.episode_id)[0]
    assert list(latest.results) == ["MET", "THC", "SOMA"]


def test_a_mistake_goes_into_the_recycle_bin(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "urine")
    press(Qt.Key.Key_Delete)
    give_reason(page, jobs, "Tertukar dengan klien lain")
    panel = _panel(page)
    assert panel.table is not None
    assert panel.table.records.rowCount() == 0


def test_who_may_only_see_reads_the_tests_and_is_offered_nothing(
    sign_in: SignIn, office: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _record(clinic, client.episode_id, {"MET": "positive"})
    page = open_section(
        sign_in(seat_of(office, Role.KEPALA, name="Kepala Uji")), jobs, shown, client.client_id, "urine"
    )
    panel = _panel(page)
    assert "MET" in texts(panel)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Delete)
    settle(jobs)
    assert page.forms.form is None
    assert panel.deeds == []
