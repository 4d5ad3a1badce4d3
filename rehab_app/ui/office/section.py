"""One section of the office's page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session


class Section(QWidget):
    """A part of the page. ``told(sentence, state)`` is shown in the page's notice line."""

    told = Signal(str, object)

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__()
        self.session = session
        self.panel = panel
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(session.context.theme.space(2))

    def arrive(self) -> None:
        """Read what is shown; called each time somebody comes to the section."""

    def journals(self) -> list[DraftJournal]:
        """Return the journals of the section's forms."""
        return []

    def forget(self) -> None:
        """Blank what must not stay on the screen."""

    def commands(self) -> list[Command]:
        """Return what can be done in this section."""
        return []

    def tell(self, text: str, state: State = State.OK) -> None:
        """Say ``text`` in the page's notice line."""
        self.told.emit(text, state)

    def tell_trouble(self, trouble: RuleBroken) -> None:
        """Say a known trouble in the page's notice line."""
        self.tell(self.session.context.trouble(trouble), State.DANGER)
