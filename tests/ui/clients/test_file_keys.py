"""Keys of an opened file: what begins from anywhere in it, which section they bring, and that none means two things."""

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from rehab_app.clinic.assessment import instruments
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_lane import LEAST_HEIGHT
from rehab_app.ui.clients.file_page import _SECTIONS, ClientFilePage
from rehab_app.ui.clients.instruments.panel import InstrumentsPanel
from rehab_app.ui.clients.plan.panel import PlanPanel
from rehab_app.ui.clients.screening.panel import ScreeningPanel
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.theme import State
from rehab_app.ui.rooms import rooms
from rehab_app.ui.shell.session import Session
from rehab_app.ui.shell.shell import Shell
from tests.ui.clients.sections import CTRL_SHIFT, Show, SignIn, begin_outpatient, open_section
from tests.ui.kit.typist import CTRL, focused, press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for
from tests.words import stretched

KEYS = {
    "screening": (Qt.Key.Key_4, CTRL),
    "instruments": (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
    "examination": (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier),
    "urine": (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
    "diagnosis": (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
    "plan": (Qt.Key.Key_9, CTRL),
    "timeline": (Qt.Key.Key_0, CTRL),
}
BEGINNINGS = {
    "examination": (Qt.Key.Key_E, "Catat tanda vital"),
    "urine": (Qt.Key.Key_U, "Catat tes urin"),
    "diagnosis": (Qt.Key.Key_D, "Tetapkan diagnosis"),
    "sessions": (Qt.Key.Key_N, "Rencanakan pertemuan"),
}


@pytest.fixture
def client(clinic: OpenClinic) -> Admitted:
    """A client with an episode of today."""
    return admit_client(clinic)


@pytest.fixture
def doctor(office: OpenClinic) -> OpenClinic:
    """The same clinic with a doctor signed in."""
    return seat_of(office, Role.DOKTER, name="dr. Uji Dokter")


def in_force(page: QWidget) -> list[str]:
    """Return the keys that act wherever the focus is on a page, each as often as something would answer it."""
    return [
        shortcut.key().toString()
        for shortcut in page.findChildren(QShortcut)
        if shortcut.isEnabled()
        and shortcut.context() == Qt.ShortcutContext.WindowShortcut
        and isinstance(owner := shortcut.parent(), QWidget)
        and owner.isVisible()
    ]


@pytest.mark.parametrize("name", KEYS)
def test_a_key_brings_its_section_from_anywhere_in_the_file(
    session: Session, client: Admitted, jobs: Jobs, shown: Show, name: str
) -> None:
    page = open_section(session, jobs, shown, client.client_id, "history")
    press(*KEYS[name])
    settle(jobs)
    assert page.section.name == name
    assert page.forms.form is None
    assert page.section.isAncestorOf(focused())


@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_form_is_opened_from_any_section(
    sign_in: SignIn, doctor: OpenClinic, client: Admitted, jobs: Jobs, shown: Show, name: str
) -> None:
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "identity")
    key, title = BEGINNINGS[name]
    press(key, CTRL_SHIFT)
    settle(jobs)
    assert page.section.name == name
    assert page.panel.accessibleName() == title
    form = page.forms.form
    assert form is not None
    assert form.isAncestorOf(focused())


def test_an_instrument_is_begun_from_any_section(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> None:
    page = open_section(session, jobs, shown, client.client_id, "consent")
    press(Qt.Key.Key_I, CTRL_SHIFT)
    settle(jobs)
    panel = page.section
    assert isinstance(panel, InstrumentsPanel)
    assert panel.start is not None
    assert panel.start.isAncestorOf(focused())
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_1)
    settle(jobs)
    assert panel.filling is not None


def test_the_screening_is_begun_from_any_section(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> None:
    page = open_section(session, jobs, shown, client.client_id, "identity")
    press(Qt.Key.Key_S, CTRL_SHIFT)
    settle(jobs)
    panel = page.section
    assert isinstance(panel, ScreeningPanel)
    assert panel.interview is not None


def test_the_keys_act_in_their_own_section_too(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> None:
    page = open_section(session, jobs, shown, client.client_id, "urine")
    press(Qt.Key.Key_U, CTRL_SHIFT)
    settle(jobs)
    assert page.forms.form is not None


def test_who_makes_no_diagnosis_is_only_shown_the_section(
    session: Session, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    page = open_section(session, jobs, shown, client.client_id, "identity")
    press(Qt.Key.Key_D, CTRL_SHIFT)
    settle(jobs)
    assert page.section.name == "diagnosis"
    assert page.forms.form is None
    assert "Ctrl+Shift+D" not in [command.keys for command in page.commands()]


def test_an_ended_episode_takes_nothing_new(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    begin_outpatient(clinic, client)
    with clinic.writing() as work:
        draft = CloseDraft(on=TODAY, outcome="moved", reason="Pindah ke Samarinda")
        episodes.close(work, client.episode_id, 2, draft, 0)
    page = open_section(session, jobs, shown, client.client_id, "identity")
    press(Qt.Key.Key_U, CTRL_SHIFT)
    settle(jobs)
    assert page.section.name == "urine"
    assert page.forms.form is None
    assert "Ctrl+Shift+U" not in [command.keys for command in page.commands()]


def test_keys_without_a_client_do_nothing(session: Session, jobs: Jobs, shown: Show) -> None:
    page = ClientFilePage(session)
    shown(page)
    page.arrive(None)
    page._begin("urine", "Ctrl+Shift+U")
    page._merge()
    settle(jobs)
    assert page.forms.form is None
    assert page.tabs.isHidden()


def test_what_is_typed_elsewhere_is_not_replaced(session: Session, client: Admitted, jobs: Jobs, shown: Show) -> None:
    page = open_section(session, jobs, shown, client.client_id, "identity")
    press(Qt.Key.Key_E, CTRL)
    form = page.forms.form
    assert form is not None
    type_text("Bambang")
    assert form.is_dirty
    press(Qt.Key.Key_U, CTRL_SHIFT)
    settle(jobs)
    assert page.forms.form is form
    assert form.is_dirty


def test_the_keys_stand_in_the_tooltips_and_in_the_palette(
    session: Session, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    page = open_section(session, jobs, shown, client.client_id, "identity")
    tips = {tab.title: tab.tip for tab in page.tabs._tabs}
    assert tips["Tes urin"].splitlines() == ["Tes urin (F8)", "Catat tes urin (Ctrl+Shift+U)"]
    known = {command.keys: command.text for command in page.commands() if command.keys}
    assert known["Ctrl+Shift+U"] == "Catat tes urin"
    assert known["F8"].endswith("Tes urin")
    next(command for command in page.commands() if command.keys == "Ctrl+Shift+U").act()
    settle(jobs)
    assert page.section.name == "urine"
    assert page.forms.form is not None


def test_no_key_of_the_file_means_two_things(
    sign_in: SignIn, doctor: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    begin_outpatient(doctor, client)
    session = sign_in(doctor)
    page = ClientFilePage(session)
    shell = Shell(session, rooms(), lambda _session: QWidget())
    everywhere = in_force(shell) or [one.key().toString() for one in shell.findChildren(QShortcut)]
    shell.deleteLater()
    shown(page)
    page.arrive(client.client_id)
    settle(jobs)
    for name in page.sections:
        page.show_section(name)
        settle(jobs)
        count = Counter([*in_force(page), *everywhere])
        assert not [keys for keys, times in count.items() if times > 1], name
        texts = [QKeySequence(one.keys).toString() for one in page.commands() if one.keys]
        assert len(texts) == len(set(texts)), name


def test_no_key_of_a_form_at_the_side_is_one_of_the_section_or_the_file(
    sign_in: SignIn, doctor: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    page = open_section(sign_in(doctor), jobs, shown, client.client_id, "plan")
    assert isinstance(page.section, PlanPanel)
    page.section.make()
    settle(jobs)
    for name in page.sections:
        page.show_section(name)
        settle(jobs)
        assert page.forms.form is not None
        count = Counter(in_force(page))
        assert not [keys for keys, times in count.items() if times > 1], name


def test_the_digits_go_to_sections_from_a_paper_too(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    begin_outpatient(clinic, client)
    page = open_section(session, jobs, shown, client.client_id, "instruments")
    panel = page.section
    assert isinstance(panel, InstrumentsPanel)
    panel._show_blank("dast10")
    wait_for(lambda: panel.paper is not None and panel.paper.preview.page_count > 0)
    assert page.tabs.isHidden()
    assert panel.paper is not None
    panel.paper.preview.view.setFocus()
    zoom = panel.paper.preview.view.zoom
    press(Qt.Key.Key_Plus, CTRL)
    assert panel.paper.preview.view.zoom > zoom
    press(Qt.Key.Key_F)
    assert panel.paper.preview.view.zoom == pytest.approx(zoom)
    press(Qt.Key.Key_0, CTRL)
    settle(jobs)
    assert page.section.name == "timeline"
    assert not page.tabs.isHidden()
    press(Qt.Key.Key_F6)
    settle(jobs)
    assert panel.paper is not None
    assert page.tabs.isHidden()


def test_good_news_does_not_follow_into_another_section_and_trouble_does(
    session: Session, client: Admitted, jobs: Jobs, shown: Show
) -> None:
    page = open_section(session, jobs, shown, client.client_id, "identity")
    page.notice.tell("Tersimpan.", State.OK)
    press(Qt.Key.Key_3, CTRL)
    settle(jobs)
    assert page.notice.isHidden()
    page.notice.tell("Ada yang salah.", State.DANGER)
    press(Qt.Key.Key_1, CTRL)
    settle(jobs)
    assert page.notice.text == "Ada yang salah."


def test_every_beginning_is_named_by_what_its_section_offers() -> None:
    keys = [deed.keys for kind in _SECTIONS for deed in kind.file_deeds]
    assert len(keys) == len(set(keys)) >= 7
    assert not set(keys) & {kind.keys for kind in _SECTIONS}


@pytest.mark.parametrize("words", [Words.of(INDONESIAN), stretched()], ids=["as they are", "stretched"])
def test_on_a_low_window_nothing_above_a_section_is_cut_and_the_alert_stays_in_sight(
    session: Session, clinic: OpenClinic, client: Admitted, jobs: Jobs, shown: Show, words: Words
) -> None:
    items = {str(number): int(number == 17) for number in range(1, 21)}
    with clinic.writing() as work:
        draft = InstrumentDraft(taken_on=TODAY, moment="awal", answers={"items": items})
        instruments.record_instrument(work, client.episode_id, "srq20", draft)
    page = open_section(
        replace(session, context=replace(session.context, words=words)), jobs, shown, client.client_id, "identity"
    )
    page.resize(760, 430)
    press(Qt.Key.Key_F7)
    settle(jobs)
    wait_for(lambda: page.section.height() >= LEAST_HEIGHT - 2)
    for line in page.header.lines:
        for label in line.note.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in page.tabs.findChildren(QToolButton):
        if button.isVisible():
            line_of = button.parentWidget()
            assert line_of is not None
            assert line_of.rect().contains(button.geometry()), button.text()
    wait_for(lambda: not page.section.visibleRegion().isEmpty())
    assert page.section.visibleRegion().boundingRect().height() > LEAST_HEIGHT // 2
    assert not page.header.alert.visibleRegion().isEmpty()
    page.forget()
    assert page.header.alert.isHidden()
