"""A grid of answers (twelve drugs, two windows of time) or a table of rows, filled by keys: one cell after the other."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.words import Words
from rehab_app.instruments.form import NO_VALUE, Item, Kind
from rehab_app.ui.kit.field_spec import typed
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.answers import SheetAnswers
from rehab_app.ui.kit.questionnaire.cell_table import CHOSEN, LONG_LIST, CellTable
from rehab_app.ui.kit.questionnaire.editor import AnswerEditor, state_of_key
from rehab_app.ui.kit.questionnaire.options import Listed, key_range
from rehab_app.ui.kit.questionnaire.reading import text_of
from rehab_app.ui.kit.theme import Theme

_CONTROL: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class _Table(CellTable):
    """The cells with their keys. ``ended(1)`` when the user goes on from the last cell, -1 back from the first.

    ``refused`` as ``AnswerEditor`` has it, about the cell that has the keyboard.
    """

    ended = Signal(int)
    refused = Signal(str, str)

    def __init__(
        self, theme: Theme, words: Words, answers: SheetAnswers, item: Item, listed: Listed, parent: QWidget
    ) -> None:
        super().__init__(theme, words, answers, item, listed, parent)
        self._fresh = True
        self.currentCellChanged.connect(self._on_moved)

    def start(self) -> None:
        """Go to the first open cell."""
        place = next(self._open_cells(0), None)
        self.setCurrentCell(*(place or (0, self.first)))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handled(event):
            super().keyPressEvent(event)

    def _handled(self, event: QKeyEvent) -> bool:
        row, column = self.currentRow(), self.currentColumn()
        if event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._drop_row(row)
            return True
        if event.modifiers() & _CONTROL or row < 0:
            return False
        if is_plain_enter(event):
            self._go_on()
            return True
        asked = self.column_at(column)
        if asked is None:
            return self._handled_on_name(event, row)
        return self.cells.is_asked(row, column - self.first) and self._handled_in_cell(event, asked, row, column)

    def _handled_in_cell(self, event: QKeyEvent, asked: Item, row: int, column: int) -> bool:
        if event.key() == Qt.Key.Key_Delete:
            self.put(row, column, None)
        elif asked.kind is not Kind.TEXT and (state := state_of_key(event)) is not None:
            self.put(row, column, {NO_VALUE: state.value})
            self._go_on()
        elif asked.kind in CHOSEN:
            return self._handled_choice(event, row, column)
        elif asked.kind is Kind.NUMBER:
            return self._handled_number(event, row, column)
        else:
            return False
        return True

    def _handled_on_name(self, event: QKeyEvent, row: int) -> bool:
        """Take X, N and Delete for a whole row."""
        state = state_of_key(event)
        if state is None and event.key() != Qt.Key.Key_Delete:
            return False
        self.cells.put_row(row, state)
        self.draw()
        self.put_in.emit()
        if state is not None and row + 1 < self.cells.count:
            self.setCurrentCell(row + 1, 0)
        return True

    def _handled_choice(self, event: QKeyEvent, row: int, column: int) -> bool:
        options = self.options_at(column)
        found = [option for option in options if option.is_offered and option.key and option.key == event.text()]
        if found and len(options) <= LONG_LIST:
            self.put(row, column, found[0].value)
            self._go_on()
        elif event.key() == Qt.Key.Key_Backspace:
            self._go_back()
        elif event.text().isdecimal() and 0 < len(options) <= LONG_LIST:
            self.refused.emit(event.text(), key_range(option.key for option in options if option.is_offered))
        elif event.text().isprintable() and event.text():
            self.edit(self.currentIndex())
        else:
            return False
        return True

    def _handled_number(self, event: QKeyEvent, row: int, column: int) -> bool:
        asked, text = self.column_at(column), event.text()
        before = text_of(asked, self.raw_at(row, column)) if asked is not None else ""
        if text and (text.isdecimal() or (text in ",." and asked is not None and asked.places)):
            typed_so_far = text if self._fresh else before + text
            self._fresh = False
            self.put_text(row, column, typed_so_far)
            self._tell_bounds()
        elif event.key() == Qt.Key.Key_Backspace and before:
            self._fresh = False
            self.put_text(row, column, before[:-1])
            self._tell_bounds()
        elif event.key() == Qt.Key.Key_Backspace:
            self._go_back()
        else:
            return False
        return True

    def _go_on(self) -> None:
        """Go to the next open cell; from the last one out of the grid."""
        here = self.currentRow() * len(self.cells.columns) + self.currentColumn() - self.first + 1
        place = next(self._open_cells(here), None)
        if place is None:
            self.ended.emit(1)
        else:
            self.setCurrentCell(*place)

    def _go_back(self) -> None:
        width = len(self.cells.columns)
        here = self.currentRow() * width + self.currentColumn() - self.first - 1
        if here < 0:
            self.ended.emit(-1)
        else:
            self.setCurrentCell(here // width, here % width + self.first)

    def _open_cells(self, start: int) -> Iterator[tuple[int, int]]:
        width = len(self.cells.columns)
        return (
            (place // width, place % width + self.first)
            for place in range(start, width * self.cells.count)
            if self.cells.is_asked(place // width, place % width)
            and self.cells.of(place // width, place % width) is None
        )

    def _drop_row(self, row: int) -> None:
        if not self.cells.is_grid and 0 <= row < self.cells.count:
            self.cells.drop_row(row)
            self.draw()
            self.put_in.emit()

    def _tell_bounds(self) -> None:
        """Say beside the grid what is wrong with the number in the cell, or that nothing is."""
        asked = self.column_at(self.currentColumn())
        text = None if asked is None else typed(self.raw_at(self.currentRow(), self.currentColumn()))
        if asked is None or text is None or asked.lowest is None or asked.highest is None:
            self.refused.emit("", "")
        else:
            self.refused.emit(text, f"{asked.lowest}\u2013{asked.highest}")

    def _on_moved(self, *_cells: int) -> None:
        self._fresh = True
        self._tell_bounds()


class GridAnswer(AnswerEditor):
    """The answers of a grid or a table as one answer of its item."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        answers: SheetAnswers,
        item: Item,
        listed: Listed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = _Table(theme, words, answers, item, listed, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.put_in.connect(lambda: self.answered.emit(self.table.cells.raw()))
        self.table.ended.connect(self.went)
        self.table.refused.connect(self.refused)
        self.table.currentCellChanged.connect(lambda *_cells: self.moved.emit(self.current_place()))

    @override
    def show_answer(self, raw: object) -> None:
        if raw != self.table.cells.raw():
            self.table.cells.take(raw)
            self.table.draw()

    @override
    def take_focus(self) -> None:
        self.table.start()

    def current_place(self) -> QRect:
        """Return where the current cell stands in this editor."""
        table = self.table
        place = table.visualItemRect(table.currentItem()) if table.currentItem() is not None else QRect()
        return place.translated(table.viewport().mapTo(self, QPoint(0, 0)))

    @override
    def setAccessibleName(self, name: str, /) -> None:
        """Name the table too: it is what takes the focus."""
        super().setAccessibleName(name)
        self.table.setAccessibleName(name)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.table.height())
