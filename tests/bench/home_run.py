"""One sign-in in a fresh process: from the passphrase to the painted first page, and the derivation alone.

Home counts once the list of the day is painted with its rows and the page is usable: the lanes take the next job, keys are
answered. ``whole_ms`` is told beside it: until everything else that the page reads (what waits) and the status line stand too.
Prints one line of JSON: ``{"home_ms": ..., "whole_ms": ..., "derive_ms": ...}``. The person took longer to type than the rest
took to load.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from rehab_app.app import Program, make_application
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.preferences import Preferences
from rehab_app.store.keys.derive import Cost, stretch
from rehab_app.store.keys.slots import Slots
from rehab_app.ui.home.page import HomePage
from rehab_app.ui.shell.sign_in import SignInPage

LONGEST_S = 60.0
HEARTBEAT_MS = 2


def _main() -> None:
    from tests.bench.build import LOGIN, PASSPHRASE, clock

    folder = DataFolder(Path(sys.argv[1]))
    app = make_application(sys.argv)
    program = Program(app, folder, Preferences(), None, clock())
    program.begin()
    wait_until(lambda: program.jobs.is_idle)
    wait_until_loaded()
    cost = _cost(folder)
    first = _derived(cost)
    gate = program.frame.shown
    assert isinstance(gate, SignInPage)
    began = time.perf_counter()
    gate.tried.emit(LOGIN, PASSPHRASE)
    wait_until(lambda: _shows_the_day(program))
    home_ms = (time.perf_counter() - began) * 1000
    wait_until(lambda: program.jobs.is_idle)
    whole_ms = (time.perf_counter() - began) * 1000
    page = program.shell.page if program.shell is not None else None
    assert isinstance(page, HomePage)
    derive_ms = (first + _derived(cost)) / 2
    sys.stdout.write(json.dumps({"home_ms": home_ms, "whole_ms": whole_ms, "derive_ms": derive_ms}) + "\n")
    program.lock()  # without the backup at the close
    wait_until(lambda: program.clinic is None and program.jobs.is_idle)
    program.quit()
    wait_until(lambda: not program.frame.isVisible())


def _shows_the_day(program: Program) -> bool:
    """Whether the first page stands with the list of the day; ``wait_until`` has it painted."""
    page = program.shell.page if program.shell is not None else None
    return isinstance(page, HomePage) and not page.sessions.is_loading


def wait_until_loaded() -> None:
    """Wait for what loads behind the sign-in window, as whoever types her passphrase does."""
    for thread in threading.enumerate():
        if thread.name == "load-behind":
            thread.join()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Turn the event loop until ``is_so`` and what is to be painted is painted; raises TimeoutError after a minute.

    It sleeps between events, as a program does: one that spins takes a core from the lanes that are measured.
    """
    until = time.perf_counter() + LONGEST_S
    heartbeat = QTimer()
    heartbeat.start(HEARTBEAT_MS)
    waiting = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    while not is_so():
        QCoreApplication.processEvents(waiting)
        if time.perf_counter() > until:
            raise TimeoutError("the screen never came to rest")
    heartbeat.stop()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    QCoreApplication.processEvents()


def _cost(folder: DataFolder) -> Cost:
    slots = Slots.load(folder.slots)
    return slots.cost_of(next(iter(slots.slot_ids)))


def _derived(cost: Cost) -> float:
    began = time.perf_counter()
    stretch(b"measured", bytes(16), cost)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    _main()
