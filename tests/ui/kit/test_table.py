"""Lists: what they show, how the keyboard works them, what is copied, and what an empty one says."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import Trouble
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.context import MASK, ScreenContext
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import Density, State, Tone

LONG_NAME = "Raden Ayu Siti Nurhalimah Kusumaningtyas Wijayakusuma binti A"
DISPLAY = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True, slots=True)
class Person:
    rm: str
    name: str
    sessions: int
    state: State = State.OK


PEOPLE = [Person("03", "Budi", 10), Person("01", "siti", 9, State.WARNING), Person("02", "Andi", 100, State.NEUTRAL)]
COLUMNS: list[Column[Person]] = [
    Column("No. RM", lambda row: row.rm, sort="rm", width=8),
    Column("Name", lambda row: row.name, is_private=True, sort="name", stretches=True),
    Column("Sessions", lambda row: str(row.sessions), align="right", order=lambda row: row.sessions, width=6),
    Column("State", lambda row: row.state, state=lambda row: row.state),
    Column("Note", lambda _row: "see file", tooltip=lambda row: f"{row.name} was here", is_private=True),
]


class Drawer:
    """A view state that remembers."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def recall(self, name: str) -> str:
        return self.kept.get(name, "")

    def remember(self, name: str, value: str) -> None:
        self.kept[name] = value


@pytest.fixture
def model(context: ScreenContext) -> RowsModel[Person]:
    return RowsModel(context, COLUMNS, PEOPLE, key=lambda row: row.rm)


@pytest.fixture
def table(model: RowsModel[Person], qtbot: QtBot) -> Table[Person]:
    made: Table[Person] = Table(model, "Clients")
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def names(model: RowsModel[Person]) -> list[str]:
    return [row.name for row in model.rows]


