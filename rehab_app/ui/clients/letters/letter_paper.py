"""A letter as it was issued, inside the program; the look, printing and saving are entered in the audit."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.register.rows import LetterRow
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.letters import actions
from rehab_app.ui.kit.dialogs import tell_trouble
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT: Final = 240


class LetterPaper(QWidget):
    """Shows one letter. ``closed`` when the user goes back to the list."""

    closed = Signal()

    def __init__(self, session: Session, row: LetterRow) -> None:
        super().__init__()
        self._session = session
        self.row = row
        theme, say = session.context.theme, session.say
        self.preview = Preview(session.context, self._gate)
        back = button(theme, say("Back to the letters"), icon="back", clicked=self.closed.emit)
        bind(back, "Escape", self.closed.emit)
        back.setToolTip(f"{say('Back to the letters')} (Esc)")
        self.note = NoteLine(theme, State.INFO, look="")
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(1))
        bar.addWidget(back)
        bar.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addLayout(bar)
        column.addWidget(self.preview, 1)
        self._tell()

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def begin(self) -> None:
        """Read the bytes that were issued."""
        actions.look_at(self._session, self.row.id, self._show, self._refuse, self)

    def forget(self) -> None:
        """Blank the paper."""
        self.preview.forget()

    def _tell(self) -> None:
        say, row = self._session.say, self.row
        if row.voided_on is None:
            text = say("Issued as {number}; a reprint gives exactly these pages again.", number=row.number_text)
            self.note.say(text, State.OK)
        else:
            day = format_short(row.voided_on)
            text = say(
                "{number} is void since {day}: {reason}", number=row.number_text, day=day, reason=row.void_reason
            )
            self.note.say(text, State.WARNING)

    def _show(self, content: bytes) -> None:
        self.preview.show_pdf(content, self.row.number_text.replace("/", "-"))
        self.preview.setFocus()

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        """Enter into the audit that the letter leaves, before it does."""
        pages, letter_id = self.preview.page_count, self.row.id
        actions.note_leaving(self._session, letter_id, leaving.value, pages, lambda _id: go(), self._refuse, self)

    def _refuse(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)
