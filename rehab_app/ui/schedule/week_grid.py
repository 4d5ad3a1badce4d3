"""The week as one widget, worked by keys: arrows choose, Enter plans or opens, M picks up and Enter drops.

Nothing in it is a widget of its own: ten counsellors have two hundred meetings a week. What it is asked goes out by signals.
"""

from datetime import date, time
from typing import Final
from uuid import UUID

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from rehab_app.clinic.schedule.rows import SlotRow
from rehab_app.clinic.sessions.busy import hour_range
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import Theme
from rehab_app.ui.schedule.blocks import Block, key_of
from rehab_app.ui.schedule.cursor import Cursor
from rehab_app.ui.schedule.week_mouse import WeekMouse
from rehab_app.ui.schedule.week_painter import Marks, WeekPainter, WeekShown
from rehab_app.ui.schedule.week_places import WeekPlaces

_SIDES: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_LINES: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_WEEKS: Final = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_LAST_COLUMN: Final = 99
_LEAST: Final = QSize(360, 200)


class WeekGrid(QAbstractScrollArea):
    """Shows a ``WeekShown``.

    ``plan_asked(day, time)`` on a free hour, ``opened(SlotRow)`` on a meeting; ``dropped(SlotRow, day, time)`` where a meeting
    that was carried is put down; ``turned(weeks)`` asks for another week, ``today_asked`` for this one; ``moved()`` tells that
    the cursor stands elsewhere, ``pressed(key)`` hands on a letter that the page knows.
    """

    plan_asked = Signal(object, object)
    opened = Signal(object)
    dropped = Signal(object, object, object)
    turned = Signal(int)
    today_asked = Signal()
    moved = Signal()
    pressed = Signal(str)

    def __init__(self, theme: Theme, *, may_change: bool) -> None:
        super().__init__()
        self._painter = WeekPainter(theme)
        self._may_change = may_change
        self.shown: WeekShown | None = None
        self.cursor_at = Cursor()
        self.carried: SlotRow | None = None
        self._ghost: tuple[str, ...] = ()
        self._refusal = ""
        self._wanted: UUID | None = None
        self._places = WeekPlaces(self)
        self._mouse = WeekMouse(self, self._places)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(_LEAST)
        self.viewport().setMouseTracking(False)
        theme.changed.connect(self._measure)

    # What is shown.

    def show_week(self, shown: WeekShown) -> None:
        """Show a week; the cursor stays at its hour, or goes to the meeting that ``stand_on`` named."""
        self.shown = shown
        self._measure()
        block = shown.layout.block_of(self._wanted) if self._wanted is not None else None
        self._wanted = None
        cursor = self.cursor_at.within(shown.layout)
        self.go(cursor.on(block, shown.layout) if block is not None and self.carried is None else cursor)

    def stand_on(self, key: UUID) -> None:
        """Put the cursor on a meeting, now or when the week is shown next."""
        self._wanted = key
        if self.shown is not None and (block := self.shown.layout.block_of(key)) is not None:
            self.go(self.cursor_at.on(block, self.shown.layout))

    def stand_at(self, day: date, at: time | None = None) -> None:
        """Put the cursor on a day of the week that is shown, and on an hour where one is given."""
        layout = self.shown.layout if self.shown is not None else None
        if layout is not None and day in layout.days:
            slot = self.cursor_at.slot if at is None else layout.slot_of(at)
            self.go(Cursor(layout.days.index(day), slot).within(layout))

    def forget(self) -> None:
        """Blank the week."""
        self.shown = self.carried = None
        self._mouse.let_go()
        self._refusal, self._ghost = "", ()
        self.setAccessibleDescription("")
        self.viewport().update()

    @property
    def row(self) -> SlotRow | None:
        """The meeting under the cursor, None on a free hour."""
        block = self.block
        return block.row if block is not None else None

    @property
    def day(self) -> date | None:
        """The day of the cursor."""
        return self.shown.layout.days[self.cursor_at.column] if self.shown is not None else None

    @property
    def at(self) -> time | None:
        """The hour of the cursor."""
        return self.shown.layout.time_of(max(0, self.cursor_at.slot)) if self.shown is not None else None

    @property
    def refusal(self) -> str:
        """What is said beside the hour that was refused."""
        return self._refusal

    # Carrying.

    def pick_up(self) -> bool:
        """Carry the meeting under the cursor; whether there was one that may be moved."""
        row = self.row
        if row is None or not row.is_movable or not self._may_change or self.shown is None:
            return False
        self.carried = row
        self._ghost = self.shown.lines.get(key_of(row), ())[:1]
        block = self.block
        if block is not None:
            self.go(Cursor(block.column, max(0, block.first)))
        return True

    def put_back(self) -> None:
        """Carry nothing any more: it stays where it was, or is where it was dropped."""
        carried, self.carried = self.carried, None
        self._refusal, self._ghost = "", ()
        self._mouse.let_go()
        self.viewport().unsetCursor()
        if carried is not None:
            self.stand_on(key_of(carried))
        self.viewport().update()
        self.moved.emit()

    def refuse(self, sentence: str) -> None:
        """Say beside the hour why nothing can be dropped there; it is still carried, so another hour is one key away."""
        self._refusal = sentence
        self.tell(sentence)
        self.viewport().update()

    def drop(self) -> None:
        """Ask for the meeting that is carried to be put down at the cursor."""
        if self.carried is not None:
            self.dropped.emit(self.carried, self.day, self.at)

    # Keys.

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for; letters go to the page."""
        key = Qt.Key(event.key())
        is_bare = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if self.shown is None or not is_bare:
            super().keyPressEvent(event)
        elif is_plain_enter(event):
            self.act()
        elif key == Qt.Key.Key_Escape and self.carried is not None:
            self.put_back()
        elif key in _WEEKS:
            self.turned.emit(_WEEKS[key])
        elif key == Qt.Key.Key_T:
            self.today_asked.emit()
        elif not self._walk(key):
            self._letter(event)

    def _walk(self, key: Qt.Key) -> bool:
        layout, is_carrying = self.shown.layout if self.shown is not None else None, self.carried is not None
        if layout is None:
            return False
        if key in _LINES:
            self.go(self.cursor_at.upwards(layout, _LINES[key], is_carrying=is_carrying))
        elif key in _SIDES:
            following = self.cursor_at.sideways(layout, _SIDES[key], is_carrying=is_carrying)
            if following is None:
                self.cursor_at = Cursor(0 if _SIDES[key] > 0 else _LAST_COLUMN, self.cursor_at.slot)
                self.turned.emit(_SIDES[key])
            else:
                self.go(following)
        elif key == Qt.Key.Key_Home:
            self.go(Cursor(0, self.cursor_at.slot).within(layout))
        elif key == Qt.Key.Key_End:
            self.go(Cursor(len(layout.days) - 1, self.cursor_at.slot).within(layout))
        else:
            return False
        return True

    def _letter(self, event: QKeyEvent) -> None:
        letter = "Del" if event.key() == Qt.Key.Key_Delete else event.text().upper()
        if letter == "M":
            self.pick_up()
        elif letter in {"G", "R", "A", "E", "Del"}:
            self.pressed.emit(letter)
        else:
            super().keyPressEvent(event)

    def act(self) -> None:
        """Drop what is carried; else open the meeting under the cursor, or plan at the free hour."""
        row = self.row
        if self.carried is not None:
            self.drop()
        elif row is not None:
            self.opened.emit(row)
        elif self._may_change:
            self.plan_asked.emit(self.day, self.at)

    # Painting.

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """Let the mouse do what the keys do, and show the whole text of a meeting in its tooltip."""
        if self.isEnabled() and self._mouse.take(event):
            return True
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            shown = self.shown
            block = self._places.block_under(shown.layout, event.pos()) if shown is not None else None
            lines = shown.lines.get(key_of(block.row), ()) if shown is not None and block is not None else ()
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().viewportEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the week."""
        measures = self._places.measures
        if self.shown is None or measures is None:
            return
        carried = key_of(self.carried) if self.carried is not None else None
        at = self.at
        ghost = self._ghost
        if ghost and self.carried is not None and at is not None:
            ghost = (*ghost, hour_range(at, self.carried.slots))
        marks = Marks(self.cursor_rect(), self.hasFocus(), carried, ghost, self._refusal)
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        self._painter.paint(painter, self.shown, measures, self._places.offset, self.viewport().rect(), marks)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again."""
        super().resizeEvent(event)
        self._measure()
        self._places.scroll_to(self.cursor_rect())

    @override
    def scrollContentsBy(self, across: int, down: int) -> None:
        """Paint again: hours and heads do not move."""
        self.viewport().update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @property
    def block(self) -> Block | None:
        """The meeting under the cursor, None on a free hour and while one is carried."""
        if self.shown is None or self.carried is not None:
            return None
        return self.cursor_at.block(self.shown.layout)

    def go(self, cursor: Cursor) -> None:
        """Put the cursor elsewhere; what was refused where it stood is forgotten."""
        self.cursor_at, self._refusal = cursor, ""
        self._places.scroll_to(self.cursor_rect())
        self.viewport().update()
        self.moved.emit()

    def tell(self, text: str) -> None:
        """Let screen readers hear what stands under the cursor, or why it is refused."""
        self.setAccessibleDescription(text)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def cursor_rect(self) -> QRect:
        """Return where the cursor lies, before scrolling."""
        measures = self._places.measures
        if self.shown is None or measures is None:
            return QRect()
        block = self.block
        if block is not None:
            return measures.block(block)
        slots = self.carried.slots if self.carried is not None else 1
        slot = self.cursor_at.slot
        cell = measures.cell(self.cursor_at.column, slot, slot + slots)
        taken = self.shown.layout.at(self.cursor_at.column, slot)
        if taken and self.carried is None:
            # The free hour beside others: what is left at the right edge.
            cell.setLeft(cell.right() - max(8, cell.width() // (taken[0].lanes + 1)))
        return cell

    def _measure(self) -> None:
        if self.shown is not None:
            self._places.measure(self.shown)
            self.viewport().update()
