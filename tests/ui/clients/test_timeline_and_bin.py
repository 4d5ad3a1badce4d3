"""The timeline and the recycle bin by keys: kinds and months, the way to the entry, charts and paper, and the way back."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from rehab_app.clinic.documents import queries as documents
from rehab_app.clinic.timeline.rows import KIND_WORDS, EventKind, EventRow
from rehab_app.desk.recycle import KINDS
from rehab_app.desk.timeline_paper import timeline_facts
from rehab_app.foundation.actor import Role
from rehab_app.foundation.words import ENGLISH, Words
from rehab_app.office.audit.service import of_records
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.plain import to_text
from rehab_app.papers.sheets.timeline import event_text, timeline_sheet
from rehab_app.ui.clients.bin.panel import KIND_WORDS as BIN_WORDS
from rehab_app.ui.clients.bin.panel import BinPanel
from rehab_app.ui.clients.file_page import _SECTIONS, ClientFilePage
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.clients.timeline.panel import ICONS, SECTIONS, TimelinePanel
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.icons import DRAWINGS
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.shell.session import Session
from tests.clinic.documents.makers import picture
from tests.ui.clients.papers_makers import (
    BEGAN,
    admit_with_mother,
    attach,
    bin_paper,
    hand_in,
    measure,
    meet_often,
    sign,
    withdraw,
)
from tests.ui.kit.typist import press
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
Open = Callable[[Session, UUID, str], ClientFilePage]


@pytest.fixture
def opened(jobs: Jobs, shown: Show) -> Open:
    """Open a section of a client's file."""

    def made(session: Session, client_id: UUID, section: str) -> ClientFilePage:
        page = ClientFilePage(session)
        shown(page)
        page.arrive(FileSection(client_id, section))
        settle(jobs)
        return page

    return made


def _timeline(page: ClientFilePage) -> TimelinePanel:
    assert isinstance(page.section, TimelinePanel)
    return page.section


def _texts(panel: TimelinePanel) -> list[str]:
    assert panel.table is not None
    return [panel.table.records.row_text(number) for number in range(panel.table.records.rowCount())]


def _kinds(panel: TimelinePanel) -> set[EventKind]:
    assert panel.table is not None
    rows = [panel.table.records.row_at(number) for number in range(panel.table.records.rowCount())]
    return {row.event.kind for row in rows if row is not None}


def test_every_kind_has_an_icon_and_a_section_that_is_there() -> None:
    assert set(ICONS) == set(SECTIONS) == set(EventKind)
    assert set(ICONS.values()) <= set(DRAWINGS)
    assert set(SECTIONS.values()) <= {section.name for section in _SECTIONS}
    assert set(BIN_WORDS) == set(KINDS)


def test_events_stand_by_month_and_each_month_is_named_once(session: Session, clinic: OpenClinic, opened: Open) -> None:
    client = admit_with_mother(clinic)
    meet_often(clinic, client, 40)
    panel = _timeline(opened(session, client.client_id, "timeline"))
    months = [text.split("\t")[0] for text in _texts(panel)]
    named = [month for month in months if month]
    assert named == ["Januari 2023", "Desember 2022", "Oktober 2022"]
    assert len(months) == 41


def test_digits_and_arrows_choose_a_kind(session: Session, clinic: OpenClinic, opened: Open) -> None:
    client = admit_with_mother(clinic)
    sign(clinic, client.episode_id, "programme")
    hand_in(clinic, client.episode_id, "ktp_copy")
    panel = _timeline(opened(session, client.client_id, "timeline"))
    assert panel.table is not None
    assert panel.table.hasFocus()
    press(Qt.Key.Key_2)
    assert _kinds(panel) == {EventKind.CONSENT}
    press(Qt.Key.Key_Right)
    assert _kinds(panel) == {EventKind.PAPER}
    press(Qt.Key.Key_9)
    assert _kinds(panel) == {EventKind.PAPER}
    press(Qt.Key.Key_0)
    assert _kinds(panel) == {EventKind.STEP, EventKind.CONSENT, EventKind.PAPER}
    press(Qt.Key.Key_Left)
    assert _kinds(panel) == {EventKind.PAPER}


def test_enter_goes_to_the_section_of_the_event(session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open) -> None:
    client = admit_with_mother(clinic)
    hand_in(clinic, client.episode_id, "ktp_copy")
    page = opened(session, client.client_id, "timeline")
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)
    settle(jobs)
    assert page.section.name == "consent"


