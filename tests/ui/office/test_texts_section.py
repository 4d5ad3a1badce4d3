"""The office's section of the texts: reading, writing with faults, inserting fields, versions, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.texts import service
from rehab_app.papers.texts.delivered import delivered
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.office.texts.actions import differences
from rehab_app.ui.office.texts.dialogs import FieldPicker, HelpWindow, VersionsWindow, written
from rehab_app.ui.office.texts.editor import TextEditor
from rehab_app.ui.office.texts_section import TextsSection
from tests.ui.kit.typist import CTRL, press
from tests.ui.kit.typist import type_text as type_where_the_focus_is
from tests.ui.makers import make_clinic, make_session, seat_of, settle, wait_for

REASON = "Kalimat penutup"


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


@pytest.fixture
def section(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> TextsSection:
    return show(clinic, context, qtbot)


def show(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> TextsSection:
    """Show the section beside its panel."""
    panel = SidePanel(context)
    made = TextsSection(make_session(clinic, context), panel)
    window = QWidget()
    row = QHBoxLayout(window)
    row.addWidget(made, 1)
    row.addWidget(panel)
    qtbot.addWidget(window)
    window.resize(1166, 690)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.kept = window  # type: ignore[attr-defined] # or the window goes with this call
    made.arrive()
    settle(context.jobs)
    return made


def opened(section: TextsSection, kind: str = "referral") -> TextEditor:
    """Open a paper with the keyboard."""
    kinds = [row.kind for row in section.model.rows]
    section.table.choose(kinds.index(kind))
    strike(section.table, Qt.Key.Key_Return)
    settle(section.session.context.jobs)
    assert section.editor is not None
    return section.editor


def strike(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in ``widget``, which gets the focus unless it lies within."""
    focused = widget.window().focusWidget()
    if not (focused is widget or widget.isAncestorOf(focused)):
        widget.setFocus()
    press(key, modifier)


def type_into(widget: QWidget, text: str) -> None:
    """Type ``text`` in ``widget``."""
    widget.setFocus()
    type_where_the_focus_is(text)


def looked(editor: TextEditor) -> None:
    """Let the check of what was typed come to its end."""
    editor.look_now()
    settle(editor.session.context.jobs)


def go_to(editor: TextEditor, words: str) -> None:
    """Put the cursor behind the first place of ``words``."""
    cursor = editor.edit.document().find(words)
    cursor.setPosition(cursor.selectionEnd())
    editor.edit.setTextCursor(cursor)


def choose(editor: TextEditor, notice: str, text: str) -> None:
    """Press a button of a notice above the text."""
    shown = editor.form.notices.get(notice)
    assert shown is not None
    next(one for one in shown.all_buttons() if one.accessibleName() == text).click()


def keep(section: TextsSection, editor: TextEditor, reason: str = REASON) -> None:
    """Type the reason and keep the text."""
    editor.form.field("reason").focus_editor()
    type_into(editor.form.field("reason").editor, reason)
    strike(editor.form, Qt.Key.Key_S, CTRL)
    settle(section.session.context.jobs)


def counts(clinic: OpenClinic, kind: str = "referral") -> tuple[int, str]:
    with clinic.reading() as work:
        row = service.text_of(work, kind)
    return row.version, row.body


def test_every_paper_is_listed_as_delivered_at_first(section: TextsSection) -> None:
    assert [row.kind for row in section.model.rows] == list(KINDS)
    assert not any(row.is_own for row in section.model.rows)


def test_enter_opens_the_text_and_esc_leads_back_to_the_list(section: TextsSection) -> None:
    editor = opened(section, "summons")
    assert editor.edit.toPlainText() == delivered("summons")
    assert editor.edit.hasFocus()
    assert editor.preview.page_count == 1
    strike(editor.edit, Qt.Key.Key_Escape)
    settle(section.session.context.jobs)
    assert section.editor is None
    assert section.table.hasFocus()


