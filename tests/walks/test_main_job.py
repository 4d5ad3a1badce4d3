"""The main job by keyboard alone in the real program: found nobody, registered, screened, agreed, referred, counted.

And the other way out: outpatient care opened, a meeting planned and recorded by one key. No page is visited and nothing is
saved but by keys; the keys of each task stand in the report of the test.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from rehab_app.app import Program
from rehab_app.clinic.consent import queries as consents
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.sessions import queries as sessions
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.settings.service import change_setting
from rehab_app.papers.register import service as letters
from rehab_app.papers.reports.figures import year_figures
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.meetings.panel import MeetingsPanel
from rehab_app.ui.clients.referral.panel import ReferralPanel
from rehab_app.ui.clients.register_page import RegisterPage
from rehab_app.ui.clients.screening.panel import ScreeningPanel
from rehab_app.ui.figures.page import FiguresPage
from rehab_app.ui.kit.form import Form
from rehab_app.ui.shell.shell import Shell
from tests.ui.driving import gate_of, running
from tests.ui.makers import PASSPHRASE, TODAY, make_clinic, wait_for
from tests.walks.walker import CTRL, SHIFT, Walker

NAME = "Ahmad Fauzan"
NIK = "6471021708900001"
YES, NEVER, WEEKLY = "2", "1", "4"
Report = Callable[[str, object], None]


@pytest.fixture
def walker(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Walker]:
    """Somebody at the gate of the program, on a clinic without clients."""
    del qtbot
    clinic = make_clinic(tmp_path)
    with clinic.writing() as work:
        change_setting(work, "backup_at_close", False)
    clinic.lock()
    with running(qapp, DataFolder(clinic.folder.root).root, language="id") as program:
        yield Walker(program)


def _sign_in(walker: Walker) -> None:
    gate = gate_of(walker.program)
    with walker.task("sign in"):
        assert walker.focused() is gate.form.field("login").edit
        walker.type_text("ratna")
        walker.press(Qt.Key.Key_Return)
        walker.type_text(PASSPHRASE)
        walker.press(Qt.Key.Key_Return)
        wait_for(lambda: isinstance(walker.program.frame.shown, Shell))


def _register(walker: Walker, name: str = NAME, nik: str = NIK) -> ClientFilePage:
    """Search for somebody who is not there, register her from the search box, and open her file."""
    with walker.task("search"):
        walker.press(Qt.Key.Key_F, CTRL)
        walker.type_text(name)
        finder = walker.shell.finder
        wait_for(lambda: finder.edit.is_open)  # type: ignore[attr-defined]
        walker.press(Qt.Key.Key_Return)
        wait_for(lambda: walker.shell.room == "clients.register")
    with walker.task("register"):
        page = walker.page
        assert isinstance(page, RegisterPage)
        wait_for(lambda: page.form.values()["client.full_name"] == name)
        for field, text in (
            ("client.sex", "1"),
            ("client.birth_date", "170890"),
            ("client.nik", nik),
            ("client.phone", "081234567890"),
            ("client.place_code", "baru il"),
            ("episode.channel", "1"),
        ):
            walker.answer(page.form, field, text)
        walker.save()
        assert page.form.notices.get("saved") is not None, [one.trouble for one in page.form.column.troubled()]
        walker.press(Qt.Key.Key_Space)
        wait_for(lambda: walker.shell.room == "clients.file")
    file = walker.page
    assert isinstance(file, ClientFilePage)
    wait_for(lambda: file.facts is not None)
    return file


def _screen(walker: Walker, file: ClientFilePage) -> None:
    """Answer the interview by digits: methamphetamine weekly with problems, nothing else ever; take the proposal."""
    with walker.task("screen"):
        _go(walker, file, Qt.Key.Key_4, "screening")
        walker.press(Qt.Key.Key_S, CTRL | SHIFT)
        panel = file.section
        assert isinstance(panel, ScreeningPanel)
        wait_for(lambda: panel.interview is not None)
        interview = panel.interview
        assert interview is not None
        for letter in "abcdefghij":
            walker.type_text(YES if letter == "e" else NEVER)
        while (asked := interview.answers.next_asked()) is not None:
            walker.type_text(WEEKLY if asked.question in {"q2", "q3", "q4", "q5"} else NEVER)
        walker.settle()
        assert interview.proposal
        walker.press(Qt.Key.Key_T, CTRL)
        walker.save()
        wait_for(lambda: panel.interview is None)


def _go(walker: Walker, file: ClientFilePage, key: Qt.Key, name: str) -> None:
    walker.press(key, CTRL)
    wait_for(lambda: file.section.name == name)
    walker.settle()


def _opened(walker: Walker, file: ClientFilePage) -> Form:
    """Press the section's main button, which has the focus, and return the form that opens at the side."""
    walker.press(Qt.Key.Key_Space)
    return _side_form(file)


