"""A list in which each row is decided to one side or the other: Left and Right choose, Space turns it round."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.table import Table

Row = TypeVar("Row")
_SIDES: Final = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}


class SideTable(Table[Row], Generic[Row]):
    """``decided(row, is_right)`` by the arrows; ``turned(row)`` by Space, Enter or a double click."""

    decided = Signal(object, bool)
    turned = Signal(object)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right decide, Space turns; the rest is the list's."""
        row, key = self.current_row, Qt.Key(event.key())
        if row is not None and key in _SIDES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.decided.emit(row, _SIDES[key])
        elif row is not None and key == Qt.Key.Key_Space:
            self.turned.emit(row)
        else:
            super().keyPressEvent(event)
