"""Fields that are answered with a day, or with an age where the day is not known. Today is 16 January 2023."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.date_field import BirthField, DateField
from rehab_app.ui.kit.field_spec import FieldSpec, Kind
from tests.ui.kit.typist import press, type_text

BIRTH = FieldSpec(name="birth_date", also="age", label="Birth date", kind=Kind.BIRTH)


@pytest.fixture
def day(qtbot: QtBot, context: ScreenContext) -> DateField:
    field = DateField(FieldSpec(name="on", label="On", kind=Kind.DATE), context)
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.focus_editor()
    return field


@pytest.fixture
def birth(qtbot: QtBot, context: ScreenContext) -> BirthField:
    field = BirthField(BIRTH, context)
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.focus_editor()
    return field


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1/2/90", date(1990, 2, 1)),
        ("01-02-1990", date(1990, 2, 1)),
        ("17 Agustus 1990", date(1990, 8, 17)),
        ("kemarin", date(2023, 1, 15)),
        ("hari ini", date(2023, 1, 16)),
    ],
)
def test_any_usual_spelling_is_understood_and_written_alike_afterwards(day: DateField, typed: str, meant: date) -> None:
    type_text(typed)
    assert day.clean() == {"on": meant}
    day.leave()
    assert day.edit.text() == f"{meant:%d/%m/%Y}"
    assert day.values() == {"on": meant.isoformat()}
    assert day.trouble == ""


def test_what_was_understood_stands_beside_the_date_while_it_is_typed(day: DateField) -> None:
    type_text("17/8/90")
    assert day.hint == "Friday, 17 August 1990"
    press(Qt.Key.Key_Backspace)
    assert day.hint == ""


@pytest.mark.parametrize("typed", ["31/2/19", "tahun lalu", "1/2", "99/99/9999", "٣١"])
def test_an_unreadable_date_is_told_on_leaving_and_kept_as_typed(day: DateField, typed: str) -> None:
    day.edit.insert(typed)
    assert day.values() == {"on": {"typed": typed}}
    with pytest.raises(RuleBroken) as caught:
        day.clean()
    assert caught.value.field == "on"
    day.leave()
    assert day.trouble
    assert day.edit.text() == typed


def test_a_date_that_may_still_grow_is_kept_as_typed(day: DateField) -> None:
    type_text("1/2/19")
    assert day.values() == {"on": {"typed": "1/2/19", "date": "2019-02-01"}}
    day.fill(day.values())
    assert day.edit.text() == "1/2/19"


def test_yesterday_typed_in_a_draft_stays_the_day_it_meant(day: DateField, context: ScreenContext) -> None:
    type_text("kemarin")
    kept = day.values()
    clock = context.clock
    assert isinstance(clock, SetClock)
    clock.advance(timedelta(days=3))
    day.fill(kept)
    assert day.clean() == {"on": date(2023, 1, 15)}


def test_dates_are_filled_in_from_records_and_from_drafts(day: DateField) -> None:
    day.fill({"on": "1990-08-17"})
    assert day.edit.text() == "17/08/1990"
    day.fill({"on": {"typed": "31/2/19"}})
    assert day.values() == {"on": {"typed": "31/2/19"}}
    day.fill({})
    assert day.values() == {"on": None}


def test_a_birth_date_shows_the_age_and_does_not_ask_it(birth: BirthField) -> None:
    type_text("17 Agustus 1986")
    assert birth.age_edit.text() == "36"
    assert birth.age_edit.isReadOnly()
    assert birth.hint == "17 August 1986"
    assert birth.clean() == {"birth_date": date(1986, 8, 17), "age": None}


def test_enter_in_an_empty_birth_date_goes_to_the_age(birth: BirthField) -> None:
    press(Qt.Key.Key_Return)
    type_text("35")
    assert birth.clean() == {"birth_date": None, "age": 35}
    assert birth.values() == {"birth_date": None, "age": 35}
    assert birth.shown(birth.values()) == "35 years old"


def test_an_age_typed_before_comes_back_when_the_date_is_emptied(birth: BirthField) -> None:
    birth.fill({"birth_date": None, "age": 35})
    birth.focus_editor()
    type_text("17/8/86")
    assert birth.values() == {"birth_date": {"typed": "17/8/86", "date": "1986-08-17"}, "age": None}
    press(Qt.Key.Key_Backspace, times=7)
    assert birth.values() == {"birth_date": None, "age": 35}


def test_an_unreadable_date_keeps_the_age_and_is_refused(birth: BirthField) -> None:
    type_text("entah")
    birth.age_edit.setFocus()
    type_text("35")
    assert birth.values() == {"birth_date": {"typed": "entah"}, "age": 35}
    with pytest.raises(RuleBroken) as caught:
        birth.clean()
    assert caught.value.field == "birth_date"


@pytest.mark.parametrize("typed", ["121", "-1", "tua"])
def test_an_impossible_age_is_refused_and_kept(birth: BirthField, typed: str) -> None:
    press(Qt.Key.Key_Return)
    type_text(typed)
    with pytest.raises(RuleBroken, match=r"field.not_an_age") as caught:
        birth.clean()
    assert caught.value.field == "age"
    kept = birth.values()
    birth.fill({})
    birth.fill(kept)
    assert birth.age_edit.text() == typed


def test_a_birth_date_after_today_is_refused(birth: BirthField) -> None:
    type_text("17/1/2023")
    with pytest.raises(RuleBroken, match=r"dates.in_future"):
        birth.clean()


def test_both_edits_have_names_for_screen_readers(birth: BirthField) -> None:
    assert birth.edit.accessibleName() == "Birth date"
    assert birth.age_edit.accessibleName() == "Birth date: Age in years"


def test_privacy_mode_masks_date_age_and_hint(birth: BirthField) -> None:
    birth.clearFocus()
    pictures = []
    for day in ("1986-08-17", "1999-12-31"):
        birth.fill({"birth_date": day})
        birth.set_masked(is_masked=True)
        birth.edit.clearFocus()
        pictures.append(birth.grab().toImage())
    assert pictures[0] == pictures[1]
