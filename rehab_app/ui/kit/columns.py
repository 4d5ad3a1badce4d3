"""What a list shows: its columns, and the model that hands frozen rows to the view."""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Align = Literal["left", "right", "centre"]

ROOT: Final = QModelIndex()
WAITING: Final = "…"

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_DECORATION: Final = Qt.ItemDataRole.DecorationRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_ALIGNMENT: Final = Qt.ItemDataRole.TextAlignmentRole.value
_TOOLTIP: Final = Qt.ItemDataRole.ToolTipRole.value
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_ALIGNMENTS: Final = {
    "left": _MIDDLE | Qt.AlignmentFlag.AlignLeft,
    "right": _MIDDLE | Qt.AlignmentFlag.AlignRight,
    "centre": _MIDDLE | Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a list of ``Row``.

    ``title`` is a message id. ``width`` counts letters and is where a column begins; one that ``stretches`` takes what is left.
    ``state`` gives the cell an icon and a colour, ``icon`` only an icon; the word is always ``value``. ``is_private`` cells are
    masked in privacy mode, on screen and when copied. ``sort`` is the name by which the page sorts, empty where it cannot.
    ``name`` keeps the column's width from one start to the next; it is the title unless given.
    """

    title: str
    value: Callable[[Row], str]
    align: Align = "left"
    width: int = 14
    stretches: bool = False
    tooltip: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    state: Callable[[Row], State] | None = None
    is_private: bool = False
    sort: str = ""
    order: Callable[[Row], Any] | None = None
    name: str = ""

    @property
    def key(self) -> str:
        """The name under which the width is kept."""
        return self.name or self.title


class Records(QAbstractTableModel, Generic[Row]):
    """Frozen rows for a view; where they come from is said by the subclass.

    ``key`` tells rows apart from one loading to the next, so that the chosen row stays chosen.
    """

    loading_changed = Signal(bool)
    load_failed = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.columns = tuple(columns)
        self.key = key
        self._titles = [context.say(column.title) for column in self.columns]
        context.privacy.changed.connect(self._repaint)
        context.theme.changed.connect(self._repaint)

    @abstractmethod
    def row_at(self, index: int) -> Row | None:
        """Return the row at ``index``, or None while it is being fetched."""

    @property
    def is_loading(self) -> bool:
        """Whether the list is still being fetched."""
        return False

    def reload(self) -> None:
        """Fetch the list again, where it is fetched."""

    def find(self, wanted: Hashable) -> int:
        """Return where the row with the key ``wanted`` stands among those held, or -1."""
        if self.key is None:
            return -1
        for number in range(self.rowCount()):
            row = self.row_at(number)
            if row is not None and self.key(row) == wanted:
                return number
        return -1

    def text(self, row: Row, column: int) -> str:
        """Return what the cell shows: its value, masked in privacy mode where it is private."""
        definition = self.columns[column]
        value = definition.value(row)
        return self.context.privacy.mask(value) if definition.is_private else value

    def row_text(self, index: int) -> str:
        """Return the row as one line of text, its cells parted by tabs, as it is shown."""
        row = self.row_at(index)
        return "" if row is None else "\t".join(self.text(row, column) for column in range(len(self.columns)))

    def title(self, column: int) -> str:
        """Return the title of a column in the language of the screen."""
        return self._titles[column]

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return what the view asks of a cell; called some thousand times a repaint, so the common answers come first."""
        if role == _DISPLAY:
            row = self.row_at(index.row())
            if row is None:
                return WAITING if index.column() == 0 else ""
            return self.text(row, index.column())
        if role == _ALIGNMENT:
            align = self.columns[index.column()].align
            return None if align == "left" else _ALIGNMENTS[align]
        if role in {_DECORATION, _FOREGROUND, _TOOLTIP}:
            row = self.row_at(index.row())
            return None if row is None else self._dressing(row, self.columns[index.column()], role)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Return the title of a column, its alignment, and its title again as tooltip."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role in {_DISPLAY, _TOOLTIP}:
            return self._titles[section]
        return _ALIGNMENTS[self.columns[section].align] if role == _ALIGNMENT else None

    def _dressing(self, row: Row, column: Column[Row], role: int) -> object:
        if role == _TOOLTIP:
            tip = column.tooltip(row) if column.tooltip is not None else None
            return self.context.privacy.mask(tip) if tip and column.is_private else tip
        if column.state is not None:
            state = column.state(row)
            tint = "muted" if state is State.NEUTRAL else str(state)
            if role == _FOREGROUND:
                return None if state is State.NEUTRAL else self.context.theme.colour(tint)
            return self.context.theme.icons.icon(column.icon(row) if column.icon is not None else str(state), tint)
        if role == _DECORATION and column.icon is not None:
            return self.context.theme.icons.icon(column.icon(row), "muted")
        return None

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))


class RowsModel(Records[Row]):
    """A short list that is held whole; it sorts itself by any column."""

    def __init__(
        self,
        context: ScreenContext,
        columns: Sequence[Column[Row]],
        rows: Sequence[Row] = (),
        *,
        key: Callable[[Row], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(context, columns, key=key, parent=parent)
        self._rows = list(rows)
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, in the order in which they are shown."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show ``rows`` instead, in the order chosen before."""
        self.beginResetModel()
        self._rows = list(rows)
        self._arrange()
        self.endResetModel()

    @override
    def row_at(self, index: int) -> Row | None:
        """Return the row at ``index``; None outside the list."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``: by its ``order`` where it has one, else by its text without regard to capitals."""
        if 0 <= column < len(self.columns):
            self.beginResetModel()
            self._sorted_by = (column, order)
            self._arrange()
            self.endResetModel()

    def _arrange(self) -> None:
        if self._sorted_by is None:
            return
        column, order = self.columns[self._sorted_by[0]], self._sorted_by[1]
        by = column.order or (lambda row: column.value(row).casefold())
        self._rows.sort(key=by, reverse=order is Qt.SortOrder.DescendingOrder)
