"""Rows one below the other. Adding one measures that one alone: Qt's own layouts measure all of them again for each."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from rehab_app.ui.kit.overriding import override

_TOLD = {QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent}


class RowLane(QWidget):
    """Places widgets of full width, each as high as it needs at that width; hidden ones take no room."""

    def __init__(self, margins: tuple[int, int, int, int], gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._top, self._right, self._bottom = margins
        self._gap = gap
        self._rows: list[QWidget] = []
        self._places: dict[int, int] = {}
        self._heights: list[int] = []

    @property
    def count(self) -> int:
        """How many rows there are, hidden ones too."""
        return len(self._rows)

    def add(self, row: QWidget, *, is_shown: bool = True, place: int | None = None) -> None:
        """Put ``row`` below the others, or at ``place`` among them (from 0)."""
        place = len(self._rows) if place is None else place
        row.setParent(self)
        self._rows.insert(place, row)
        self._heights.insert(place, 0)
        self._places = {id(one): at for at, one in enumerate(self._rows)}
        row.setVisible(is_shown)
        row.installEventFilter(self)
        self._measure(place)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a row that needs another height, comes or goes."""
        place = self._places.get(id(watched)) if event.type() in _TOLD else None
        if place is not None:
            self._measure(place)
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._heights = [self._height(row) for row in self._rows]
            self._put(0)

    def _measure(self, place: int) -> None:
        height = self._height(self._rows[place])
        if height != self._heights[place] or place == len(self._rows) - 1:
            self._heights[place] = height
            self._put(place)

    def _height(self, row: QWidget) -> int:
        """Return how high a row is with the gap below it; 0 for a hidden one."""
        if row.isHidden():
            return 0
        width = self._room()
        needed = row.heightForWidth(width) if row.hasHeightForWidth() else row.sizeHint().height()
        return max(needed, row.minimumHeight()) + self._gap

    def _put(self, first: int) -> None:
        """Place the rows from ``first`` on, and be as high as all of them."""
        top = self._top + sum(self._heights[:first])
        for row, height in zip(self._rows[first:], self._heights[first:], strict=True):
            if height:
                row.setGeometry(self._left, top, self._room(), height - self._gap)
            top += height
        self.setMinimumHeight(top + self._bottom)

    def _room(self) -> int:
        return max(1, self.width() - self._left - self._right)
