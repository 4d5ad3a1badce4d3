"""The paper of a summons inside the program: read, printed as a draft, marked as sent."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.clinic.followup.rows import SummonsRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.followup import actions, said
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.dialogs import tell_trouble
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT: Final = 240


class SummonsView(QWidget):
    """Shows the paper of one summons. ``closed``: the user goes back; ``send_asked`` and ``cancel_asked`` carry its row."""

    closed = Signal()
    send_asked = Signal(object)
    cancel_asked = Signal(object)

    def __init__(self, session: Session, row: SummonsRow) -> None:
        super().__init__()
        self._session = session
        self.row = row
        theme, say = session.context.theme, session.say
        self.note = NoteLine(theme, State.INFO, look="")
        self.preview = Preview(session.context, self._gate)
        back = button(theme, say("Back"), icon="back", clicked=self.closed.emit)
        bind(back, "Escape", self.closed.emit)
        back.setToolTip(f"{say('Back')} (Esc)")
        text = say("Mark as sent")
        self._send = button(theme, text, look="main", icon="done", clicked=self._ask_send)
        bind(self._send, "Ctrl+Return", self._ask_send)
        self._send.setToolTip(f"{text} (Ctrl+Enter)")
        self._cancel = button(theme, say("Cancel the summons"), icon="cancelled", clicked=self._ask_cancel)
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(1))
        bar.addWidget(back)
        bar.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(self._cancel)
        bar.addWidget(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addLayout(bar)
        column.addWidget(self.preview, 1)
        self.show_row(row)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def begin(self) -> None:
        """Draw the paper."""
        actions.draw_summons(self._session, self.row.series_id, self._show, self._refuse, self)

    def show_row(self, row: SummonsRow) -> None:
        """Say where the summons stands by now."""
        self.row = row
        text, state = said.summons_state(self._session, row)
        sentence = f"{said.summons_name(self._session, row)}: {text}"
        self.note.say(sentence, state)
        is_open = row.sent_on is None and not row.is_cancelled
        self._send.setVisible(is_open and self._session.may(DataClass.KLINIS, Right.INPUT))
        self._cancel.setVisible(not row.is_cancelled and self._session.may(DataClass.KLINIS, Right.PERBAIKAN))

    def forget(self) -> None:
        """Blank the paper."""
        self.preview.forget()

    def _ask_send(self) -> None:
        if not self._send.isHidden():
            self.send_asked.emit(self.row)

    def _ask_cancel(self) -> None:
        self.cancel_asked.emit(self.row)

    def _show(self, content: bytes) -> None:
        self.preview.show_pdf(content, said.summons_name(self._session, self.row))
        self.preview.setFocus()

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        actions.note_summons(self._session, self.row.series_id, leaving.value, lambda _done: go(), self._refuse, self)

    def _refuse(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)
