"""The field of a panel: one result for each row, each by one key, and on to the next row by itself.

Arrows move between the rows, the letter or the digit of a result gives it, Delete takes it back, Enter leaves the field. The raw
and the clean content map the code of a row (``options``) to that of its result (``results``); rows without one are left out.
"""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from rehab_app.ui.kit.field import ValueField, Values
from rehab_app.ui.kit.field_spec import Option, Result
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.result_sheet import EDGE, NAME, RESULT, ResultSheet, show_result


class _Sheet(ResultSheet):
    """As high as so many rows of one line each; a result has its letter and the digit of its place."""

    def __init__(self, results: tuple[Result, ...], rows: int, parent: QWidget) -> None:
        keys = {result.key.casefold(): number for number, result in enumerate(results)}
        keys |= {str(number + 1): number for number in range(len(results))}
        super().__init__(keys, rows, RESULT, parent)
        self.setWordWrap(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setFixedHeight(rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth() + EDGE)


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
            self.sheet.add_cell(number, NAME, row.label)
            self._cells.append(self.sheet.add_cell(number, RESULT))
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
            self.sheet.setCurrentCell(row + 1, RESULT)
            self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.sheet.hasFocus():
            self.stepped.emit()

    def focus_editor(self) -> None:
        """Put the keyboard on the first row without a result."""
        open_rows = (number for number, row in enumerate(self.rows) if row.code not in self._given)
        self.sheet.setCurrentCell(next(open_rows, 0), RESULT)
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
            show_result(theme, item, result)
