"""The one window of the program: it shows either a gate (first run, sign-in) or the signed-in shell."""

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.layout import focus_first
from rehab_app.ui.kit.overriding import override

_SMALLEST = (1024, 640)
_FIRST = (1280, 760)


class Frame(QMainWindow):
    """The window. ``leaving`` asks whoever owns it to save, back up and quit; closing waits for ``leave_now``."""

    leaving = Signal()

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._may_close = False
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
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            focus_first(widget)

    def geometry_text(self) -> str:
        """Return place and size of the window, to be remembered."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_text(self, text: str) -> None:
        """Restore place and size as remembered."""
        if text:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(text.encode("ascii"))))

    def leave_now(self) -> None:
        """Close the window for good."""
        self._may_close = True
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when everything was brought to safety."""
        if not self._may_close:
            self.leaving.emit()
        # Where nobody is signed in, ``leave_now`` was called meanwhile, and Qt ignores a close within a close.
        event.setAccepted(self._may_close)
