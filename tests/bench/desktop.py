"""The signed-in window without a screen, for what is measured on it."""

import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from rehab_app.app import Program
from rehab_app.foundation.preferences import Preferences
from rehab_app.ui.shell.shell import Shell
from tests.bench.build import LOGIN, PASSPHRASE, DataSet, clock
from tests.bench.home_run import wait_until, wait_until_loaded

TICK_MS: Final = 1


def application() -> QApplication:
    """Return the application of this process."""
    known = QApplication.instance()
    return known if isinstance(known, QApplication) else QApplication(sys.argv[:1])


def signed_in(data: DataSet) -> tuple[Program, Shell]:
    """Return the program with somebody signed in through its own gate."""
    program = Program(application(), data.folder, Preferences(), None, clock())
    program.begin()
    wait_until(lambda: program.jobs.is_idle)
    wait_until_loaded()
    gate = program.frame.shown
    gate.tried.emit(LOGIN, PASSPHRASE)  # type: ignore[union-attr]
    wait_until(lambda: program.shell is not None and program.jobs.is_idle)
    assert program.shell is not None
    activate(program)
    return program, program.shell


def activate(program: Program) -> None:
    """Make the window the active one; where no window is active nothing has the focus."""
    program.frame.activateWindow()
    wait_until(program.frame.isActiveWindow)


def leave(program: Program) -> None:
    """Close the program; without the backup at the close, which is measured elsewhere."""
    program.lock()
    wait_until(lambda: program.jobs.is_idle and program.clinic is None)
    program.quit()
    wait_until(lambda: not program.frame.isVisible())


class Turns(QObject):
    """Watches how long the event loop is kept from its next turn, step by step of a walk."""

    def __init__(self) -> None:
        super().__init__()
        self.longest: dict[str, float] = {}
        self._step = ""
        self._last = time.perf_counter()
        self._ticker = QTimer(self)
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)

    def walk(self, step: str, act: Callable[[], object], is_over: Callable[[], bool]) -> None:
        """Do one step from within the event loop and wait until it is over."""
        self._step = step
        self._last = time.perf_counter()
        self._ticker.start()
        QTimer.singleShot(0, act)
        for _ in range(3):
            QApplication.processEvents()
        wait_until(is_over)
        self._tick()
        self._ticker.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000 - TICK_MS
        self._last = now
        self.longest[self._step] = max(gap, self.longest.get(self._step, 0.0))
