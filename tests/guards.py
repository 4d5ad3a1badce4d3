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
    """What runs at one moment; objects are kept alive, so that an id is not given out twice."""

    threads: frozenset[threading.Thread]
    things: tuple[object, ...]


def what_runs() -> Running:
    """Note the threads, active timers, running Qt threads and shown windows of this moment."""
    return Running(frozenset(threading.enumerate()), tuple(thing for thing, _ in _qt_things()))


def what_is_left_running(before: Running) -> list[str]:
    """Tell what runs now and did not before; what is just ending gets two seconds."""
    deadline = time.monotonic() + GRACE_SECONDS
    while (left := _left(before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _left(before: Running) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    known = {id(thing) for thing in before.things}
    left = [f"thread {thread.name}" for thread in threading.enumerate() if thread not in before.threads]
    return left + [told for thing, told in _qt_things() if id(thing) not in known]


def _qt_things() -> list[tuple[object, str]]:
    from PySide6.QtCore import QObject, QThread, QThreadPool, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    things: list[tuple[object, str]] = [
        (window, f"window {type(window).__name__} {window.windowTitle()!r}")
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
    ]
    for thing in gc.get_objects():
        if isinstance(thing, QObject) and isValid(thing):
            if isinstance(thing, QTimer) and thing.isActive():
                things.append((thing, f"timer of {type(thing.parent()).__name__} every {thing.interval()} ms"))
            elif isinstance(thing, QThread) and thing.isRunning() and thing is not QThread.currentThread():
                things.append((thing, f"Qt thread {thing.objectName()!r}"))
    if active := QThreadPool.globalInstance().activeThreadCount():
        things.append((object(), f"{active} jobs of the thread pool"))
    return things