def _side_form(file: ClientFilePage) -> Form:
    wait_for(lambda: file.forms.form is not None)
    form = file.forms.form
    assert form is not None
    return form


def _saved(walker: Walker, file: ClientFilePage) -> None:
    form = file.forms.form
    assert form is not None
    walker.save()
    wait_for(lambda: file.forms.form is None or bool(form.column.troubled()))
    assert file.forms.form is None, [(one.spec.name, one.trouble) for one in form.column.troubled()]
    walker.settle()


def _episode(file: ClientFilePage) -> str:
    assert file.facts is not None
    assert file.facts.episode is not None
    return file.facts.episode.state


def _tell(walker: Walker, report: Report) -> None:
    for task, keys in walker.keys.items():
        assert keys > 0, task
        report(f"keys: {task}", keys)


def test_a_new_client_is_referred_by_letter_and_counted_without_the_mouse(
    walker: Walker, record_property: Report
) -> None:
    _sign_in(walker)
    file = _register(walker)
    _screen(walker, file)
    with walker.task("consent"):
        _go(walker, file, Qt.Key.Key_3, "consent")
        form = _opened(walker, file)
        walker.answer(form, "kind", "pembukaan", confirm=True)
        walker.answer(form, "scope", "123")
        _saved(walker, file)
    with walker.task("prepare referral"):
        _go(walker, file, Qt.Key.Key_7, "referral")
        form = _opened(walker, file)
        walker.answer(form, "destination_id", "tanah", confirm=True)
        walker.answer(form, "reason", "perlu rawat inap")
        _saved(walker, file)
    panel = file.section
    assert isinstance(panel, ReferralPanel)
    with walker.task("preview"):
        walker.press(Qt.Key.Key_L, CTRL | SHIFT)
        wait_for(lambda: panel.letter is not None)
        letter = panel.letter
        assert letter is not None
        wait_for(lambda: letter.preview.page_count > 0)
        walker.settle()
    with walker.task("issue"):
        walker.press(Qt.Key.Key_Return, CTRL)
        walker.say_yes()
        wait_for(lambda: _episode(file) == State.REFERRED)
    with walker.task("figures"):
        walker.press(Qt.Key.Key_Escape)
        walker.command("angka", lambda: walker.shell.room == "figures")
        page = walker.page
        assert isinstance(page, FiguresPage)
        wait_for(lambda: "1 klien" in [one.text() for one in page.findChildren(QLabel)])
    _tell(walker, record_property)
    _require_referred(walker.program, file)


def _require_referred(program: Program, file: ClientFilePage) -> None:
    """Everything that was done by keys stands in the store, and the year counts one."""
    clinic = program.clinic
    assert clinic is not None
    assert file.facts is not None
    assert file.facts.episode is not None
    episode_id = file.facts.episode.id
    with clinic.reading() as work:
        (row,) = referrals.of_episode(work, episode_id)
        figures = year_figures(work, TODAY.year, ValueLists.load())
        assert [one.kind for one in consents.consents_of(work, episode_id)] == ["disclosure"]
        assert episodes.episode(work, episode_id).state == State.REFERRED
        assert row.letter_id is not None
        assert letters.letter(work, row.letter_id).number_text
    assert (figures.total, figures.table("modality").count("referral")) == (1, 1)


def test_outpatient_care_is_opened_and_a_meeting_recorded_by_one_key(walker: Walker, record_property: Report) -> None:
    _sign_in(walker)
    file = _register(walker)
    _screen(walker, file)
    with walker.task("open outpatient care"):
        _go(walker, file, Qt.Key.Key_2, "care")
        _opened(walker, file)
        _saved(walker, file)
        wait_for(lambda: _episode(file) == State.OUTPATIENT)
    with walker.task("plan a meeting"):
        _go(walker, file, Qt.Key.Key_5, "sessions")
        walker.press(Qt.Key.Key_N, CTRL | SHIFT)
        form = _side_form(file)
        walker.answer(form, "held_on", "160123")
        walker.answer(form, "kind", "1")
        _saved(walker, file)
    panel = file.section
    assert isinstance(panel, MeetingsPanel)
    with walker.task("record attendance"):
        wait_for(lambda: panel.table is not None and panel.table.records.rowCount() == 1)
        _go(walker, file, Qt.Key.Key_5, "sessions")
        walker.type_text("h")
        walker.settle()
    _tell(walker, record_property)
    assert walker.keys["record attendance"] <= 3
    clinic = walker.program.clinic
    assert clinic is not None
    assert file.facts is not None
    assert file.facts.episode is not None
    with clinic.reading() as work:
        (meeting,) = sessions.of_episode(work, file.facts.episode.id)
        figures = year_figures(work, TODAY.year, ValueLists.load())
    assert (meeting.attendance, meeting.held_on) == ("hadir", TODAY)
    assert (figures.total, figures.table("modality").count("outpatient")) == (1, 1)
