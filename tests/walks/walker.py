"""A person at the keyboard of the whole program: presses keys where the focus is, and counts them by task.

The keystroke-level model (Card, Moran and Newell 1980) gives 0.28 s to each key of an average non-secretary typist, and 1.2 s to
each thing she has to think about. What that is, is counted in two ways: by field and group, as the figures of data entry
usually are, and strictly, where each row and each item that is answered by a key of its own counts too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from rehab_app.app import Program
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.instruments.panel import InstrumentsPanel
from rehab_app.ui.kit.choice_fields import SuggestField
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.shell.room import RoomPage
from rehab_app.ui.shell.shell import Shell
from tests.ui.makers import wait_for

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier
KEY_SECONDS: Final = 0.28
THOUGHT_SECONDS: Final = 1.2
_MOST_FIELDS = 60


class Walker:
    """Walks through ``program`` by keys alone; ``keys`` by task, a modifier and a capital counting as a key of their own.

    ``thoughts`` by task are the fields that were answered and what ``think`` was told, ``rows`` what ``go_through`` was told;
    ``screens`` are the rooms, sections, forms and dialogs that came up on the way.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.keys: dict[str, int] = {}
        self.thoughts: dict[str, int] = {}
        self.rows: dict[str, int] = {}
        self.screens: dict[str, list[str]] = {}
        self._task = ""
        self._face = ""
        self._take_the_window()

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Count the keys of the block under ``name``."""
        self._task, self.screens[name] = name, []
        self.keys[name] = self.thoughts[name] = self.rows[name] = 0
        self._face = self._look()
        yield
        self.settle()
        self._task = ""

    def seconds(self, name: str, *, is_strict: bool = False) -> float:
        """Return how long a task takes by the model; ``is_strict`` counts a thought for each row and item too."""
        thoughts = self.thoughts[name] + (self.rows[name] if is_strict else 0)
        return self.keys[name] * KEY_SECONDS + thoughts * THOUGHT_SECONDS

    def think(self, times: int = 1) -> None:
        """Count things to think about: where to go next, what to answer."""
        if self._task:
            self.thoughts[self._task] += times

    def go_through(self, keys: str) -> None:
        """Answer one row or item after the other, each by one key; a new line is Enter."""
        if self._task:
            self.rows[self._task] += len(keys)
        for key in keys:
            if key == "\n":
                self.press(Qt.Key.Key_Return)
            else:
                self.type_text(key)

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
        self._note_screen()

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
            self._count(1 + sum(bool(modifier & one) for one in (CTRL, SHIFT, ALT)))

    def type_text(self, text: str) -> None:
        """Type ``text``."""
        for letter in text:
            QTest.keyClicks(self.focused(), letter)
            self._count(2 if letter.isupper() else 1)
        QApplication.processEvents()

    def answer(self, form: Form, name: str, text: str, *, confirm: bool = False) -> None:
        """Walk to field ``name`` of ``form`` and type its answer; ``confirm`` takes the first of a list that opens."""
        self.think()
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
            self._note_screen()

    def _note_screen(self) -> None:
        """Note what came up in front, once for each time it changes."""
        face = self._look()
        if self._task and face and face != self._face:
            self.screens[self._task].append(face)
            self._face = face

    def _look(self) -> str:
        """Return what is in front: gate, room, section of a file, form at the side, questionnaire or dialog."""
        window, shown = QApplication.activeWindow(), self.program.frame.shown
        if window is not None and window is not self.program.frame:
            return type(window).__name__
        if not isinstance(shown, Shell):
            return type(shown).__name__
        page = shown.page
        parts = [shown.room]
        if isinstance(page, ClientFilePage) and page.facts is not None:
            section = page.section
            parts.append(section.name)
            parts.append("filling" if isinstance(section, InstrumentsPanel) and section.filling is not None else "")
        if page is not None and not page.panel.isHidden():
            parts.append(page.panel.accessibleName())
        return " / ".join(part for part in parts if part)
