"""A list on the screen, worked by keyboard: arrows move, Enter opens, Ctrl+C copies, the menu key sorts."""

from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QHideEvent,
    QHoverEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QToolTip, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.columns import Records
from rehab_app.ui.kit.header import ListHeader, ViewState
from rehab_app.ui.kit.layout import EmptyState
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.row_painter import Line, RowPainter

Row = TypeVar("Row")

_ENTER: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class _Cover(EmptyState):
    """What an empty list says over its viewport: what belongs here, or why it could not be read."""

    def __init__(self, records: Records[Row], parent: QWidget) -> None:
        super().__init__(records.context.theme, parent=parent)
        self._records = records
        self._say_empty = (records.context.say("Nothing here yet"), "", "")
        self._next_step: Callable[[], None] | None = None
        self._trouble: RuleBroken | None = None
        self.acted.connect(self.act)

    def set_words(self, words: tuple[str, str, str], action: Callable[[], None] | None) -> None:
        """Say ``words`` (heading, text, verb) while the list is empty, and call ``action`` for the verb."""
        self._say_empty, self._next_step = words, action
        self.follow()

    def act(self) -> None:
        """Take the next step: read again after a trouble, else what the page offers."""
        if self._trouble is not None:
            self._records.reload()
        elif self._next_step is not None:
            self._next_step()

    def set_trouble(self, trouble: RuleBroken) -> None:
        """Note why the list could not be read."""
        self._trouble = trouble
        self.follow()

    def recover(self) -> None:
        """Note that the list was read."""
        self._trouble = None
        self.follow()

    def follow(self) -> None:
        """Show what fits the list as it is now."""
        context = self._records.context
        is_empty = self._records.rowCount() == 0 and not self._records.is_loading
        if is_empty and self._trouble is not None:
            sentence = context.trouble(self._trouble)
            self.tell(context.say("The list could not be read"), sentence, context.say("Try again"))
        elif is_empty:
            self.tell(*self._say_empty)
        self.setVisible(is_empty)


class _Place(QObject, Generic[Row]):
    """Where the user stands in a list, kept while the list is loaded again."""

    def __init__(self, table: "Table[Row]") -> None:
        super().__init__(table)
        self._table = table
        self._kept: tuple[Hashable, int] | None = None

    def keep(self) -> None:
        """Note the current row and how far the list is scrolled."""
        row, key = self._table.current_row, self._table.records.key
        self._kept = None
        if row is not None and key is not None:
            self._kept = (key(row), self._table.verticalScrollBar().value())

    def restore(self) -> None:
        """Stand on the same row again, where it still is there."""
        kept, self._kept = self._kept, None
        number = -1 if kept is None else self._table.records.find(kept[0])
        if kept is not None and number >= 0:
            self._table.choose(number)
            self._table.verticalScrollBar().setValue(kept[1])


