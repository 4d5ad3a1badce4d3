"""The field of a panel: one result for each row, each by one key, and on to the next row by itself.

Arrows move between the rows, the letter or the digit of a result gives it, Delete takes it back, Enter leaves the field. The raw
and the clean content map the code of a row (``options``) to that of its result (``results``); rows without one are left out.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from rehab_app.ui.kit.field import ValueField, Values
from rehab_app.ui.kit.field_spec import Option, Result
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State

_ERASING: Final = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_ROW_ROOM: Final = 12
_NAME: Final = 0
_RESULT: Final = 1


class _Sheet(QTableWidget):
    """The rows; ``given(number)`` where a key stands for result ``number``, ``erased`` and ``passed`` for the other keys."""

    given = Signal(int)
    erased = Signal()
    passed = Signal()

    def __init__(self, results: tuple[Result, ...], rows: int, parent: QWidget) -> None:
        super().__init__(rows, 2, parent)
        self._keys = {result.key.casefold(): number for number, result in enumerate(results)}
        self._keys |= {str(number + 1): number for number in range(len(results))}
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        lines = self.verticalHeader()
        lines.hide()
        lines.setMinimumSectionSize(1)
        lines.setDefaultSectionSize(self.fontMetrics().height() + _ROW_ROOM)
        self.setFixedHeight(rows * lines.defaultSectionSize() + 2 * self.frameWidth() + 4)

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
        """Begin at the first row without a result where no row is marked."""
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentCell(0, _RESULT)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters must not jump about."""


class ResultsField(ValueField):
    """One of the spec's ``results`` for each of its ``options``."""

    def make_editor(self) -> QWidget:
        """Make the rows, and below them a button for each result, for those who click."""
        theme = self.around.theme
        self.rows: list[Option] = list(self.spec.options())
        self._given: dict[str, str] = {}
        box = QWidget(self)
        self.sheet = _Sheet(self.spec.results, len(self.rows), box)
        self.sheet.setAccessibleName(self.label)
        self._cells: list[QTableWidgetItem] = []
        for number, row in enumerate(self.rows):
            self._cells.append(QTableWidgetItem())
            for place, item in ((_NAME, QTableWidgetItem(row.label)), (_RESULT, self._cells[-1])):
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.sheet.setItem(number, place, item)
        answers = QWidget(box)
        lane = FlowLayout(theme.space(1), theme.space(0.5), answers)
        for number, result in enumerate(self.spec.results):
            made = button(theme, f"{result.key.upper()}  {result.label}", clicked=partial(self.give, number))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            lane.addWidget(made)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addWidget(self.sheet)
        column.addWidget(answers)
        box.setFocusProxy(self.sheet)
        self.answering = [self.sheet]
        self.sheet.given.connect(self.give)
        self.sheet.erased.connect(self._erase)
        self.sheet.passed.connect(self.stepped)
        return box

    def give(self, number: int) -> None:
        """Give result ``number`` to the marked row and go on; after the last row to the next field."""
        row = max(0, self.sheet.currentRow())
        if not self.rows:
            return
        self._given[self.rows[row].code] = self.spec.results[number].code
        self._draw()
        self.tell_edited()
        if row + 1 < len(self.rows):
            self.sheet.setCurrentCell(row + 1, _RESULT)
            self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.sheet.hasFocus():
            self.stepped.emit()

    def focus_editor(self) -> None:
        """Put the keyboard on the first row without a result."""
        open_rows = (number for number, row in enumerate(self.rows) if row.code not in self._given)
        self.sheet.setCurrentCell(next(open_rows, 0), _RESULT)
        self.sheet.setFocus(Qt.FocusReason.TabFocusReason)

    def raw(self) -> object:
        """Return the results by row, in the order of the rows, None where there is none."""
        return {row.code: self._given[row.code] for row in self.rows if row.code in self._given} or None

    def put(self, raw: object) -> None:
        """Show ``raw``; rows and results that are not offered are left out."""
        codes = {result.code for result in self.spec.results}
        given = raw if isinstance(raw, Mapping) else {}
        self._given = {row.code: given[row.code] for row in self.rows if given.get(row.code) in codes}
        self._draw()

    def read(self) -> object:
        """Return the results by row, None where there is none."""
        return self.raw()

    def shown(self, values: Values) -> str:
        """Return each row with the word of its result."""
        raw = values.get(self.spec.name)
        said = {result.code: result.label for result in self.spec.results}
        given = raw if isinstance(raw, Mapping) else {}
        return ", ".join(f"{row.label}: {said.get(given[row.code], '')}" for row in self.rows if row.code in given)

    def _erase(self) -> None:
        row = self.sheet.currentRow()
        if 0 <= row < len(self.rows) and self._given.pop(self.rows[row].code, None) is not None:
            self._draw()
            self.tell_edited()

    def _draw(self) -> None:
        theme = self.around.theme
        found = {result.code: result for result in self.spec.results}
        for row, item in zip(self.rows, self._cells, strict=True):
            result = found.get(self._given.get(row.code, ""))
            item.setText(result.label if result is not None else "")
            item.setData(Qt.ItemDataRole.DecorationRole, None)
            if result is not None:
                tint = "muted" if result.state is State.NEUTRAL else str(result.state)
                item.setIcon(theme.icons.icon(str(result.state), tint))
