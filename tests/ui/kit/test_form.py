"""A registration form, played by keyboard alone: order, errors, conditions, versions, leaving. Nothing typed is ever lost."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord, Trouble
from rehab_app.foundation.words import Words
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Kind
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_leaving import Leave
from tests.ui.kit.typist import CTRL, enter_all, focused, indonesian, press, registration, type_text

SAVED = {
    "id": "c1",
    "row_version": 3,
    "registered_on": date(2023, 1, 16),
    "channel": "voluntary",
    "name": "Budi Santoso",
    "nik": "6471051708900001",
    "sex": "m",
    "birth_date": date(1990, 8, 17),
    "phone": "081234567890",
    "weight": Decimal("61.5"),
    "place": {"key": "64.71.05.1002", "text": "Sepinggan"},
    "substances": ("meth",),
}


@pytest.fixture
def make_form(qtbot: QtBot, context: ScreenContext) -> Callable[..., Form]:
    """Return a maker of shown forms with the cursor in the first field."""
    kept = []  # qtbot itself does not keep a widget alive

    def make(specs: Sequence[FieldSpec] | None = None, *, can_add_another: bool = True) -> Form:
        form = Form(specs or registration(), context, can_add_another=can_add_another)
        kept.append(form)
        qtbot.addWidget(form)
        form.resize(900, 700)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        form.focus_first()
        return form

    return make


@pytest.fixture
def form(make_form: Callable[..., Form]) -> Form:
    return make_form()


def place_of_focus(form: Form) -> str:
    owner = form.column.owner_of(focused())
    return owner.spec.name if owner is not None else ""


def notice_texts(form: Form) -> list[str]:
    return [notice.text for key in ("troubles", "other", "leaving", "aside") if (notice := form.notices.get(key))]


def press_button(form: Form, key: str, text: str) -> None:
    notice = form.notices.get(key)
    assert notice is not None
    button = next(each for each in notice.all_buttons() if each.accessibleName() == text)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Space)


def watch_saves(form: Form) -> list[tuple[dict[str, object], bool]]:
    asked: list[tuple[dict[str, object], bool]] = []
    form.save_asked.connect(lambda draft, adds: asked.append((draft, adds)))
    return asked


def test_a_whole_client_is_registered_with_enter_alone(form: Form) -> None:
    asked = watch_saves(form)
    enter_all(["hari ini", "1", "Siti Aminah", "6471055708900001", "2", "17 Agustus 1990", "isl", "sepinggan"])
    enter_all(["0812-3456-7890", "1", "2", "1", "48,5"])
    type_text("datang\ndengan ibu")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert asked == [
        (
            {
                "registered_on": date(2023, 1, 16),
                "channel": "voluntary",
                "agency": None,
                "name": "Siti Aminah",
                "nik": "6471055708900001",
                "sex": "f",
                "birth_date": date(1990, 8, 17),
                "age": None,
                "religion": "islam",
                "place": "64.71.05.1002",
                "phone": "081234567890",
                "is_married": True,
                "children": 2,
                "substances": ("meth",),
                "weight": Decimal("48.5"),
                "note": "datang\ndengan ibu",
            },
            False,
        )
    ]


def test_tab_visits_the_fields_and_then_the_actions_in_visual_order(form: Form) -> None:
    visited = []
    for _ in range(30):
        widget = focused()
        visited.append((widget.mapTo(form, widget.rect().topLeft()).y(), place_of_focus(form)))
        if widget is form.bar.cancel_button:
            break
        press(Qt.Key.Key_Tab)
    names = [name for _, name in visited if name]
    expected = [name for name in form.column.fields if name != "agency"]
    assert list(dict.fromkeys(names)) == expected
    assert len(visited) == len(expected) + 1 + 3  # the age is a stop of its own; save, save and add, cancel


def test_values_of_a_filled_form_are_json_and_fill_it_again(form: Form) -> None:
    form.fill(SAVED)
    assert not form.is_dirty
    values = form.values()
    assert json.loads(json.dumps(values)) == values
    assert form.draft()["weight"] == Decimal("61.5")
    assert form.draft()["row_version"] == 3
    form.reset({})
    form.fill(values)
    assert form.values() == values
    assert not form.is_dirty


def test_any_invalid_state_comes_back_exactly(form: Form) -> None:
    enter_all(["31/2/19", "2", "Polres 🚓", "محمد " * 12, "64710 abc", "", "umur 30", "Sunda", "entah", "rumah"])
    enter_all(["", "banyak", "", "berat"])
    kept = json.loads(json.dumps(form.values()))
    assert kept["registered_on"] == {"typed": "31/2/19"}
    assert kept["children"] == {"typed": "banyak"}
    form.reset({})
    assert not form.is_dirty
    form.restore(kept)
    assert form.values() == kept
    assert form.is_dirty


def test_a_refused_save_keeps_all_and_leads_from_error_to_error(form: Form) -> None:
    asked = watch_saves(form)
    enter_all(["31/2/19", "2", "", "", "64710"])
    kept = form.values()
    press(Qt.Key.Key_S, CTRL)
    assert asked == []
    assert form.values() == kept
    assert place_of_focus(form) == "registered_on"
    wrong = [field.spec.name for field in form.column.troubled()]
    assert wrong == ["registered_on", "agency", "name", "nik", "sex", "birth_date"]
    assert form.bar.summary.text == "6 things need attention"
    press(Qt.Key.Key_A, CTRL)
    type_text("1/2/19")
    assert form.bar.summary.text == "5 things need attention"
    press(Qt.Key.Key_S, CTRL)
    assert place_of_focus(form) == "agency"


def test_the_first_wrong_field_is_scrolled_into_view(form: Form) -> None:
    form.fill(SAVED)
    form.field("note").focus_editor()
    QApplication.processEvents()
    form.resize(900, 300)
    QApplication.processEvents()
    form.show_troubles(RuleBroken("field.required", field="name"))
    QApplication.processEvents()
    field = form.field("name")
    top = field.mapTo(form, field.rect().topLeft()).y()
    assert 0 <= top <= form.bar.y() - field.height()


def test_troubles_of_the_domain_stand_beside_their_fields_and_the_rest_above(form: Form, words: Words) -> None:
    form.fill(SAVED)
    refused = RulesBroken(
        [
            RuleBroken("field.too_long", field="phone", longest=3, length=12),
            RulesBroken([RuleBroken("field.required", field="age")]),
            RuleBroken("field.not_a_number"),
            RuleBroken("field.not_in_list", field="agency"),
        ]
    )
    form.show_troubles(refused)
    assert form.field("phone").trouble == words.trouble(refused.troubles[0])
    assert form.field("birth_date").trouble == words.say("error/field.required")
    assert notice_texts(form) == [
        "\n".join(words.say(f"error/{c}") for c in ("field.not_a_number", "field.not_in_list"))
    ]
    assert form.bar.summary.text == "4 things need attention"
    assert place_of_focus(form) == "birth_date"


def test_a_trouble_of_the_world_is_told_above_and_the_next_save_takes_it_away(form: Form) -> None:
    form.fill(SAVED)
    asked = watch_saves(form)
    form.save()
    form.show_troubles(Trouble("field.required"))
    assert len(notice_texts(form)) == 1
    form.save()
    assert notice_texts(form) == []
    assert len(asked) == 2


def test_a_save_on_its_way_is_not_asked_for_twice(form: Form) -> None:
    form.fill(SAVED)
    asked = watch_saves(form)
    press(Qt.Key.Key_S, CTRL)
    press(Qt.Key.Key_S, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    assert len(asked) == 1
    form.mark_saved({"row_version": 4})
    assert form.values()["row_version"] == 4
    assert "Saved at 09:30 WITA" in form.bar.summary.text


def test_what_is_typed_while_a_save_is_on_its_way_stays_and_is_dirty(form: Form) -> None:
    form.fill(SAVED)
    form.field("name").focus_editor()
    type_text("Budi S.")
    form.save(adds_another=True)
    type_text(", Drs.")
    form.mark_saved()
    assert form.values()["name"] == "Budi S., Drs."
    assert form.column.touched() == ["name"]
    assert form.column.saved()["name"] == "Budi S."


def test_save_and_add_another_begins_anew_with_what_is_kept(form: Form) -> None:
    form.fill({**SAVED, "id": "", "channel": None})
    form.field("name").focus_editor()
    type_text("Tono")
    asked = watch_saves(form)
    press(Qt.Key.Key_Return, CTRL)
    assert asked[0][1] is True
    form.mark_saved(following={"channel": "voluntary"})
    assert not form.is_dirty
    answered = {name: raw for name, raw in form.values().items() if raw is not None}
    assert answered == {"registered_on": "2023-01-16", "channel": "voluntary"}
    assert place_of_focus(form) == "registered_on"


def test_ctrl_enter_does_nothing_where_no_other_is_added(make_form: Callable[..., Form]) -> None:
    form = make_form(can_add_another=False)
    form.fill(SAVED)
    asked = watch_saves(form)
    press(Qt.Key.Key_Return, CTRL)
    assert asked == []


def test_ctrl_enter_saves_also_from_a_field_of_several_lines(form: Form) -> None:
    form.fill(SAVED)
    asked = watch_saves(form)
    form.field("note").focus_editor()
    press(Qt.Key.Key_Return, CTRL)
    assert len(asked) == 1
    assert form.values()["note"] is None


def test_a_field_whose_condition_ends_is_hidden_keeps_its_text_and_is_not_saved(form: Form) -> None:
    form.fill({**SAVED, "channel": "compulsory", "agency": "Polresta Balikpapan"})
    agency = form.field("agency")
    assert not agency.isHidden()
    form.field("channel").focus_editor()
    type_text("1")
    assert agency.isHidden()
    assert form.values()["agency"] == "Polresta Balikpapan"
    assert form.draft()["agency"] is None
    type_text("2")
    assert not agency.isHidden()
    assert form.draft()["agency"] == "Polresta Balikpapan"


def test_a_heading_goes_with_the_last_field_of_its_group(form: Form) -> None:
    heading = next(each for each in form.column.findChildren(QLabel) if each.text() == "Authority")
    assert heading.isHidden()
    type_text("x")
    form.field("channel").focus_editor()
    type_text("2")
    assert not heading.isHidden()


def test_a_warning_looks_at_other_fields_and_never_blocks(form: Form, words: Words) -> None:
    form.fill({**SAVED, "nik": "6471055708900001"})
    assert form.field("nik").warning == words.say("error/field.not_in_list")
    asked = watch_saves(form)
    form.save()
    assert len(asked) == 1
    form.field("sex").focus_editor()
    type_text("2")
    assert form.field("nik").warning == ""


def test_a_refresh_never_replaces_a_dirty_form(form: Form) -> None:
    form.fill(SAVED)
    form.field("name").focus_editor()
    type_text("Budi Susanto")
    form.fill({**SAVED, "name": "Budianto", "phone": "0811111111", "row_version": 4})
    assert form.values()["name"] == "Budi Susanto"
    notice = form.notices.get("other")
    assert notice is not None
    assert notice.table is not None
    texts = [label.text() for label in notice.table.findChildren(QLabel)]
    assert texts[3:] == [
        "Full name", "Budi Susanto", "Budianto",
        "Phone", "081234567890", "0811111111", "is taken over",
    ]  # fmt: skip
    assert place_of_focus(form) == "name"


def test_a_refresh_of_a_clean_form_shows_the_new_values(form: Form) -> None:
    form.fill(SAVED)
    form.fill({**SAVED, "name": "Budianto"})
    assert form.values()["name"] == "Budianto"
    assert not form.is_dirty
    assert notice_texts(form) == []


def test_a_refresh_that_changes_nothing_is_taken_in_silence(form: Form) -> None:
    form.fill(SAVED)
    form.field("name").focus_editor()
    type_text("Budi Susanto")
    form.fill({**SAVED, "row_version": 4})
    assert notice_texts(form) == []
    assert form.values()["row_version"] == 4
    assert form.column.touched() == ["name"]


def test_after_a_stale_save_what_was_typed_can_be_saved_above_the_other_version(form: Form) -> None:
    form.fill(SAVED)
    form.field("name").focus_editor()
    type_text("Budi Susanto")
    form.save()
    form.show_troubles(StaleRecord("field.required"))
    form.show_other_version({**SAVED, "name": "Budianto", "phone": "0811111111", "row_version": 4}, is_open=True)
    press_button(form, "other", "Keep what I typed")
    draft = form.draft()
    assert (draft["name"], draft["phone"], draft["row_version"]) == ("Budi Susanto", "0811111111", 4)
    assert form.column.touched() == ["name"]
    assert form.notices.get("other") is None


def test_single_fields_of_the_other_version_can_be_taken_and_given_back(form: Form) -> None:
    form.fill(SAVED)
    form.field("name").focus_editor()
    type_text("Budi Susanto")
    form.show_other_version({**SAVED, "name": "Budianto"}, is_open=True)
    press_button(form, "other", "Full name: Use this")
    assert form.values()["name"] == "Budianto"
    press_button(form, "other", "Full name: Use mine")
    assert form.values()["name"] == "Budi Susanto"


def test_the_other_version_can_be_taken_whole_and_what_was_typed_comes_back(form: Form) -> None:
    form.fill(SAVED)
    form.field("registered_on").focus_editor()
    type_text("31/2/19")
    form.show_other_version({**SAVED, "name": "Budianto", "row_version": 4})
    press_button(form, "other", "Use what was saved")
    assert not form.is_dirty
    assert form.values()["name"] == "Budianto"
    press_button(form, "aside", "Bring it back")
    assert form.values()["registered_on"] == {"typed": "31/2/19"}
    assert form.values()["row_version"] == 4


def test_escape_leaves_a_clean_form_at_once(form: Form) -> None:
    left: list[Leave] = []
    form.left.connect(left.append)
    form.fill(SAVED)
    press(Qt.Key.Key_Escape)
    assert left == [Leave.CLEAN]


def test_escape_in_a_dirty_form_asks_and_a_second_one_goes_on_typing(form: Form) -> None:
    left: list[Leave] = []
    form.left.connect(left.append)
    type_text("kem")
    press(Qt.Key.Key_Escape)
    assert focused().accessibleName() == "Go on typing"
    press(Qt.Key.Key_Escape)
    assert left == []
    assert place_of_focus(form) == "registered_on"
    assert form.values()["registered_on"] == {"typed": "kem"}


def test_the_harmful_answer_is_the_last_one_and_discards(form: Form) -> None:
    left: list[Leave] = []
    form.left.connect(left.append)
    type_text("kem")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Tab)
    assert focused().accessibleName() == "Throw away what I typed"
    press(Qt.Key.Key_Space)
    assert left == [Leave.DISCARD]


def test_a_form_whose_draft_cannot_be_kept_is_not_left(form: Form) -> None:
    left: list[Leave] = []
    form.left.connect(left.append)
    safe = [False, True]
    form.seal = lambda: safe.pop(0)
    type_text("kem")
    for expected in ([], [Leave.KEEP]):
        press(Qt.Key.Key_Escape)
        assert focused().accessibleName() == "Keep as a draft and leave"
        press(Qt.Key.Key_Space)
        assert left == expected


def test_escape_closes_an_open_list_before_anything_else(form: Form) -> None:
    left: list[Leave] = []
    form.left.connect(left.append)
    form.field("religion").focus_editor()
    type_text("is")
    press(Qt.Key.Key_Escape)
    assert notice_texts(form) == []
    assert left == []


def test_a_panel_that_closes_with_escape_does_not_swallow_what_was_typed(qtbot: QtBot, context: ScreenContext) -> None:
    panel = QWidget()
    form = Form(registration(), context)
    QVBoxLayout(panel).addWidget(form)
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), panel)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    closed: list[bool] = []
    shortcut.activated.connect(lambda: closed.append(True))
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    form.focus_first()
    type_text("kem")
    press(Qt.Key.Key_Escape)
    assert closed == []
    assert form.notices.get("leaving") is not None


@pytest.mark.usefixtures("form")
def test_buttons_of_a_notice_come_before_the_fields_for_tab() -> None:
    type_text("kem")
    press(Qt.Key.Key_Escape)
    names = []
    for _ in range(3):
        names.append(focused().accessibleName())
        press(Qt.Key.Key_Tab)
    assert names == ["Go on typing", "Throw away what I typed", "Registered on"]


def test_everything_that_takes_the_focus_has_a_name(form: Form) -> None:
    form.fill({**SAVED, "channel": "compulsory"})
    form.field("name").focus_editor()
    type_text("x")
    form.show_other_version({**SAVED, "name": "y"}, is_open=True)
    form.leave()
    nameless = [
        widget
        for widget in form.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, (QAbstractButton, QLineEdit, QPlainTextEdit))
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []
    for field in form.column.fields.values():
        assert field.editor.accessibleName() == field.label


def test_privacy_mode_masks_identity_in_fields_and_in_versions(form: Form, context: ScreenContext) -> None:
    form.fill(SAVED)
    form.field("name").focus_editor()
    type_text("Budi Susanto")
    form.show_other_version({**SAVED, "name": "Budianto"}, is_open=True)
    context.privacy.switch(on=True)
    assert form.field("name").is_masked
    assert not form.field("weight").is_masked
    notice = form.notices.get("other")
    assert notice is not None
    assert notice.table is not None
    texts = [child.text() for child in notice.table.findChildren(QLabel)]
    assert "Budianto" not in texts
    context.privacy.switch(on=False)
    texts = [child.text() for child in notice.table.findChildren(QLabel)]
    assert "Budianto" in texts


def test_nothing_is_cut_off_in_a_narrow_panel(form: Form) -> None:
    form.fill(SAVED)
    form.field("name").focus_editor()
    type_text("Budi Susanto")
    form.show_other_version({**SAVED, "name": "Budianto"}, is_open=True)
    form.leave()
    form.show_troubles(RuleBroken("field.required", field="nik"))
    form.resize(384, 700)
    QApplication.processEvents()
    assert form.minimumSizeHint().width() <= 384
    shown = [widget for widget in form.findChildren(QWidget) if widget.isVisible() and widget.accessibleName()]
    cut = [w.accessibleName() for w in shown if w.mapTo(form, w.rect().topRight()).x() >= form.width()]
    assert cut == []


def test_a_form_of_sixty_fields_of_every_kind_can_be_filled_and_read(make_form: Callable[..., Form]) -> None:
    specs = [
        FieldSpec(
            name=f"{kind}{number}",
            also=f"age{number}" if kind is Kind.BIRTH else "",
            label=f"{kind}{number}",
            kind=kind,
        )
        for number in range(4)
        for kind in Kind
    ]
    form = make_form(specs)
    assert len(form.column.fields) == 4 * len(Kind)
    assert form.draft()["name0"] is None
    assert not form.is_dirty


def test_the_indonesian_form_speaks_indonesian(qtbot: QtBot, context: ScreenContext) -> None:
    form = Form(registration(), replace(context, words=indonesian()), can_add_another=True)
    qtbot.addWidget(form)
    form.save()
    assert form.bar.summary.text == "3 hal perlu diperhatikan"
    assert form.field("name").trouble == "Isian ini wajib. Isi sebelum menyimpan."
    assert form.bar.save_button.text() == "Simpan"


def test_leaving_a_field_tells_at_once_what_cannot_be_read_and_nothing_more(form: Form) -> None:
    type_text("31/2/19")
    press(Qt.Key.Key_Tab)
    assert form.field("registered_on").trouble
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert form.field("name").trouble == ""


def test_switching_to_another_window_does_not_tidy_a_date_that_is_being_typed(form: Form, qtbot: QtBot) -> None:
    type_text("1/2/19")
    other = QLineEdit()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
        other.setFocus()
    assert focused() is other
    assert form.values()["registered_on"] == {"typed": "1/2/19", "date": "2019-02-01"}
