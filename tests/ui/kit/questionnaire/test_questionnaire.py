"""The questionnaire by keyboard: digits answer and go on, X and N say why there is none, nothing is ever lost."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RulesBroken
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form, Item, Kind, Section
from rehab_app.store.drafts import DraftBox
from rehab_app.store.keys.data_key import DataKey
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.questionnaire.cell_grid import GridAnswer
from rehab_app.ui.kit.questionnaire.form import QuestionnaireForm
from rehab_app.ui.kit.questionnaire.item_row import ItemRow
from rehab_app.ui.kit.questionnaire.options import key_range
from rehab_app.ui.kit.questionnaire.sheet import Questionnaire
from tests.ui.kit.questionnaire.makers import Scorer, make_form, said, show_form
from tests.ui.kit.typist import CTRL, focused, press, type_text

ALT = Qt.KeyboardModifier.AltModifier
TWO_SECONDS = 4_000


def _digits(text: str) -> None:
    for digit in text:
        press(getattr(Qt.Key, f"Key_{digit}"))


def _given(form: QuestionnaireForm) -> dict[str, object]:
    items = form.questionnaire.answers.document()["items"]
    assert isinstance(items, dict)
    return items


def wait_until_taller(qtbot: QtBot, row: ItemRow, height: int) -> None:
    """Wait until the page has given a row the room that its sentence needs."""
    qtbot.waitUntil(lambda: row.height() > height)


@pytest.fixture
def every(context: ScreenContext, qtbot: QtBot) -> QuestionnaireForm:
    return show_form(qtbot, make_form(context))


def _table(form: QuestionnaireForm, name: str) -> GridAnswer:
    sheet = form.questionnaire
    sheet.go_to(name)
    place = sheet.asked.form.sections.index(sheet.answers.section_of(name))
    editor = sheet.pages[place].rows[name].editor
    assert isinstance(editor, GridAnswer)
    return editor


def test_dast_is_answered_by_ten_digits_and_its_score_stands_below(context: ScreenContext, qtbot: QtBot) -> None:
    score = Scorer("dast10", [])
    form = show_form(qtbot, make_form(context, "dast10", scales=registry.scales("dast10"), score=score))
    form.fill({"taken_on": "2023-01-16"})
    form.focus_first()
    _digits("1101000000")
    assert _given(form) == {str(number): int(number in {1, 2, 4}) for number in range(1, 11)}
    assert focused() is form.bar.save_button
    qtbot.waitUntil(lambda: "4 (" in form.questionnaire.result.text)
    assert score.asked[-1] == form.questionnaire.answers.document()


def test_a_missing_answer_is_named_and_no_score_is_made_up(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "dast10", scales=registry.scales("dast10"), score=Scorer("dast10", [])))
    _digits("11")
    press(Qt.Key.Key_X)
    _digits("1111111")
    qtbot.waitUntil(lambda: "3" in form.questionnaire.result.text and "No score" in form.questionnaire.result.text)
    assert _given(form)["3"] == {"no_value": "refused"}


def test_backspace_and_up_go_back_and_keep_the_answer(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "whoqol"))
    _digits("35")
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Up)
    _digits("1")
    assert _given(form) == {"1": 1, "2": 5}
    press(Qt.Key.Key_Delete)
    assert _given(form) == {"1": 1}


def test_a_digit_the_form_does_not_have_answers_nothing(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "whoqol"))
    _digits("906")
    assert _given(form) == {}
    _digits("2")
    assert _given(form) == {"1": 2}


@pytest.mark.parametrize(
    ("instrument", "item", "answer", "wrong", "possible"),
    [
        ("whoqol", "1", "4", "7", "1\u20135"),
        ("audit", "3", "0", "7", "0\u20134"),
        ("audit", "9", "2", "1", "0, 2, 4"),
        ("dast10", "3", "1", "2", "0, 1"),
        ("urica", "32", "5", "0", "1\u20135"),
    ],
)
def test_a_wrong_digit_is_answered_beside_the_item_with_those_that_are_possible(
    context: ScreenContext, qtbot: QtBot, instrument: str, item: str, answer: str, wrong: str, possible: str
) -> None:
    form = show_form(qtbot, make_form(context, instrument))
    sheet = form.questionnaire
    sheet.go_to(item)
    _digits(answer)
    sheet.go_to(item)
    row = sheet.pages[0].rows[item]
    assert row.refusal == ""
    _digits(wrong)
    assert row.refusal == f"{wrong} is no answer here. Possible: {possible}."
    assert row.findChild(NoteLine).isVisible()  # type: ignore[union-attr] # it is there, or the line above had failed
    assert row.isAncestorOf(focused())
    assert _given(form) == {item: int(answer)}
    _digits(answer)
    assert row.refusal == ""


def test_the_sentence_about_a_wrong_digit_goes_when_the_item_is_left(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "whoqol"))
    row = form.questionnaire.pages[0].rows["1"]
    height = row.height()
    _digits("9")
    assert row.refusal
    wait_until_taller(qtbot, row, height)
    press(Qt.Key.Key_Down)
    assert row.refusal == ""
    assert _given(form) == {}


def test_a_wrong_digit_in_a_cell_is_answered_beside_the_cell(every: QuestionnaireForm, qtbot: QtBot) -> None:
    table = _table(every, "grid").table
    row = every.questionnaire.pages[1].rows["grid"]
    QApplication.processEvents()  # the rows take their heights
    table.setCurrentCell(0, 2)
    _digits("7")
    assert row.refusal == "7 is no answer here. Possible: 0, 1."
    line, cell = row.findChild(NoteLine), _table(every, "grid").current_place()
    assert line is not None
    note = line.parentWidget()
    assert note is not None
    assert 0 < note.y() - row.editor.mapTo(row, cell.bottomLeft()).y() < 10
    qtbot.waitUntil(lambda: row.rect().contains(note.geometry()))
    table.setCurrentCell(1, 2)
    _digits("7")
    qtbot.waitUntil(lambda: row.rect().contains(note.geometry()))
    table.setCurrentCell(0, 2)
    assert "grid" not in _given(every)
    assert table.currentColumn() == 2
    _digits("1")
    assert row.refusal == ""
    assert _given(every)["grid"] == {"a": {"ever": True}}


def test_a_number_out_of_its_bounds_says_so_while_its_cell_has_the_keyboard(every: QuestionnaireForm) -> None:
    table = _table(every, "grid").table
    row = every.questionnaire.pages[1].rows["grid"]
    _digits("31")
    assert row.refusal == "31 is no answer here. Possible: 0\u201330."
    table.setCurrentCell(1, 2)
    assert row.refusal == ""
    table.setCurrentCell(0, 1)
    assert row.refusal
    press(Qt.Key.Key_Backspace)
    assert row.refusal == ""


def test_a_grid_without_choices_in_the_cell_refuses_no_digit(every: QuestionnaireForm) -> None:
    _table(every, "stays").table.setCurrentCell(0, 0)
    press(Qt.Key.Key_7)
    assert every.questionnaire.pages[1].rows["stays"].refusal == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [("12345", "1\u20135"), ("024", "0, 2, 4"), ("10", "0, 1"), ("1234567890", "0\u20139"), ("", ""), ("3", "3")],
)
def test_possible_digits_are_said_as_a_range_where_they_follow_each_other(keys: str, said: str) -> None:
    assert key_range(keys) == said


def test_every_item_begins_not_filled_in_and_can_be_refused_or_not_apply(every: QuestionnaireForm) -> None:
    rows = every.questionnaire.pages[0].rows
    assert rows["married"].state_text == "Not filled in yet"
    press(Qt.Key.Key_N)
    assert _given(every) == {"married": {"no_value": "not_applicable"}}
    assert rows["married"].state_text == "Does not apply (N)"
    press(Qt.Key.Key_X)
    assert _given(every)["children"] == {"no_value": "refused"}
    type_text("Nx")
    assert _given(every)["name"] == "Nx"
    press(Qt.Key.Key_X, ALT)
    assert _given(every)["name"] == {"no_value": "refused"}


def test_an_item_is_shown_only_where_it_is_asked(every: QuestionnaireForm) -> None:
    rows = every.questionnaire.pages[0].rows
    assert rows["since"].isHidden()
    _digits("1")
    assert not rows["since"].isHidden()
    assert rows["since"].isAncestorOf(focused())
    type_text("17/8/90")
    press(Qt.Key.Key_Return)
    assert _given(every)["since"] == "1990-08-17"


def test_a_grid_is_filled_cell_by_cell(every: QuestionnaireForm) -> None:
    table = _table(every, "grid").table
    _digits("12")
    press(Qt.Key.Key_Return)
    _digits("1")
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_X)
    assert _given(every)["grid"] == {
        "a": {"days": 12, "ever": True},
        "s": {"days": {"no_value": "not_applicable"}, "ever": {"no_value": "refused"}},
    }
    assert not table.hasFocus()  # on to the table of stays


def test_a_whole_row_of_a_grid_is_answered_by_one_key(every: QuestionnaireForm) -> None:
    table = _table(every, "grid").table
    table.setCurrentCell(0, 0)
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_N)
    none = {"no_value": "not_applicable"}
    assert _given(every)["grid"] == {"a": none, "s": none}


def test_too_large_a_number_in_a_cell_is_kept_said_and_refused(every: QuestionnaireForm) -> None:
    table = _table(every, "grid").table
    _digits("31")
    item = table.item(0, 1)
    assert item is not None
    assert item.text() == "! 31"
    assert item.toolTip()
    with pytest.raises(RulesBroken) as refused:
        every.draft()
    assert refused.value.troubles[0].code == "questionnaire.unreadable"
    press(Qt.Key.Key_Backspace)
    assert _given(every)["grid"] == {"a": {"days": 3}}


def test_rows_of_a_table_grow_as_they_are_written(every: QuestionnaireForm) -> None:
    table = _table(every, "stays").table
    assert table.rowCount() == 1
    table.put_text(0, 0, "Loka")
    table.put_text(1, 1, "4")
    assert _given(every)["stays"] == [{"where": "Loka"}, {"days": 4}]
    table.setCurrentCell(0, 0)
    press(Qt.Key.Key_Delete, CTRL)
    assert _given(every)["stays"] == [{"days": 4}]


def test_several_answers_are_ticked_and_a_retired_one_is_not_offered(every: QuestionnaireForm) -> None:
    every.questionnaire.go_to("substances")
    _digits("21")
    assert _given(every)["substances"] == ["meth", "cannabis"]
    _digits("2")
    assert _given(every)["substances"] == ["meth"]


def test_a_severity_shows_what_its_digit_means(every: QuestionnaireForm) -> None:
    every.questionnaire.go_to("severity")
    _digits("7")
    row = every.questionnaire.pages[1].rows["severity"]
    assert any(label.text() == "level 7" for label in row.findChildren(QLabel))


def test_sections_tell_how_far_they_are_and_are_jumped_to(every: QuestionnaireForm) -> None:
    sheet = every.questionnaire
    _digits("0")
    assert [text.splitlines()[-1] for text in sheet.sections.texts] == ["1 of 3", "0 of 7", "Day"]
    sheet.sections.setCurrentRow(1)
    assert sheet.pages[1].rows
    sheet.show_own_page()
    assert every.field("taken_on").isVisible()


def test_thoughts_of_suicide_raise_a_banner_at_once_that_nothing_takes_away(
    context: ScreenContext, qtbot: QtBot
) -> None:
    form = show_form(qtbot, make_form(context, "srq20"))
    banner = form.questionnaire.alert
    _digits("0" * 16)
    assert banner.isHidden()
    _digits("1")
    assert banner.isVisible()
    assert "17" in banner.text
    press(Qt.Key.Key_Escape)
    assert banner.isVisible()
    assert banner.findChild(QLabel) is not None


def test_credit_is_always_shown_and_the_missing_text_is_said(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "dast10", text_place="Import it in the office."))
    sheet = form.questionnaire
    assert registry.form("dast10").credit in sheet.credit.text()
    assert sheet.credit.isVisible()
    assert sheet.licence.text.endswith("Import it in the office.")
    free = show_form(qtbot, make_form(context))
    assert free.questionnaire.licence.isHidden()


def test_a_form_of_many_items_stands_with_its_first_rows_and_grows_by_itself(
    context: ScreenContext, qtbot: QtBot
) -> None:
    items = tuple(Item(f"i{at}", Kind.YES_NO, said(f"Item {at}"), number=str(at)) for at in range(150))
    long = Form("long", "1", "Long", "credit", "free", (Section("all", said("All"), items),))
    form = make_form(context, long)
    page = form.questionnaire.pages[0]
    assert 0 < len(page.rows) < 20
    show_form(qtbot, form)
    qtbot.waitUntil(lambda: page.is_built, timeout=30_000)
    assert list(page.rows) == [item.name for item in items]
    form.questionnaire.go_to("i149")
    _digits("1")
    assert _given(form) == {"i149": True}


def test_a_row_that_is_jumped_to_before_it_stands_is_made_then(context: ScreenContext, qtbot: QtBot) -> None:
    form = make_form(context, "urica")
    page = form.questionnaire.pages[0]
    form.questionnaire.go_to("30")
    assert "30" in page.rows
    assert len(page.rows) < 20
    show_form(qtbot, form)


def test_the_rows_around_one_that_was_jumped_to_take_their_places_and_leave_it_in_view(
    context: ScreenContext, qtbot: QtBot
) -> None:
    form = make_form(context, "urica")
    form.fill({"answers": {str(number): 3 for number in range(1, 20)}})
    page = form.questionnaire.pages[0]
    show_form(qtbot, form)
    row = page.rows["20"]
    assert row.isAncestorOf(focused())
    qtbot.waitUntil(lambda: page.is_built)
    assert row.isAncestorOf(focused())
    qtbot.waitUntil(lambda: not row.visibleRegion().isEmpty())
    assert row.visibleRegion().boundingRect().height() == row.height()
    tops = [page.rows[item.name].y() for item in page.section.items]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    form.questionnaire.go_to("1")
    for number in range(2, 33):
        press(Qt.Key.Key_Tab)
        assert page.rows[str(number)].isAncestorOf(focused())


def test_the_fields_beside_the_answers_do_not_hold_up_the_first_item(context: ScreenContext, qtbot: QtBot) -> None:
    form = make_form(context, "dast10")
    assert not form.is_built
    form.fill({"taken_on": "2023-01-16", "answers": {"1": 1}})
    assert not form.is_built
    show_form(qtbot, form)
    qtbot.waitUntil(lambda: form.is_built)
    assert form.answers_of(["taken_on"]) == {"taken_on": date(2023, 1, 16)}
    assert not form.is_dirty


def test_filling_in_a_record_shows_it_and_is_not_dirty(every: QuestionnaireForm) -> None:
    every.fill({"taken_on": "2023-01-16", "answers": {"children": 2, "grid": {"a": {"days": 5}}}, "row_version": 4})
    was_dirty = every.is_dirty
    assert not was_dirty
    assert _given(every) == {"children": 2, "grid": {"a": {"days": 5}}}
    assert every.draft()["row_version"] == 4
    every.questionnaire.go_to("married")
    _digits("1")
    assert every.is_dirty
    assert every.draft()["answers"] == every.questionnaire.answers.document()


def test_what_was_answered_survives_a_killed_process_in_any_state(
    context: ScreenContext, qtbot: QtBot, tmp_path: Path
) -> None:
    box = DraftBox(tmp_path, DataKey.new(), uuid4(), SetClock(context.clock.now()))

    def opened() -> QuestionnaireForm:
        form = make_form(context)
        form.fill({"taken_on": "2023-01-16"})
        journal = DraftJournal(form, box, context.jobs.write, name="sample", subject="e1")
        show_form(qtbot, form)
        journal.offer()
        return form

    first = opened()
    _digits("1")
    type_text("31/2/2019")
    first.questionnaire.go_to("grid")
    _digits("99")
    qtbot.waitUntil(lambda: bool(box.offered()), timeout=TWO_SECONDS)
    raw = first.questionnaire.answers.raw()
    first.hide()  # the process is gone: nothing is sealed, nothing is saved
    again = opened()
    qtbot.waitUntil(lambda: again.notices.get("draft") is not None)
    notice = again.notices.get("draft")
    assert notice is not None
    notice.buttons[0].click()
    assert again.questionnaire.answers.raw() == raw
    assert again.questionnaire.answers.raw()["grid"] == {"a": {"days": {"typed": "99"}}}
    assert len(again.questionnaire.answers.unreadable()) == 2
    QApplication.processEvents()


def test_what_cannot_be_read_is_named_and_shown_when_it_shall_be_saved(every: QuestionnaireForm) -> None:
    every.fill({"taken_on": "2023-01-16"})
    every.questionnaire.go_to("children")
    type_text("99")
    every.questionnaire.go_to("severity")
    press(Qt.Key.Key_S, CTRL)
    notice = every.notices.get("troubles")
    assert notice is not None
    assert "Children" in notice.text
    assert every.questionnaire.place == 0
    assert every.questionnaire.pages[0].rows["children"].isAncestorOf(focused())


def test_the_last_answer_leads_to_what_is_still_to_be_said(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "dast10"))
    _digits("0000000000")
    assert form.questionnaire.place == 1
    assert form.field("taken_on").isAncestorOf(focused())


def test_the_differences_of_two_versions_name_the_items(every: QuestionnaireForm) -> None:
    every.fill({"answers": {"children": 2}})
    every.questionnaire.go_to("married")
    _digits("1")
    every.show_other_version({"answers": {"children": 3, "grid": {"a": {"days": 5}}}})
    [difference] = [
        one for one in every.column.differences(every.values(), {"answers": {"children": 3}}) if one.name == "answers"
    ]
    assert difference.left.splitlines() == ["1: Yes", "2: 2"]
    assert difference.right == "2: 3"
    assert isinstance(every.questionnaire, Questionnaire)


def test_answers_go_below_their_wording_where_both_have_no_room_on_a_line(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "whoqol"))
    row = form.questionnaire.pages[0].rows["1"]
    state = row.findChild(QToolButton)
    assert state is not None

    def is_beside() -> bool:
        return row.editor.y() < state.geometry().bottom() and row.editor.geometry().right() < state.x()

    qtbot.waitUntil(is_beside)
    form.resize(620, 500)
    qtbot.waitUntil(lambda: row.editor.y() >= state.geometry().bottom())
    assert not row.editor.geometry().intersects(state.geometry())
    assert row.rect().contains(row.editor.geometry())
    form.resize(1000, 650)
    qtbot.waitUntil(is_beside)


def test_the_rows_of_a_grid_are_no_higher_than_their_words_need(context: ScreenContext, qtbot: QtBot) -> None:
    form = show_form(qtbot, make_form(context, "asi"))
    table = _table(form, "psychiatric").table
    qtbot.waitUntil(lambda: table.columnWidth(0) > 100)
    line = table.fontMetrics().height()
    qtbot.waitUntil(lambda: max(table.rowHeight(row) for row in range(table.rowCount())) < 5 * line)
