"""The cells of a grid or a table on the screen: drawn from their answers, as high as their rows."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import Words
from rehab_app.instruments.form import WINDOW_LABELS, Item, Kind, NoValue
from rehab_app.instruments.form_answers import no_value_of
from rehab_app.ui.kit.field_spec import typed
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.answers import SheetAnswers
from rehab_app.ui.kit.questionnaire.cell_writing import CellWriting
from rehab_app.ui.kit.questionnaire.cells import Cells
from rehab_app.ui.kit.questionnaire.options import AnswerOption, Listed, options_of, said
from rehab_app.ui.kit.questionnaire.reading import text_of
from rehab_app.ui.kit.theme import Theme

LONG_LIST: Final = 10
CHOSEN: Final = {Kind.YES_NO, Kind.CHOICE}
_STATE_SIGNS: Final = {NoValue.REFUSED: "X", NoValue.NOT_APPLICABLE: "N"}
_OPEN: Final = "\u2026"
_NOT_ASKED: Final = "\u2013"
_ROW_ROOM: Final = 6
_MOST_ROW: Final = 400


class CellTable(QTableWidget):
    """Draws ``cells``. ``put_in`` after each change by the user."""

    put_in = Signal()

    def __init__(
        self, theme: Theme, words: Words, answers: SheetAnswers, item: Item, listed: Listed, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self.answers = answers
        self.cells = Cells(item)
        self._options: list[Sequence[AnswerOption]] = [options_of(column, words, listed) for column in item.columns]
        self.first = 1 if self.cells.is_grid else 0
        # The columns take their widths after the table has taken its own; the rows are as high as they are narrow.
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self._fit)
        self._set_behaviour()
        self.horizontalHeader().sectionResized.connect(lambda *_sizes: self._refit.start())
        self.setItemDelegate(CellWriting(self))
        self.draw()

    def column_at(self, column: int) -> Item | None:
        """Return what a column of the screen asks, None for the names of the rows."""
        place = column - self.first
        return self.cells.columns[place] if place >= 0 else None

    def options_at(self, column: int) -> Sequence[AnswerOption]:
        """Return the answers of a column, none where it is typed."""
        place = column - self.first
        return self._options[place] if place >= 0 else ()

    def raw_at(self, row: int, column: int) -> object:
        """Return the raw answer of a cell of the screen."""
        return self.cells.of(row, column - self.first) if column >= self.first else None

    def put(self, row: int, column: int, raw: object) -> None:
        """Take a raw answer into a cell of the screen."""
        if column < self.first or raw == self.raw_at(row, column):
            return
        self.cells.put(row, column - self.first, raw)
        self.draw()
        self.put_in.emit()

    def put_text(self, row: int, column: int, text: str) -> None:
        """Take what was typed into a cell of the screen."""
        asked = self.column_at(column)
        if asked is not None:
            self.put(row, column, self.answers.raw_of(asked, text))

    def draw(self) -> None:
        """Show every cell as it is now."""
        if self.rowCount() != self.cells.count:
            self.setRowCount(self.cells.count)
        for row in range(self.cells.count):
            if self.first:
                self._draw_name(row)
            for place in range(len(self.cells.columns)):
                self._draw_cell(row, place)
        self._fit()

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters must not jump about."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _draw_name(self, row: int) -> None:
        line, shown = self.cells.row(row), self._cell(row, 0)
        if line is None:
            return
        state = self.cells.row_state(row)
        sign = f"  [{_STATE_SIGNS[state]}]" if state is not None else ""
        shown.setText(f"{line.number}  {line.label.say(self._words)}{sign}".strip())
        shown.setToolTip(line.hint.say(self._words))
        shown.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)

    def _draw_cell(self, row: int, place: int) -> None:
        shown, column = self._cell(row, place + self.first), self.cells.columns[place]
        if not self.cells.is_asked(row, place):
            shown.setText(_NOT_ASKED)
            shown.setFlags(Qt.ItemFlag.NoItemFlags)
            return
        raw = self.cells.of(row, place)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_list = column.kind is Kind.CHOICE and len(self._options[place]) > LONG_LIST
        if column.kind in {Kind.TEXT, Kind.LINES, Kind.DATE} or is_list:
            flags |= Qt.ItemFlag.ItemIsEditable
        shown.setFlags(flags)
        state = no_value_of(raw)
        shown.setText(_STATE_SIGNS[state] if state is not None else self._said(place, column, raw))
        trouble = self._trouble(column, raw)
        is_quiet = raw is None or state is not None
        shown.setForeground(self._theme.colour("danger" if trouble else "muted" if is_quiet else "text"))
        shown.setToolTip(trouble)

    def _said(self, place: int, column: Item, raw: object) -> str:
        if raw is None:
            return "" if not self.cells.is_grid else _OPEN
        if column.kind in CHOSEN and not isinstance(raw, Mapping):
            return said(self._options[place], raw)
        text = text_of(column, raw)
        return f"! {text}" if typed(raw) is not None and self._trouble(column, raw) else text

    def _trouble(self, column: Item, raw: object) -> str:
        text = typed(raw)
        if text is None:
            return ""
        try:
            self.answers.read(column, text)
        except RuleBroken as trouble:
            return self._words.trouble(trouble)
        return ""

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        return item

    def _set_behaviour(self) -> None:
        columns = self.cells.columns
        titles = [self._title(column) for column in columns]
        self.setColumnCount(len(titles) + self.first)
        self.setHorizontalHeaderLabels(([self._words.say("Row")] if self.first else []) + titles)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setVisible(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )

    def _title(self, column: Item) -> str:
        words = self._words
        text = f"{column.number}  {column.label.say(words)}".strip()
        unit = column.unit.say(words)
        window = words.say(WINDOW_LABELS[column.window]) if column.window is not None else ""
        window = "" if window.casefold() in text.casefold() else window
        return text + "".join(f" ({part})" for part in (unit, window) if part)

    def _fit(self) -> None:
        """Be as high as the rows are: the page scrolls, never the grid."""
        self.resizeRowsToContents()
        header = self.horizontalHeader()
        header.setFixedHeight(self._head_height())
        height = header.height() + sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(height + 2 * self.frameWidth() + 2)

    def _head_height(self) -> int:
        """Return the height of the longest title, wrapped: Qt reckons with one line."""
        room, metrics = self._theme.space(3), self.horizontalHeader().fontMetrics()
        tallest = metrics.height()
        for column in range(self.columnCount()):
            shown, width = self.horizontalHeaderItem(column), max(1, self.columnWidth(column) - room)
            text = shown.text() if shown is not None else ""
            area = metrics.boundingRect(QRect(0, 0, width, _MOST_ROW), int(Qt.TextFlag.TextWordWrap), text)
            tallest = max(tallest, area.height())
        return tallest + 2 * self._theme.space(1)

    @override
    def sizeHintForRow(self, row: int) -> int:
        return min(_MOST_ROW, super().sizeHintForRow(row) + _ROW_ROOM)