def test_a_change_is_kept_with_its_reason_and_the_list_says_so(section: TextsSection, clinic: OpenClinic) -> None:
    heard: list[str] = []
    section.told.connect(lambda text, _state: heard.append(text))
    editor = opened(section)
    go_to(editor, "Demikian disampaikan")
    type_into(editor.edit, " dengan hormat")
    keep(section, editor)
    version, body = counts(clinic)
    assert version == 1
    assert "Demikian disampaikan dengan hormat" in body
    assert "already issued" in heard[-1]
    assert not editor.form.is_dirty
    row = next(row for row in section.model.rows if row.kind == "referral")
    assert (row.is_own, row.version, row.changed_by, row.reason) == (True, 1, "dr. Ratna Uji", REASON)


def test_a_fault_is_marked_at_its_line_listed_and_gone_to(section: TextsSection, clinic: OpenClinic) -> None:
    editor = opened(section)
    go_to(editor, "{alasan}")
    type_into(editor.edit, " {alasn}")
    line = editor.edit.line
    pages = editor.preview.page_count
    looked(editor)
    assert editor.edit.marked == {line}
    assert [(one.line, one.code) for one in editor.faults.rows] == [(line, "texts.unknown_field_near")]
    assert editor.fault_table.isVisible()
    assert "1 fault" in editor.note.text
    assert editor.preview.page_count == pages  # the sample before it stays
    editor.edit.moveCursor(QTextCursor.MoveOperation.Start)
    editor.fault_table.choose(0)
    strike(editor.fault_table, Qt.Key.Key_Return)
    assert editor.edit.line == line
    assert editor.edit.hasFocus()
    editor.edit.moveCursor(QTextCursor.MoveOperation.Start)
    strike(editor.edit, Qt.Key.Key_F8)
    assert editor.edit.line == line
    keep(section, editor)
    assert counts(clinic)[0] == 0
    assert "1" in editor.form.field("body").trouble
    editor.edit.undo()
    looked(editor)
    assert not editor.edit.marked
    assert editor.fault_table.isHidden()


def test_typing_is_checked_by_itself_after_a_while(section: TextsSection) -> None:
    editor = opened(section)
    go_to(editor, "{alasan}")
    type_into(editor.edit, "{x}")
    wait_for(lambda: bool(editor.faults.rows))


def picker_of(section: TextsSection) -> FieldPicker:
    return next(one for one in section.window().findChildren(FieldPicker) if one.isVisible())


def test_a_field_is_found_by_a_word_and_inserted_where_the_cursor_stands(section: TextsSection) -> None:
    editor = opened(section)
    go_to(editor, "Klien diantar oleh ")
    strike(editor.edit, Qt.Key.Key_Space, CTRL)
    picker = picker_of(section)
    assert {row.name for row in picker.model.rows} == set(KINDS["referral"].fields)
    type_into(picker.search, "no_hp")
    assert [row.name for row in picker.model.rows] == ["no_hp"]
    strike(picker.search, Qt.Key.Key_Return)
    assert "Klien diantar oleh {no_hp}{pengantar}" in editor.edit.toPlainText()
    assert section.window().focusWidget() is editor.edit


def test_a_table_is_inserted_on_a_line_of_its_own_and_taken_back_in_one_step(section: TextsSection) -> None:
    editor = opened(section)
    before = editor.edit.toPlainText()
    go_to(editor, "Klien diantar")
    editor.insert_field(KINDS["referral"].fields["identitas_klien"])
    assert "Klien diantar\n{identitas_klien}\n oleh" in editor.edit.toPlainText()
    editor.edit.undo()
    assert editor.edit.toPlainText() == before
    assert written(KINDS["referral"].fields["persetujuan"]) == "[bila persetujuan] "


def test_a_condition_is_switched_for_the_sample(section: TextsSection) -> None:
    editor = opened(section)
    assert set(editor.conditions) == {"persetujuan"}
    editor.conditions["persetujuan"].setFocus()
    strike(editor.conditions["persetujuan"], Qt.Key.Key_Space)
    settle(section.session.context.jobs)
    assert not editor.conditions["persetujuan"].isChecked()
    assert editor.preview.page_count


