"""The keys of long lists of answers: unique, shown, stable, and pressed as they are shown."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.ui.kit.answer_keys import answer_keys
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option
from rehab_app.ui.kit.fields import make_field
from rehab_app.ui.kit.option_fields import OptionsField
from tests.ui.kit.typist import press, type_text

LABELS = (
    "Satu",
    "Dua",
    "Tiga",
    "Empat",
    "Lima",
    "Enam",
    "Tujuh",
    "Delapan",
    "Sembilan",
    "Sepuluh",
    "Sakit",
    "Mati",
    "Mundur",
)


@pytest.fixture
def shown(qtbot: QtBot, context: ScreenContext) -> Callable[..., OptionsField]:
    """Return a maker that shows the field in a window of its own, with the cursor in it."""
    pages = []  # qtbot itself does not keep a widget alive

    def show(kind: Kind = Kind.RADIO, width: int = 600) -> OptionsField:
        options = [Option(label.casefold(), label) for label in LABELS]
        field = make_field(FieldSpec(name="outcome", label="Outcome", kind=kind, options=lambda: options), context)
        assert isinstance(field, OptionsField)
        page = QWidget()
        pages.append(page)
        column = QVBoxLayout(page)
        column.addWidget(field)
        column.addStretch(1)
        page.resize(width, 600)
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        field.focus_editor()
        return field

    return show


def test_ten_digits_come_first_then_letters_of_the_label_that_are_free() -> None:
    assert answer_keys(LABELS) == [*"1234567890", "s", "m", "u"]


def test_an_answer_that_is_added_takes_no_key_from_those_before_it() -> None:
    before = answer_keys(LABELS)
    assert answer_keys([*LABELS, "Sibuk", "Mmm"])[: len(LABELS)] == before


def test_every_answer_has_a_key_of_its_own_until_digits_and_letters_are_used_up() -> None:
    keys = answer_keys(["Sama"] * 40)
    assert len(set(keys[:36])) == 36
    assert all(keys[:36])
    assert keys[36:] == [""] * 4


def test_a_label_without_latin_letters_gets_a_free_letter() -> None:
    assert answer_keys([*LABELS[:10], "Ж / 7"])[-1] == "a"


def test_the_key_stands_before_the_label_and_answers(shown: Callable[..., OptionsField]) -> None:
    field = shown()
    assert [button.text().split("  ")[0] for button in field.buttons] == [*"1234567890SMU"]
    for key, label in (("0", "Sepuluh"), ("s", "Sakit"), ("M", "Mati"), ("u", "Mundur"), ("1", "Satu")):
        type_text(key)
        assert field.clean() == {"outcome": label.casefold()}


def test_a_key_that_no_answer_has_changes_nothing(shown: Callable[..., OptionsField]) -> None:
    field = shown()
    type_text("u")
    type_text("z")
    type_text("?")
    assert field.clean() == {"outcome": "mundur"}


def test_the_tenth_and_later_are_turned_by_their_keys_where_several_may_be_chosen(
    shown: Callable[..., OptionsField],
) -> None:
    field = shown(Kind.MANY)
    for key in "0su0":
        type_text(key)
    assert field.clean() == {"outcome": ("sakit", "mundur")}


def test_an_answer_out_of_use_that_a_record_holds_gets_the_next_key(shown: Callable[..., OptionsField]) -> None:
    field = shown()
    field.fill({"outcome": "Dulu"})
    assert field.keys[-1] == "d"
    press(Qt.Key.Key_1)
    type_text("d")
    assert field.clean() == {"outcome": "Dulu"}


def test_a_long_list_stands_in_columns_where_there_is_room_and_in_one_where_there_is_none(
    shown: Callable[..., OptionsField],
) -> None:
    widest, wide, narrow = shown(), shown(width=260), shown(width=130)
    assert [len({button.x() for button in field.buttons}) for field in (widest, wide, narrow)] == [3, 2, 1]
    assert widest.box.height() < wide.box.height() < narrow.box.height()
    for field in (widest, wide, narrow):
        boxes = [button.geometry() for button in field.buttons]
        assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
