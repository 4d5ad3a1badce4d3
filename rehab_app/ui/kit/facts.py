"""What has happened in the clinic, carried to the screen: domain facts as one Qt signal."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from rehab_app.foundation.events import Bus, Fact

F = TypeVar("F", bound=Fact)


class FactBridge(QObject):
    """Hears every fact after its commit, on the writing lane, and tells it on the UI thread."""

    happened = Signal(object)
    _crossing = Signal(object)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crossing.connect(self._arrive, Qt.ConnectionType.QueuedConnection)
        bus.after_commit(Fact, self._carry)

    def hear(self, kind: type[F], handler: Callable[[F], None], owner: QObject) -> None:
        """Call ``handler(fact)`` on the UI thread for each fact of ``kind``, as long as ``owner`` exists.

        The connection goes with its owner: held longer, it would keep a whole page and what it showed in memory.
        """

        def take(fact: object) -> None:
            if isValid(owner) and isinstance(fact, kind):
                handler(fact)

        def leave() -> None:
            if isValid(self):
                self.happened.disconnect(take)

        self.happened.connect(take)
        owner.destroyed.connect(leave)

    def _carry(self, fact: Fact) -> None:
        if isValid(self):
            self._crossing.emit(fact)

    def _arrive(self, fact: Fact) -> None:
        self.happened.emit(fact)