def test_versions_are_shown_with_the_lines_that_differ(section: TextsSection) -> None:
    editor = opened(section)
    go_to(editor, "Demikian disampaikan")
    type_into(editor.edit, " dengan hormat")
    keep(section, editor)
    editor.show_versions()
    settle(section.session.context.jobs)
    window = next(one for one in section.window().findChildren(VersionsWindow) if one.isVisible())
    assert [row.version for row in window.model.rows] == [1, 0]
    shown = window.shown.toPlainText()
    assert any(line.startswith("+ ") and "dengan hormat" in line for line in shown.splitlines())
    assert any(line.startswith("- ") and "Demikian disampaikan" in line for line in shown.splitlines())
    window.table.choose(1)
    assert window.shown.toPlainText().startswith("Judul:")
    window.reject()


def test_differences_of_equal_texts_are_none() -> None:
    assert differences("a\nb\n", "a\nb\n") == ""
    assert differences("a\nb", "a\nc") == "\u2026\n  a\n- b\n+ c"


def test_the_way_back_to_the_delivered_text(section: TextsSection, clinic: OpenClinic) -> None:
    editor = opened(section)
    assert editor.back_button.isHidden()
    go_to(editor, "Demikian disampaikan")
    type_into(editor.edit, " dengan hormat")
    keep(section, editor)
    assert editor.back_button.isVisible()
    editor.return_now("Edaran baru")
    settle(section.session.context.jobs)
    assert counts(clinic) == (2, delivered("referral"))
    assert editor.edit.toPlainText() == delivered("referral")
    assert editor.back_button.isHidden()


def test_another_seat_that_was_faster_is_shown_beside_what_is_typed(section: TextsSection, clinic: OpenClinic) -> None:
    editor = opened(section)
    go_to(editor, "Demikian disampaikan")
    type_into(editor.edit, " dari kursi ini")
    other = delivered("referral").replace("Demikian disampaikan", "Demikian kami sampaikan")
    with clinic.writing() as work:
        service.keep_text(work, "referral", other, "Kursi lain", 0)
    keep(section, editor)
    assert counts(clinic) == (1, other)
    assert "dari kursi ini" in editor.edit.toPlainText()
    choose(editor, "other", "Keep what I typed")
    strike(editor.form, Qt.Key.Key_S, CTRL)
    settle(section.session.context.jobs)
    assert counts(clinic)[0] == 2


def test_what_is_typed_is_offered_again_after_the_window_was_lost(
    section: TextsSection, clinic: OpenClinic, context: ScreenContext, qtbot: QtBot
) -> None:
    editor = opened(section)
    go_to(editor, "Demikian disampaikan")
    type_into(editor.edit, " belum disimpan")
    assert section.journals()[0].seal_now()
    again = show(clinic, context, qtbot)
    found = opened(again)
    wait_for(found.form.notices.isVisible)
    choose(found, "draft", "Restore")
    assert "belum disimpan" in found.edit.toPlainText()
    looked(found)
    assert not found.faults.rows


def test_esc_with_something_typed_asks_first(section: TextsSection) -> None:
    editor = opened(section)
    type_into(editor.edit, "x")
    strike(editor.edit, Qt.Key.Key_Escape)
    assert section.editor is editor
    assert editor.form.notices.isVisible()


def test_the_help_says_how_texts_are_written(section: TextsSection) -> None:
    editor = opened(section)
    editor.show_help()
    window = next(one for one in section.window().findChildren(HelpWindow) if one.isVisible())
    assert "[bila persetujuan]" in window.shown.toPlainText()
    strike(window.shown, Qt.Key.Key_Escape)


def test_a_counsellor_reads_and_changes_nothing(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> None:
    section = show(seat_of(clinic, Role.KONSELOR), context, qtbot)
    editor = opened(section)
    assert editor.edit.isReadOnly()
    strike(editor.edit, Qt.Key.Key_Space, CTRL)
    assert not [one for one in section.window().findChildren(FieldPicker) if one.isVisible()]
    QTest.keyClicks(editor.edit, "x")
    assert not editor.form.is_dirty
    assert editor.preview.page_count


def test_lock_blanks_list_and_sample(section: TextsSection) -> None:
    editor = opened(section)
    section.forget()
    assert not section.model.rows
    assert editor.preview.page_count == 0
