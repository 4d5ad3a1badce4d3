"""Answers offered while somebody types: a list below the edit that leaves the focus, and every key, with the edit."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rehab_app.ui.kit.field_spec import Pick
from rehab_app.ui.kit.line_edit import LineEdit, is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import Theme

MOST_ROWS: Final = 8
_ARROW_ROOM: Final = 28
_DETAIL: Final = Qt.ItemDataRole.UserRole
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - MOST_ROWS,
}
_OPENING: Final = (Qt.Key.Key_Down, Qt.Key.Key_F4)

Index = QModelIndex | QPersistentModelIndex


def folded(text: str) -> str:
    """Return ``text`` for comparing: small letters without accents, punctuation as single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def rank(text: str, pick: Pick) -> int | None:
    """Return how well folded ``text`` fits: 0 code or label begins with it, 1 a word does, 2 it is within; None not at all."""
    label = folded(pick.text)
    if label.startswith(text) or folded(pick.key).startswith(text):
        return 0
    if f" {text}" in f" {label}":
        return 1
    return 2 if text in label else None


def fitting(text: str, picks: Sequence[Pick]) -> list[Pick]:
    """Return the ``picks`` that fit ``text``, best first, else in their own order; all of them for an empty text."""
    wanted = folded(text)
    ranked = [(fit, pick) for pick in picks if (fit := rank(wanted, pick)) is not None]
    return [pick for _, pick in sorted(ranked, key=lambda entry: entry[0])]


def exact(text: str, picks: Sequence[Pick]) -> Pick | None:
    """Return the one pick whose text or key is ``text``, spelling of capitals and punctuation aside."""
    wanted = folded(text)
    found = [pick for pick in picks if wanted in {folded(pick.text), folded(pick.key)}]
    return found[0] if len(found) == 1 else None


class _Rows(QAbstractListModel):
    """The picks that are offered now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.picks: Sequence[Pick] = ()

    def show(self, picks: Sequence[Pick]) -> None:
        """Offer ``picks`` from now on."""
        self.beginResetModel()
        self.picks = picks
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.picks)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pick = self.picks[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return pick.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{pick.text} {pick.detail}".strip()
        return pick.detail if role == _DETAIL else None


class _RowPainter(QStyledItemDelegate):
    """Draws a pick's text, and its detail quietly behind it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        space = self._theme.space(1)
        text = f"{index.data()}   {index.data(_DETAIL) or ''}"
        return QSize(metrics.horizontalAdvance(text) + 2 * space, metrics.height() + space)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        space = self._theme.space(1)
        area = option.rect
        if is_current:
            painter.fillRect(area, self._theme.colour("accent_soft"))
        area = area.adjusted(space, 0, -space, 0)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self._theme.colour("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        area.setLeft(area.left() + metrics.horizontalAdvance(text + "   "))
        detail = metrics.elidedText(str(index.data(_DETAIL) or ""), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, detail)


class Suggestions(QListView):
    """The list itself: lies over the window of ``edit``, below it or, where there is no room, above it."""

    def __init__(self, edit: QWidget, theme: Theme) -> None:
        super().__init__(edit.window())
        self._edit = edit
        self.rows = _Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_RowPainter(theme, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setProperty("look", "suggestions")
        self.setAccessibleName(edit.accessibleName())
        edit.destroyed.connect(self.deleteLater)
        self.hide()

    def offer(self, picks: Sequence[Pick], *, is_first_current: bool) -> None:
        """Show ``picks``; none closes the list."""
        self.rows.show(picks)
        if not picks:
            self.hide()
            return
        self.setCurrentIndex(self.rows.index(0) if is_first_current else QModelIndex())
        self._place()
        self.show()
        self.raise_()

    def step(self, rows: int) -> None:
        """Make another row current, no further than the ends."""
        last = len(self.rows.picks) - 1
        current = self.currentIndex()
        begin = current.row() if current.isValid() else (-1 if rows > 0 else last + 1)
        self.setCurrentIndex(self.rows.index(max(0, min(last, begin + rows))))
        if QAccessible.isActive():
            said = str(self.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._edit, said))

    def _place(self) -> None:
        window = self.window()
        rows = min(len(self.rows.picks), MOST_ROWS)
        frame = 2 * self.frameWidth() + self.contentsMargins().top() + self.contentsMargins().bottom()
        height = rows * max(1, self.sizeHintForRow(0)) + frame
        bar = self.verticalScrollBar().sizeHint().width()
        widest = self.sizeHintForColumn(0) + frame + (bar if len(self.rows.picks) > MOST_ROWS else 0)
        corner = self._edit.mapTo(window, QPoint(0, self._edit.height()))
        width = min(max(self._edit.width(), widest), window.width() - 4)
        left = max(2, min(corner.x(), window.width() - width - 2))
        above = corner.y() - self._edit.height() - height
        has_room = corner.y() + height <= window.height() or above < 0
        self.setGeometry(left, corner.y() if has_room else above, width, height)


class SuggestEdit(LineEdit):
    """A line edit with suggestions.

    ``asked`` wants all answers (Down, Alt+Down, F4 or a click on the arrow); ``picked(Pick)`` tells the choice by Enter, Tab or
    click.
    """

    asked = Signal()
    picked = Signal(object)

    def __init__(self, theme: Theme, *, has_arrow: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_arrow = has_arrow
        self._list: Suggestions | None = None
        if has_arrow:
            self.setTextMargins(0, 0, _ARROW_ROOM - theme.space(1), 0)

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    @property
    def offered(self) -> Sequence[Pick]:
        """The picks of the open list."""
        return self._list.rows.picks if self._list is not None and self.is_open else ()

    @property
    def current(self) -> Pick | None:
        """The pick that Enter or Tab would take."""
        if self._list is None or not self.is_open or not self._list.currentIndex().isValid():
            return None
        return self._list.rows.picks[self._list.currentIndex().row()]

    def offer(self, picks: Sequence[Pick], *, is_first_current: bool) -> None:
        """Show ``picks`` below the edit; none closes the list."""
        if self._list is None:
            if not picks:
                return
            self._list = Suggestions(self, self._theme)
            self._list.clicked.connect(self._on_clicked)
            self._close_when_scrolled()
        self._list.offer(picks, is_first_current=is_first_current)

    def close_list(self) -> None:
        """Take the list away."""
        if self._list is not None:
            self._list.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list is not None and self.is_open:
            if event.key() in _STEPS:
                self._list.step(_STEPS[Qt.Key(event.key())])
                return
            if event.key() == Qt.Key.Key_Escape:
                self.close_list()
                return
            if is_plain_enter(event):
                self._take_current()
        elif event.key() in _OPENING:
            self.asked.emit()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._take_current()
        self.close_list()
        super().focusOutEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.close_list()
        super().hideEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._has_arrow and event.position().x() >= self.width() - _ARROW_ROOM:
            self.asked.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._has_arrow:
            size = 16
            painter = QPainter(self)
            area = self.rect()
            area.setRect(area.right() - size - 8, (area.height() - size) // 2, size, size)
            self._theme.icons.icon("down", "muted").paint(painter, area)

    def _take_current(self) -> None:
        pick = self.current
        self.close_list()
        if pick is not None:
            self.picked.emit(pick)

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._list is not None:
            pick = self._list.rows.picks[index.row()]
            self.close_list()
            self.picked.emit(pick)

    def _close_when_scrolled(self) -> None:
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QAbstractScrollArea):
                parent.verticalScrollBar().valueChanged.connect(self.close_list)
            parent = parent.parentWidget()
