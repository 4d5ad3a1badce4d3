"""What loads behind the sign-in window, on one thread: two threads that import each other's packages can break each other."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable


class LoadingBehind(QObject):
    """Imports first what the gate itself goes on with, and then what ``load_rest`` imports: the clinic with all its rooms.

    ``gate_ready`` tells the first, on the UI thread. Whoever imports something heavy waits for all of it before.
    """

    gate_ready = Signal()

    def __init__(self, load_rest: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._load_rest = load_rest
        self._thread: threading.Thread | None = None
        self._is_gate_ready = threading.Event()

    def start(self) -> None:
        """Begin, unless it was begun before."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._load, name="load-behind", daemon=True)
            self._thread.start()

    def wait_for_gate(self) -> None:
        """Wait for what the gate goes on with: some 60 ms after ``start``."""
        self.start()
        self._is_gate_ready.wait()

    def wait(self) -> None:
        """Wait until everything is loaded."""
        self.start()
        if self._thread is not None:
            self._thread.join()

    def _load(self) -> None:
        try:
            import rehab_app.ui.kit.passphrase_field  # noqa: PLC0415 - for the first key
            import rehab_app.ui.shell.workings  # noqa: F401, PLC0415 - behind the first painting
        finally:
            self._is_gate_ready.set()
        self.gate_ready.emit()
        self._load_rest()
        gc.freeze()  # what is loaded stays; looking through all of it again stops the screen for 50 ms each time
