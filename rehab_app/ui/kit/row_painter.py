"""Paints the visible rows of a list in one go.

Through a delegate, Qt asks the model seven questions for every cell and the style sheet an eighth; most of the time of a repaint
goes there. Here each cell is asked for its text, and drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView

from rehab_app.ui.kit.columns import WAITING, Column, Records
from rehab_app.ui.kit.theme import State

Row = TypeVar("Row")

PADDING: Final = 10
ICON: Final = 16
ICON_GAP: Final = 6
BAR: Final = 3
MOST_WIDTHS: Final = 4096
_ONE_LINE: Final = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_FLAGS: Final = {
    "left": _ONE_LINE | Qt.AlignmentFlag.AlignLeft.value,
    "right": _ONE_LINE | Qt.AlignmentFlag.AlignRight.value,
    "centre": _ONE_LINE | Qt.AlignmentFlag.AlignHCenter.value,
}


@dataclass(frozen=True, slots=True)
class Line:
    """Where a row lies in the viewport, and how it stands."""

    number: int
    top: int
    height: int
    is_chosen: bool
    is_hovered: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column in view lies, without its padding."""

    column: int
    definition: Column[object]
    left: int
    width: int


class RowPainter(Generic[Row]):
    """Paints the rows of ``records`` in the places that ``header`` gives the columns."""

    def __init__(self, records: Records[Row], header: QHeaderView) -> None:
        self._records = records
        self._header = header
        self._widths: dict[str, int] = {}
        records.context.theme.changed.connect(self._widths.clear)

    def paint(self, painter: QPainter, lines: Iterable[Line], width: int, *, has_focus: bool) -> None:
        """Paint ``lines`` over ``width``; a chosen row of the list that has the focus carries a bar on its left."""
        theme, metrics = self._records.context.theme, painter.fontMetrics()
        places, border, ring = list(self._places(width)), theme.colour("border"), theme.colour("focus")
        for line in lines:
            if line.is_chosen or line.is_hovered:
                painter.fillRect(
                    0, line.top, width, line.height, theme.colour("accent_soft" if line.is_chosen else "hover")
                )
            row = self._records.row_at(line.number)
            if row is None:
                self._paint_waiting(painter, line, places)
            else:
                for place in places:
                    self._paint_cell(painter, metrics, row, line, place)
            painter.fillRect(0, line.top + line.height - 1, width, 1, border)
            if line.is_chosen and has_focus:
                painter.fillRect(0, line.top, BAR, line.height, ring)

    def is_cut(self, number: int, column: int, metrics: QFontMetrics) -> bool:
        """Whether the cell does not show its whole text."""
        row = self._records.row_at(number)
        if row is None:
            return False
        definition = self._records.columns[column]
        has_icon = definition.state is not None or definition.icon is not None
        room = self._header.sectionSize(column) - 2 * PADDING - (ICON + ICON_GAP if has_icon else 0)
        return metrics.horizontalAdvance(self._records.text(row, column)) > room

    def _places(self, width: int) -> Iterable[_Place]:
        for column, definition in enumerate(self._records.columns):
            left, size = self._header.sectionViewportPosition(column), self._header.sectionSize(column)
            if left + size > 0 and left < width:
                yield _Place(column, definition, left + PADDING, size - 2 * PADDING)  # type: ignore[arg-type]

    def _paint_waiting(self, painter: QPainter, line: Line, places: list[_Place]) -> None:
        painter.setPen(self._records.context.theme.colour("muted"))
        for place in places[:1]:
            painter.drawText(place.left, line.top, place.width, line.height, _FLAGS["left"], WAITING)

    def _paint_cell(self, painter: QPainter, metrics: QFontMetrics, row: Row, line: Line, place: _Place) -> None:
        definition, theme = self._records.columns[place.column], self._records.context.theme
        left, room, ink = place.left, place.width, "text"
        if definition.state is not None or definition.icon is not None:
            state = definition.state(row) if definition.state is not None else State.NEUTRAL
            ink = "text" if state is State.NEUTRAL else str(state)
            name = definition.icon(row) if definition.icon is not None else str(state)
            spot = QRect(left, line.top + (line.height - ICON) // 2, ICON, ICON)
            theme.icons.icon(name, "muted" if state is State.NEUTRAL else ink).paint(painter, spot)
            left, room = left + ICON + ICON_GAP, room - ICON - ICON_GAP
        text = self._records.text(row, place.column)
        if self._width(text, metrics) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme.colour(ink))
        painter.drawText(left, line.top, room, line.height - 1, _FLAGS[definition.align], text)

    def _width(self, text: str, metrics: QFontMetrics) -> int:
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            width = self._widths[text] = metrics.horizontalAdvance(text)
        return width
