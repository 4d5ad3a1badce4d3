"""The instruments in a file: begun by two keys, filled by digits, kept in part, corrected with a reason, read on paper."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from rehab_app.clinic.assessment import instruments
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.assessment.filled import instrument_versions, instruments_of
from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.clinic.episodes import service as episodes
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.instruments import registry
from rehab_app.office.audit.service import of_records
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.instruments.panel import InstrumentsPanel
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.layout import Badge
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, focused, press
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALL_NO = {str(number): 0 for number in range(1, 11)}
SRQ = {str(number): 0 for number in range(1, 21)}


@pytest.fixture
def client(clinic: OpenClinic) -> Admitted:
    """A client with an episode of today."""
    return admit_client(clinic)


def _open(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> tuple[ClientFilePage, InstrumentsPanel]:
    page = ClientFilePage(session)
    shown(page)
    page.arrive(FileSection(client.client_id, "instruments"))
    settle(jobs)
    panel = page.section
    assert isinstance(panel, InstrumentsPanel)
    return page, panel


def _put(
    clinic: OpenClinic,
    client: Admitted,
    instrument: str,
    items: Mapping[str, object],
    moment: str = "awal",
    day: date = TODAY,
) -> UUID:
    with clinic.writing() as work:
        draft = InstrumentDraft(taken_on=day, moment=moment, answers={"items": dict(items)})
        return instruments.record_instrument(work, client.episode_id, instrument, draft)


def _rows(clinic: OpenClinic, client: Admitted) -> tuple[InstrumentRow, ...]:
    with clinic.reading() as work:
        return instruments_of(work, client.episode_id)


def _digits(text: str) -> None:
    for digit in text:
        press(getattr(Qt.Key, f"Key_{digit}"))


def _button(panel: QWidget, text: str) -> QPushButton:
    return next(button for button in panel.findChildren(QPushButton) if button.text() == text)


def _texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_dast_takes_fourteen_keys_from_the_file_to_the_record(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    page, panel = _open(session, client, jobs, shown)
    press(Qt.Key.Key_I, CTRL | SHIFT)
    _digits("31")
    settle(jobs)
    form = panel.filling
    assert form is not None
    assert page.header.isHidden()
    _digits("1111111111")
    assert focused() is form.bar.save_button
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert not page.journals()
    [row] = _rows(clinic, client)
    assert (row.instrument, row.moment, row.status, row.scores) == ("dast10", "awal", "complete", {"total": 9.0})
    assert "Skor total 9" in _texts(panel)
    assert not page.header.isHidden()


def test_an_empty_section_says_what_comes_next(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> None:
    _, panel = _open(session, client, jobs, shown)
    assert "Belum ada pengukuran" in _texts(panel)
    assert panel.start is not None


def test_nothing_is_preset_but_the_day_and_the_moment_that_was_chosen(
    session: Session, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    _, panel = _open(session, client, jobs, shown)
    panel.begin("asi", "akhir")
    settle(jobs)
    assert panel.filling is not None
    assert panel.filling.questionnaire.answers.is_empty
    assert not panel.filling.is_dirty
    assert panel.filling.answers_of(["taken_on", "moment"]) == {"taken_on": TODAY, "moment": "akhir"}


def test_what_is_filled_in_part_is_kept_without_a_score_and_goes_on(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    page, panel = _open(session, client, jobs, shown)
    panel.begin("whoqol", "awal")
    settle(jobs)
    _digits("34")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert "Alat ukur tersimpan sebagian: 24 butir belum diisi." in _texts(page)
    assert "Terisi sebagian: 24 butir belum diisi" in _texts(panel)
    [row] = _rows(clinic, client)
    assert (row.status, row.scores["physical"], row.answers) == ("partial", None, {"items": {"1": 3, "2": 4}})
    _button(panel, "Lanjutkan pengisian").click()
    settle(jobs)
    assert panel.filling is not None
    assert panel.filling.questionnaire.pages[0].rows["3"].isAncestorOf(focused())
    _digits("5" * 24)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert "Alat ukur tersimpan." in _texts(page)
    assert "belum diisi" not in _texts(page)
    [row] = _rows(clinic, client)
    assert (row.status, row.row_version, row.reason) == ("complete", 2, "")
    assert row.scores["social"] == 100


def test_an_item_left_out_in_the_middle_is_where_a_half_filled_one_is_taken_up(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    _put(clinic, client, "srq20", {name: 0 for name in SRQ if name not in {"7", "12"}})
    _, panel = _open(session, client, jobs, shown)
    assert "Terisi sebagian: 2 butir belum diisi" in _texts(panel)
    _button(panel, "Lanjutkan pengisian").click()
    settle(jobs)
    assert panel.filling is not None
    rows = panel.filling.questionnaire.pages[0].rows
    assert rows["7"].isAncestorOf(focused())
    _digits("8")
    assert rows["7"].refusal == "8 bukan jawaban di sini. Yang mungkin: 0, 1."
    _digits("0")
    assert rows["8"].isAncestorOf(focused())


def test_the_assessment_is_taken_up_at_its_first_open_section(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    done = {"arrived_on": TODAY.isoformat(), "marital_status": "menikah"}
    _put(clinic, client, "asi", {name: {"no_value": "refused"} for name in done})
    _, panel = _open(session, client, jobs, shown)
    _button(panel, "Lanjutkan pengisian").click()
    settle(jobs)
    assert panel.filling is not None
    sheet = panel.filling.questionnaire
    assert sheet.pages[sheet.place].rows["education"].isAncestorOf(focused())


def test_a_complete_one_is_corrected_with_a_reason_and_the_earlier_stays_readable(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    series = _put(clinic, client, "dast10", ALL_NO)
    _, panel = _open(session, client, jobs, shown)
    _button(panel, "Perbaiki").click()
    settle(jobs)
    form = panel.filling
    assert form is not None
    form.questionnaire.go_to("1")
    _digits("1")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert form.field("reason").trouble
    form.field("reason").focus_editor()
    for letter in "keliru":
        press(getattr(Qt.Key, f"Key_{letter.upper()}"))
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    with clinic.reading() as work:
        versions = instrument_versions(work, series)
    assert [(one.answers["items"]["1"], one.reason) for one in versions] == [(0, ""), (1, "keliru")]  # type: ignore[index]
    _button(panel, "Versi sebelumnya").click()
    settle(jobs)
    _button(panel, "Baca versi 1").click()
    settle(jobs)
    assert panel.paper is not None
    wait_for(lambda: panel.paper is not None and panel.paper.preview.page_count == 1)


def test_another_seat_was_faster_and_nothing_typed_is_lost(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    series = _put(clinic, client, "dast10", {"1": 1})
    _, panel = _open(session, client, jobs, shown)
    _button(panel, "Lanjutkan pengisian").click()
    settle(jobs)
    form = panel.filling
    assert form is not None
    with clinic.writing() as work:
        draft = InstrumentDraft(taken_on=TODAY, moment="awal", answers={"items": {"1": 1, "9": 1}})
        instruments.continue_instrument(work, series, 1, draft)
    form.questionnaire.go_to("2")
    _digits("1")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert panel.filling is form
    assert form.questionnaire.answers.raw() == {"1": 1, "2": 1}
    notice = form.notices.get("other")
    assert notice is not None
    assert notice.table is not None
    assert len(_rows(clinic, client)) == 1


def test_answers_wait_as_a_draft_when_the_file_is_locked(
    session: Session, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    page, panel = _open(session, client, jobs, shown)
    panel.begin("urica", "awal")
    settle(jobs)
    _digits("123")
    for journal in page.journals():
        assert journal.seal_now()
    page.forget()
    assert not page.journals()
    page.arrive(FileSection(client.client_id, "instruments"))
    settle(jobs)
    panel.begin("urica", "awal")
    settle(jobs)
    assert panel.filling is not None
    notice = panel.filling.notices.get("draft")
    assert notice is not None
    notice.buttons[0].click()
    assert panel.filling.questionnaire.answers.raw() == {"1": 1, "2": 2, "3": 3}


def test_a_refresh_does_not_take_the_questionnaire_away(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    _, panel = _open(session, client, jobs, shown)
    panel.begin("urica", "awal")
    settle(jobs)
    form = panel.filling
    _digits("12")
    _put(clinic, client, "dast10", ALL_NO)
    settle(jobs)
    assert panel.filling is form
    assert form is not None
    assert form.questionnaire.answers.raw() == {"1": 1, "2": 2}


def test_thoughts_of_suicide_stand_on_the_header_in_words_and_lead_to_the_answers(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    _put(clinic, client, "srq20", {**SRQ, "17": 1})
    page, panel = _open(session, client, jobs, shown)
    page.show_section("identity")
    mark = _button(page, "Perhatian: keinginan bunuh diri")
    assert not mark.icon().isNull()
    assert "bunuh diri" in mark.accessibleDescription()
    mark.click()
    assert page.section is panel
    assert any(
        "bunuh diri" in label.text() for badge in panel.findChildren(Badge) for label in badge.findChildren(QLabel)
    )


def test_no_alert_stands_on_the_header_without_such_an_answer(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    _put(clinic, client, "srq20", SRQ)
    page, _ = _open(session, client, jobs, shown)
    assert page.header.alert.isHidden()


def test_a_mistaken_one_goes_into_the_bin_with_its_reason(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    _put(clinic, client, "dast10", ALL_NO)
    _, panel = _open(session, client, jobs, shown)
    _button(panel, "Buang ke keranjang").click()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog))
    dialog.reasoned.emit("klien lain")
    dialog.close()
    settle(jobs)
    assert _rows(clinic, client) == ()
    assert "Belum ada pengukuran" in _texts(panel)


def test_intake_and_exit_are_compared_and_drawn(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    low = {item.name: 2 for item in registry.form("whoqol").items}
    high = {item.name: 4 for item in registry.form("whoqol").items}
    severities = {f"severity_{name}": 6 for name in ("medical", "drug", "legal")}
    _put(clinic, client, "whoqol", low)
    _put(clinic, client, "whoqol", high, "akhir")
    _put(clinic, client, "asi", severities)
    _put(clinic, client, "asi", dict.fromkeys(severities, 2), "akhir")
    _, panel = _open(session, client, jobs, shown)
    assert "Kualitas hidup, awal dan akhir" in _texts(panel)
    assert "Meningkat" in _texts(panel)
    [radar] = panel.findChildren(ChartView)
    assert "Akhir 16/01/2023" in radar.accessibleDescription()


def test_a_line_over_time_needs_two_days(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic, registered_on=date(2023, 1, 2))
    _put(clinic, client, "dast10", {**ALL_NO, "1": 1}, day=date(2023, 1, 3))
    _put(clinic, client, "dast10", ALL_NO, "berkala")
    _, panel = _open(session, client, jobs, shown)
    [line] = panel.findChildren(ChartView)
    assert "Perjalanan" in line.accessibleName()


def test_paper_that_leaves_is_entered_in_the_audit(
    session: Session, office: OpenClinic, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    series = _put(clinic, client, "dast10", {"1": 1})
    _, panel = _open(session, client, jobs, shown)
    _button(panel, "Baca dan cetak").click()
    settle(jobs)
    paper = panel.paper
    assert paper is not None
    gone: list[str] = []
    paper._gate(Leaving.PRINT, lambda: gone.append("print"))
    settle(jobs)
    assert gone == ["print"]
    with office.reading() as work:
        assert "instruments.print" in [row.action for row in of_records(work, [series])]
    press(Qt.Key.Key_Escape)
    settle(jobs)
    assert panel.paper is None
    assert "DAST-10" in _texts(panel)


def test_a_blank_form_is_printed_without_a_client(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> None:
    _, panel = _open(session, client, jobs, shown)
    assert panel.start is not None
    assert not _button(panel, "Formulir kosong di kertas").isEnabled()
    panel.start.take_focus()
    _digits("6")
    _button(panel, "Formulir kosong di kertas").click()
    settle(jobs)
    paper = panel.paper
    assert paper is not None
    wait_for(lambda: paper.preview.page_count > 3)


def test_only_those_who_treat_see_and_only_those_with_the_right_correct(
    office: OpenClinic,
    clinic: OpenClinic,
    client: Admitted,
    sign_in: Callable[[OpenClinic], Session],
) -> None:
    _put(clinic, client, "srq20", {**SRQ, "17": 1})
    registrar = ClientFilePage(sign_in(seat_of(office, Role.PENDAFTARAN, name="Rini Pendaftaran")))
    assert "instruments" not in registrar.sections
    registrar.deleteLater()


def test_a_closed_episode_offers_nothing_new(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    _put(clinic, client, "dast10", {"1": 1})
    with clinic.writing() as work:
        episodes.close_examined_only(work, client.episode_id, 1, TODAY, "TAT")
    _, panel = _open(session, client, jobs, shown)
    assert panel.start is None
    assert not _button(panel, "Perbaiki").isHidden()
