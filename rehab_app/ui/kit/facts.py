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
        """Call ``handler(fact)`` on the UI thread for each fact of ``kind``, as long as ``owner`` exists."""

        def take(fact: object) -> None:
            if not isValid(owner):
                self.happened.disconnect(take)
            elif isinstance(fact, kind):
                handler(fact)

        self.happened.connect(take)

    def _carry(self, fact: Fact) -> None:
        if isValid(self):
            self._crossing.emit(fact)

    def _arrive(self, fact: Fact) -> None:
        self.happened.emit(fact)
