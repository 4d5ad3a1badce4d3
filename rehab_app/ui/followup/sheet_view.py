"""The call sheet of today inside the program: initials alone, names only where somebody switches them on and confirms."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.followup import actions
from rehab_app.ui.kit.dialogs import confirm, tell_trouble
from rehab_app.ui.kit.job import Cancelled, Fault, Job
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.shell.session import Session


class SheetView(QWidget):
    """Shows the call sheet; ``closed`` when the user goes back."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._job: Job | None = None
        theme, say = session.context.theme, session.say
        self.preview = Preview(session.context, self._gate)
        self.names = QCheckBox(say("With names"))
        self.names.clicked.connect(self._ask_for_names)
        back = button(theme, say("Back to the list"), icon="back", clicked=self.closed.emit)
        bind(back, "Escape", self.closed.emit)
        back.setToolTip(f"{say('Back to the list')} (Esc)")
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(2))
        bar.addWidget(back)
        bar.addWidget(self.names)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(bar)
        column.addWidget(self.preview, 1)

    def begin(self) -> None:
        """Draw the sheet without names."""
        self.names.setChecked(False)
        self._draw()

    def forget(self) -> None:
        """Blank the paper."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        self.preview.forget()
        self.names.setChecked(False)

    def _ask_for_names(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if not is_on:
            self._draw()
            return
        self.names.setChecked(False)
        say = self._session.say

        def yes() -> None:
            self.names.setChecked(True)
            self._draw()

        confirm(
            self._session.context,
            self.window(),
            say("Show names on the call sheet?"),
            say("Whoever finds this sheet learns who is in care. It is entered into the audit that it held names."),
            verb=say("Show names"),
            yes=yes,
            is_destructive=True,
        )

    def _draw(self) -> None:
        if self._job is not None:
            self._job.drop()
        today = self._session.context.clock.today()
        has_names = self.names.isChecked()
        self._job = actions.draw_sheet(self._session, today, self._show, self._refuse, self, has_names=has_names)

    def _show(self, content: bytes) -> None:
        self._job = None
        day = self._session.context.clock.today().isoformat()
        self.preview.show_pdf(content, self._session.say("call-sheet-{day}", day=day))
        self.preview.setFocus()

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        has_names = self.names.isChecked()
        actions.note_sheet(self._session, leaving.value, lambda _done: go(), self._refuse, self, has_names=has_names)

    def _refuse(self, trouble: RuleBroken) -> None:
        self._job = None
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self.window(), trouble)
