"""The last steps of a new clinic: making it, and the first backup."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.first_run.actions import FirstBackup
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Progress
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.progress_line import ProgressLine
from rehab_app.ui.kit.theme import State


class WorkStep(QWidget):
    """A step in which the program works: a progress line, then what came of it and the way on.

    ``retried`` and ``went_on`` are its two buttons, ``back_asked`` leads back where that is possible.
    """

    retried = Signal()
    went_on = Signal()
    back_asked = Signal()

    def __init__(self, context: ScreenContext, title: str, *, go_text: str, has_back: bool) -> None:
        super().__init__()
        self._context = context
        theme, say = context.theme, context.say
        self._title = label(title, "heading")
        self.progress = ProgressLine(context)
        self.progress.cancel_button.setVisible(False)
        self.note = NoteLine(theme, State.NEUTRAL, look="")
        self.note.setVisible(False)
        self.go = button(theme, go_text, look="main", icon="forward", clicked=self.went_on.emit)
        self.retry = button(theme, say("Try again"), icon="reload", clicked=self.retried.emit)
        self.back = button(theme, say("Back"), look="quiet", clicked=self.back_asked.emit)
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        for each in (self.go, self.retry, self.back):
            each.setAutoDefault(True)  # Enter presses it
            row.addWidget(each)
        row.addStretch(1)
        self._has_back = has_back
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._title)
        column.addWidget(self.progress)
        column.addWidget(self.note)
        column.addLayout(row)
        column.addStretch(1)
        self._show_buttons(go=False, retry=False)

    def begin(self, words: str) -> Progress:
        """Show that work has begun."""
        self.note.setVisible(False)
        self._show_buttons(go=False, retry=False)
        progress = self.progress.begin(words)
        self.progress.cancel_button.setVisible(False)
        return progress

    def show_done(self, text: str, state: State = State.OK) -> None:
        """Say what came of it and let the user go on."""
        self.progress.end()
        self._say(text, state)
        self._show_buttons(go=True, retry=False)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_trouble(self, trouble: RuleBroken, *, may_go_on: bool = False) -> None:
        """Say why it did not work."""
        self.progress.end()
        self._say(self._context.trouble(trouble), State.DANGER)
        self._show_buttons(go=may_go_on, retry=True)
        self.retry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str, state: State) -> None:
        self.note.say(text, state)
        self.note.setVisible(True)

    def _show_buttons(self, *, go: bool, retry: bool) -> None:
        self.go.setVisible(go)
        self.retry.setVisible(retry)
        self.back.setVisible(self._has_back and retry)


def backup_sentence(context: ScreenContext, backup: FirstBackup) -> str:
    """Say what the first backup is."""
    return context.say(
        "The first backup is made, was opened and counted: {records} records. It stands at {path}. "
        "Copy it to a disk that does not stand beside this PC.",
        records=backup.records,
        path=backup.path,
    )