def test_the_model_tells_text_alignment_and_state(model: RowsModel[Person]) -> None:
    assert model.data(model.index(0, 0)) == "03"
    assert model.data(model.index(0, 2), Qt.ItemDataRole.TextAlignmentRole) == (
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    )
    assert model.data(model.index(1, 3), Qt.ItemDataRole.ForegroundRole) == model.context.theme.colour("warning")
    assert model.data(model.index(1, 3), Qt.ItemDataRole.DecorationRole) is not None
    assert model.data(model.index(2, 3), Qt.ItemDataRole.ForegroundRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Name"
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


def test_sorting_heeds_numbers_and_not_capitals(model: RowsModel[Person]) -> None:
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert [row.sessions for row in model.rows] == [100, 10, 9]
    model.sort(1)
    assert names(model) == ["Andi", "Budi", "siti"]
    model.set_rows([*PEOPLE, Person("04", "bagus", 1)])
    assert names(model) == ["Andi", "bagus", "Budi", "siti"]
    model.sort(99)
    assert names(model) == ["Andi", "bagus", "Budi", "siti"]


def test_enter_opens_the_current_row_and_letters_do_not_jump(table: Table[Person]) -> None:
    opened: list[Person] = []
    table.opened.connect(opened.append)
    table.choose(0)
    QTest.keyClicks(table, "a")
    assert table.current_row == PEOPLE[0]
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_End)
    QTest.keyClick(table, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(table, Qt.Key.Key_Home)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [PEOPLE[1], PEOPLE[2], PEOPLE[0]]


def test_a_double_click_opens(table: Table[Person], qtbot: QtBot) -> None:
    place = table.visualRect(table.records.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as told:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [PEOPLE[1]]


def test_tab_leaves_the_list(model: RowsModel[Person], qtbot: QtBot) -> None:
    window, after = QWidget(), QLineEdit()
    table: Table[Person] = Table(model, "Clients")
    column = QVBoxLayout(window)
    column.addWidget(table)
    column.addWidget(after)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_moving_tells_the_chosen_row(table: Table[Person]) -> None:
    chosen: list[Person | None] = []
    table.chosen.connect(chosen.append)
    table.choose(2)
    table.choose(7)
    table.choose(-1)
    assert chosen == [PEOPLE[2]]


def test_the_chosen_row_stays_chosen_when_the_list_is_loaded_again(
    table: Table[Person], model: RowsModel[Person]
) -> None:
    table.choose(1)
    model.set_rows([Person("00", "Zaki", 1), *PEOPLE])
    assert table.current_row == PEOPLE[1]
    model.set_rows([PEOPLE[0]])
    assert table.current_row is None


def test_a_row_is_copied_as_it_is_shown_and_masked_in_privacy_mode(
    table: Table[Person], context: ScreenContext
) -> None:
    table.choose(1)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "01\tsiti\t9\twarning\tsee file"
    context.privacy.switch(on=True)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"01\t{MASK}\t9\twarning\t{MASK}"
    assert table.records.data(table.records.index(1, 1)) == MASK
    assert table.records.data(table.records.index(1, 4), Qt.ItemDataRole.ToolTipRole) == MASK


def test_nothing_chosen_copies_nothing(table: Table[Person]) -> None:
    QGuiApplication.clipboard().setText("before")
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"


def test_several_rows_are_copied_from_top_to_bottom(model: RowsModel[Person], qtbot: QtBot) -> None:
    table: Table[Person] = Table(model, "Clients", chooses_many=True)
    qtbot.addWidget(table)
    table.selectAll()
    table.copy_rows()
    assert [line.split("\t")[0] for line in QGuiApplication.clipboard().text().splitlines()] == ["03", "01", "02"]


def test_a_header_asks_for_its_order_and_the_other_way_round(table: Table[Person]) -> None:
    asked: list[tuple[str, bool]] = []
    table.sort_asked.connect(lambda sort, is_descending: asked.append((sort, is_descending)))
    for column in (1, 1, 0, 2, 3):
        table.header.sectionClicked.emit(column)
    assert asked == [("name", False), ("name", True), ("rm", False), ("", False)]
    table.header.mark_sorted("name", is_descending=True)
    assert table.header.sortIndicatorSection() == 1
    assert table.header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_the_menu_key_offers_copying_sorting_and_widths(table: Table[Person], model: RowsModel[Person]) -> None:
    menu = table.make_menu()
    copy, sort, reset = menu.actions()
    assert not copy.isEnabled()
    by = sort.menu()
    assert isinstance(by, QMenu)
    assert [action.text() for action in by.actions()] == ["No. RM", "Name", "Sessions"]
    by.actions()[1].trigger()
    assert names(model) == ["Andi", "Budi", "siti"]
    table.setColumnWidth(0, 333)
    reset.trigger()
    assert table.columnWidth(0) < 333
    menu.close()


def test_widths_are_remembered_under_the_name_of_the_list(context: ScreenContext, qtbot: QtBot) -> None:
    drawer = Drawer()

    def make() -> Table[Person]:
        made: Table[Person] = Table(RowsModel(context, COLUMNS, PEOPLE), "Clients", name="clients", view_state=drawer)
        qtbot.addWidget(made)
        made.resize(900, 300)
        made.show()
        return made

    first = make()
    first.setColumnWidth(0, 222)
    first.hide()
    assert make().columnWidth(0) == 222


@pytest.mark.parametrize("kept", ["", "not json", "[]", "{}", '{"No. RM": "wide"}', '{"No. RM": -5}', '{"gone": 40}'])
def test_what_was_remembered_badly_is_not_heeded(context: ScreenContext, qtbot: QtBot, kept: str) -> None:
    drawer = Drawer()
    plain: Table[Person] = Table(RowsModel(context, COLUMNS, PEOPLE), "Clients")
    drawer.kept["clients"] = kept
    table: Table[Person] = Table(RowsModel(context, COLUMNS, PEOPLE), "Clients", name="clients", view_state=drawer)
    qtbot.addWidget(plain)
    qtbot.addWidget(table)
    assert table.columnWidth(0) == plain.columnWidth(0)


def test_titles_are_never_cut_at_first_and_the_stretching_column_takes_the_rest(table: Table[Person]) -> None:
    for column in range(len(COLUMNS)):
        assert table.columnWidth(column) >= table.header.sectionSizeHint(column)
    assert sum(table.columnWidth(column) for column in range(len(COLUMNS))) == table.viewport().width()
    table.resize(300, 300)
    assert table.columnWidth(1) >= table.header.sectionSizeHint(1)


def test_what_is_cut_tells_its_whole_text_and_what_is_not_keeps_quiet(
    table: Table[Person], model: RowsModel[Person]
) -> None:
    table.resize(500, 300)
    model.set_rows([Person("01", LONG_NAME, 1)])
    assert table.tip_at(table.visualRect(model.index(0, 1)).center()) == LONG_NAME
    assert table.tip_at(table.visualRect(model.index(0, 0)).center()) == ""
    assert table.tip_at(table.visualRect(model.index(0, 4)).center()) == f"{LONG_NAME} was here"
    assert table.tip_at(QPoint(5, 280)) == ""
    table.context.privacy.switch(on=True)
    assert LONG_NAME not in table.tip_at(table.visualRect(model.index(0, 4)).center())
    QToolTip.hideText()


def test_an_empty_list_says_what_to_do_and_enter_does_it(table: Table[Person], model: RowsModel[Person]) -> None:
    acted: list[bool] = []
    table.set_empty("No clients yet", "Register the first one.", "Register client", lambda: acted.append(True))
    assert not table._cover.isVisible()
    model.set_rows([])
    assert table._cover.isVisible()
    assert table._cover.accessibleName() == "No clients yet. Register the first one."
    assert table._cover.geometry() == table.viewport().rect()
    QTest.keyClick(table, Qt.Key.Key_Return)
    table._cover._action.click()
    assert acted == [True, True]
    model.set_rows(PEOPLE)
    assert not table._cover.isVisible()


def test_a_list_that_could_not_be_read_says_so_and_offers_to_try_again(
    table: Table[Person], model: RowsModel[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[bool] = []
    monkeypatch.setattr(RowsModel, "reload", lambda _self: again.append(True))
    model.set_rows([])
    model.load_failed.emit(Trouble("kit.disk_full"))
    assert "no space left" in table._cover.accessibleName()
    table._cover._action.click()
    assert again == [True]
    model.set_rows([])
    assert "no space left" not in table._cover.accessibleName()


def test_the_list_and_its_columns_have_names_for_the_screen_reader(table: Table[Person]) -> None:
    assert table.accessibleName() == "Clients"
    assert all(table.records.headerData(n, Qt.Orientation.Horizontal) for n in range(len(COLUMNS)))


def test_the_row_under_the_mouse_and_the_chosen_row_are_tinted(table: Table[Person]) -> None:
    theme = table.context.theme
    table.choose(0)
    over = table.visualRect(table.records.index(1, 0)).center()
    where = QPointF(over)
    QApplication.sendEvent(table.viewport(), QHoverEvent(QEvent.Type.HoverMove, where, where, where))
    image = table.viewport().grab().toImage()
    y = [table.rowViewportPosition(row) + 3 for row in range(3)]
    assert image.pixelColor(200, y[0]) == theme.colour("accent_soft")
    assert image.pixelColor(200, y[1]) == theme.colour("hover")
    assert image.pixelColor(200, y[2]) == theme.colour("surface")
    assert image.pixelColor(1, y[0]) == theme.colour("focus")
    QApplication.sendEvent(table.viewport(), QHoverEvent(QEvent.Type.HoverLeave, where, where, where))
    assert table.viewport().grab().toImage().pixelColor(200, y[1]) == theme.colour("surface")


@pytest.mark.parametrize("name", ["محمد بن عبدالله", "Ayu 😀 Lestari", LONG_NAME * 3, "Ü"])
def test_names_of_every_script_are_painted(table: Table[Person], model: RowsModel[Person], name: str) -> None:
    model.set_rows([Person("1", name, 1), Person("1", "", 1)])
    table.choose(1)
    place = table.visualRect(model.index(0, 1)).adjusted(5, 5, -5, -5)
    image = table.viewport().grab(place).toImage()
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert len(colours) > 4


def test_a_list_that_is_gone_is_not_told_of_what_comes_later(context: ScreenContext, qtbot: QtBot) -> None:
    model: RowsModel[Person] = RowsModel(context, COLUMNS, PEOPLE, key=lambda row: row.rm)
    table: Table[Person] = Table(model, "Clients")
    table.deleteLater()
    del table
    qtbot.wait(1)
    model.set_rows([])
    model.load_failed.emit(Trouble("kit.disk_full"))
    context.privacy.switch(on=True)
    context.theme.set_tone(Tone.DARK)
    assert model.rowCount() == 0


def test_theme_and_density_reach_a_list_that_is_shown(table: Table[Person]) -> None:
    theme = table.context.theme
    high = table.rowHeight(0)
    theme.set_density(Density.COMPACT)
    assert table.rowHeight(0) < high
    theme.set_tone(Tone.DARK)
    assert table.viewport().grab().toImage().pixelColor(200, 250) == theme.colour("surface")
