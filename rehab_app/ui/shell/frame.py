"""The one window of the program: it shows either a gate (first run, sign-in) or the signed-in shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from rehab_app.ui.kit.overriding import override

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

_SMALLEST = (1024, 640)
_FIRST = (1280, 760)


class Speaking(Protocol):
    """Whoever has the words of the screen."""

    def say(self, message: str, **facts: object) -> str:
        """Return ``message`` in the language of the screen."""


class Frame(QMainWindow):
    """The window. ``leaving`` asks whoever owns it to save, back up and quit; closing waits for ``leave_now``.

    ``stood`` tells once that the window has been painted for the first time.
    """

    leaving = Signal()
    stood = Signal()

    def __init__(self, context: Speaking) -> None:
        super().__init__()
        self._may_close = False
        self._has_stood = False
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self._name = context.say("rehab_app")
        self.set_place("")

    @property
    def shown(self) -> QWidget | None:
        """What the window shows."""
        return self._stack.currentWidget()

    def set_place(self, place: str) -> None:
        """Name ``place`` (a room, never a person) in the title of the window, which other windows' lists show too."""
        self.setWindowTitle(f"{place} - {self._name}" if place else self._name)

    def show_widget(self, widget: QWidget) -> None:
        """Show ``widget``, put the cursor where its focus proxy says or else first, and destroy what was shown before."""
        before = self._stack.currentWidget()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        if before is not None:
            self._stack.removeWidget(before)
            before.hide()
            before.deleteLater()
        chosen = widget.focusProxy()
        if chosen is not None:
            chosen.setFocus()
        else:
            from rehab_app.ui.kit.layout import focus_first  # noqa: PLC0415 - the sign-in window does without

            focus_first(widget)

    def geometry_text(self) -> str:
        """Return place and size of the window, to be remembered."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_text(self, text: str) -> None:
        """Restore place and size as remembered."""
        if text:
            from PySide6.QtCore import QByteArray  # noqa: PLC0415 - only where something is remembered

            self.restoreGeometry(QByteArray.fromBase64(QByteArray(text.encode("ascii"))))

    def leave_now(self) -> None:
        """Close the window for good."""
        self._may_close = True
        self.close()

    @override
    def event(self, event: QEvent) -> bool:
        """Tell, once, that the window has been painted."""
        if not self._has_stood and event.type() is QEvent.Type.Paint:
            self._has_stood = True
            QTimer.singleShot(0, self.stood.emit)
        return super().event(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when everything was brought to safety."""
        if not self._may_close:
            self.leaving.emit()
        # Where nobody is signed in, ``leave_now`` was called meanwhile, and Qt ignores a close within a close.
        event.setAccepted(self._may_close)
