"""Fields that are answered with words, digits and numbers, by keyboard and with bad input."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import FieldSpec, Kind
from rehab_app.ui.kit.fields import make_field
from rehab_app.ui.kit.nik_field import bare, grouped
from rehab_app.ui.kit.number_fields import decimal_number, whole_number
from rehab_app.ui.kit.passphrase_field import PassphraseField, caps_lock_of
from rehab_app.ui.kit.text_fields import LineField
from tests.ui.kit.typist import paste, press, type_text

LONG = "Raden Mas Haryo Muhammad Abdurrahman Wahiduddin Kusumaatmadja"


@pytest.fixture
def shown(qtbot: QtBot, context: ScreenContext) -> "ShowField":
    return ShowField(qtbot, context)


class ShowField:
    """Shows one field with the cursor in it."""

    def __init__(self, qtbot: QtBot, context: ScreenContext) -> None:
        self._qtbot = qtbot
        self.context = context

    def __call__(self, spec: FieldSpec) -> Field:
        field = make_field(spec, self.context)
        self._qtbot.addWidget(field)
        with self._qtbot.waitActive(field):
            field.show()
            field.activateWindow()
        field.focus_editor()
        return field


def hints_shown(field: Field) -> list[str]:
    return [each.text() for each in field.findChildren(QLabel) if each.isVisible() and "/16" in each.text()]


def code_of(field: Field) -> str:
    with pytest.raises(RuleBroken) as caught:
        field.clean()
    assert caught.value.field in field.spec.names
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    [LONG, "Siti", "Ny. O'Brien-Wijaya", "محمد يوسف", "👩‍👩‍👧 Sari", "名前", "Ångström"],
)
def test_a_name_of_any_script_and_length_is_kept_to_the_letter(shown: ShowField, text: str) -> None:
    field = shown(FieldSpec(name="name", label="Name", kind=Kind.NAME, longest=80))
    paste(text)
    assert field.values() == {"name": text}
    assert field.clean() == {"name": text}


def test_a_name_with_digits_or_symbols_is_warned_of_and_accepted(shown: ShowField) -> None:
    field = shown(FieldSpec(name="name", label="Name", kind=Kind.NAME))
    paste("Sari 👩")
    field.leave()
    assert "symbol" in field.warning
    assert field.trouble == ""
    assert field.clean() == {"name": "Sari 👩"}


def test_clean_text_has_single_spaces_and_nothing_that_turns_its_surroundings(shown: ShowField) -> None:
    field = shown(FieldSpec(name="name", label="Name"))
    paste("  Budi \u202e  Santoso\u0007 ")
    assert field.clean() == {"name": "Budi Santoso"}
    assert field.values() == {"name": "  Budi \u202e  Santoso\u0007 "}


def test_blank_text_is_not_an_answer_but_stays_as_typed(shown: ShowField) -> None:
    field = shown(FieldSpec(name="name", label="Name"))
    type_text("   ")
    assert field.clean() == {"name": None}
    assert field.values() == {"name": "   "}


def test_a_text_that_is_too_long_is_refused_and_not_cut(shown: ShowField) -> None:
    field = shown(FieldSpec(name="name", label="Name", longest=10))
    paste(LONG)
    assert code_of(field) == "field.too_long"
    assert field.values() == {"name": LONG}


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("0812-3456-7890", "081234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("(0542) 421.335", "0542421335"),
        ("０８１２３４５６７８", "0812345678"),
    ],
)
def test_a_phone_number_is_read_in_every_usual_spelling(shown: ShowField, typed: str, clean: str) -> None:
    field = shown(FieldSpec(name="phone", label="Phone", kind=Kind.PHONE))
    paste(typed)
    assert field.clean() == {"phone": clean}


@pytest.mark.parametrize("typed", ["rumah", "12345", "0812+345678", "0812345678901234567"])
def test_what_is_no_phone_number_is_refused(shown: ShowField, typed: str) -> None:
    field = shown(FieldSpec(name="phone", label="Phone", kind=Kind.PHONE))
    type_text(typed)
    assert code_of(field) == "field.not_a_phone_number"
    assert field.values() == {"phone": typed}


def test_enter_begins_a_new_line_in_a_field_of_several_lines(shown: ShowField) -> None:
    field = shown(FieldSpec(name="note", label="Note", kind=Kind.LINES))
    type_text("satu")
    press(Qt.Key.Key_Return)
    type_text("dua  ")
    assert field.values() == {"note": "satu\ndua  "}
    assert field.clean() == {"note": "satu\ndua"}


@pytest.mark.parametrize(
    "pasted", ["6471051708900001", "6471 0517 0890 0001", " 64.71.05.170890.0001\n", "647105-170890-0001"]
)
def test_a_pasted_nik_loses_its_separators_and_is_shown_in_groups(shown: ShowField, pasted: str) -> None:
    field = shown(FieldSpec(name="nik", label="NIK", kind=Kind.NIK))
    assert isinstance(field, LineField)
    paste(pasted)
    assert field.edit.text() == "647105 170890 0001"
    assert field.hint == "16/16"
    assert field.values() == field.clean() == {"nik": "6471051708900001"}


def test_a_nik_is_counted_while_it_is_typed_and_can_be_mended_in_the_middle(shown: ShowField) -> None:
    field = shown(FieldSpec(name="nik", label="NIK", kind=Kind.NIK))
    assert isinstance(field, LineField)
    type_text("647105170890")
    assert field.hint == "12/16"
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right, times=5)
    press(Qt.Key.Key_Backspace)
    type_text("9")
    assert field.values() == {"nik": "647195170890"}
    assert field.edit.cursorPosition() == 5
    assert code_of(field) == "field.nik_length"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("64710517089O0001", "field.nik_not_digits"), ("6471051708900001" + "2", "field.nik_length")],
)
def test_a_wrong_nik_is_refused_and_kept_as_typed(shown: ShowField, typed: str, code: str) -> None:
    field = shown(FieldSpec(name="nik", label="NIK", kind=Kind.NIK))
    type_text(typed)
    assert code_of(field) == code
    assert field.values() == {"nik": typed}


def test_digits_of_other_scripts_are_digits_of_a_nik() -> None:
    assert bare("٦٤٧١ 0517") == "64710517"
    assert grouped("64710517") == "647105 17"
    assert grouped("") == ""


@pytest.mark.parametrize(("text", "number"), [("8", 8), ("-3", -3), ("1.250", 1250), ("1.000.000", 1000000), ("８", 8)])
def test_whole_numbers_are_read(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "delapan", "1,5", "1.25", "1.2500", "--1", "9" * 16, "1e3"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"field.not_a_whole_number"):
        whole_number(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("36,5", "36.5"), ("36.5", "36.5"), ("1.250,75", "1250.75"), ("1.250", "1250"), ("-0,25", "-0.25"), ("7", "7")],
)
def test_decimals_are_read_with_a_comma(text: str, number: str) -> None:
    assert decimal_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", ",5", "1,2,3", "36,", "kira-kira 36", "1.2.3", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"field.not_a_number"):
        decimal_number(text)


def test_a_number_out_of_bounds_is_refused_and_kept(shown: ShowField) -> None:
    field = shown(FieldSpec(name="children", label="Children", kind=Kind.INTEGER, lowest=0, highest=20))
    type_text("40")
    assert code_of(field) == "field.too_high"
    assert field.values() == {"children": 40}
    press(Qt.Key.Key_Home)
    type_text("-")
    assert code_of(field) == "field.too_low"


def test_a_decimal_comes_back_with_its_comma(shown: ShowField) -> None:
    field = shown(FieldSpec(name="weight", label="Weight", kind=Kind.DECIMAL))
    assert isinstance(field, LineField)
    field.fill({"weight": "61.5"})
    assert field.edit.text() == "61,5"
    assert field.shown({"weight": "61.5"}) == "61,5"
    assert field.clean() == {"weight": Decimal("61.5")}
    field.fill({"weight": {"typed": "enam"}})
    assert field.values() == {"weight": {"typed": "enam"}}


def test_a_passphrase_is_never_part_of_what_a_draft_keeps(shown: ShowField) -> None:
    field = shown(FieldSpec(name="passphrase", label="Passphrase", kind=Kind.PASSPHRASE))
    type_text("  kuda hijau ")
    assert field.values() == {"passphrase": None}
    assert field.clean() == {"passphrase": "  kuda hijau "}
    assert field.is_dirty
    assert not field.is_empty


def test_a_passphrase_is_hidden_until_its_button_is_pressed_by_keyboard(shown: ShowField) -> None:
    field = shown(FieldSpec(name="passphrase", label="Passphrase", kind=Kind.PASSPHRASE))
    assert isinstance(field, PassphraseField)
    type_text("kuda")
    assert field.edit.displayText() != "kuda"
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert field.edit.displayText() == "kuda"
    assert field.show_button.accessibleName() == "Hide passphrase"


def test_caps_lock_is_told_from_what_is_typed(shown: ShowField) -> None:
    field = shown(FieldSpec(name="passphrase", label="Passphrase", kind=Kind.PASSPHRASE))
    assert isinstance(field, PassphraseField)
    capital = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    shifted = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "A")
    digit = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
    assert (caps_lock_of(capital), caps_lock_of(shifted), caps_lock_of(digit)) == (True, False, None)
    field.edit.keyPressEvent(capital)
    assert field.warning == "Caps Lock is on."
    field.edit.keyPressEvent(shifted)
    assert field.warning == ""


@pytest.mark.parametrize("kind", [Kind.NAME, Kind.LINES])
def test_privacy_mode_shows_the_same_mask_for_every_answer(shown: ShowField, kind: Kind) -> None:
    field = shown(FieldSpec(name="name", label="Name", kind=kind, is_identity=True))
    pictures = []
    field.editor.clearFocus()
    for text in ("Siti", LONG):
        field.fill({"name": text})
        field.set_masked(is_masked=True)
        pictures.append(field.grab().toImage())
    assert pictures[0] == pictures[1]
    field.set_masked(is_masked=False)
    assert field.grab().toImage() != pictures[1]
    assert field.values() == {"name": LONG}


def test_an_error_stands_below_the_field_and_is_told_to_screen_readers(shown: ShowField) -> None:
    field = shown(FieldSpec(name="name", label="Full name", help="As on the card"))
    assert field.editor.accessibleName() == "Full name"
    assert field.editor.accessibleDescription() == "As on the card"
    field.show_trouble("Please fill this in.")
    assert field.editor.accessibleDescription() == "Please fill this in. As on the card"
    assert field.editor.property("state") == "danger"
    type_text("S")
    assert field.trouble == ""
    assert field.editor.accessibleDescription() == "As on the card"
    assert field.editor.property("state") == "neutral"


def test_a_hint_is_hidden_in_privacy_mode_also_when_it_changes(shown: ShowField) -> None:
    field = shown(FieldSpec(name="nik", label="NIK", kind=Kind.NIK, is_identity=True))
    type_text("6471")
    assert hints_shown(field) == ["4/16"]
    field.set_masked(is_masked=True)
    type_text("0")
    assert hints_shown(field) == []
    field.set_masked(is_masked=False)
    assert hints_shown(field) == ["5/16"]
