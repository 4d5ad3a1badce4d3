"""A sentence with an icon: what stands below a field or in front of a notice. Colour never speaks alone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State, Theme, dress

_TINTS = {State.NEUTRAL: "muted"}


class Mark(QWidget):
    """A small icon that tells a state and follows the theme."""

    SIZE = 16

    def __init__(self, theme: Theme, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, state: State) -> None:
        """Show the icon of ``state``."""
        self._state = state
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.SIZE, self.SIZE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tint = _TINTS.get(self._state, str(self._state))
        painter = QPainter(self)
        self._theme.icons.icon(str(self._state), tint).paint(painter, self.rect())


class NoteLine(QWidget):
    """An icon and a sentence that wraps; the first line of the sentence stands level with the icon."""

    def __init__(self, theme: Theme, state: State, *, look: str = "hint", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = Mark(theme, state)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setProperty("look", look)
        self._label.setProperty("state", str(state))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.75))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._label.text()

    def say(self, text: str, state: State | None = None) -> None:
        """Show ``text``, and from now on as ``state`` where one is given."""
        self._label.setText(text)
        if state is not None:
            self._mark.set_state(state)
            dress(self._label, state=state)
