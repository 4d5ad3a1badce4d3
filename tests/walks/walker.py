"""A person at the keyboard of the whole program: presses keys where the focus is, and counts them by task."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from rehab_app.app import Program
from rehab_app.ui.kit.choice_fields import SuggestField
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.shell.room import RoomPage
from rehab_app.ui.shell.shell import Shell
from tests.ui.makers import wait_for

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
_MOST_FIELDS = 60


class Walker:
    """Walks through ``program`` by keys alone; ``keys`` by task, a modifier and a capital counting as a key of their own."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.keys: dict[str, int] = {}
        self._task = ""
        self._take_the_window()

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Count the keys of the block under ``name``."""
        self._task, self.keys[name] = name, 0
        yield
        self.settle()

    @property
    def shell(self) -> Shell:
        """The signed-in window."""
        shown = self.program.frame.shown
        assert isinstance(shown, Shell)
        return shown

    @property
    def page(self) -> RoomPage:
        """The page in front."""
        page = self.shell.page
        assert page is not None
        return page

    def settle(self) -> None:
        """Let the program come to rest."""
        wait_for(lambda: self.program.jobs.is_idle)
        QApplication.processEvents()
        wait_for(lambda: self.program.jobs.is_idle)

    def focused(self) -> QWidget:
        """Return the widget with the keyboard."""
        wait_for(lambda: QApplication.focusWidget() is not None)
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        """Press a key, once or ``times``."""
        for _ in range(times):
            QTest.keyClick(self.focused(), key, modifier)
            QApplication.processEvents()
            self._count(1 + bool(modifier & CTRL) + bool(modifier & SHIFT))

    def type_text(self, text: str) -> None:
        """Type ``text``."""
        for letter in text:
            QTest.keyClicks(self.focused(), letter)
            self._count(2 if letter.isupper() else 1)
        QApplication.processEvents()

    def answer(self, form: Form, name: str, text: str, *, confirm: bool = False) -> None:
        """Walk to field ``name`` of ``form`` and type its answer; ``confirm`` takes the first of a list that opens."""
        self.go_to(form, name)
        self.type_text(text)
        found = form.field(name)
        if isinstance(found, SuggestField):
            wait_for(lambda: found.edit.is_open)
            if confirm:
                self.press(Qt.Key.Key_Return)

    def go_to(self, form: Form, name: str) -> None:
        """Press Enter, or Tab in a text of several lines, until the cursor stands in field ``name``."""
        for _ in range(_MOST_FIELDS):
            owner = form.column.owner_of(self.focused())
            if owner is not None and name in {owner.spec.name, owner.spec.also}:
                return
            in_lines = isinstance(self.focused(), QPlainTextEdit)
            self.press(Qt.Key.Key_Tab if in_lines else Qt.Key.Key_Return)
        raise AssertionError(f"Enter does not lead to {name}")

    def save(self) -> None:
        """Press Ctrl+S and wait for what comes of it."""
        self.press(Qt.Key.Key_S, CTRL)
        self.settle()

    def command(self, typed: str, arrived: Callable[[], bool]) -> None:
        """Open the palette, type the beginning of a command, press Enter."""
        self.press(Qt.Key.Key_K, CTRL)
        self.type_text(typed)
        self.press(Qt.Key.Key_Return)
        self._take_the_window()
        wait_for(arrived)
        self.settle()

    def say_yes(self) -> None:
        """Press Enter on the question that is open, whose main button is the default."""
        wait_for(lambda: isinstance(QApplication.activeWindow(), Dialog))
        self.press(Qt.Key.Key_Return)
        wait_for(lambda: not isinstance(QApplication.activeWindow(), Dialog))
        self._take_the_window()  # where there is no screen, nobody else gives it back after a dialog
        self.settle()

    def _take_the_window(self) -> None:
        self.program.frame.activateWindow()
        wait_for(self.program.frame.isActiveWindow)

    def _count(self, keys: int) -> None:
        if self._task:
            self.keys[self._task] += keys
