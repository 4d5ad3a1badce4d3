"""The first run: three clear ways to begin, and behind each its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.ui.first_run.actions import Beginnings, read_beginnings
from rehab_app.ui.first_run.existing import OpenExisting, RestoreExisting
from rehab_app.ui.first_run.new_clinic import NewClinic
from rehab_app.ui.first_run.practice import PracticeStep
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.layout import button, focus_first, label
from rehab_app.ui.kit.theme import dress

if TYPE_CHECKING:
    from rehab_app.office.opening import OpenClinic

TakeOver = Callable[[DataFolder, "OpenClinic | None"], None]

OPEN: Final = "open"
RESTORE: Final = "restore"
PRACTICE_FOLDER: Final = "latihan"
_WIDEST_STEPS: Final = 150
_CHOICE_STEPS: Final = 84
_ICON: Final = 28
_MUCH: Final = 1000


class FirstRun(QWidget):
    """Everything before there is a clinic to sign in to.

    ``take_over(folder, clinic)`` is called at the end: with the open clinic, or with None where somebody has to sign in.
    ``left`` goes back to the gate, where the first run was opened from one (``begins_with`` "open" or "restore").
    """

    left = Signal()

    def __init__(
        self,
        context: ScreenContext,
        folder: DataFolder,
        bus: Bus,
        take_over: TakeOver,
        *,
        begins_with: str = "",
        held_folder: DataFolder | None = None,
    ) -> None:
        super().__init__()
        self._context = context
        self._folder = folder
        self._bus = bus
        self._take_over = take_over
        self._held_folder = held_folder
        self._begins_with = begins_with
        self.notice = ""
        self.login = ""
        self.shown: QWidget | None = None
        self._wizard: NewClinic | None = None
        self._stack = QStackedWidget()
        self._build()
        if begins_with == RESTORE:
            self.begin_restore()
        elif begins_with == OPEN:
            self.begin_open()

    def begin_new(self) -> None:
        """Begin the wizard of a new clinic; what was typed in it before is still there."""
        if self._wizard is not None:
            self._show(self._wizard)
            self._wizard.go(self._wizard.step)
            return
        read_beginnings(self._context, self._show_wizard, self)

    def begin_practice(self) -> None:
        """Build the practice clinic beside the folder for the real data."""
        folder = DataFolder(self._folder.root.parent / PRACTICE_FOLDER)
        step = PracticeStep(self._context, self._bus, folder)
        step.left.connect(self.show_welcome)
        step.finished.connect(self._take_over)
        self._show(step)
        step.begin()

    def begin_open(self) -> None:
        """Ask for a folder that holds a clinic."""
        step = OpenExisting(self._context, self._folder)
        step.left.connect(self._go_back)
        step.chosen.connect(lambda folder: self._take_over(folder, None))
        self._show(step)

    def begin_restore(self) -> None:
        """Ask for a backup."""
        step = RestoreExisting(self._context, self._bus, self._folder, self._held_folder)
        step.left.connect(self._go_back)
        step.restored.connect(self._on_restored)
        self._show(step)

    def show_welcome(self) -> None:
        """Show the three ways to begin."""
        self._show(self.welcome)

    def abandon(self) -> None:
        """Forget the key of a clinic that was made and not entered yet: the window is closing."""
        if self._wizard is not None:
            self._wizard.abandon()

    def _on_finished(self, folder: DataFolder, clinic: OpenClinic) -> None:
        if self._wizard is not None:
            self.login = self._wizard.login
        self._take_over(folder, clinic)

    def _go_back(self) -> None:
        if self._begins_with:
            self.left.emit()
        else:
            self.show_welcome()

    def _on_restored(self, folder: DataFolder, sentence: str) -> None:
        self.notice = sentence
        self._take_over(folder, None)

    def _show_wizard(self, beginnings: Beginnings) -> None:
        self._wizard = NewClinic(self._context, self._bus, self._folder, beginnings)
        self._wizard.left.connect(self.show_welcome)
        self._wizard.finished.connect(self._on_finished)
        self._show(self._wizard)
        self._wizard.go(0)

    def _show(self, widget: QWidget) -> None:
        before = self._stack.currentWidget()
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self.shown = widget
        if before is not None and before not in {widget, self.welcome, self._wizard}:
            self._stack.removeWidget(before)
            before.deleteLater()
        focus_first(widget)

    # The look.

    def _build(self) -> None:
        theme = self._context.theme
        self.welcome = self._make_welcome()
        self._stack.addWidget(self.welcome)
        self._stack.setMaximumWidth(theme.space(_WIDEST_STEPS))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        row.addStretch(1)
        row.addWidget(self._stack, _MUCH)
        row.addStretch(1)
        self.shown = self.welcome

    def _make_welcome(self) -> QWidget:
        theme, say = self._context.theme, self._context.say
        inner = QWidget()
        inner.setMaximumWidth(theme.space(_CHOICE_STEPS))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(label(say("Welcome"), "title"))
        column.addWidget(
            label(say("Records, letters and figures of one clinic, encrypted on this PC. Nothing goes over a network."))
        )
        column.addSpacing(theme.space(1))
        self.choices: list[QPushButton] = []
        for icon, text, detail, act in (
            (
                "office",
                say("Set up a new clinic"),
                say("Office, your account, recovery key and first backup: about five minutes, with the printer on."),
                self.begin_new,
            ),
            (
                "practice",
                say("Try it in a practice clinic"),
                say("Invented people to learn with. It is marked on every page and kept apart from real data."),
                self.begin_practice,
            ),
            ("episode", say("Open data on this PC"), say("A folder that this program made before."), self.begin_open),
            (
                "backup",
                say("Restore a backup"),
                say("On a new PC or after damage, with a passphrase or the printed recovery key."),
                self.begin_restore,
            ),
        ):
            column.addWidget(self._choice(icon, text, detail, act))
        page = QWidget()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inner, _MUCH)
        across.addStretch(1)
        outer = QVBoxLayout(page)
        outer.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)
        return page

    def _choice(self, icon: str, text: str, detail: str, act: Callable[[], None]) -> QWidget:
        theme = self._context.theme
        card = QFrame()
        dress(card, look="card")
        row = QHBoxLayout(card)
        row.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
        row.setSpacing(theme.space(2))
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.25))
        words.addWidget(label(text, "strong"))
        words.addWidget(label(detail, "muted"))
        picture = QLabel()
        picture.setPixmap(theme.icons.pixmap(icon, _ICON, "accent", self.devicePixelRatioF()))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        is_main = not self.choices
        press = button(theme, self._context.say("Begin"), look="main" if is_main else "", clicked=act)
        press.setAccessibleName(text)
        press.setAccessibleDescription(detail)
        press.setAutoDefault(True)
        self.choices.append(press)
        row.addWidget(press, 0, Qt.AlignmentFlag.AlignVCenter)
        return card
