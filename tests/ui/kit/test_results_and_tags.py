"""The field of a panel and the field of several typed answers, by keys; and a notice beside a field."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RulesBroken
from rehab_app.foundation.notices import Notice
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Result, Warned
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.results_field import ResultsField
from rehab_app.ui.kit.tags_field import TagsField
from rehab_app.ui.kit.theme import State
from tests.ui.kit.typist import press, type_text

ROWS = (Option("MET", "MET"), Option("THC", "THC"), Option("COC", "COC"))
RESULTS = (
    Result("negative", "Negatif", "N", State.OK),
    Result("positive", "Positif", "P", State.DANGER),
    Result("not_tested", "Tidak diperiksa", "T"),
)
SERVICES = (Option("cbt", "CBT"), Option("mi", "Wawancara"), Option("old", "Lama", is_offered=False))


def warn(answers: Answers, tell: Callable[[Sequence[Warned]], None]) -> None:
    """Point out the word "aneh"."""
    tell([Notice("Look at {word}", "note", {"word": "aneh"})] if answers["note"] == "aneh" else [])


@pytest.fixture
def form(context: ScreenContext, qtbot: QtBot) -> Form:
    """A form with both fields and a note."""
    specs = [
        FieldSpec(
            name="results",
            label="Results",
            kind=Kind.RESULTS,
            options=lambda: ROWS,
            results=RESULTS,
            is_required=True,
        ),
        FieldSpec(name="services", label="Services", kind=Kind.TAGS, options=lambda: SERVICES),
        FieldSpec(name="note", label="Note", warn=warn),
    ]
    made = Form(specs, context)
    qtbot.addWidget(made)
    made.fill({})
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.focus_first()
    return made


def test_a_key_for_each_row_and_the_next_field_follows(form: Form) -> None:
    type_text("pnt")
    assert form.answers()["results"] == {"MET": "positive", "THC": "negative", "COC": "not_tested"}
    assert form.column.owner_of(form.focusWidget()) is form.field("services")


def test_capitals_digits_and_arrows_answer_and_other_letters_do_nothing(form: Form) -> None:
    type_text("P")
    press(Qt.Key.Key_Down)
    type_text("x1")
    assert form.answers()["results"] == {"MET": "positive", "COC": "negative"}
    press(Qt.Key.Key_Up, times=2)
    field = form.field("results")
    assert isinstance(field, ResultsField)
    field.sheet.setFocus()
    field.sheet.setCurrentCell(0, 1)
    press(Qt.Key.Key_Delete)
    assert form.answers()["results"] == {"COC": "negative"}


def test_nothing_answered_is_missing_and_unknown_codes_are_left_out(form: Form) -> None:
    with pytest.raises(RulesBroken) as refused:
        form.draft()
    assert [trouble.field for trouble in refused.value.troubles] == ["results"]
    form.fill({"results": {"MET": "faint", "LSD": "negative", "THC": "positive"}})
    assert form.answers()["results"] == {"THC": "positive"}
    assert "Positif" in form.field("results").shown({"results": {"THC": "positive"}})


def test_several_answers_are_typed_one_after_the_other_and_taken_back(form: Form) -> None:
    field = form.field("services")
    assert isinstance(field, TagsField)
    field.focus_editor()
    for start in ("cb", "waw"):
        type_text(start)
        press(Qt.Key.Key_Return)
    assert form.answers()["services"] == ("cbt", "mi")
    assert field.edit.hasFocus()
    press(Qt.Key.Key_Backspace)
    assert form.answers()["services"] == ("cbt",)
    press(Qt.Key.Key_Return)
    assert form.column.owner_of(form.focusWidget()) is form.field("note")


def test_what_was_taken_by_tab_leaves_the_next_enter_free(form: Form) -> None:
    field = form.field("services")
    field.focus_editor()
    type_text("cb")
    press(Qt.Key.Key_Tab)
    assert form.answers()["services"] == ("cbt",)
    field.focus_editor()
    press(Qt.Key.Key_Return)
    assert form.column.owner_of(form.focusWidget()) is form.field("note")


def test_a_retired_answer_stays_shown_and_is_not_offered(form: Form) -> None:
    form.fill({"services": ["old"]})
    field = form.field("services")
    assert isinstance(field, TagsField)
    assert form.answers()["services"] == ("old",)
    field.focus_editor()
    type_text("lam")
    assert field.edit.offered == ()
    with pytest.raises(RulesBroken):
        form.draft()


def test_a_notice_is_said_below_its_field_and_goes(form: Form) -> None:
    field = form.field("note")
    field.focus_editor()
    type_text("aneh")
    assert field.warning == "Look at aneh"
    type_text("!")
    assert field.warning == ""
