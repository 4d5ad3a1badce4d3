"""Following a long task over files: how many bytes are through, and whether somebody asked it to stop.

The task tells at every piece; whoever follows may answer by raising, and the task undoes what it began. SQLite's own work is
followed from inside the engine, between its steps, so that a check of a large database ends at once too.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from rehab_app.foundation.errors import RuleBroken, Trouble

_STEPS: Final = 20_000  # of SQLite's machine; about a millisecond


class Watch:
    """Counts bytes over all parts of a task, for several threads; ``tell(done, total)`` may raise RuleBroken to stop it."""

    def __init__(self, tell: Callable[[int, int], None] | None = None) -> None:
        self._tell = tell
        self._changing = threading.Lock()
        self._done = 0
        self._total = 0
        self._stop: RuleBroken | None = None

    def expect(self, total: int) -> None:
        """Say how many bytes there will be in all; a part of a larger task that says so later is not asked."""
        self._total = self._total or total

    def passed(self, count: int = 0) -> None:
        """Tell that ``count`` more bytes are through; raises what stops the task, in every thread of it."""
        with self._changing:
            if self._stop is None:
                self._done += count
                self._ask()
        if self._stop is not None:
            raise self._stop

    @contextmanager
    def over(self, connection: Any, growing: Path | None = None) -> Iterator[None]:  # noqa: ANN401 - the driver is untyped
        """Let the statements of a driver's connection be stopped too while the block lasts, and tell as a file grows by them."""
        told = 0

        def is_stopped() -> bool:
            nonlocal told
            size = growing.stat().st_size if growing is not None else 0
            try:
                self.passed(size - told)
            except RuleBroken:
                return True
            told = size
            return False

        connection.set_progress_handler(is_stopped, _STEPS)
        try:
            yield
        except Trouble:
            self.passed()  # what stopped it is the thing to tell, not that a statement was interrupted
            raise
        finally:
            connection.set_progress_handler(None, 0)

    def _ask(self) -> None:
        if self._tell is not None:
            try:
                self._tell(min(self._done, self._total), self._total)
            except RuleBroken as stop:
                self._stop = stop
