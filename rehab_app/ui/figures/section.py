"""One tab of the figures beside the yearly counts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.figures.sheet_view import SheetView
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.kit.preview import Gate
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


class FiguresSection(QWidget):
    """Its figures, and over them its sheet. ``told(sentence, state)`` is shown in the page's notice line."""

    told = Signal(str, object)

    def __init__(self, session: Session, panel: SidePanel, gate: Gate) -> None:
        super().__init__()
        self.session = session
        self.panel = panel
        self.sheet = SheetView(session, gate)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.sheet.left.connect(self.show_figures)

    def arrive(self, subject: object = None) -> None:
        """Read what is shown; ``subject`` may be a year."""

    def refresh(self) -> None:
        """Read again: something counted has changed."""

    def draw_sheet(self) -> None:
        """Draw the sheet and show it."""

    def forget(self) -> None:
        """Blank the figures and the sheet."""
        self.sheet.preview.forget()

    def show_figures(self) -> None:
        """Show the figures again."""
        self.stack.setCurrentIndex(0)

    def show_sheet(self, content: bytes, name: str) -> None:
        """Show a drawn sheet over the figures."""
        self.panel.close_panel()
        self.stack.setCurrentWidget(self.sheet)
        self.sheet.show_pdf(content, name)

    def tell_trouble(self, trouble: RuleBroken) -> None:
        """Say a known trouble in the page's notice line."""
        self.told.emit(self.session.context.trouble(trouble), State.DANGER)
