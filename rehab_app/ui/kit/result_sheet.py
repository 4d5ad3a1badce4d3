"""The rows of a field that gives a result to each of them by one key; what the rows hold belongs to the field."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from rehab_app.ui.kit.field_spec import Result
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State, Theme

NAME: Final = 0
RESULT: Final = 1
EDGE: Final = 4  # pixels, so that the last line is not cut
_COLUMNS: Final = 2
_ERASING: Final = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_ROW_ROOM: Final = 12


class ResultSheet(QTableWidget):
    """Two columns without heads, as high as their rows: the name of a row, and its result.

    ``given(number)`` where one of ``keys`` (small letters and digits) is typed, ``erased`` for Delete, ``passed`` for Enter;
    the arrows are Qt's. Where no row is marked, the focus begins at the first one, in the column ``first``.
    """

    given = Signal(int)
    erased = Signal()
    passed = Signal()

    def __init__(self, keys: Mapping[str, int], rows: int, first: int, parent: QWidget) -> None:
        super().__init__(rows, _COLUMNS, parent)
        self._keys = keys
        self._first = first
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        lines = self.verticalHeader()
        lines.hide()
        lines.setMinimumSectionSize(1)
        lines.setDefaultSectionSize(self.fontMetrics().height() + _ROW_ROOM)

    def add_cell(self, row: int, column: int, text: str = "") -> QTableWidgetItem:
        """Put a cell into the sheet that can be marked and not edited, and return it."""
        cell = QTableWidgetItem(text)
        cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.setItem(row, column, cell)
        return cell

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what stands for a result; the arrows are Qt's."""
        has_modifier = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        number = None if has_modifier else self._keys.get(event.text().casefold())
        if number is not None:
            self.given.emit(number)
        elif event.key() in _ERASING:
            self.erased.emit()
        elif is_plain_enter(event):
            self.passed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row where no row is marked."""
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentCell(0, self._first)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters must not jump about."""


def show_result(theme: Theme, cell: QTableWidgetItem, result: Result | None) -> None:
    """Show the icon of a result in its cell, none where there is no result."""
    cell.setData(Qt.ItemDataRole.DecorationRole, None)
    if result is not None:
        tint = "muted" if result.state is State.NEUTRAL else str(result.state)
        cell.setIcon(theme.icons.icon(str(result.state), tint))
