"""The practice clinic: invented people to learn with, apart from any real data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.ui.first_run.actions import Practice, enter_practice, make_practice
from rehab_app.ui.first_run.making import WorkStep
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.layout import label

if TYPE_CHECKING:
    from rehab_app.office.opening import OpenClinic


class PracticeStep(QWidget):
    """Builds the practice clinic in ``folder``. ``finished(folder, clinic)`` opens it, ``left`` goes back."""

    finished = Signal(object, object)
    left = Signal()

    def __init__(self, context: ScreenContext, bus: Bus, folder: DataFolder) -> None:
        super().__init__()
        self._context = context
        self._bus = bus
        self._folder = folder
        self._practice: Practice | None = None
        say = context.say
        self.step = WorkStep(context, say("Practice clinic"), go_text=say("Open the practice clinic"), has_back=True)
        self.step.retried.connect(self.begin)
        self.step.back_asked.connect(self.left)
        self.step.went_on.connect(self._enter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space(2))
        text = say("Sixty invented people of one year, to learn with. It is kept in {place}.", place=folder.root)
        column.addWidget(label(text, "muted"))
        column.addWidget(self.step, 1)

    def begin(self) -> None:
        """Build it, or open the one that is there."""
        progress = self.step.begin(self._context.say("Inventing people and their year…"))
        make_practice(self._context, self._bus, self._folder, progress, self._on_made, self.step.show_trouble)

    def _on_made(self, practice: Practice) -> None:
        self._practice = practice
        text = self._context.say(
            "It is ready. Next time sign in as {login} with the passphrase {passphrase}",
            login=practice.login,
            passphrase=practice.passphrase,
        )
        self.step.show_done(text)

    def _enter(self) -> None:
        if self._practice is None:
            return
        self.step.begin(self._context.say("Opening…"))

        def entered(clinic: OpenClinic) -> None:
            self.finished.emit(self._folder, clinic)

        def failed(trouble: RuleBroken) -> None:
            self.step.show_trouble(trouble)

        enter_practice(self._context, self._bus, self._folder, self._practice, entered, failed)
