"""The one-line editor of every field: Enter goes on to the next field, privacy mode masks what is not being edited."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from rehab_app.ui.kit.context import MASK
from rehab_app.ui.kit.overriding import override

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def is_plain_enter(event: QKeyEvent) -> bool:
    """Tell whether ``event`` is Enter alone: with Ctrl it belongs to the form."""
    return event.key() in _ENTER and event.modifiers() in _PLAIN


class LineEdit(QLineEdit):
    """A line edit that tells Enter by ``entered`` instead of pressing a dialog's default button."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_masked = False

    def set_masked(self, *, is_masked: bool) -> None:
        """Paint a mask instead of the text while the edit has not the focus."""
        self._is_masked = is_masked
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_plain_enter(event):
            self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_masked or self.hasFocus() or not self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        style = self.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        area = style.subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, MASK)
