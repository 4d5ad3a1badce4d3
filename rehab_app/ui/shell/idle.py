"""Notices that nobody has touched keyboard or mouse for a while."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

from rehab_app.ui.kit.overriding import override

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_LOOK_EVERY_MS = 5000


class IdleWatch(QObject):
    """Emits ``idle`` once nothing was touched for ``minutes``; a suspended PC counts the time it slept.

    It looks at what reaches the windows, not at every event of every widget: that would cost each repaint something.
    """

    idle = Signal()

    def __init__(self, app: QGuiApplication, minutes: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._watched: list[QWindow] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: float) -> None:
        """Wait so long from now on."""
        self._limit_ms = round(minutes * 60_000)
        self._timer.setInterval(min(_LOOK_EVERY_MS, max(1, self._limit_ms // 4)))

    def begin(self) -> None:
        """Watch from now on."""
        self._since.start()
        self._app.focusWindowChanged.connect(self._follow)
        for window in self._app.topLevelWindows():
            self._follow(window)
        self._timer.start()

    def end(self) -> None:
        """Stop watching."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        self._app.focusWindowChanged.disconnect(self._follow)
        for window in self._watched:
            if isValid(window):
                window.removeEventFilter(self)
        self._watched.clear()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note every touch; swallow none."""
        if event.type() in _TOUCHES:
            self._since.restart()
        return False

    def _follow(self, window: QWindow | None) -> None:
        self._since.restart()
        self._watched = [known for known in self._watched if isValid(known)]
        if window is not None and window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)

    def _look(self) -> None:
        if self._since.hasExpired(self._limit_ms):
            self.end()
            self.idle.emit()
