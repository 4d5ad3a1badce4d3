"""The field of a roster and the field of several hits, by keys."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rehab_app.ui.kit.context import MASK, ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Pick, Result
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.picks_field import PicksField
from rehab_app.ui.kit.roster_field import RosterField
from tests.ui.kit.typist import press, type_text

RESULTS = (Result("hadir", "Hadir", "h"), Result("izin", "Izin", "i"), Result("mangkir", "Mangkir", "m"))
ROWS = (Option("a", "AB 000001"), Option("b", "CD 000002", is_offered=False), Option("c", "EF 000003"))
PEOPLE = (Pick("1", "Andi 000001"), Pick("2", "Budi 000002"), Pick("3", "Candra 000003"))


def find(text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
    """Find people by the beginning of their name."""
    answer([one for one in PEOPLE if one.text.casefold().startswith(text.casefold())])


@pytest.fixture
def make_form(context: ScreenContext, qtbot: QtBot) -> Callable[..., Form]:
    """Show a form of some fields in an active window."""

    def made(specs: Sequence[FieldSpec]) -> Form:
        form = Form(specs, context)
        qtbot.addWidget(form)
        form.resize(520, 600)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        return form

    return made


@pytest.fixture
def roster(make_form: Callable[..., Form]) -> RosterField:
    """A roster of three, of whom the second one was recorded before."""
    spec = FieldSpec(
        name="roster", label="Roster", kind=Kind.ROSTER, options=lambda: ROWS, results=RESULTS, is_identity=True
    )
    form = make_form([spec, FieldSpec(name="summary", label="Summary")])
    form.fill({"roster": {"b": {"mark": "izin", "reason": "sakit"}}})
    field = form.field("roster")
    assert isinstance(field, RosterField)
    field.focus_editor()
    return field


@pytest.fixture
def picks(make_form: Callable[..., Form]) -> PicksField:
    """A field of several people."""
    form = make_form([FieldSpec(name="members", label="Members", kind=Kind.PICKS, find=find)])
    field = form.field("members")
    assert isinstance(field, PicksField)
    field.focus_editor()
    return field


def said(roster: RosterField, row: int, column: int) -> str:
    """Return what a cell says."""
    item = roster.sheet.item(row, column)
    assert item is not None
    return item.text()


def test_enter_gives_the_first_mark_and_passes_who_was_recorded_before(roster: RosterField) -> None:
    press(Qt.Key.Key_Return, times=3)
    assert roster.raw() == {"a": {"mark": "hadir", "reason": ""}, "c": {"mark": "hadir", "reason": ""}}
    assert not roster.sheet.hasFocus(), "after the last row the next field has the keyboard"


def test_another_mark_asks_its_reason_in_one_line_and_enter_goes_on(roster: RosterField) -> None:
    press(Qt.Key.Key_M)
    assert roster.reason.hasFocus()
    type_text("tanpa kabar")
    press(Qt.Key.Key_Return)
    assert roster.sheet.hasFocus()
    assert roster.sheet.currentRow() == 1
    assert roster.raw() == {"a": {"mark": "mangkir", "reason": "tanpa kabar"}}


def test_a_mark_is_taken_back_and_what_was_recorded_is_not(roster: RosterField) -> None:
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Delete)
    assert roster.raw() is None
    assert "sakit" in said(roster, 1, 1)


def test_a_reason_that_was_not_ended_with_enter_is_kept(roster: RosterField) -> None:
    press(Qt.Key.Key_I)
    type_text("kerja")
    roster.leave()
    assert roster.raw() == {"a": {"mark": "izin", "reason": "kerja"}}


def test_a_new_mark_drops_the_reason_of_the_old_one(roster: RosterField) -> None:
    press(Qt.Key.Key_M)
    type_text("tanpa kabar")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert roster.raw() == {"a": {"mark": "hadir", "reason": ""}}


def test_a_draft_is_shown_again_and_what_is_not_known_is_left_out(roster: RosterField) -> None:
    roster.put({"a": {"mark": "izin", "reason": "kerja"}, "c": {"mark": "pulang"}, "z": {"mark": "izin"}, "b": 3})
    assert roster.raw() == {"a": {"mark": "izin", "reason": "kerja"}}


def test_names_and_reasons_are_masked_and_the_number_stays(roster: RosterField) -> None:
    roster.set_masked(is_masked=True)
    assert said(roster, 0, 0) == f"{MASK} 000001"
    assert "sakit" not in said(roster, 1, 1)


def test_hits_are_taken_one_after_the_other_and_backspace_takes_the_last_one_back(picks: PicksField) -> None:
    for letters in ("an", "bu"):
        type_text(letters)
        press(Qt.Key.Key_Return)
    assert picks.read() == ("1", "2")
    press(Qt.Key.Key_Backspace)
    assert picks.raw() == [{"key": "1", "text": "Andi 000001"}]


def test_who_is_chosen_is_not_offered_again(picks: PicksField) -> None:
    type_text("an")
    press(Qt.Key.Key_Return)
    type_text("an")
    assert not picks.edit.offered
    assert picks.hint


def test_the_down_arrow_asks_for_everybody(picks: PicksField) -> None:
    press(Qt.Key.Key_Down)
    assert [pick.key for pick in picks.edit.offered] == ["1", "2", "3"]


def test_hits_of_a_draft_are_shown_with_their_texts(picks: PicksField) -> None:
    picks.put([{"key": "9", "text": "Dewi 000009"}, "nonsense"])
    assert picks.read() == ("9",)
    assert picks.shown(picks.values()) == "Dewi 000009"
