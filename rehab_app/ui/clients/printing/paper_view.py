"""A paper of a client as it would be printed; a card that was printed before leaves again only with a reason."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.desk.client_papers.rows import Drawn, PaperLine, Wanted
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.printing import actions
from rehab_app.ui.kit.dialogs import ask_reason, tell_trouble
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT: Final = 240


class ClientPaper(QWidget):
    """Shows one paper. ``closed`` when the user goes back to the list."""

    closed = Signal()

    def __init__(self, session: Session, episode_id: UUID, line: PaperLine, title: str, *, is_redacted: bool) -> None:
        super().__init__()
        self._session, self._episode_id, self._title = session, episode_id, title
        self.line = line
        self.wanted = Wanted(line.kind, line.subject_id, is_redacted and line.may_redact)
        self._needs_reason = line.needs_reason
        self._times = line.times
        theme, say = session.context.theme, session.say
        self.preview = Preview(session.context, self._gate)
        back = button(theme, say("Back to the papers"), icon="back", clicked=self.closed.emit)
        bind(back, "Escape", self.closed.emit)
        back.setToolTip(f"{say('Back to the papers')} (Esc)")
        self.note = NoteLine(theme, State.INFO, look="")
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(1))
        bar.addWidget(back)
        bar.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addLayout(bar)
        column.addWidget(self.preview, 1)
        self._tell(None)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def begin(self) -> None:
        """Draw the paper."""
        actions.draw_paper(self._session, self._episode_id, self.wanted, self._show, self._refuse, self)

    def forget(self) -> None:
        """Blank the paper."""
        self.preview.forget()

    def _show(self, drawn: Drawn) -> None:
        self._tell(drawn)
        self.preview.show_pdf(drawn.content, self._title)
        self.preview.setFocus()

    def _tell(self, drawn: Drawn | None) -> None:
        """Say what must be known of the paper before it leaves."""
        say = self._session.say
        if drawn is not None and drawn.trouble is not None:
            self.note.say(self._session.context.trouble(drawn.trouble), State.WARNING)
        elif self._needs_reason:
            text = say("Printed {count} times before: a further print asks for its reason.", count=self._times)
            self.note.say(text, State.WARNING)
        elif self.wanted.is_redacted:
            self.note.say(say("Initials and RM stand in the place of the name."), State.INFO)
        else:
            self.note.say(say("Filled from the record; nothing of it is typed here."), State.INFO)

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        """Enter that the paper leaves, before it does; where it left before and must say why, ask first."""
        if not self._needs_reason:
            self._leave(leaving, go, "")
            return
        say = self._session.say
        ask_reason(
            self._session.context,
            self.window(),
            say("Print {paper} again?", paper=self._title),
            say("A card that exists twice can be used twice. The reason stands in its print history."),
            verb=say("Print again"),
            done=lambda reason: self._leave(leaving, go, reason),
        )

    def _leave(self, leaving: Leaving, go: Callable[[], None], reason: str) -> None:
        def left() -> None:
            self._times += 1
            self._needs_reason = self._needs_reason or self.line.is_card
            self._tell(None)
            go()

        pages = self.preview.page_count
        actions.note_paper(
            self._session, self._episode_id, self.wanted, leaving.value, pages, reason, left, self._refuse, self
        )

    def _refuse(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)
