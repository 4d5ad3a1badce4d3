"""The mouse over the week: it chooses as the arrows do, and drags a meeting as M and Enter carry it."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from rehab_app.clinic.schedule.rows import SlotRow
from rehab_app.ui.schedule.blocks import Block
from rehab_app.ui.schedule.cursor import Cursor
from rehab_app.ui.schedule.week_painter import WeekShown
from rehab_app.ui.schedule.week_places import WeekPlaces


class Carrier(Protocol):
    """What the mouse asks of the week: what its keys do, and where the cursor stands."""

    shown: WeekShown | None
    cursor_at: Cursor
    carried: SlotRow | None

    @property
    def block(self) -> Block | None:
        """The meeting under the cursor, None on a free hour and while one is carried."""

    def go(self, cursor: Cursor) -> None:
        """Put the cursor elsewhere."""

    def act(self) -> None:
        """Plan, open or drop."""

    def pick_up(self) -> bool:
        """Carry the meeting under the cursor; whether there was one that may be moved."""

    def put_back(self) -> None:
        """Carry nothing any more."""

    def drop(self) -> None:
        """Ask for the meeting that is carried to be put down at the cursor."""

    def viewport(self) -> QWidget:
        """Return what the mouse moves over."""


class WeekMouse:
    """Keeps which meeting is gripped, from the press of the button to its release."""

    def __init__(self, week: Carrier, places: WeekPlaces) -> None:
        self._week = week
        self._places = places
        self._grip: tuple[Block, QPoint, int] | None = None

    def take(self, event: QEvent) -> bool:
        """Do what the mouse does over the week; whether the event was one of the mouse."""
        if not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress:
            self._press(event)
        elif kind is QEvent.Type.MouseMove:
            self._drag(event.position().toPoint())
        elif kind is QEvent.Type.MouseButtonRelease:
            self._release()
        elif kind is QEvent.Type.MouseButtonDblClick:
            self._open(event)
        else:
            return False
        return True

    def let_go(self) -> None:
        """Grip nothing any more."""
        self._grip = None

    def _press(self, event: QMouseEvent) -> None:
        """Put the cursor under the mouse, and grip the meeting there."""
        week, point = self._week, event.position().toPoint()
        cursor = self._cursor_under(point)
        if cursor is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if week.carried is not None:
            week.go(Cursor(cursor.column, max(0, cursor.slot)))
            return
        week.go(cursor)
        block = week.block
        if block is not None:
            self._grip = (block, point, max(0, cursor.slot - block.first))

    def _drag(self, point: QPoint) -> None:
        """Carry what is gripped once the mouse has gone far enough."""
        if self._grip is None:
            return
        week = self._week
        _, begun, within = self._grip
        if week.carried is None:
            if (point - begun).manhattanLength() < QApplication.startDragDistance() or not week.pick_up():
                return
            week.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        cursor = self._cursor_under(point)
        if cursor is not None:
            week.go(Cursor(cursor.column, max(0, cursor.slot - within)))

    def _release(self) -> None:
        """Drop what was carried; where it was not moved at all it is put back."""
        week = self._week
        grip, self._grip = self._grip, None
        week.viewport().unsetCursor()
        if week.carried is None or grip is None:
            return
        block = grip[0]
        if (week.cursor_at.column, week.cursor_at.slot) == (block.column, block.first):
            week.put_back()
        else:
            week.drop()

    def _open(self, event: QMouseEvent) -> None:
        """Plan or open."""
        if self._cursor_under(event.position().toPoint()) is not None:
            self._grip = None
            self._week.act()

    def _cursor_under(self, point: QPoint) -> Cursor | None:
        shown = self._week.shown
        return self._places.cursor_under(shown.layout, point) if shown is not None else None
