"""Leaving a clinic, for the lock and for quitting: drafts to safety, writes to their end, screens blank, key forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from rehab_app.ui.kit.layout import label
from rehab_app.ui.shell.actions import leave

if TYPE_CHECKING:
    from rehab_app.foundation.errors import RuleBroken
    from rehab_app.office.opening import OpenClinic
    from rehab_app.ui.kit.context import ScreenContext
    from rehab_app.ui.shell.frame import Frame
    from rehab_app.ui.shell.shell import Shell

_LAST_WAIT_S: Final = 1.0


class Blank(QWidget):
    """What stands in the window while the key is being forgotten: nothing of the clinic."""

    def __init__(self, context: ScreenContext, text: str) -> None:
        super().__init__()
        line = label(text, "muted")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(context.theme.space(32))
        bar.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setSpacing(context.theme.space(2))
        column.addStretch(1)
        column.addWidget(line)
        column.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


@dataclass(frozen=True, slots=True)
class Departure:
    """Who leaves what: the window, the shell in it (None before it was made) and the open clinic."""

    context: ScreenContext
    frame: Frame
    shell: Shell | None
    clinic: OpenClinic

    def begin(self, then: Callable[[], None], *, is_closing: bool = False) -> None:
        """Seal dirty forms, let a running write commit or roll back within five seconds, blank everything, then lock.

        ``then`` is called once the key is forgotten. With ``is_closing`` a backup is made first where the office has set it.
        """
        say = self.context.say
        _close_others(self.frame)
        if self.shell is not None:
            bring_drafts_to_safety(self.context, self.shell, self.clinic)
            self.shell.forget()
        clear_clipboard()
        text = say("Backing up and locking…") if is_closing else say("Locking…")
        self.frame.show_widget(Blank(self.context, text))
        self.context.jobs.interrupt_reads_by(None)

        def failed(trouble: RuleBroken) -> None:
            self.clinic.forget()
            self.context.jobs.unheard.emit(trouble)
            then()

        leave(self.context.jobs, self.clinic, then, failed, with_backup=is_closing)


def bring_drafts_to_safety(context: ScreenContext, shell: Shell, clinic: OpenClinic) -> None:
    """Seal what is typed, then let the writes end; a write that takes longer than five seconds is rolled back."""
    journals = [journal for page in shell.pages for journal in page.journals()]
    for journal in journals:
        journal.seal_now()
    if not context.jobs.drain():
        clinic.store.interrupt_writes()
        context.jobs.drain(_LAST_WAIT_S)
    for journal in journals:
        journal.settle_now()


def clear_clipboard() -> None:
    """Empty clipboard and selection where the text in them was put there by this program."""
    board = QGuiApplication.clipboard()
    if board.ownsClipboard():
        board.clear()
    if board.supportsSelection() and board.ownsSelection():
        board.clear(QClipboard.Mode.Selection)


def _close_others(frame: Frame) -> None:
    """Close every other window of the program: dialogs, palettes, previews."""
    for window in QApplication.topLevelWidgets():
        if window is not frame and window.isVisible():
            window.close()
