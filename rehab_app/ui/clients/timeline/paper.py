"""The timeline as it would be printed, inside the program; printing and saving are entered in the audit first."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.timeline import actions
from rehab_app.ui.kit.dialogs import tell_trouble
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT: Final = 240


class TimelinePaper(QWidget):
    """Shows the paper. ``closed`` when the user goes back to the events."""

    closed = Signal()

    def __init__(self, session: Session, client_id: UUID) -> None:
        super().__init__()
        self._session = session
        self._client_id = client_id
        theme, say = session.context.theme, session.say
        self.preview = Preview(session.context, self._gate)
        back = button(theme, say("Back to the timeline"), look="link", icon="back", clicked=self.closed.emit)
        bind(self, "Escape", self.closed.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addWidget(back)
        column.addWidget(self.preview, 1)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def begin(self) -> None:
        """Draw the paper."""
        actions.draw_paper(self._session, self._client_id, self._show, self._refuse, self)

    def forget(self) -> None:
        """Blank the paper."""
        self.preview.forget()

    def _show(self, content: bytes) -> None:
        self.preview.show_pdf(content, self._session.say("Timeline"))
        self.preview.setFocus()

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        actions.note_paper(self._session, self._client_id, leaving.value, go, self._refuse, self)

    def _refuse(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)
