"""Ways into what the services know: SIRENA's codes, originals that are held, and the versions of papers, cards and profiles."""

from collections.abc import Callable
from datetime import time, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from sqlalchemy import select

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.documents import queries as documents
from rehab_app.clinic.documents import service as papers
from rehab_app.clinic.documents.draft import CardDraft
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.sessions import queries as session_queries
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import PlanDraft
from rehab_app.desk import issue_card, refer
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.register import service as register
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.ui.clients.care.sirena_card import SirenaCard
from rehab_app.ui.clients.consent.held import HeldNote
from rehab_app.ui.clients.consent.panel import ConsentPanel
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.letters.panel import LettersPanel
from rehab_app.ui.clients.meetings.next_free import NextFree
from rehab_app.ui.clients.versions import VersionsDialog
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session
from tests.ui.clients.papers_makers import hand_in
from tests.ui.clients.sections import CTRL_SHIFT, begin_outpatient, form_of, open_section, save, texts
from tests.ui.kit.typist import press
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
Open = Callable[[UUID, str], ClientFilePage]


@pytest.fixture
def opened(session: Session, jobs: Jobs, shown: Show) -> Open:
    """Open a section of a client: ``opened(client_id, section)``."""
    return lambda client_id, section: open_section(session, jobs, shown, client_id, section)


def _card(page: ClientFilePage) -> SirenaCard:
    [card] = [one for one in page.section.findChildren(SirenaCard) if one.isVisible()]
    return card


def _versions() -> VersionsDialog:
    QApplication.processEvents()
    [dialog] = [one for one in QApplication.topLevelWidgets() if isinstance(one, VersionsDialog) and one.isVisible()]
    return dialog


def _close(clinic: OpenClinic, episode_id: UUID, outcome: str) -> None:
    with clinic.writing() as work:
        draft = CloseDraft(on=TODAY, outcome=outcome, reason="Keluarga pindah kota")
        episodes.close(work, episode_id, 2, draft, attended=0)


