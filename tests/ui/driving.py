"""Driving the whole program by keys: a run of it on a prepared clinic, and what a person types."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from rehab_app.app import Program
from rehab_app.foundation.clock import Clock, SetClock
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.preferences import Preferences
from rehab_app.ui.kit.form import Form
from rehab_app.ui.shell.shell import Shell
from rehab_app.ui.shell.sign_in import SignInPage
from rehab_app.ui.shell.sign_in_form import SignInForm
from tests.ui.makers import NOW, PASSPHRASE, wait_for


@contextmanager
def running(
    app: QApplication, root: Path, *, language: str = "en", clock: Clock | None = None, kept_at: Path | None = None
) -> Iterator[Program]:
    """Run the program on the data folder ``root``; it is closed at the end of the block, whatever happened."""
    preferences = Preferences(language=language, tone="light")
    program = Program(app, DataFolder(root), preferences, kept_at, clock or SetClock(NOW))
    program.begin()
    program.failures.uninstall()  # pytest-qt stands at Qt's door here
    try:
        yield program
    finally:
        end(program)


def end(program: Program) -> None:
    """Close the program and let everything it made go."""
    if not isValid(program.frame):
        return
    if program.frame.isVisible():
        program.frame.close()
        wait_for(lambda: not program.frame.isVisible())
    program.jobs.close()
    program.frame.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def gate_of(program: Program) -> SignInPage:
    """Return the sign-in page, once it is shown and the lanes are quiet."""
    wait_for(lambda: isinstance(program.frame.shown, SignInPage) and program.jobs.is_idle)
    assert isinstance(program.frame.shown, SignInPage)
    return program.frame.shown


def shell_of(program: Program) -> Shell:
    """Return the signed-in window, once it is shown and the lanes are quiet."""
    wait_for(lambda: isinstance(program.frame.shown, Shell) and program.jobs.is_idle)
    assert isinstance(program.frame.shown, Shell)
    return program.frame.shown


def sign_in(program: Program, login: str = "ratna", passphrase: str = PASSPHRASE) -> Shell:
    """Sign in by keys alone, once the gate lets somebody try."""
    gate = gate_of(program)
    wait_for(gate.form.save_button.isEnabled)  # after failures it counts the seconds down by a timer
    try_to_sign_in(program, login, passphrase)
    return shell_of(program)


def try_to_sign_in(program: Program, login: str, passphrase: str) -> None:
    """Type name and passphrase and press Enter, whatever comes of it."""
    gate = gate_of(program)
    type_in(gate.form, "login", login)
    type_in(gate.form, "passphrase", passphrase)
    gate.form.save()
    wait_for(lambda: program.jobs.is_idle)


def type_in(form: Form | SignInForm, name: str, text: str) -> None:
    """Type ``text`` into a field in place of what stands there."""
    editor = form.field(name).answering[0]
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key."""
    QTest.keyClick(widget, key, modifier)
