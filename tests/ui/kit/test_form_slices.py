"""A form that is built in slices answers at every moment as one that was built in one go, and loses nothing that is typed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_slices import Pace
from tests.ui.kit.test_form import SAVED, place_of_focus
from tests.ui.kit.typist import CTRL, focused, press, registration, type_text

WHOLE = Pace(at_once=1000)
CRAWLING = Pace(at_once=2, slice_ms=0)
"""Two fields at once, then one at each turn."""
COMPULSORY = {**SAVED, "channel": "compulsory", "agency": "Polresta Balikpapan"}
HIDDEN = {**SAVED, "agency": "Polresta Balikpapan"}
LAST = len(registration())
STAGES = (2, 3, LAST - 1, LAST)

Make = Callable[..., Form]


@pytest.fixture
def make(qtbot: QtBot, context: ScreenContext) -> Make:
    """Return a maker of forms in a window that is shown already, with the cursor in the first field; no turn has passed."""
    window = QWidget()
    lane = QVBoxLayout(window)
    qtbot.addWidget(window)
    window.resize(900, 700)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    def made(pace: Pace = CRAWLING, specs: Sequence[FieldSpec] | None = None) -> Form:
        form = Form(specs or registration(), context, pace=pace, can_add_another=True)
        lane.addWidget(form)
        form.show()
        form.focus_first()
        return form

    made.window = window  # type: ignore[attr-defined] # kept alive with its maker
    return made


def count(form: Form) -> int:
    """Return how many fields stand."""
    return len(form.findChildren(Field))


def turn_until(form: Form, fields: int) -> Form:
    """Turn the event loop until so many fields stand."""
    for _ in range(2000):
        if count(form) >= fields:
            assert count(form) == fields
            return form
        QApplication.processEvents()
    raise AssertionError("the form is not built by itself")


def test_the_first_group_stands_at_once_and_the_rest_follows_by_itself(make: Make) -> None:
    form = make()
    told: list[bool] = []
    form.built.connect(lambda: told.append(form.is_built))
    assert (count(form), form.is_built) == (2, False)
    assert place_of_focus(form) == "registered_on"
    turn_until(form, 3)
    assert not form.is_built
    turn_until(form, LAST)
    assert (form.is_built, told) == (True, [True])


def test_a_short_form_is_built_at_once_and_leaves_no_timer(make: Make) -> None:
    form = make(Pace(at_once=LAST))
    assert (form.is_built, count(form)) == (True, LAST)
    assert [timer for timer in form.findChildren(QTimer) if timer.isActive()] == []


@pytest.mark.parametrize(("at_once", "first"), [(12, 2), (1, 1), (LAST - 1, 2), (LAST, LAST)])
def test_the_first_group_is_no_longer_than_what_is_built_at_once(at_once: int, first: int) -> None:
    assert Pace(at_once).first(registration()) == first


def test_a_long_form_without_groups_is_built_in_slices_too(make: Make) -> None:
    specs = [FieldSpec(name=f"f{number}", label=f"F{number}") for number in range(120)]
    form = make(Pace(at_once=12), specs)
    assert count(form) == 12
    assert len(form.values()) == 120
    assert (form.is_built, count(form)) == (True, 120)


QUESTIONS: dict[str, Callable[[Form], object]] = {
    "values": Form.values,
    "draft": Form.draft,
    "answers": Form.answers,
    "one answer": lambda form: form.answers_of(["weight", "name", "agency"]),
    "saved": lambda form: form.column.saved(),
    "kept": lambda form: form.column.kept(),
    "names": lambda form: form.column.names(),
    "is dirty": lambda form: form.is_dirty,
    "visible": lambda form: [field.spec.name for field in form.column.visible()],
    "differences": lambda form: form.column.differences(form.column.values(), {"weight": "70", "note": "x"}),
    "a late field": lambda form: (form.field("weight").values(), form.field("weight").is_dirty),
    "the fields": lambda form: list(form.column.fields),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("values", [COMPULSORY, HIDDEN], ids=["compulsory", "hidden"])
def test_whatever_is_asked_is_answered_as_if_all_were_built(
    make: Make, stage: int, question: str, values: dict[str, object]
) -> None:
    whole, sliced = make(WHOLE), make()
    whole.fill(values)
    sliced.fill(values)
    turn_until(sliced, stage)
    assert QUESTIONS[question](sliced) == QUESTIONS[question](whole)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("values", [COMPULSORY, HIDDEN], ids=["compulsory", "hidden"])
@pytest.mark.parametrize("channel", ["1", "2"])
def test_what_is_typed_while_it_is_built_counts_as_in_a_whole_form(
    make: Make, stage: int, values: dict[str, object], channel: str
) -> None:
    drafts = []
    for pace, until in ((WHOLE, LAST), (CRAWLING, stage)):
        form = make(pace)
        form.fill(values)
        turn_until(form, until)
        press(Qt.Key.Key_Return)  # on to the channel
        type_text(channel)
        turn_until(form, LAST)
        assert form.field("agency").isHidden() is (channel == "1")
        drafts.append((form.draft(), form.values(), form.column.touched()))
    assert drafts[0] == drafts[1]


def test_what_is_typed_at_once_stays_with_the_cursor_while_the_rest_follows(make: Make) -> None:
    form = make()
    form.fill({"note": "lama", "row_version": 3})
    type_text("31/2")
    turn_until(form, 5)
    type_text("/19")
    turn_until(form, LAST)
    assert place_of_focus(form) == "registered_on"
    assert form.values()["registered_on"] == {"typed": "31/2/19"}
    assert (form.values()["note"], form.values()["row_version"]) == ("lama", 3)
    assert form.column.touched() == ["registered_on"]


def test_typing_needs_no_field_that_is_not_built(make: Make) -> None:
    form = make()
    form.reset({"registered_on": date(2023, 1, 16), "note": "lama"})
    type_text("1")
    assert form.is_dirty
    assert form.answers_of(["registered_on", "name"])["name"] is None
    assert count(form) == 2


@pytest.mark.parametrize("stage", [2, 6, LAST])
def test_tab_goes_through_all_fields_in_visual_order_at_any_time(make: Make, stage: int) -> None:
    form = turn_until(make(), stage)
    form.focus_first()
    visited = []
    for _ in range(30):
        visited.append(place_of_focus(form))
        if focused() is form.bar.cancel_button:
            break
        press(Qt.Key.Key_Tab)
    expected = [name for name in form.column.fields if name != "agency"]
    assert list(dict.fromkeys(filter(None, visited))) == expected
    assert len(visited) == len(expected) + 1 + 3  # the age is a stop of its own; save, save and add, cancel


def test_shift_tab_from_the_actions_comes_to_the_last_field(make: Make) -> None:
    form = make()
    form.bar.focus_save()
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert place_of_focus(form) == "note"


def test_the_buttons_of_a_notice_come_before_all_fields_for_tab(make: Make) -> None:
    form = make()
    turn_until(form, 3)
    type_text("kem")
    press(Qt.Key.Key_Escape)
    names = []
    for _ in range(3):
        names.append(focused().accessibleName())
        press(Qt.Key.Key_Tab)
    assert form.is_built
    assert names == ["Go on typing", "Throw away what I typed", "Registered on"]


def test_enter_goes_on_to_a_field_that_was_not_built(make: Make) -> None:
    form = make()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert place_of_focus(form) == "name"


def test_saving_at_once_hands_over_everything(make: Make) -> None:
    whole = make(WHOLE)
    whole.fill(SAVED)
    form = make()
    form.fill(SAVED)
    asked: list[dict[str, object]] = []
    form.save_asked.connect(lambda draft, _adds: asked.append(draft))
    press(Qt.Key.Key_S, CTRL)
    assert asked == [whole.draft()]


def test_what_is_missing_far_below_is_told_beside_its_field(make: Make) -> None:
    specs = [replace(spec, is_required=spec.name == "note") for spec in registration()]
    form = make(specs=specs)
    press(Qt.Key.Key_S, CTRL)
    assert [field.spec.name for field in form.column.troubled()] == ["note"]
    assert place_of_focus(form) == "note"


def test_a_refusal_finds_its_field_before_it_is_built(make: Make) -> None:
    form = make()
    form.show_troubles(RuleBroken("field.too_long", field="phone", longest=3, length=12))
    assert form.field("phone").trouble
    assert place_of_focus(form) == "phone"


@pytest.mark.parametrize("stage", STAGES)
def test_a_draft_is_restored_whole(make: Make, stage: int) -> None:
    typed = make(WHOLE)
    typed.fill(SAVED)
    for name, raw in (
        ("children", {"typed": "banyak"}),
        ("note", "baris\nbaris"),
        ("registered_on", {"typed": "31/2"}),
    ):
        typed.column.fill({name: raw}, [name])
    kept = typed.values()
    form = make()
    form.fill(SAVED)
    turn_until(form, stage).restore(kept)
    assert form.values() == kept
    assert form.column.touched() == ["registered_on", "children", "note"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_refresh_while_something_is_typed_keeps_it(make: Make, stage: int) -> None:
    form = make()
    form.fill(SAVED)
    form.focus_first()
    type_text("31/2")
    turn_until(form, stage).fill({**SAVED, "note": "dari meja lain", "row_version": 4})
    notice = form.notices.get("other")
    assert notice is not None
    assert form.values()["registered_on"] == {"typed": "31/2"}
    form.take_base({**SAVED, "note": "dari meja lain", "row_version": 4})
    assert (form.values()["note"], form.values()["row_version"]) == ("dari meja lain", 4)
    assert form.column.touched() == ["registered_on"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_form_that_is_blanked_while_it_is_built_stays_blank(make: Make, stage: int) -> None:
    form = make()
    form.fill(SAVED)
    form.focus_first()
    type_text("31/2")
    turn_until(form, stage).reset({})
    turn_until(form, LAST)
    assert set(form.values().values()) == {None}
    assert not form.is_dirty


def test_a_form_that_is_taken_away_while_it_is_built_is_built_no_further(make: Make, qtbot: QtBot) -> None:
    form = turn_until(make(), 3)
    gone: list[bool] = []
    form.destroyed.connect(lambda: gone.append(True))
    with qtbot.capture_exceptions() as raised:
        form.hide()
        form.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        for _ in range(20):
            QApplication.processEvents()
    assert gone == [True]
    assert raised == []


def test_warnings_are_asked_for_when_all_is_built(make: Make) -> None:
    asked: list[object] = []

    def warn(answers: Answers, tell: Callable[[Sequence[RuleBroken]], None]) -> None:
        asked.append(answers["weight"])
        tell([RuleBroken("field.not_in_list")])

    specs = [replace(spec, warn=warn) if spec.name == "nik" else spec for spec in registration()]
    form = make(specs=specs)
    form.fill(SAVED)
    turn_until(form, LAST - 1)
    assert asked == []
    turn_until(form, LAST)
    assert len(asked) == 1
    assert asked[0] is not None
    assert form.field("nik").warning


def test_fields_that_come_later_are_masked_too(make: Make, context: ScreenContext) -> None:
    form = make()
    context.privacy.switch(on=True)
    turn_until(form, LAST)
    assert form.field("name").is_masked
    assert not form.field("weight").is_masked


@pytest.mark.parametrize("stage", STAGES)
def test_the_parts_stand_in_the_same_order_whenever_it_was_shown(make: Make, stage: int) -> None:
    shown = []
    for pace, until in ((WHOLE, LAST), (CRAWLING, stage)):
        form = make(pace)
        form.fill(COMPULSORY)
        turn_until(form, until)
        form.column.finish()
        for _ in range(3):
            QApplication.processEvents()
        lane = form.column.layout()
        assert lane is not None
        widgets = [item.widget() for place in range(lane.count()) if (item := lane.itemAt(place)) is not None]
        shown.append([(_name(widget), widget.isVisible()) for widget in widgets if widget is not None])
        form.hide()
    assert shown[0] == shown[1]
    assert all(is_visible for _name_, is_visible in shown[0])


def _name(widget: QWidget) -> str:
    if isinstance(widget, Field):
        return widget.spec.name
    assert isinstance(widget, QLabel)
    return widget.text()


def test_what_a_page_puts_below_the_fields_stays_below(make: Make) -> None:
    form = make()
    lane, below = form.column.layout(), QLabel("below")
    assert lane is not None
    lane.addWidget(below)
    turn_until(form, LAST)
    assert lane.indexOf(below) == lane.count() - 1
    assert lane.indexOf(form.field("note")) < lane.indexOf(below)


def test_a_field_that_cannot_be_made_is_never_left_out_in_silence(make: Make, qtbot: QtBot) -> None:
    is_broken = [True]

    def options() -> Sequence[Option]:
        if is_broken:
            raise KeyError("a list that does not exist")
        return [Option("a", "A")]

    specs = [FieldSpec(name=f"f{number}", label="F") for number in range(3)]
    specs += [FieldSpec(name="last", label="Last", kind=Kind.RADIO, options=options)]
    with qtbot.capture_exceptions() as raised:
        form = make(Pace(at_once=3, slice_ms=0), specs)
        for _ in range(20):
            QApplication.processEvents()
    assert [kind for kind, *_ in raised] == [KeyError]
    with pytest.raises(KeyError):
        form.draft()
    is_broken.clear()
    assert list(form.draft()) == ["f0", "f1", "f2", "last"]
