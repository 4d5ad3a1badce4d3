"""One line that may be longer than its place: it is cut with an ellipsis and tells the whole in its tooltip."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from rehab_app.ui.kit.overriding import override

LEAST_LETTERS: Final = 12


class ElidedLabel(QLabel):
    """A label of one line. Screen readers hear the whole text, and the tooltip shows it where it is cut."""

    def __init__(self, look: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)

    @property
    def tip(self) -> str:
        """The whole text where it is longer than its place, else an empty one."""
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        return self.text() if is_cut else ""

    @override
    def event(self, event: QEvent) -> bool:
        """Show the tooltip."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip, self)
            return True
        return super().event(event)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for a few letters only."""
        wanted = super().sizeHint()
        return QSize(min(wanted.width(), self.fontMetrics().averageCharWidth() * LEAST_LETTERS), wanted.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        if not self.tip:
            super().paintEvent(event)
            return
        rect = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter = QPainter(self)
        painter.drawText(rect, self.alignment().value | Qt.TextFlag.TextSingleLine.value, shown)
