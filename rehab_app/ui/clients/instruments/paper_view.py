"""An instrument on paper inside the program: read, print, save; what leaves is entered in the audit first."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.instruments import actions
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.dialogs import tell_trouble
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT = 240


class PaperView(QWidget):
    """Shows the paper of a filled instrument, or of a blank one (``series_id`` None). ``closed`` when the user goes back."""

    closed = Signal()

    def __init__(self, session: Session, name: str, series_id: UUID | None) -> None:
        super().__init__()
        self._session = session
        self._name = name
        self._series_id = series_id
        theme = session.context.theme
        self.preview = Preview(session.context, self._gate)
        back = button(theme, session.say("Back to the instruments"), icon="back", clicked=self.closed.emit)
        bind(back, "Escape", self.closed.emit)
        bar = QHBoxLayout()
        bar.addWidget(back)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addLayout(bar)
        column.addWidget(self.preview, 1)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def show_pdf(self, content: bytes) -> None:
        """Show the drawn paper."""
        self.preview.show_pdf(content, self._name)
        self.preview.setFocus()

    def forget(self) -> None:
        """Blank the paper."""
        self.preview.forget()

    def refuse(self, trouble: RuleBroken) -> None:
        """Say why the paper cannot be shown or may not leave."""
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        actions.note_paper(self._session, self._series_id, leaving.value, go, self.refuse, self)