def test_the_codes_for_sirena_stand_beside_our_words_and_a_key_copies_one(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    page = opened(client.client_id, "care")
    card = _card(page)
    said = texts(card)
    assert session.label("care_status", "JALAN") in said
    assert session.label("rehab_status", "2") in said
    assert session.label("patient_status", "PS") in said
    by_code = {one.text().replace("&", ""): one for one in card.findChildren(QPushButton)}
    assert list(by_code) == [session.say("Copy {value}", value=code) for code in ("2", "JALAN", "PS")]
    by_code[session.say("Copy {value}", value="JALAN")].setFocus()
    press(Qt.Key.Key_Space)
    settle(jobs)
    assert QApplication.clipboard().text() == "JALAN"
    assert "JALAN" in page.notice.text


def test_what_sirena_has_no_certain_code_for_is_to_be_asked_and_not_made_up(
    session: Session, clinic: OpenClinic, opened: Open
) -> None:
    fresh = admit_client(clinic)
    said = texts(_card(opened(fresh.client_id, "care")))
    assert session.say("no care is opened here yet: ask SIRENA's operator at the BNNP what is entered") in said
    moved = admit_client(clinic, full_name="Andi Kedua")
    begin_outpatient(clinic, moved)
    _close(clinic, moved.episode_id, "moved")
    card = _card(opened(moved.client_id, "care"))
    outcome = session.label("outcome", "moved")
    assert session.say("ask SIRENA's operator at the BNNP how “{outcome}” is entered", outcome=outcome) in texts(card)
    assert len(card.findChildren(QPushButton)) == 2


def test_who_sees_no_clinical_data_sees_the_codes_of_the_masa_perawatan_too(
    sign_in: SignIn, office: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    clerk = sign_in(seat_of(office, Role.PENDAFTARAN, name="Rina Pendaftaran"))
    page = open_section(clerk, jobs, shown, client.client_id, "care")
    assert _card(page).isVisible()
    page.forget()
    assert not [one for one in page.findChildren(SirenaCard) if one.isVisible()]


@pytest.mark.parametrize("deed", ["close_episode", "close_examined_only"])
def test_originals_that_are_held_are_named_where_an_episode_is_closed_and_do_not_block_it(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open, deed: str
) -> None:
    client = admit_client(clinic)
    hand_in(clinic, client.episode_id, "sim_copy", is_held=True)
    hand_in(clinic, client.episode_id, "kk_copy")
    page = opened(client.client_id, "care")
    getattr(page.section, deed)()
    settle(jobs)
    [note] = page.findChildren(HeldNote)
    assert note.isVisible()
    assert session.label("document", "sim_copy") in texts(note)
    assert session.label("document", "kk_copy") not in texts(note)
    form = page.forms.form
    assert form is not None
    answers = {"outcome": "completed", "reason": "x", "explanation": "Hanya diperiksa"}
    for name, value in answers.items():
        if name in form.answers():
            form.field(name).fill({name: value})
            form.field(name).tell_edited()
    save(page, jobs)


def test_where_nothing_is_held_nothing_is_said(clinic: OpenClinic, jobs: Jobs, opened: Open) -> None:
    client = admit_client(clinic)
    hand_in(clinic, client.episode_id, "kk_copy")
    page = opened(client.client_id, "care")
    page.section.close_episode()  # type: ignore[attr-defined]
    settle(jobs)
    [note] = page.findChildren(HeldNote)
    assert not note.isVisible()


def test_a_referral_names_the_originals_that_are_held(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    hand_in(clinic, client.episode_id, "sim_copy", is_held=True)
    page = opened(client.client_id, "referral")
    page.section.prepare()  # type: ignore[attr-defined]
    settle(jobs)
    [note] = page.findChildren(HeldNote)
    assert session.label("document", "sim_copy") in texts(note)


def test_the_checklist_names_what_is_held_until_it_is_given_back(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    page = opened(client.client_id, "consent")
    panel = page.section
    assert isinstance(panel, ConsentPanel)
    table = panel.checklist.table
    assert not panel.checklist.held.isVisible()
    table.choose(0)
    table.setFocus()
    row = table.current_row
    assert row is not None
    press(Qt.Key.Key_A)
    settle(jobs)
    assert panel.checklist.held.isVisible()
    assert session.label("document", row.kind) in texts(panel.checklist.held)
    table.choose(0)
    press(Qt.Key.Key_K)
    settle(jobs)
    assert not panel.checklist.held.isVisible()
    with clinic.reading() as work:
        assert documents.originals_held(work, client.episode_id) == ()


def test_the_versions_of_a_paper_tell_when_its_original_came_and_went(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    series_id = hand_in(clinic, client.episode_id, "sim_copy", is_held=True)
    with clinic.writing() as work:
        papers.return_paper(work, series_id, 1, TODAY)
    page = opened(client.client_id, "consent")
    panel = page.section
    assert isinstance(panel, ConsentPanel)
    table = panel.checklist.table
    table.setFocus()
    rows = [table.records.row_at(number) for number in range(table.records.rowCount())]
    missing = next(number for number, row in enumerate(rows) if row is not None and not row.papers)
    table.choose(missing)
    press(Qt.Key.Key_V)
    settle(jobs)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, VersionsDialog) and one.isVisible()]
    table.choose(next(number for number, row in enumerate(rows) if row is not None and row.kind == "sim_copy"))
    press(Qt.Key.Key_V)
    settle(jobs)
    dialog = _versions()
    caption = session.say("Given back on")
    assert [bool(one.content[caption].strip("–-")) for one in dialog.versions] == [False, True]
    dialog.accept()


def test_the_versions_of_a_card_tell_who_revoked_it_and_why(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    draft = UseProfileDraft(assessed_on=TODAY, main_substance="sabu")
    with clinic.writing() as work:
        assessment.record_use_profile(work, client.episode_id, draft)
        card = issue_card.issue_card(work, client.episode_id, CardDraft(issued_on=TODAY))
        papers.revoke_card(work, card.series_id, 1, "Kartu hilang")
    page = opened(client.client_id, "consent")
    panel = page.section
    assert isinstance(panel, ConsentPanel)
    assert panel.cards is not None
    panel.cards.setFocus()
    press(Qt.Key.Key_V)
    settle(jobs)
    dialog = _versions()
    state = session.say("State")
    assert [one.content[state] for one in dialog.versions] == [session.say("valid"), session.say("revoked")]
    assert (dialog.versions[1].reason, dialog.versions[1].by) == ("Kartu hilang", clinic.actor.name)
    dialog.accept()


def test_the_versions_of_a_use_profile_stand_beside_each_other(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    with clinic.writing() as work:
        first = UseProfileDraft(assessed_on=TODAY, main_substance="sabu")
        series_id = assessment.record_use_profile(work, client.episode_id, first)
    earlier = session.say("Earlier versions")
    page = opened(client.client_id, "profile")
    assert earlier not in [one.text().replace("&", "") for one in page.section.findChildren(QPushButton)]
    with clinic.writing() as work:
        draft = first.model_copy(update={"therapy": "Konseling"})
        assessment.correct_use_profile(work, series_id, 1, draft, "Lupa terapi")
    page = opened(client.client_id, "profile")
    [button] = [
        one
        for one in page.section.findChildren(QPushButton)
        if one.isVisible() and one.text().replace("&", "") == earlier
    ]
    button.setFocus()
    press(Qt.Key.Key_Space)
    settle(jobs)
    dialog = _versions()
    assert [one.content[session.say("Therapy")] for one in dialog.versions] == ["", "Konseling"]
    assert dialog.versions[1].reason == "Lupa terapi"
    dialog.accept()


def _issued(clinic: OpenClinic, client: Admitted) -> tuple[UUID, str]:
    """Issue the referral letter of a client; return the letter and its number."""
    with clinic.writing() as work:
        [destination] = referrals.destinations(work)[:1]
        draft = ReferralDraft(destination_id=destination.id, reason="Perlu rawat inap")
        referral_id = referrals.prepare(work, client.episode_id, draft, clinic.lists)
    with clinic.writing() as work:
        made = refer.issue_referral_letter(work, clinic.attachments, referral_id, clinic.lists, TODAY, 1)
    return made.letter_id, made.number_text


def test_a_letter_is_looked_at_again_in_the_file_and_each_look_is_entered(
    clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    _letter_id, number = _issued(clinic, client)
    page = opened(client.client_id, "letters")
    panel = page.section
    assert isinstance(panel, LettersPanel)
    assert panel.table is not None
    assert panel.table.hasFocus()
    assert panel.table.records.row_text(0).startswith(number)
    press(Qt.Key.Key_Return)
    wait_for(lambda: panel.paper is not None and panel.paper.preview.page_count > 0)
    paper = panel.paper
    assert paper is not None
    assert number in texts(paper)
    gone: list[str] = []
    paper._gate(Leaving.PRINT, lambda: gone.append("printed"))
    settle(jobs)
    assert gone == ["printed"], "what leaves is entered first, then let go"
    with clinic.reading() as work:
        deeds = ("letters.view", "letters.reprint.print")
        entered = select(AUDIT_ENTRY.c.action).where(AUDIT_ENTRY.c.action.in_(deeds)).order_by(AUDIT_ENTRY.c.number)
        assert tuple(work.connection.execute(entered).scalars()) == deeds
    press(Qt.Key.Key_Escape)
    settle(jobs)
    [again] = [one for one in panel.findChildren(Table) if one.isVisible()]
    assert again.hasFocus()
    page.forget()
    assert not [one for one in panel.findChildren(Table) if one.isVisible()]


def test_a_voided_letter_says_why_it_is_void(office: OpenClinic, clinic: OpenClinic, jobs: Jobs, opened: Open) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    letter_id, _number = _issued(clinic, client)
    with office.writing() as work:
        register.void(work, letter_id, 1, "Salah alamat tujuan")
    page = opened(client.client_id, "letters")
    panel = page.section
    assert isinstance(panel, LettersPanel)
    panel.open_marked()
    settle(jobs)
    assert panel.paper is not None
    assert "Salah alamat tujuan" in texts(panel.paper)


def test_a_client_without_a_letter_is_told_where_one_begins(opened: Open, clinic: OpenClinic) -> None:
    client = admit_client(clinic)
    panel = opened(client.client_id, "letters").section
    assert isinstance(panel, LettersPanel)
    assert panel.table is not None
    assert panel.table.records.rowCount() == 0
    panel.open_marked()
    assert panel.paper is None


def test_who_may_not_see_the_register_has_no_letters_in_the_file(
    sign_in: SignIn, office: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    nurse = sign_in(seat_of(office, Role.PERAWAT, name="Ns. Wati"))
    page = open_section(nurse, jobs, shown, client.client_id, "")
    assert "letters" not in page.sections
    assert "referral" in page.sections


def test_one_key_proposes_the_next_free_hour_of_the_counsellor_and_once_more_the_one_after(
    clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client, other = admit_client(clinic), admit_client(clinic, full_name="Andi Kedua")
    begin_outpatient(clinic, client)
    begin_outpatient(clinic, other)
    with clinic.writing() as work:
        sessions.plan_session(
            work, other.episode_id, PlanDraft(held_on=TODAY, held_at=time(10), counsellor_id=clinic.actor.user_id)
        )
    page = opened(client.client_id, "sessions")
    page.section.plan()  # type: ignore[attr-defined]
    form = form_of(page)
    settle(jobs)
    press(Qt.Key.Key_F, CTRL_SHIFT)
    settle(jobs)
    # It is 09.30, and 10.00 to 11.00 is taken: the hour from 09.30 would run into it.
    assert form.answers_of(["held_on", "held_at"]) == {"held_on": TODAY, "held_at": "11:00"}
    press(Qt.Key.Key_F, CTRL_SHIFT)
    settle(jobs)
    assert form.answers_of(["held_on", "held_at"]) == {"held_on": TODAY, "held_at": "11:30"}
    form.field("kind").fill({"kind": "individual"})
    form.field("kind").tell_edited()
    save(page, jobs)
    with clinic.reading() as work:
        [meeting] = session_queries.of_episode(work, client.episode_id)
    assert (meeting.held_on, meeting.held_at) == (TODAY, time(11, 30))


def test_after_the_last_hour_of_a_day_comes_the_next_open_day_and_without_a_counsellor_nothing(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    page = opened(client.client_id, "sessions")
    page.section.plan()  # type: ignore[attr-defined]
    form = form_of(page)
    [proposal] = page.findChildren(NextFree)
    friday = TODAY + timedelta(days=4)
    for name, value in {"held_on": friday, "held_at": "16:00"}.items():
        form.field(name).fill({name: value})
        form.field(name).tell_edited()
    settle(jobs)
    press(Qt.Key.Key_F, CTRL_SHIFT)
    settle(jobs)
    found = form.answers_of(["held_on"])["held_on"]
    assert found == friday + timedelta(days=3), proposal.note.text
    form.field("counsellor_id").fill({"counsellor_id": None})
    form.field("counsellor_id").tell_edited()
    settle(jobs)
    press(Qt.Key.Key_F, CTRL_SHIFT)
    settle(jobs)
    assert proposal.note.text == session.say("Choose the counsellor first.")
    assert form.answers_of(["held_on"])["held_on"] == found
