"""The guards that tests stand under: log, network, home, and what runs on after a test of the screen."""

import gc
import ipaddress
import logging
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakSet

# Qt is imported inside the functions: only tests of the screen load it.
GRACE_SECONDS = 2.0


class LogGuard(logging.Handler):
    """Collects what is logged as warning or worse, and tells what was not announced and what was announced in vain."""

    def __init__(self, patterns: Sequence[str]) -> None:
        super().__init__(logging.WARNING)
        self._patterns = {pattern: re.compile(pattern) for pattern in patterns}
        self._unmatched = set(patterns)
        self._unannounced: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Sort one record into announced and unannounced."""
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        matched = {text for text, pattern in self._patterns.items() if pattern.search(line)}
        self._unmatched -= matched
        if not matched:
            self._unannounced.append(line)

    def complaint(self) -> str:
        """Return what is wrong, or an empty text."""
        told = [f"logged without being announced: {line}" for line in self._unannounced]
        told += [f"announced but not logged: {pattern}" for pattern in sorted(self._unmatched)]
        return "\n".join(told)


def home_variables(home: Path) -> dict[str, str]:
    """Return the environment that moves every place of the user below ``home``, and creates it."""
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "appdata",
        "LOCALAPPDATA": home / "local-appdata",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    for place in places.values():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {name: str(place) for name, place in places.items()}


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse, as an audit hook, every connection and every look-up that leaves this PC."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0] or ""
    else:
        return
    if not _is_here(host):
        raise PermissionError(f"a test reached for the network: {host!r}")


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Running:
    """What runs at one moment; windows and runners are kept alive, so that an id is not given out twice."""

    threads: frozenset[threading.Thread]
    windows: tuple[object, ...]
    runners: tuple[object, ...]


# Timers and Qt threads among the objects set aside: they are asked after every test, the others never again.
_SET_ASIDE: "WeakSet[Any]" = WeakSet()


def what_runs() -> Running:
    """Note what runs at this moment, and set aside every object that is there already.

    What the collector has set aside is not looked through again: neither by it, nor for timers and threads that a test leaves.
    """
    _SET_ASIDE.update(_runners_made())
    gc.freeze()
    windows = tuple(window for window, _ in _windows())
    return Running(frozenset(threading.enumerate()), windows, tuple(runner for runner, _ in _running()))


def what_is_left_running(before: Running) -> list[str]:
    """Tell what runs now and did not before; what is just ending gets two seconds."""
    deadline = time.monotonic() + GRACE_SECONDS
    while (left := _left(before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _left(before: Running) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    known = {id(thing) for thing in (*before.windows, *before.runners)}
    left = [f"thread {thread.name}" for thread in threading.enumerate() if thread not in before.threads]
    left += [told for thing, told in (*_windows(), *_running()) if id(thing) not in known]
    if active := QThreadPool.globalInstance().activeThreadCount():
        left.append(f"{active} jobs of the thread pool")
    return left


def _windows() -> list[tuple[object, str]]:
    from PySide6.QtWidgets import QApplication

    return [
        (window, f"window {type(window).__name__} {window.windowTitle()!r}")
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
    ]


def _running() -> list[tuple[object, str]]:
    """Return the active timers and running Qt threads, with what is told of each."""
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import isValid

    told: list[tuple[object, str]] = []
    for thing in (*_SET_ASIDE, *_runners_made()):
        if not isValid(thing):
            continue
        if isinstance(thing, QTimer) and thing.isActive():
            told.append((thing, f"timer of {type(thing.parent()).__name__} every {thing.interval()} ms"))
        elif isinstance(thing, QThread) and thing.isRunning() and thing is not QThread.currentThread():
            told.append((thing, f"Qt thread {thing.objectName()!r}"))
    return told


def _runners_made() -> list[object]:
    """Return the timers and Qt threads among the objects that were not set aside."""
    from PySide6.QtCore import QThread, QTimer

    return [thing for thing in gc.get_objects() if isinstance(thing, QTimer | QThread)]
