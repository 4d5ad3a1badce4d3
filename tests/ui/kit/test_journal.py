"""The draft journal: every state of a form survives, valid or not, and nothing is overwritten before the user has decided."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.store.drafts import DraftBox
from rehab_app.store.keys.data_key import DataKey
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_leaving import Leave
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.journal import EARLIER, DraftJournal
from tests.ui.kit.typist import CTRL, press, registration, type_text

NAME = "client"
SAVED = {
    "id": "c1",
    "row_version": 3,
    "registered_on": "2023-01-16",
    "name": "Budi Santoso",
    "sex": "m",
    "birth_date": "1990-08-17",
}


@dataclass
class Kept:
    draft_id: str
    form: str
    subject: str
    kept_at: datetime
    content: Mapping[str, Any]


@dataclass
class Shelf:
    """A draft keeper in memory; ``trouble`` makes it fail, ``gate`` holds a writer back."""

    clock: SetClock
    drafts: dict[str, Kept] = field(default_factory=dict)
    writes: int = 0
    trouble: RuleBroken | None = None
    gate: threading.Event | None = None
    threads: set[str] = field(default_factory=set)

    def keep(self, form: str, subject: str, content: Mapping[str, Any]) -> str:
        if self.gate is not None:
            self.gate.wait(5)
        if self.trouble is not None:
            raise self.trouble
        self.threads.add(threading.current_thread().name)
        copied = json.loads(json.dumps(content))
        self.drafts[f"{form}/{subject}"] = Kept(f"{form}/{subject}", form, subject, self.clock.now(), copied)
        self.writes += 1
        return f"{form}/{subject}"

    def offered(self) -> list[Kept]:
        return list(self.drafts.values())

    def discard(self, draft_id: str) -> None:
        self.drafts.pop(draft_id, None)

    def content(self, subject: str = "c1") -> Mapping[str, Any]:
        return self.drafts[f"{NAME}/{subject}"].content


@pytest.fixture
def shelf(context: ScreenContext) -> Shelf:
    assert isinstance(context.clock, SetClock)
    return Shelf(context.clock)


OpenForm = Callable[..., tuple[Form, DraftJournal]]


@pytest.fixture
def open_form(qtbot: QtBot, context: ScreenContext, jobs: Jobs, shelf: Shelf) -> OpenForm:
    """Return a maker of forms that are filled, shown and journaled, as a page opens them."""
    kept = []  # qtbot itself does not keep a widget alive

    def make(values: Mapping[str, object] = SAVED, keeper: Shelf | DraftBox = shelf) -> tuple[Form, DraftJournal]:
        form = Form(registration(), context)
        kept.append(form)
        qtbot.addWidget(form)
        form.fill(values)
        journal = DraftJournal(form, keeper, jobs.write, name=NAME, subject="c1")
        form.resize(900, 700)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        form.focus_first()
        journal.offer()
        settle(jobs)
        return form, journal

    return make


def settle(jobs: Jobs) -> None:
    """Let the lanes come to rest and deliver."""
    assert jobs.drain()
    QApplication.processEvents()


def run_timer(journal: DraftJournal, jobs: Jobs) -> None:
    """Let the two seconds pass at once, if they are running."""
    assert journal._timer.isActive(), "nothing is going to be kept"
    journal._timer.stop()
    journal._timer.timeout.emit()
    settle(jobs)


def press_notice(form: Form, key: str, text: str, jobs: Jobs) -> None:
    notice = form.notices.get(key)
    assert notice is not None
    button = next(each for each in notice.all_buttons() if each.accessibleName() == text)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Space)
    settle(jobs)


def table_texts(form: Form, key: str = "draft") -> list[str]:
    notice = form.notices.get(key)
    assert notice is not None
    assert notice.table is not None
    return [label.text() for label in notice.table.findChildren(QLabel)]


def test_nothing_is_kept_and_no_timer_runs_while_nothing_is_typed(
    open_form: OpenForm, shelf: Shelf, qtbot: QtBot
) -> None:
    form, journal = open_form()
    qtbot.waitUntil(lambda: form.is_built)
    assert shelf.writes == 0
    assert [timer for timer in form.findChildren(QTimer) if timer.isActive()] == []
    assert journal.seal_now()
    assert shelf.writes == 0


def test_what_is_typed_is_kept_off_the_ui_thread_valid_or_not(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    type_text("31/2/19")
    run_timer(journal, jobs)
    assert shelf.content() == form.values()
    assert shelf.content()["registered_on"] == {"typed": "31/2/19"}
    assert shelf.threads == {"lane-write"}
    assert not journal._timer.isActive()


def test_fast_typing_does_not_put_the_keeping_off(open_form: OpenForm, jobs: Jobs) -> None:
    _, journal = open_form()
    type_text("3")
    left = journal._timer.remainingTime()
    type_text("1/2/19")
    assert journal._timer.remainingTime() <= left
    run_timer(journal, jobs)


def test_an_invalid_draft_comes_back_exactly_in_a_new_window(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    type_text("31/2/19")
    form.field("name").focus_editor()
    type_text("محمد 👩 " * 10)
    form.field("nik").focus_editor()
    type_text("64710 abc")
    form.field("place").focus_editor()
    type_text("entah di mana")
    typed = form.values()
    assert journal.seal_now()
    form.close()
    again, _ = open_form()
    notice = again.notices.get("draft")
    assert notice is not None
    assert notice.text == "A draft from 09:30 WITA is not saved yet."
    assert again.values() != typed
    press_notice(again, "draft", "Restore", jobs)
    assert again.values() == typed
    assert again.is_dirty
    assert shelf.content() == typed


def test_the_differences_are_shown_field_by_field(open_form: OpenForm) -> None:
    form, journal = open_form()
    form.field("name").focus_editor()
    type_text("Budianto")
    form.field("sex").focus_editor()
    type_text("2")
    journal.seal_now()
    again, _ = open_form()
    assert table_texts(again) == [
        "Field", "Saved", "Draft",
        "Full name", "Budi Santoso", "Budianto",
        "Sex", "Laki-laki", "Perempuan",
    ]  # fmt: skip


def test_a_draft_of_another_day_is_offered_with_its_date(open_form: OpenForm, context: ScreenContext) -> None:
    _, journal = open_form()
    type_text("kemarin")
    journal.seal_now()
    assert isinstance(context.clock, SetClock)
    context.clock.advance(timedelta(days=2))
    again, _ = open_form()
    notice = again.notices.get("draft")
    assert notice is not None
    assert notice.text == "A draft from 16/01/2023 09:30 WITA is not saved yet."


def test_an_offered_draft_is_kept_until_the_user_has_decided(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    form.field("name").focus_editor()
    type_text("Budianto")
    form.field("phone").focus_editor()
    type_text("0811")
    first = form.values()
    journal.seal_now()
    again, second_journal = open_form()
    again.field("name").focus_editor()
    type_text("Budiman")
    run_timer(second_journal, jobs)
    assert shelf.content()["name"] == "Budiman"
    assert shelf.content()[EARLIER][0]["values"] == first
    third, _ = open_form()
    assert table_texts(third)[3:6] == ["Full name", "Budi Santoso", "Budiman"]
    press_notice(third, "draft", "Discard draft", jobs)
    assert table_texts(third)[3:] == ["Full name", "Budi Santoso", "Budianto", "Phone", "(empty)", "0811"]
    press_notice(third, "draft", "Restore", jobs)
    assert third.values() == first


def test_restoring_keeps_what_was_typed_since_and_offers_both(open_form: OpenForm, jobs: Jobs) -> None:
    form, journal = open_form()
    form.field("name").focus_editor()
    type_text("Budianto")
    form.field("phone").focus_editor()
    type_text("0811")
    journal.seal_now()
    again, _ = open_form()
    again.field("name").focus_editor()
    type_text("Budiman")
    press_notice(again, "draft", "Restore", jobs)
    assert again.values()["name"] == "Budiman"
    assert again.values()["phone"] == "0811"
    assert table_texts(again)[3:] == ["Full name", "Budiman", "Budianto"]
    press_notice(again, "draft", "Full name: Use this", jobs)
    assert again.values()["name"] == "Budianto"
    press_notice(again, "draft", "Done", jobs)
    assert again.notices.get("draft") is None


def test_a_discarded_draft_can_be_brought_back(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    type_text("31/2/19")
    typed = form.values()
    journal.seal_now()
    again, again_journal = open_form()
    press_notice(again, "draft", "Discard draft", jobs)
    assert shelf.drafts == {}
    assert not again.is_dirty
    press_notice(again, "draft-undo", "Bring it back", jobs)
    assert again.values() == typed
    run_timer(again_journal, jobs)
    assert shelf.content() == typed


def test_a_draft_without_a_difference_is_forgotten_in_silence(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    shelf.keep(NAME, "c1", SAVED)
    form, journal = open_form()
    assert form.notices.get("draft") is None
    run_timer(journal, jobs)
    assert shelf.drafts == {}


def test_drafts_of_other_forms_and_subjects_are_not_offered(open_form: OpenForm, shelf: Shelf) -> None:
    shelf.keep(NAME, "c2", {"name": "Tono"})
    shelf.keep("session", "c1", {"name": "Tono"})
    form, _ = open_form()
    assert form.notices.get("draft") is None
    assert len(shelf.drafts) == 2


def test_a_successful_save_removes_the_draft(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    form.field("name").focus_editor()
    type_text("Budianto")
    run_timer(journal, jobs)
    assert shelf.drafts
    press(Qt.Key.Key_S, CTRL)
    form.mark_saved({"row_version": 4})
    settle(jobs)
    assert shelf.drafts == {}
    assert not journal._timer.isActive()


def test_a_refused_save_keeps_the_draft(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    type_text("31/2/19")
    run_timer(journal, jobs)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert shelf.content() == form.values()


def test_a_save_does_not_remove_a_draft_that_was_offered_and_not_decided(open_form: OpenForm, jobs: Jobs) -> None:
    form, journal = open_form()
    form.field("phone").focus_editor()
    type_text("0811")
    journal.seal_now()
    again, _ = open_form()
    again.field("name").focus_editor()
    type_text("Budianto")
    again.save()
    again.mark_saved()
    settle(jobs)
    third, _ = open_form({**SAVED, "name": "Budianto"})
    assert "0811" in table_texts(third)


def test_taking_everything_back_removes_the_draft(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    form.field("phone").focus_editor()
    type_text("0811")
    run_timer(journal, jobs)
    press(Qt.Key.Key_Backspace, times=4)
    assert not form.is_dirty
    run_timer(journal, jobs)
    assert shelf.drafts == {}
    assert not journal._timer.isActive()


def test_an_older_state_never_overwrites_what_was_sealed(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    shelf.gate = threading.Event()
    form.field("phone").focus_editor()
    type_text("0811")
    held = threading.Event()
    jobs.write(lambda: held.wait(5))  # the lane is busy with a long write
    journal._timer.stop()
    journal._timer.timeout.emit()
    type_text("22")
    shelf.gate.set()
    assert journal.seal_now()
    assert shelf.content()["phone"] == "081122"
    held.set()
    settle(jobs)
    assert shelf.content()["phone"] == "081122"


def test_sealing_before_the_search_for_drafts_has_ended_loses_neither(
    qtbot: QtBot, context: ScreenContext, jobs: Jobs, shelf: Shelf
) -> None:
    shelf.keep(NAME, "c1", {"name": "Budianto"})
    form = Form(registration(), context)
    qtbot.addWidget(form)
    form.fill(SAVED)
    journal = DraftJournal(form, shelf, jobs.write, name=NAME, subject="c1")
    form.show()
    form.focus_first()
    held = threading.Event()
    jobs.write(lambda: held.wait(5))
    journal.offer()
    form.restore({"phone": "0811"})
    assert journal.seal_now()
    assert shelf.content()["phone"] == "0811"
    assert shelf.content()[EARLIER][0]["values"] == {"name": "Budianto"}
    held.set()
    settle(jobs)
    notice = form.notices.get("draft")
    assert notice is not None


def test_a_keeper_that_fails_is_told_and_the_form_is_not_left(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    left: list[Leave] = []
    form.left.connect(left.append)
    type_text("31/2/19")
    shelf.trouble = Trouble("field.required")
    run_timer(journal, jobs)
    assert form.notices.get("draft-trouble") is not None
    assert not journal.seal_now()
    press(Qt.Key.Key_Escape)
    press_notice(form, "leaving", "Keep as a draft and leave", jobs)
    assert left == []
    shelf.trouble = None
    type_text("0")
    run_timer(journal, jobs)
    assert form.notices.get("draft-trouble") is None
    assert shelf.content() == form.values()


def test_leaving_with_the_draft_kept_writes_it_at_once(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    type_text("31/2/19")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Space)
    assert shelf.content() == form.values()
    assert not journal._timer.isActive()
    settle(jobs)


def test_throwing_away_removes_the_draft(open_form: OpenForm, shelf: Shelf, jobs: Jobs) -> None:
    form, journal = open_form()
    type_text("31/2/19")
    run_timer(journal, jobs)
    press(Qt.Key.Key_Escape)
    press_notice(form, "leaving", "Throw away what I typed", jobs)
    assert shelf.drafts == {}
    assert not journal._timer.isActive()


def test_a_form_that_is_destroyed_while_its_draft_is_being_written_does_no_harm(
    qtbot: QtBot, context: ScreenContext, shelf: Shelf, jobs: Jobs
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    form = Form(registration(), context, parent=page)
    journal = DraftJournal(form, shelf, jobs.write, name=NAME, subject="c1")
    form.restore({"registered_on": {"typed": "31/2/19"}})
    typed = form.values()
    shelf.gate = threading.Event()
    journal._timer.stop()
    journal._timer.timeout.emit()
    with qtbot.waitSignal(form.destroyed):
        form.deleteLater()
    shelf.gate.set()
    settle(jobs)
    assert shelf.content() == typed


def test_drafts_survive_in_the_sealed_box_of_the_store(
    open_form: OpenForm, context: ScreenContext, jobs: Jobs, tmp_path: Path
) -> None:
    box = DraftBox(tmp_path, DataKey(bytes(range(32))), UUID(int=7), context.clock)
    form, journal = open_form(keeper=box)
    type_text("31/2/19")
    form.field("name").focus_editor()
    type_text("Muhammad Yusuf")
    typed = form.values()
    run_timer(journal, jobs)
    assert all(b"Yusuf" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    again, _ = open_form(keeper=box)
    press_notice(again, "draft", "Restore", jobs)
    assert again.values() == typed
    again.save()
    again.reset({})
    again.saved.emit()
    settle(jobs)
    assert box.offered() == []
