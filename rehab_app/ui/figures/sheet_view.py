"""A report as it is printed, shown over the page it was asked from, with the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.preview import Gate, Preview
from rehab_app.ui.shell.session import Session


class SheetView(QWidget):
    """``left`` for back to the figures; ``preview`` shows the paper, and ``gate`` notes its leaving."""

    left = Signal()

    def __init__(self, session: Session, gate: Gate) -> None:
        super().__init__()
        self.preview = Preview(session.context, gate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        back = button(
            session.context.theme, session.say("Back to the figures"), look="link", icon="back", clicked=self.left.emit
        )
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.preview, 1)
        self.setFocusProxy(self.preview)

    def show_pdf(self, content: bytes, name: str) -> None:
        """Show the bytes of a PDF under ``name``."""
        self.preview.show_pdf(content, name)
        self.preview.setFocus()
