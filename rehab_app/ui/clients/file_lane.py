"""What stands below the title of an opened file: the header, the bar of the sections, and the section in front.

On a low window (or a large scale) there is no room for all of it. Then header and bar scroll away above the section, so that no
word is cut and the section keeps enough height to be worked in.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import Theme, dress

LEAST_HEIGHT: Final = 280


class SectionStack(QStackedWidget):
    """The sections, one in front; asks for no more height than one can be worked in."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), LEAST_HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), LEAST_HEIGHT)


class FileLane(QScrollArea):
    """``above`` and, in what is left, ``stack``; scrolls to the stack when the keyboard comes into it."""

    def __init__(self, theme: Theme, above: Sequence[QWidget], stack: QWidget) -> None:
        super().__init__()
        self._stack = stack
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        dress(inner, look="plain")
        lane = QVBoxLayout(inner)
        lane.setContentsMargins(0, 0, 0, 0)
        lane.setSpacing(theme.space(1))
        for widget in above:
            lane.addWidget(widget)
        lane.addWidget(stack, 1)
        self.setWidget(inner)
        inner.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the width of what it holds, which is never scrolled aside, and for little height."""
        inner = self.widget()
        width = inner.minimumSizeHint().width() if inner is not None else 0
        return QSize(width, LEAST_HEIGHT // 2)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another width where what it holds has changed."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and isValid(self) and self._stack.isAncestorOf(new):
            self.ensureWidgetVisible(self._stack, 0, 0)
