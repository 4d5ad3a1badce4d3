"""Fields that are answered by choosing: typed beginnings, searches, digits, letters and arrows, all by keyboard."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.choice_fields import ChoiceField, PickField
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Pick
from rehab_app.ui.kit.fields import make_field
from rehab_app.ui.kit.option_fields import ManyField, OptionsField
from rehab_app.ui.kit.suggestions import SuggestEdit, exact, fitting, folded
from tests.ui.kit.typist import CTRL, KELURAHAN, RELIGIONS, SEXES, SUBSTANCES, find_kelurahan, focused, press, type_text

Answer = Callable[[Sequence[Pick]], None]


@pytest.fixture
def place(qtbot: QtBot, context: ScreenContext) -> Callable[[FieldSpec], Field]:
    """Return a maker that shows a field above another one, with the cursor in it."""
    pages = []  # qtbot itself does not keep a widget alive

    def show(spec: FieldSpec) -> Field:
        page = QWidget()
        pages.append(page)
        column = QVBoxLayout(page)
        field = make_field(spec, context)
        after = make_field(FieldSpec(name="after", label="After"), context)
        field.stepped.connect(after.focus_editor)
        column.addWidget(field)
        column.addWidget(after)
        column.addStretch(1)
        qtbot.addWidget(page)
        page.resize(500, 400)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        field.focus_editor()
        return field

    return show


@pytest.fixture
def religion(place: Callable[[FieldSpec], Field]) -> ChoiceField:
    field = place(FieldSpec(name="religion", label="Religion", kind=Kind.CHOICE, options=lambda: RELIGIONS))
    assert isinstance(field, ChoiceField)
    return field


def test_nothing_is_answered_before_somebody_answers(religion: ChoiceField) -> None:
    assert religion.values() == {"religion": None}
    press(Qt.Key.Key_Tab)
    assert religion.values() == {"religion": None}


def test_first_letters_and_enter_answer_and_go_on(religion: ChoiceField) -> None:
    type_text("ka")
    assert religion.edit.is_open
    press(Qt.Key.Key_Return)
    assert religion.clean() == {"religion": "katolik"}
    assert religion.edit.text() == "Katolik"
    assert focused() is not religion.edit
    assert not religion.edit.is_open


def test_first_letters_and_tab_answer_and_go_on(religion: ChoiceField) -> None:
    type_text("bu")
    press(Qt.Key.Key_Tab)
    assert religion.values() == {"religion": "buddha"}
    assert focused() is not religion.edit


def test_the_arrow_key_shows_all_answers_and_chooses(religion: ChoiceField) -> None:
    press(Qt.Key.Key_Down)
    assert [pick.text for pick in religion.edit.offered] == [option.label for option in RELIGIONS]
    assert religion.edit.current is None
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert religion.values() == {"religion": "islam"}


def test_opening_the_list_and_leaving_answers_nothing(religion: ChoiceField) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert religion.values() == {"religion": None}


def test_escape_closes_the_list_and_keeps_the_text(religion: ChoiceField) -> None:
    type_text("hin")
    press(Qt.Key.Key_Escape)
    assert not religion.edit.is_open
    assert religion.edit.text() == "hin"
    assert focused() is religion.edit


def test_an_answer_that_is_not_in_the_list_is_refused_and_kept(religion: ChoiceField) -> None:
    type_text("Sunda Wiwitan")
    assert religion.hint == "Nothing fits"
    press(Qt.Key.Key_Tab)
    with pytest.raises(RuleBroken, match=r"field.not_in_list"):
        religion.clean()
    kept = religion.values()
    assert kept == {"religion": {"typed": "Sunda Wiwitan"}}
    religion.fill({})
    religion.fill(kept)
    assert religion.edit.text() == "Sunda Wiwitan"


def test_an_answer_typed_in_full_needs_no_list(religion: ChoiceField) -> None:
    type_text("HINDU")
    assert religion.values() == {"religion": "hindu"}


def test_emptying_the_field_unanswers_it(religion: ChoiceField) -> None:
    religion.fill({"religion": "islam"})
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Backspace)
    assert religion.values() == {"religion": None}


def test_a_code_that_left_the_list_is_kept(religion: ChoiceField) -> None:
    religion.fill({"religion": "kepercayaan"})
    assert religion.values() == religion.clean() == {"religion": "kepercayaan"}
    assert religion.shown({"religion": "islam"}) == "Islam"


def test_labels_are_found_by_code_word_and_fragment_in_that_order() -> None:
    picks = [Pick("x1", "Bukan Pelajar"), Pick("x2", "Pelajar"), Pick("pel", "Lain"), Pick("x4", "Sepelaj")]
    assert [pick.key for pick in fitting("pel", picks)] == ["x2", "pel", "x1", "x4"]
    assert fitting("zzz", picks) == []
    assert fitting("", picks) == picks


def test_two_equal_labels_are_no_exact_answer() -> None:
    picks = [Pick("1", "Damai"), Pick("2", "Damai")]
    assert exact("damai", picks) is None
    assert exact("DAMAI ", picks[:1]) == picks[0]
    assert folded("S1 / D-4  Élan") == "s1 d 4 elan"


def test_a_place_is_found_by_another_spelling_and_kept_with_its_text(place: Callable[[FieldSpec], Field]) -> None:
    field = place(FieldSpec(name="place", label="Kelurahan", kind=Kind.PICK, find=find_kelurahan))
    assert isinstance(field, PickField)
    type_text("mekarsari")
    assert field.edit.offered[0].detail == "Balikpapan Tengah, Kota Balikpapan"
    press(Qt.Key.Key_Return)
    assert field.clean() == {"place": "64.71.04.1005"}
    kept = field.values()
    assert kept == {"place": {"key": "64.71.04.1005", "text": "Mekar Sari"}}
    field.fill({})
    field.fill(kept)
    assert field.values() == kept
    assert field.shown(kept) == "Mekar Sari"


def test_a_late_answer_to_an_older_search_is_dropped(place: Callable[[FieldSpec], Field]) -> None:
    waiting: list[tuple[str, Answer]] = []
    field = place(
        FieldSpec(name="place", label="Place", kind=Kind.PICK, find=lambda text, answer: waiting.append((text, answer)))
    )
    assert isinstance(field, PickField)
    type_text("se")
    waiting[1][1](KELURAHAN[:2])
    waiting[0][1](KELURAHAN)
    assert len(field.edit.offered) == 2


def test_a_search_that_answers_after_tab_settles_an_exact_answer(place: Callable[[FieldSpec], Field]) -> None:
    waiting: list[Answer] = []
    field = place(
        FieldSpec(name="place", label="Place", kind=Kind.PICK, find=lambda _text, answer: waiting.append(answer))
    )
    type_text("sepinggan")
    press(Qt.Key.Key_Tab)
    waiting[-1](KELURAHAN[:2])
    assert field.clean() == {"place": "64.71.05.1002"}


def test_a_search_that_answers_after_the_field_is_gone_does_no_harm(
    place: Callable[[FieldSpec], Field], qtbot: QtBot
) -> None:
    waiting: list[Answer] = []
    field = place(
        FieldSpec(name="place", label="Place", kind=Kind.PICK, find=lambda _text, answer: waiting.append(answer))
    )
    type_text("se")
    with qtbot.waitSignal(field.destroyed):
        field.deleteLater()
    waiting[-1](KELURAHAN)


def test_the_list_goes_with_its_field(place: Callable[[FieldSpec], Field], qtbot: QtBot) -> None:
    field = place(FieldSpec(name="place", label="Place", kind=Kind.PICK, find=find_kelurahan))
    window = field.window()
    type_text("se")
    edit = field.editor
    assert isinstance(edit, SuggestEdit)
    assert edit.is_open
    suggestions = [child for child in window.children() if child.property("look") == "suggestions"]
    assert len(suggestions) == 1
    with qtbot.waitSignal(suggestions[0].destroyed):
        field.deleteLater()


@pytest.mark.parametrize(
    ("spec", "keys", "answer"),
    [
        (FieldSpec(name="x", label="Sex", kind=Kind.RADIO, options=lambda: SEXES), "2", "f"),
        (FieldSpec(name="x", label="Sex", kind=Kind.RADIO, options=lambda: SEXES), "p", "f"),
        (FieldSpec(name="x", label="Sex", kind=Kind.RADIO, options=lambda: SEXES), "21", "m"),
        (FieldSpec(name="x", label="Sex", kind=Kind.RADIO, options=lambda: SEXES), "9", None),
        (FieldSpec(name="x", label="Married", kind=Kind.YES_NO), "1", True),
        (FieldSpec(name="x", label="Married", kind=Kind.YES_NO), "n", False),
        (FieldSpec(name="x", label="Married", kind=Kind.YES_NO), "", None),
    ],
)
def test_digits_and_letters_answer(
    place: Callable[[FieldSpec], Field], spec: FieldSpec, keys: str, answer: object
) -> None:
    field = place(spec)
    assert field.values() == {"x": None}
    type_text(keys)
    assert field.values() == field.clean() == {"x": answer}


def test_arrows_move_the_answer_and_delete_takes_it_back(place: Callable[[FieldSpec], Field]) -> None:
    field = place(FieldSpec(name="x", label="Sex", kind=Kind.RADIO, options=lambda: SEXES))
    press(Qt.Key.Key_Right)
    assert field.values() == {"x": "f"}
    press(Qt.Key.Key_Right)
    assert field.values() == {"x": "m"}
    press(Qt.Key.Key_Delete)
    assert field.values() == {"x": None}
    press(Qt.Key.Key_Space)
    assert field.values() == {"x": "m"}


def test_a_group_is_one_stop_for_tab_and_enter_goes_on(place: Callable[[FieldSpec], Field]) -> None:
    field = place(FieldSpec(name="x", label="Substances", kind=Kind.MANY, options=lambda: SUBSTANCES))
    assert isinstance(field, OptionsField)
    press(Qt.Key.Key_Tab)
    assert focused() not in field.buttons
    field.focus_editor()
    press(Qt.Key.Key_Return)
    assert focused() not in field.buttons


def test_several_answers_are_given_in_the_order_of_the_list(place: Callable[[FieldSpec], Field]) -> None:
    field = place(FieldSpec(name="x", label="Substances", kind=Kind.MANY, options=lambda: SUBSTANCES))
    assert isinstance(field, ManyField)
    type_text("31")
    assert field.values() == {"x": ["meth", "opioid"]}
    assert field.clean() == {"x": ("meth", "opioid")}
    type_text("3")
    assert field.values() == {"x": ["meth"]}
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Space)
    assert field.values() == {"x": ["meth", "cannabis"]}
    field.fill({"x": ["opioid"]})
    assert field.clean() == {"x": ("opioid",)}
    assert field.shown({"x": ["meth", "opioid"]}) == "Sabu, Heroin"
    field.fill({})
    assert field.values() == {"x": None}
    assert field.clean() == {"x": ()}


def test_every_button_has_a_name_of_its_own_and_tells_the_error(place: Callable[[FieldSpec], Field]) -> None:
    field = place(FieldSpec(name="x", label="Sex", kind=Kind.RADIO, options=lambda: SEXES))
    assert isinstance(field, OptionsField)
    assert [button.accessibleName() for button in field.buttons] == ["Sex: Laki-laki", "Sex: Perempuan"]
    field.show_trouble("Please fill this in.")
    assert field.buttons[0].accessibleDescription() == "Please fill this in."


def test_more_options_than_digits_are_reached_by_letters_and_arrows(place: Callable[[FieldSpec], Field]) -> None:
    options = [Option(str(number), f"{chr(96 + number)}-choice") for number in range(1, 13)]
    field = place(FieldSpec(name="x", label="Many", kind=Kind.RADIO, options=lambda: options))
    type_text("l")
    assert field.values() == {"x": "12"}
    press(Qt.Key.Key_Down)
    assert field.values() == {"x": "1"}


def with_one_retired() -> Sequence[Option]:
    return [*SUBSTANCES, Option("glue", "Lem (tidak dipakai lagi)", is_offered=False)]


def test_a_retired_choice_is_shown_with_its_mark_and_not_offered(place: Callable[[FieldSpec], Field]) -> None:
    field = place(FieldSpec(name="x", label="Substance", kind=Kind.CHOICE, options=with_one_retired))
    assert isinstance(field, ChoiceField)
    field.fill({"x": "glue"})
    assert field.edit.text() == field.shown({"x": "glue"}) == "Lem (tidak dipakai lagi)"
    assert field.values() == field.clean() == {"x": "glue"}
    press(Qt.Key.Key_Down)
    assert [pick.key for pick in field.edit.offered] == [option.code for option in SUBSTANCES]
    press(Qt.Key.Key_A, CTRL)
    type_text("lem")
    assert field.edit.offered == ()
    with pytest.raises(RuleBroken, match=r"field\.not_in_list"):
        field.clean()


@pytest.mark.parametrize("kind", [Kind.RADIO, Kind.MANY])
def test_a_retired_answer_has_a_button_as_long_as_it_is_shown(place: Callable[[FieldSpec], Field], kind: Kind) -> None:
    field = place(FieldSpec(name="x", label="Substances", kind=kind, options=with_one_retired))
    assert isinstance(field, OptionsField)
    held: object = ["meth", "glue"] if kind is Kind.MANY else "glue"
    assert len(field.buttons) == 3
    field.fill({"x": held})
    field.settle()
    assert [button.accessibleName() for button in field.buttons][3:] == ["Substances: Lem (tidak dipakai lagi)"]
    assert field.buttons[3].isVisible()
    assert field.values() == {"x": held}
    assert "Lem (tidak dipakai lagi)" in field.shown({"x": held})
    field.focus_editor()
    press(Qt.Key.Key_Tab)
    assert focused() not in field.buttons
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert focused() in field.buttons
    type_text("2")
    assert field.is_dirty
    type_text("24" if kind is Kind.MANY else "4")
    assert field.values() == {"x": ["meth"] if kind is Kind.MANY else "glue"}
    field.fill({"x": None})
    assert len(field.buttons) == 3


def test_a_code_of_no_list_is_not_dropped_by_buttons(place: Callable[[FieldSpec], Field]) -> None:
    field = place(FieldSpec(name="x", label="Sex", kind=Kind.RADIO, options=lambda: SEXES))
    field.fill({"x": "unknown"})
    assert field.values() == field.clean() == {"x": "unknown"}
    assert field.shown({"x": "unknown"}) == "unknown"
