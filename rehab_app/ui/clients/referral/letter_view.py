"""The referral letter inside the program: as it would be issued, then as it was issued."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.desk.refer import IssuedReferral, LetterPreview
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.referral import actions
from rehab_app.ui.kit.dialogs import confirm, tell_trouble
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT: Final = 240


class LetterView(QWidget):
    """Shows the letter of one referral. ``closed`` when the user goes back, ``issued(number)`` once it has its number."""

    closed = Signal()
    issued = Signal(str)

    def __init__(self, session: Session, row: ReferralRow) -> None:
        super().__init__()
        self._session = session
        self._row = row
        self._letter_id = row.letter_id
        self._is_issuing = False
        theme, say = session.context.theme, session.say
        self.note = NoteLine(theme, State.INFO)
        self.preview = Preview(session.context, self._gate)
        self._issue = button(theme, say("Issue the letter"), look="main", icon="letter", clicked=self.ask_to_issue)
        bind(self._issue, "Ctrl+Return", self.ask_to_issue)
        self._issue.setToolTip(f"{say('Issue the letter')} (Ctrl+Enter)")
        back = button(theme, say("Back to the referral"), icon="back", clicked=self.closed.emit)
        bind(back, "Escape", self.closed.emit)
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(1))
        bar.addWidget(back)
        bar.addWidget(self.note, 1)
        bar.addWidget(self._issue)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addLayout(bar)
        column.addWidget(self.preview, 1)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def begin(self) -> None:
        """Show the issued letter again, or draw the one that is prepared."""
        self._issue.setVisible(self._letter_id is None)
        self._issue.setEnabled(False)
        if self._letter_id is not None:
            self.note.say(self._session.say("Issued; a reprint gives exactly these pages again."), State.OK)
            actions.reprint(self._session, self._letter_id, self._show, self._refuse, self)
            return
        today = self._session.context.clock.today()
        actions.preview(self._session, self._row.id, today, self._show_draft, self._refuse, self)

    def ask_to_issue(self) -> None:
        """Ask once more, because a number is taken for good."""
        say = self._session.say
        confirm(
            self._session.context,
            self.window(),
            say("Issue the letter?"),
            say("The letter takes the next number of its register, and the referral counts as submitted."),
            verb=say("Issue"),
            yes=self._do_issue,
        )

    def forget(self) -> None:
        """Blank the paper."""
        self.preview.forget()

    def _do_issue(self) -> None:
        if self._is_issuing or self._letter_id is not None:
            return
        self._is_issuing = True
        self._issue.setEnabled(False)
        today = self._session.context.clock.today()
        actions.issue(self._session, self._row, today, self._on_issued, self._on_refused, self)

    def _on_issued(self, issued: IssuedReferral) -> None:
        self._letter_id = issued.letter_id
        self._issue.setVisible(False)
        self.note.say(self._session.say("Issued as {number}.", number=issued.number_text), State.OK)
        self.preview.show_pdf(issued.content, issued.number_text.replace("/", "-"))
        self.preview.setFocus()
        self.issued.emit(issued.number_text)

    def _on_refused(self, trouble: RuleBroken) -> None:
        self._is_issuing = False
        self._issue.setEnabled(True)
        self._refuse(trouble)

    def _show(self, content: bytes) -> None:
        self.preview.show_pdf(content, self._session.say("Referral letter"))
        self.preview.setFocus()

    def _show_draft(self, draft: LetterPreview) -> None:
        session = self._session
        if not draft.is_summary_printed:
            text, state = session.say("Without consent the letter holds identity and reason only."), State.WARNING
        else:
            text, state = session.say("The letter holds what the consent covers."), State.INFO
        if draft.withheld:
            kept = ", ".join(session.label("consent_scope", code) for code in draft.withheld)
            text, state = (
                f"{text} {session.say('Kept back for want of consent: {scopes}.', scopes=kept)}",
                State.WARNING,
            )
        if draft.trouble is not None:
            text, state = f"{text} {session.context.trouble(draft.trouble)}", State.WARNING
        self.note.say(text, state)
        self._issue.setEnabled(True)
        self.preview.show_pdf(draft.content, session.say("Referral letter (draft)"))
        self._issue.setFocus()

    def _gate(self, _leaving: Leaving, go: Callable[[], None]) -> None:
        """Let only an issued letter leave, and enter it into the audit first."""
        if self._letter_id is None:
            self._refuse(RuleBroken("referrals.letter_not_issued"))
            return
        actions.reprint(self._session, self._letter_id, lambda _content: go(), self._refuse, self)

    def _refuse(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)
