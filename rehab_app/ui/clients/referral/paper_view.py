"""A paper of a referral inside the program: as it would be printed, with its number once it was issued."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.desk.referral_papers import IssuedPaper
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.referral.loop import actions as loop_actions
from rehab_app.ui.clients.referral.loop.actions import Paper
from rehab_app.ui.kit.dialogs import confirm, tell_trouble
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Cancelled, Fault, Job
from rehab_app.ui.kit.layout import button, hide_unless
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT: Final = 240


class PaperView(QWidget):
    """Shows one paper. ``closed`` when the user goes back; one that takes a number leaves only once it has it."""

    closed = Signal()

    def __init__(self, session: Session, paper: Paper) -> None:
        super().__init__()
        self._session, self._paper = session, paper
        self._letter_id: UUID | None = paper.letter_id
        self._job: Job | None = None
        self._is_issuing = False
        theme, say = session.context.theme, session.say
        self.note = NoteLine(theme, State.INFO)
        self.preview = Preview(session.context, self._gate)
        self.issue = button(theme, say("Issue with a number"), look="main", icon="letter", clicked=self.ask_to_issue)
        bind(self.issue, "Ctrl+Return", self.ask_to_issue)
        self.issue.setToolTip(f"{say('Issue with a number')} (Ctrl+Enter)")
        hide_unless(paper.issue is not None, self.issue)
        self.issue.setEnabled(False)
        back = button(theme, say("Back"), icon="back", clicked=self.closed.emit)
        bind(back, "Escape", self.closed.emit)
        back.setToolTip(f"{say('Back')} (Esc)")
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(1))
        bar.addWidget(back)
        bar.addWidget(self.note, 1)
        bar.addWidget(self.issue)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addLayout(bar)
        column.addWidget(self.preview, 1)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def begin(self) -> None:
        """Draw the paper."""
        say = self._session.say
        if self._paper.issue is not None:
            self.note.say(say("It takes its number when it is issued; only then it can be printed."), State.INFO)
        self._job = loop_actions.draw_paper(self._session, self._paper, self._show, self._refuse, self)

    def ask_to_issue(self) -> None:
        """Ask once more, because a number is taken for good."""
        say = self._session.say
        if self._paper.issue is None or self._letter_id is not None:
            return
        confirm(
            self._session.context,
            self.window(),
            say("Issue this paper?"),
            say("It takes the next number of its register and is kept as it is."),
            verb=say("Issue"),
            yes=self._do_issue,
        )

    def forget(self) -> None:
        """Blank the paper."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        self.preview.forget()

    def _do_issue(self) -> None:
        if self._is_issuing or self._paper.issue is None:
            return
        self._is_issuing = True
        self.issue.setEnabled(False)
        loop_actions.issue_paper(self._session, self._paper.issue, self._on_issued, self._on_refused, self)

    def _on_issued(self, issued: IssuedPaper) -> None:
        self._letter_id = issued.letter_id
        self.issue.setVisible(False)
        self.note.say(self._session.say("Issued as {number}.", number=issued.number_text), State.OK)
        self.preview.show_pdf(issued.content, issued.number_text.replace("/", "-"))
        self.preview.setFocus()

    def _on_refused(self, trouble: RuleBroken) -> None:
        self._is_issuing = False
        self.issue.setEnabled(True)
        self._refuse(trouble)

    def _show(self, content: bytes) -> None:
        self._job = None
        self.issue.setEnabled(self._paper.issue is not None)
        self.preview.show_pdf(content, self._session.say(self._paper.title))
        (self.issue if self.issue.isVisible() else self.preview).setFocus()

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        """Let it leave once that is entered in the audit."""
        loop_actions.note_leaving(
            self._session, self._paper, self._letter_id, leaving.value, lambda _done: go(), self._refuse, self
        )

    def _refuse(self, trouble: RuleBroken) -> None:
        self._job = None
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)
