"""One line for long work: what is being done, how far it is, and a way to stop it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.job import Job, Progress
from rehab_app.ui.kit.layout import button, label


class ProgressLine(QFrame):
    """Hidden until ``begin``, which gives the progress for the task; ``follow`` lets Cancel stop the job, ``end`` hides it."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self.setProperty("look", "card")
        self._words = label("")
        self._note = label("", "muted", wraps=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._job: Job | None = None
        self.cancel_button = button(theme, context.say("Cancel"), icon="cancelled", clicked=self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(0.75), theme.space(1), theme.space(0.75))
        row.setSpacing(theme.space(1.5))
        row.addWidget(self._words, 1)
        row.addWidget(self._note)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        self.setVisible(False)

    def begin(self, words: str) -> Progress:
        """Show what is being done and return the progress to hand to the task."""
        progress = Progress(self)
        progress.moved.connect(self._move)
        self._words.setText(words)
        self._note.clear()
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self.setVisible(True)
        return progress

    def follow(self, job: Job) -> None:
        """Let Cancel stop ``job``."""
        self._job = job

    def cancel(self) -> None:
        """Ask the job to stop; the line stays until it has."""
        self.cancel_button.setEnabled(False)
        if self._job is not None:
            self._job.cancel()

    def end(self) -> None:
        """Hide the line: the work has ended."""
        self._job = None
        self.setVisible(False)

    def _move(self, done: int, total: int, note: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._note.setText(note or (f"{done} / {total}" if total else ""))