def test_words_are_made_from_codes_with_the_mark_of_a_withdrawal(
    session: Session, clinic: OpenClinic, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    withdraw(clinic, sign(clinic, client.episode_id, "programme"))
    [text, *_] = _texts(_timeline(opened(session, client.client_id, "timeline")))
    assert session.label("consent_kind", "programme") in text
    assert session.say("withdrawn") in text


def test_every_kind_says_something_for_any_codes(session: Session) -> None:
    words = Words.of(ENGLISH)
    for kind in EventKind:
        event = EventRow(kind, TODAY, None, None, UUID(int=1), "zz", "zz", "teks", 2, None, is_corrected=True)
        assert event_text(event, session.lists, words)
        assert KIND_WORDS[kind]


def test_charts_are_drawn_and_can_be_put_away(session: Session, clinic: OpenClinic, opened: Open) -> None:
    client = admit_with_mother(clinic)
    panel = _timeline(opened(session, client.client_id, "timeline"))
    assert not panel.findChildren(ChartView)
    for days, ones in ((0, 8), (60, 3)):
        measure(clinic, client.episode_id, BEGAN + timedelta(days=days), ones)
    wait_for(lambda: bool(panel.findChildren(ChartView)))
    panel.turn_charts()
    wait_for(lambda: not any(view.isVisible() for view in panel.findChildren(ChartView)))
    assert panel.table is not None
    assert panel.table.hasFocus()


def test_the_desk_sees_no_clinical_event_and_no_chart(
    office: OpenClinic, sign_in: SignIn, clinic: OpenClinic, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    meet_often(clinic, client, 3)
    measure(clinic, client.episode_id, BEGAN, 8)
    measure(clinic, client.episode_id, TODAY, 3)
    desk = sign_in(seat_of(office, Role.PENDAFTARAN, name="Rina Pendaftaran"))
    panel = _timeline(opened(desk, client.client_id, "timeline"))
    assert _kinds(panel) == {EventKind.STEP}
    assert not panel.findChildren(ChartView)
    assert not panel.deeds


def test_the_paper_holds_events_and_charts_by_initials_and_its_printing_is_audited(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    meet_often(clinic, client, 3)
    measure(clinic, client.episode_id, BEGAN, 8)
    measure(clinic, client.episode_id, TODAY, 3)
    with clinic.reading() as work:
        text = to_text(timeline_sheet(timeline_facts(work, client.client_id), clinic.lists))
    assert "Budi Santoso" not in text
    assert "DAST-10" in text
    assert text.count("Pertemuan") >= 3
    panel = _timeline(opened(session, client.client_id, "timeline"))
    panel.open_paper()
    wait_for(lambda: panel.paper is not None and panel.paper.preview.page_count > 0)
    assert panel.paper is not None
    left: list[bool] = []
    panel.paper._gate(Leaving.PRINT, lambda: left.append(True))
    settle(jobs)
    assert left == [True]
    with clinic.reading() as work:
        assert next(one.action for one in of_records(work, [client.client_id])) == "timeline.print"
    press(Qt.Key.Key_Escape)
    settle(jobs)
    assert panel.paper is None


def test_a_client_of_whom_nothing_is_known_has_an_empty_timeline_only_of_the_registration(
    session: Session, clinic: OpenClinic, opened: Open
) -> None:
    panel = _timeline(opened(session, admit_client(clinic).client_id, "timeline"))
    assert len(_texts(panel)) == 1


def test_what_lies_in_the_bin_is_taken_back_with_a_reason(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    bin_paper(clinic, hand_in(clinic, client.episode_id, "ktp_copy"))
    page = opened(session, client.client_id, "bin")
    panel = page.section
    assert isinstance(panel, BinPanel)
    assert panel.table is not None
    assert "Dokumen milik klien lain" in panel.table.records.row_text(0)
    press(Qt.Key.Key_Return)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog) and one.isVisible())
    dialog.field.setPlainText("ternyata milik klien ini")
    dialog._answer()
    settle(jobs)
    with clinic.reading() as work:
        assert len(documents.papers_of_episode(work, client.episode_id)) == 1
    wait_for(lambda: panel.table is not None and panel.table.records.rowCount() == 0)


def test_who_may_not_correct_is_told_so(
    office: OpenClinic, sign_in: SignIn, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_with_mother(clinic)
    bin_paper(clinic, hand_in(clinic, client.episode_id, "ktp_copy"))
    page = opened(sign_in(seat_of(office, Role.OPERATOR_SIRENA, name="Oki Operator")), client.client_id, "bin")
    press(Qt.Key.Key_Return)
    settle(jobs)
    assert page.notice.text
    with clinic.reading() as work:
        assert documents.papers_of_episode(work, client.episode_id) == ()


def test_the_lock_blanks_timeline_and_bin(session: Session, clinic: OpenClinic, opened: Open) -> None:
    client = admit_with_mother(clinic)
    attach(clinic, client.client_id, picture())
    page = opened(session, client.client_id, "timeline")
    panel = _timeline(page)
    page.forget()
    assert (panel.found, panel.table) == (None, None)