class Table(QTableView, Generic[Row]):
    """Shows a ``Records`` model.

    ``opened(row)`` on Enter or double click; ``chosen(row or None)`` when another row becomes current;
    ``sort_asked(sort, is_descending)`` with the ``sort`` of the column whose header was pressed.
    """

    opened = Signal(object)
    chosen = Signal(object)
    sort_asked = Signal(str, bool)

    def __init__(
        self,
        records: Records[Row],
        title: str,
        *,
        name: str = "",
        view_state: ViewState | None = None,
        chooses_many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.records = records
        self.context = records.context
        self._place: _Place[Row] = _Place(self)
        self.setAccessibleName(title)
        self._set_behaviour(chooses_many=chooses_many)
        self.header: ListHeader[Row] = ListHeader(records, name, view_state, self)
        self.setHorizontalHeader(self.header)
        self.setModel(records)
        self.header.begin()
        self._rows = RowPainter(records, self.header)
        self._hovered = -1
        self._cover = _Cover(records, self.viewport())
        self._follow()
        self._set_row_height()
        self._cover.follow()

    def set_empty(
        self, heading: str, text: str = "", action: str = "", acted: Callable[[], None] | None = None
    ) -> None:
        """Say what an empty list means and what the next step is; Enter on the empty list takes it."""
        self._cover.set_words((heading, text, action), acted)

    @property
    def current_row(self) -> Row | None:
        """The row on which the user stands."""
        index = self.currentIndex()
        return self.records.row_at(index.row()) if index.isValid() else None

    def choose(self, number: int) -> None:
        """Make the row at ``number`` the current one."""
        if 0 <= number < self.records.rowCount():
            self.setCurrentIndex(self.records.index(number, 0))

    def copy_rows(self) -> None:
        """Copy the selected rows as lines of text, masked as they are shown."""
        lines = [self.records.row_text(number) for number in self._chosen_numbers()]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def make_menu(self) -> QMenu:
        """Return the menu of the list: copy, sort, widths; it destroys itself when it closes."""
        say = self.context.say
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.context.theme.icons.icon("copy", "muted"), say("Copy row"), self.copy_rows)
        copy.setEnabled(self.selectionModel().hasSelection())
        if self.header.sortable:
            by = menu.addMenu(say("Sort by"))
            for number in self.header.sortable:
                by.addAction(self.records.title(number), self.header.sorter(number))
        menu.addAction(say("Reset column widths"), self.header.set_first_widths)
        return menu

    def tip_at(self, position: QPoint) -> str:
        """Return what the tooltip says at ``position`` of the viewport: the cell's own, or its whole text where it is cut."""
        index = self.indexAt(position)
        if not index.isValid():
            return ""
        told = index.data(Qt.ItemDataRole.ToolTipRole)
        if told:
            return str(told)
        is_cut = self._rows.is_cut(index.row(), index.column(), self.fontMetrics())
        return str(index.data(Qt.ItemDataRole.DisplayRole)) if is_cut else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies; the arrows are Qt's."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: the search box finds, a letter typed here must not jump about."""

    @override
    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row."""
        last = self.records.rowCount() - 1
        if action is QAbstractItemView.CursorAction.MoveHome and last >= 0:
            return self.records.index(0, 0)
        if action is QAbstractItemView.CursorAction.MoveEnd and last >= 0:
            return self.records.index(last, 0)
        return super().moveCursor(action, modifiers)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the list, by mouse or menu key."""
        self.make_menu().popup(event.globalPos())

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tooltip of a cell, and which row is under the mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        if isinstance(event, QHoverEvent):
            is_leaving = event.type() is QEvent.Type.HoverLeave
            hovered = -1 if is_leaving else self.rowAt(event.position().toPoint().y())
            if hovered != self._hovered:
                self._hovered = hovered
                self.viewport().update()
        return super().viewportEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view."""
        first = self.rowAt(max(0, event.rect().top()))
        if first < 0:
            return
        last = self.rowAt(event.rect().bottom())
        numbers = range(first, (last if last >= 0 else self.records.rowCount() - 1) + 1)
        chosen = set(self._chosen_numbers())
        lines = [
            Line(n, self.rowViewportPosition(n), self.rowHeight(n), n in chosen, n == self._hovered) for n in numbers
        ]
        self._rows.paint(QPainter(self.viewport()), lines, self.viewport().width(), has_focus=self.hasFocus())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the words of an empty list fill it."""
        super().resizeEvent(event)
        self._cover.setGeometry(self.viewport().rect())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the widths."""
        super().hideEvent(event)
        self.header.remember()

    def _set_behaviour(self, *, chooses_many: bool) -> None:
        many, one = QAbstractItemView.SelectionMode.ExtendedSelection, QAbstractItemView.SelectionMode.SingleSelection
        self.setSelectionMode(many if chooses_many else one)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _follow(self) -> None:
        records, cover = self.records, self._cover
        records.modelAboutToBeReset.connect(self._place.keep)
        records.modelReset.connect(self._place.restore)
        records.modelReset.connect(cover.recover)
        for changed in (records.rowsInserted, records.rowsRemoved, records.loading_changed):
            changed.connect(cover.follow)
        records.load_failed.connect(cover.set_trouble)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._open_current)
        self.header.order_asked.connect(self._sort)
        self.context.theme.changed.connect(self._set_row_height)

    def _set_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.context.theme.row_height(self.fontMetrics()))

    def _sort(self, number: int, is_descending: bool) -> None:  # noqa: FBT001 - the signal's own arguments
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.records.sort(number, order)
        self.sort_asked.emit(self.records.columns[number].sort, is_descending)

    def _chosen_numbers(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def _open_current(self) -> None:
        row = self.current_row
        if row is not None:
            self.opened.emit(row)
        elif not self.records.rowCount():
            self._cover.act()

    def _on_current(self, current: QModelIndex) -> None:
        self.chosen.emit(self.records.row_at(current.row()) if current.isValid() else None)
