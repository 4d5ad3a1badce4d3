"""Answers of a long list below each other, in two or three columns where there is room for the words of all: half as high."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem

from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.overriding import override

_COUNTS: Final = (3, 2, 1)


class ColumnsLayout(FlowLayout):
    """Lays its widgets out from above, then on from above in the next column; ``gap`` pixels stand between the columns."""

    @override
    def sizeHint(self) -> QSize:
        """Ask for one column: what is above it gives the width."""
        hints = [item.sizeHint() for item in self._shown()]
        height = sum(hint.height() for hint in hints) + self._line_gap * max(0, len(hints) - 1)
        return QSize(max((hint.width() for hint in hints), default=0), height)

    @override
    def _lay_out(self, area: QRect, *, moves: bool) -> int:
        """Place the items in ``area``, or only reckon; return the height that is needed."""
        x, height = area.x(), 0
        for column in self._columns(area.width()):
            y = area.y()
            width = max(item.sizeHint().width() for item in column)
            for item in column:
                line = item.sizeHint().height()
                if moves:
                    item.setGeometry(QRect(x, y, min(width, max(area.width(), 1)), line))
                y += line + self._line_gap
            x += width + self._gap
            height = max(height, y - self._line_gap - area.y())
        return height

    def _columns(self, width: int) -> list[list[QLayoutItem]]:
        """Return the items by column, in as many as fit in ``width``."""
        shown = self._shown()
        for count in _COUNTS:
            length = max(1, -(-len(shown) // count))
            columns = [shown[start : start + length] for start in range(0, len(shown), length)]
            wanted = sum(max(item.sizeHint().width() for item in part) + self._gap for part in columns)
            if wanted - self._gap <= width:
                break
        return columns

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]
