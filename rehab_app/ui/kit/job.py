"""One task on its way through a lane, how far it is, and the two troubles that every job may end in."""

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from rehab_app.foundation.errors import RuleBroken, Trouble

T = TypeVar("T")
Done = Callable[[T], None]
Failed = Callable[[RuleBroken], None]


class Cancelled(RuleBroken):
    """The job was cancelled before it ended: nothing was shown, and what it wrote was rolled back."""

    def __init__(self) -> None:
        super().__init__("kit.cancelled")


class Fault(Trouble):
    """The job met a bug. It has been reported and shown; the page only has to stop waiting."""

    def __init__(self) -> None:
        super().__init__("kit.fault")


class Lane(StrEnum):
    """Where a task runs."""

    WRITE = "write"
    READ = "read"
    DRAW = "draw"


class Progress(QObject):
    """How far a long task is. The page makes it, listens to ``moved``, and gives it to the task and to the job.

    ``moved(done, total, note)`` comes on the UI thread; ``total`` 0 means that the end is not known.
    """

    moved = Signal(int, int, str)
    _reached = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_cancelled = threading.Event()
        self._reached.connect(self.moved, Qt.ConnectionType.QueuedConnection)

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked the task to stop."""
        return self._is_cancelled.is_set()

    def cancel(self) -> None:
        """Ask the task to stop at its next ``reach``."""
        self._is_cancelled.set()

    def reach(self, done: int, total: int = 0, note: str = "") -> None:
        """Tell how far the task is; called by the task. Raises Cancelled when it should stop."""
        if self._is_cancelled.is_set():
            raise Cancelled
        if isValid(self):
            self._reached.emit(done, total, note)


class Job:
    """One task on its way. ``cancel`` drops a task that has not begun and asks a running one to stop."""

    __slots__ = ("_cancel", "done", "failed", "is_cancelled", "is_over", "lane", "owner", "progress", "task")

    def __init__(
        self,
        lane: Lane,
        task: Callable[[], Any],
        *,
        done: Done[Any] | None,
        failed: Failed | None,
        owner: QObject | None,
        progress: Progress | None,
        cancel: Callable[["Job"], None],
    ) -> None:
        self.lane = lane
        self.task: Callable[[], Any] | None = task
        self.done = done
        self.failed = failed
        self.owner = owner
        self.progress = progress
        self.is_cancelled = False
        self.is_over = False
        self._cancel = cancel

    def cancel(self) -> None:
        """Stop the job. A read's result is dropped; a write that already runs ends as it will, unless it has a progress."""
        if not self.is_over:
            self._cancel(self)

    def drop(self) -> None:
        """Cancel the job and hear nothing more of it: the caller has moved on. For reads and drawing."""
        self.done = self.failed = None
        self.cancel()

    @property
    def is_wanted(self) -> bool:
        """Whether the widget that asked still exists."""
        return self.owner is None or isValid(self.owner)

    def let_go(self) -> None:
        """Drop what the job holds, on the UI thread: a widget in a closure must not die on a lane."""
        self.task = self.done = self.failed = self.owner = self.progress = None
