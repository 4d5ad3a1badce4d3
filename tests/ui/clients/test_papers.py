"""Papers and consent by keys: each line with its state and clock, one key a document, the card after the assessment."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.consent import queries as consents
from rehab_app.clinic.consent.rows import PaperState
from rehab_app.clinic.documents import queries as documents
from rehab_app.clinic.documents.rows import PaperState as Handed
from rehab_app.clinic.privacy import queries as privacy
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.consent.panel import ConsentPanel
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session
from tests.ui.clients.papers_makers import admit_with_mother, hand_in, sign, withdraw
from tests.ui.clients.sections import form_of, open_section
from tests.ui.kit.typist import CTRL, press, type_text
from tests.ui.makers import TODAY, seat_of, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
Open = Callable[[Session, UUID], ClientFilePage]


@pytest.fixture
def opened(jobs: Jobs, shown: Show) -> Open:
    """Open the papers of a client: ``opened(session, client_id)``."""
    return lambda session, client_id: open_section(session, jobs, shown, client_id, "consent")


def _panel(page: ClientFilePage) -> ConsentPanel:
    assert isinstance(page.section, ConsentPanel)
    return page.section


def _mark(table: Table[object], wanted: Callable[[object], bool]) -> None:
    number = next(n for n in range(table.records.rowCount()) if wanted(table.records.row_at(n)))
    table.choose(number)
    table.setFocus()


def _mark_signed(page: ClientFilePage, kind: str) -> None:
    _mark(_panel(page).signed.table, lambda row: row.kind == kind)  # type: ignore[arg-type, attr-defined]


def _mark_document(page: ClientFilePage, kind: str) -> None:
    _mark(_panel(page).checklist.table, lambda row: row.kind == kind)  # type: ignore[arg-type, attr-defined]


def _answer(form: Form, **answers: object) -> None:
    for name, value in answers.items():
        form.field(name).fill({name: value})
        form.field(name).tell_edited()


def _give_reason(text: str) -> None:
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog) and one.isVisible())
    dialog.field.setPlainText(text)
    dialog._answer()


def _states(clinic: OpenClinic, episode_id: UUID) -> dict[str, PaperState]:
    with clinic.reading() as work:
        return {paper.kind: paper.state for paper in consents.intake_papers(work, episode_id)}


def _handed(clinic: OpenClinic, episode_id: UUID, kind: str) -> Handed:
    with clinic.reading() as work:
        return next(row.state for row in documents.checklist(work, episode_id) if row.kind == kind)


def test_a_paper_is_signed_by_two_keys(session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open) -> None:
    client = admit_with_mother(clinic)
    page = opened(session, client.client_id)
    assert _panel(page).signed.table.hasFocus()
    press(Qt.Key.Key_Return)
    settle(jobs)
    assert form_of(page).answers_of(["kind", "signer_name"]) == {"kind": "programme", "signer_name": "Budi Santoso"}
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert _states(clinic, client.episode_id)["programme"] is PaperState.SIGNED
    row = _panel(page).signed.table.current_row
    assert row is not None
    assert (row.kind, row.state) == ("programme", PaperState.SIGNED)


def test_a_known_contact_fills_in_the_penjamin(session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open) -> None:
    client = admit_with_mother(clinic)
    page = opened(session, client.client_id)
    _mark_signed(page, "guarantor_statement")
    press(Qt.Key.Key_Return)
    settle(jobs)
    form = form_of(page)
    assert form.answers()["signer_name"] == "Siti Aminah"
    assert form.answers()["signer_occupation"] == "Ibu rumah tangga"
    assert form.answers()["signer_birth_date"] is not None
    type_text("Samarinda")
    _answer(form, witness_name="Saksi Uji")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.forms.form is None
    assert _states(clinic, client.episode_id)["guarantor_statement"] is PaperState.SIGNED
    with clinic.reading() as work:
        [row] = consents.consents_of(work, client.episode_id)
    assert (row.signer_nik, row.signer_birth_place, row.signer_phone) == (
        "6471025506700002",
        "Samarinda",
        "+6281234567891",
    )


def test_a_penjamin_without_witness_is_refused_beside_the_field(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    page = opened(session, client.client_id)
    _panel(page).signed.sign("guarantor_statement")
    settle(jobs)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    troubled = {field.spec.name for field in form_of(page).column.troubled()}
    assert troubled == {"signer_birth_place", "witness_name"}
    assert _states(clinic, client.episode_id)["guarantor_statement"] is PaperState.MISSING


def test_a_withdrawal_shows_its_hours_and_ends_when_it_is_stopped(
    session: Session, clinic: OpenClinic, clock: SetClock, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    sign(clinic, client.episode_id, "programme")
    page = opened(session, client.client_id)
    press(Qt.Key.Key_W)
    settle(jobs)
    _answer(form_of(page), remark="Tidak mau lagi")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert _states(clinic, client.episode_id)["programme"] is PaperState.WITHDRAWN
    clock.advance(timedelta(hours=20))
    page.reload()
    settle(jobs)
    table = _panel(page).signed.table
    _mark_signed(page, "programme")
    assert "52" in table.records.row_text(table.currentIndex().row())
    press(Qt.Key.Key_S)
    _give_reason("Rujukan dihentikan, balai diberi tahu")
    settle(jobs)
    with clinic.reading() as work:
        [row] = consents.consents_of(work, client.episode_id)
    assert row.stopped_at is not None


def test_a_withdrawn_paper_can_be_signed_again(session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open) -> None:
    client = admit_with_mother(clinic)
    withdraw(clinic, sign(clinic, client.episode_id, "programme"))
    page = opened(session, client.client_id)
    press(Qt.Key.Key_Return)
    settle(jobs)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert _states(clinic, client.episode_id)["programme"] is PaperState.SIGNED
    assert page.forms.form is None


def test_a_stale_correction_shows_the_other_version(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    series_id = sign(clinic, client.episode_id, "programme")
    page = opened(session, client.client_id)
    press(Qt.Key.Key_Return)
    settle(jobs)
    form = form_of(page)
    _answer(form, remark="dua lembar", reason="keterangan kurang lengkap")
    withdraw(clinic, series_id)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.forms.form is form
    assert form.is_dirty


def test_each_document_takes_one_key_and_the_next_row_follows(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    page = opened(session, client.client_id)
    _mark_document(page, "ktp_copy")
    press(Qt.Key.Key_T)
    press(Qt.Key.Key_A)
    settle(jobs)
    assert _handed(clinic, client.episode_id, "ktp_copy") is Handed.HANDED
    assert _handed(clinic, client.episode_id, "sim_copy") is Handed.HELD
    row = _panel(page).checklist.table.current_row
    assert row is not None
    assert row.kind == "kk_copy"
    assert _panel(page).checklist.table.hasFocus()


def test_a_key_pressed_twice_does_not_hand_in_twice(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    page = opened(session, client.client_id)
    _mark_document(page, "ktp_copy")
    press(Qt.Key.Key_T)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_T)
    settle(jobs)
    with clinic.reading() as work:
        assert len(documents.papers_of_episode(work, client.episode_id)) == 1


def test_a_held_original_is_given_back_and_none_is_made_up(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    hand_in(clinic, client.episode_id, "ktp_copy", is_held=True)
    page = opened(session, client.client_id)
    _mark_document(page, "ktp_copy")
    press(Qt.Key.Key_K)
    settle(jobs)
    assert _handed(clinic, client.episode_id, "ktp_copy") is Handed.RETURNED
    press(Qt.Key.Key_K)
    settle(jobs)
    assert _handed(clinic, client.episode_id, "sim_copy") is Handed.MISSING
    assert page.notice.text


def test_what_was_ticked_by_mistake_goes_to_the_bin(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    hand_in(clinic, client.episode_id, "ktp_copy")
    page = opened(session, client.client_id)
    _mark_document(page, "ktp_copy")
    press(Qt.Key.Key_Delete)
    _give_reason("Dokumen milik klien lain")
    settle(jobs)
    assert _handed(clinic, client.episode_id, "ktp_copy") is Handed.MISSING


def test_a_card_waits_for_the_assessment_and_says_so(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    page = opened(session, client.client_id)
    panel = _panel(page)
    assert page.facts is not None
    assert panel.found is not None
    assert panel.why_no_card(page.facts, panel.found)
    draft = UseProfileDraft(assessed_on=TODAY, main_substance="sabu")
    with clinic.writing() as work:
        assessment.record_use_profile(work, client.episode_id, draft)
    wait_for(lambda: panel.found is not None and panel.found.assessed_on is not None)
    assert not panel.why_no_card(page.facts, panel.found)
    panel.issue()
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert panel.cards is not None
    card = panel.cards.current_row
    assert card is not None
    assert card.number in panel.why_no_card(page.facts, panel.found)
    panel.revoke()
    _give_reason("Kartu hilang di jalan")
    settle(jobs)
    with clinic.reading() as work:
        [kept] = documents.cards_of_client(work, client.client_id)
    assert kept.is_revoked


def test_a_request_about_data_is_recorded_from_the_file(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    page = opened(session, client.client_id)
    gone = wherever(session)
    _panel(page).ask_request()
    form = form_of(page)
    _answer(form, kind="access", asked_time="99.99")
    form.save()
    settle(jobs)
    assert form.field("asked_time").trouble is not None
    _answer(form, asked_time="08.15")
    form.save()
    settle(jobs)
    with clinic.reading() as work:
        [row] = privacy.requests_of_client(work, client.client_id)
    assert row.asked_at.astimezone(session.context.clock.zone).strftime("%H.%M") == "08.15"
    link = next(deed for deed in _panel(page).deeds if deed.icon == "forward")
    link.act()
    assert gone == [("privacy", client.client_id)]


def test_who_may_only_see_changes_nothing(
    office: OpenClinic, sign_in: SignIn, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    sign(clinic, client.episode_id, "programme")
    page = opened(sign_in(seat_of(office, Role.OPERATOR_SIRENA, name="Oki Operator")), client.client_id)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_W, Qt.Key.Key_Delete):
        press(key)
    _mark_document(page, "ktp_copy")
    for key in (Qt.Key.Key_T, Qt.Key.Key_A, Qt.Key.Key_K, Qt.Key.Key_Return):
        press(key)
    settle(jobs)
    assert page.forms.form is None
    assert _handed(clinic, client.episode_id, "ktp_copy") is Handed.MISSING
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog) and one.isVisible()]


def test_the_lock_blanks_the_papers(session: Session, clinic: OpenClinic, opened: Open) -> None:
    page = opened(session, admit_with_mother(clinic).client_id)
    panel = _panel(page)
    page.forget()
    assert panel.found is None
    assert not [table for table in panel.findChildren(Table) if table.isVisible()]


def test_a_tick_keeps_the_place_while_names_are_masked(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    sign(clinic, client.episode_id, "programme")
    page = opened(session, client.client_id)
    session.context.privacy.switch(on=True)
    wait_for(lambda: jobs.is_idle)
    assert "Budi" not in _panel(page).signed.table.records.row_text(0)
