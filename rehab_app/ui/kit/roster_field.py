"""The field of a roster: one mark for each row, by one key, with a reason in one line where it is asked.

Enter gives the first of ``results`` and goes on to the next row; the letter of another one gives that and asks its reason at
once, in one line, where Enter goes on. Arrows move, Delete takes a mark back, Enter after the last row leaves the field. A row
whose option is not offered holds its mark and is passed over. Raw and clean content map the code of a row to
``{"mark", "reason"}``; rows without a mark, and those that are not offered, are left out.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QVBoxLayout, QWidget

from rehab_app.ui.kit.context import MASK
from rehab_app.ui.kit.field import ValueField, Values
from rehab_app.ui.kit.field_spec import Option, Result
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.line_edit import LineEdit
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.result_sheet import EDGE, NAME, RESULT, ResultSheet, show_result

MARK: Final = "mark"
REASON: Final = "reason"
_FIRST: Final = 0


class _Roster(ResultSheet):
    """As high as its rows, whose reasons wrap; a mark has its letter."""

    def __init__(self, results: tuple[Result, ...], rows: int, parent: QWidget) -> None:
        keys = {result.key.casefold(): number for number, result in enumerate(results)}
        super().__init__(keys, rows, NAME, parent)
        self.setWordWrap(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        self.fit()

    def fit(self) -> None:
        """Be as high as the rows need, so that a long reason is read whole."""
        least = self.verticalHeader().defaultSectionSize()
        for row in range(self.rowCount()):
            self.setRowHeight(row, max(least, self.sizeHintForRow(row) + EDGE))
        height = sum(self.rowHeight(row) for row in range(self.rowCount())) or least
        self.setFixedHeight(height + 2 * self.frameWidth() + EDGE)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class RosterField(ValueField):
    """One of the spec's ``results`` for each of its ``options``, with its reason."""

    def make_editor(self) -> QWidget:
        """Make the rows, the line of the reason, and a button for each mark, for those who click."""
        theme, say = self.around.theme, self.around.words.say
        self.rows: list[Option] = list(self.spec.options())
        self._given: dict[str, dict[str, str]] = {}
        self._row_asked = 0
        box = QWidget(self)
        self.sheet = _Roster(self.spec.results, len(self.rows), box)
        self.sheet.setAccessibleName(self.label)
        self._cells = [
            [self.sheet.add_cell(number, place) for place in (NAME, RESULT)] for number in range(len(self.rows))
        ]
        self._asking = QWidget(box)
        self._asked: QLabel = label("", "label", wraps=False)
        self.reason = LineEdit(self._asking)
        self.reason.setAccessibleName(say("Reason"))
        line = QVBoxLayout(self._asking)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space(0.5))
        line.addWidget(self._asked)
        line.addWidget(self.reason)
        self._asking.hide()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        for widget in (self.sheet, self._asking, self._buttons(box)):
            column.addWidget(widget)
        box.setFocusProxy(self.sheet)
        self.answering = [self.sheet, self.reason]
        self.sheet.given.connect(self.give)
        self.sheet.passed.connect(partial(self.give, _FIRST))
        self.sheet.erased.connect(self._erase)
        self.reason.entered.connect(self._take_reason)
        self._draw()
        return box

    def give(self, number: int) -> None:
        """Give mark ``number`` to the row of the cursor; the first one goes on, another asks its reason first."""
        row = max(0, self.sheet.currentRow())
        if not self.rows:
            self.stepped.emit()
            return
        if self.rows[row].is_offered:
            known = self._given.get(self.rows[row].code, {})
            mark = self.spec.results[number].code
            reason = known.get(REASON, "") if known.get(MARK) == mark else ""
            self._given[self.rows[row].code] = {MARK: mark, REASON: reason}
            self._draw()
            self.tell_edited()
            if number != _FIRST:
                self._ask(row)
                return
        self._step(row)

    def focus_editor(self) -> None:
        """Put the keyboard on the first row without a mark."""
        waiting = (n for n, row in enumerate(self.rows) if row.is_offered and row.code not in self._given)
        self.sheet.setCurrentCell(next(waiting, 0), 0)
        self.sheet.setFocus(Qt.FocusReason.TabFocusReason)

    def raw(self) -> object:
        """Return mark and reason by row, None where there is none."""
        return {
            row.code: dict(self._given[row.code]) for row in self.rows if row.is_offered and row.code in self._given
        } or None

    def put(self, raw: object) -> None:
        """Show ``raw``; rows and marks that are not known are left out."""
        codes = {result.code for result in self.spec.results}
        given = raw if isinstance(raw, Mapping) else {}
        self._given = {
            row.code: {MARK: str(one[MARK]), REASON: str(one.get(REASON) or "")}
            for row in self.rows
            if isinstance(one := given.get(row.code), Mapping) and one.get(MARK) in codes
        }
        self._asking.hide()
        self._draw()

    def read(self) -> object:
        """Return mark and reason by row, None where there is none."""
        return self.raw()

    def shown(self, values: Values) -> str:
        """Return each row with the word of its mark."""
        raw = values.get(self.spec.name)
        said = {result.code: result.label for result in self.spec.results}
        given = raw if isinstance(raw, Mapping) else {}
        return ", ".join(
            f"{row.label}: {said.get(str(one.get(MARK)), '')}"
            for row in self.rows
            if isinstance(one := given.get(row.code), Mapping)
        )

    def set_masked(self, *, is_masked: bool) -> None:
        """Hide all but the last word of each row: that is a number."""
        super().set_masked(is_masked=is_masked)
        self._draw()

    def show_trouble(self, sentence: str) -> None:
        """Show the error below the rows."""
        super().show_trouble(sentence)
        if sentence and not self._asking.isHidden():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self, box: QWidget) -> QWidget:
        theme = self.around.theme
        answers = QWidget(box)
        lane = FlowLayout(theme.space(1), theme.space(0.5), answers)
        for number, result in enumerate(self.spec.results):
            text = result.label if number == _FIRST else f"{result.key.upper()}  {result.label}"
            made = button(theme, f"Enter  {text}" if number == _FIRST else text)
            made.clicked.connect(partial(self._clicked, number))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            lane.addWidget(made)
        return answers

    def _clicked(self, number: int, _is_checked: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.give(number)

    def _ask(self, row: int) -> None:
        """Ask the reason of a row in the line below."""
        given = self._given[self.rows[row].code]
        said = {result.code: result.label for result in self.spec.results}[given[MARK]]
        self._asked.setText(f"{self._name(row)} \u00b7 {said}:")
        self._row_asked = row
        self.reason.setText(given[REASON])
        self._asking.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_reason(self) -> None:
        code = self.rows[self._row_asked].code
        if code in self._given:
            self._given[code][REASON] = self.reason.text().strip()
        self._asking.hide()
        self._draw()
        self.tell_edited()
        self._step(self._row_asked)

    def leave(self) -> None:
        """Keep a reason that was typed and not ended with Enter."""
        if not self._asking.isHidden() and self.rows[self._row_asked].code in self._given:
            self._given[self.rows[self._row_asked].code][REASON] = self.reason.text().strip()
            self._draw()
            self.tell_edited()
        super().leave()

    def _step(self, row: int) -> None:
        if row + 1 < len(self.rows):
            self.sheet.setCurrentCell(row + 1, 0)
            self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stepped.emit()

    def _erase(self) -> None:
        row = self.sheet.currentRow()
        if 0 <= row < len(self.rows) and self.rows[row].is_offered and self._given.pop(self.rows[row].code, {}):
            self._draw()
            self.tell_edited()

    def _name(self, row: int) -> str:
        text = self.rows[row].label
        return f"{MASK} {text.rpartition(' ')[2]}" if self.is_masked else text

    def _draw(self) -> None:
        theme = self.around.theme
        found = {result.code: result for result in self.spec.results}
        for number, (row, cells) in enumerate(zip(self.rows, self._cells, strict=True)):
            given = self._given.get(row.code, {})
            result = found.get(given.get(MARK, ""))
            cells[NAME].setText(self._name(number))
            reason = MASK if self.is_masked and given.get(REASON) else given.get(REASON, "")
            said = result.label if result is not None else "\u2026"
            cells[RESULT].setText(f"{said}: {reason}" if reason else said)
            show_result(theme, cells[RESULT], result)
        self.sheet.fit()
