"""The header of a list: widths that are remembered, and the order that was asked for."""

import json
from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from rehab_app.ui.kit.columns import Records
from rehab_app.ui.kit.overriding import override

Row = TypeVar("Row")

CELL_PADDING: Final = 20
CELL_MARK: Final = 22
SORT_MARK: Final = 20


class ViewState(Protocol):
    """Keeps, per account, how a list was left."""

    def recall(self, name: str) -> str:
        """Return what was remembered under ``name``, or an empty text."""

    def remember(self, name: str, value: str) -> None:
        """Keep ``value`` under ``name``."""


class ListHeader(QHeaderView, Generic[Row]):
    """Titles that are never narrower than their words at first; ``order_asked(column, is_descending)`` when one is pressed."""

    order_asked = Signal(int, bool)

    def __init__(self, records: Records[Row], name: str, view_state: ViewState | None, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._records = records
        self._name = name
        self._view_state = view_state
        self._is_filling = False
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSectionSize(records.context.theme.space(6))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(self.sort_by)

    def begin(self) -> None:
        """Set up the columns, once the list shows its model: first widths, then those that were remembered."""
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.set_first_widths()
        self._recall()
        self.sectionResized.connect(self.fill)

    @property
    def sortable(self) -> list[int]:
        """The columns by which the list can be sorted."""
        return [number for number, column in enumerate(self._records.columns) if column.sort or column.order]

    def set_first_widths(self) -> None:
        """Give each column the width of its letters, and at least that of its title."""
        for number in range(len(self._records.columns)):
            self.resizeSection(number, self._first_width(number))
        self.fill()

    def fill(self) -> None:
        """Give the columns that stretch what the others leave, and never less than their first width."""
        stretching = [number for number, column in enumerate(self._records.columns) if column.stretches]
        if not stretching or self._is_filling or self.count() != len(self._records.columns):
            return
        self._is_filling = True
        taken = sum(self.sectionSize(number) for number in range(self.count()) if number not in stretching)
        for number in stretching:
            self.resizeSection(
                number, max(self._first_width(number), (self.viewport().width() - taken) // len(stretching))
            )
        self._is_filling = False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self.fill()

    def _first_width(self, number: int) -> int:
        column = self._records.columns[number]
        title = self.sectionSizeHint(number) + (SORT_MARK if number in self.sortable else 0)
        mark = CELL_MARK if column.state is not None or column.icon is not None else 0
        return max(title, self.fontMetrics().averageCharWidth() * column.width + mark + CELL_PADDING)

    def mark_sorted(self, sort: str, *, is_descending: bool = False) -> None:
        """Show by which column the page has sorted the list."""
        for number, column in enumerate(self._records.columns):
            if column.sort == sort:
                self._mark(number, is_descending=is_descending)

    def sort_by(self, number: int) -> None:
        """Ask for the order of a column; asked twice, the other way round."""
        if number in self.sortable:
            is_same = self.isSortIndicatorShown() and self.sortIndicatorSection() == number
            is_descending = is_same and self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            self._mark(number, is_descending=is_descending)
            self.order_asked.emit(number, is_descending)

    def sorter(self, number: int) -> Callable[[], None]:
        """Return what sorts by a column, for a menu."""
        return lambda: self.sort_by(number)

    def remember(self) -> None:
        """Keep the widths for the next time."""
        if self._view_state is not None and self._name:
            columns = enumerate(self._records.columns)
            widths = {column.key: self.sectionSize(number) for number, column in columns if not column.stretches}
            self._view_state.remember(self._name, json.dumps(widths))

    def _mark(self, number: int, *, is_descending: bool) -> None:
        self.setSortIndicatorShown(True)
        self.setSortIndicator(number, Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder)

    def _recall(self) -> None:
        kept = self._view_state.recall(self._name) if self._view_state is not None and self._name else ""
        try:
            widths = json.loads(kept) if kept else {}
        except ValueError:
            return
        for number, column in enumerate(self._records.columns):
            width = widths.get(column.key) if isinstance(widths, dict) else None
            if isinstance(width, int) and width > 0:
                self.resizeSection(number, width)
