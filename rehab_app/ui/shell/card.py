"""The card in the middle of a window before the clinic, and the plain widgets on it.

The sign-in window is made of these. They touch neither the form kit nor the name space ``Qt`` (21 ms): see ``ui.kit.theme``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rehab_app.ui.kit.overriding import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from rehab_app.ui.kit.theme import Theme

CARD_STEPS: Final = 58
_PICTURE: Final = 28
_ICON: Final = 18
_ICON_GAP: Final = 6
_ROOM: Final = 4
_LEAST_LETTERS: Final = 12


class GateCard(QFrame):
    """One card with an icon and a title; ``body`` takes what stands in it."""

    def __init__(self, theme: Theme, title: str, icon: str = "lock", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setFixedWidth(theme.space(CARD_STEPS))
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(3))
        self.body.setSpacing(theme.space(1.5))
        picture = QLabel(self)
        picture.setPixmap(theme.icons.pixmap(icon, _PICTURE, "accent", self.devicePixelRatioF()))
        corner = QVBoxLayout()
        corner.addWidget(picture)
        corner.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(theme.space(1.5))
        head.addLayout(corner)
        head.addWidget(words_of(title, "title", self), 1)
        self.body.addLayout(head)


def words_of(text: str, look: str, parent: QWidget) -> QLabel:
    """Return a label of our own words (never of what somebody typed), which wraps rather than being cut."""
    made = QLabel(text, parent)
    made.setWordWrap(True)
    made.setProperty("look", look)
    return made


class PlainButton(QPushButton):
    """A push button with room for its accelerator; ``clicked`` is called without arguments."""

    def __init__(self, text: str, look: str, clicked: Callable[[], None], parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setProperty("look", look)
        self.clicked.connect(lambda _checked: clicked())

    def put_icon(self, theme: Theme, name: str, tint: str) -> None:
        """Show an icon before the words."""
        self.setIconSize(QSize(_ICON + _ICON_GAP, _ICON))
        theme.icons.put(self, name, tint)

    @override
    def sizeHint(self) -> QSize:
        """Ask for a little more than the words."""
        return super().sizeHint() + QSize(_ROOM, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()


class PlaceLine(QWidget):
    """One quiet line for the path of a folder: cut with an ellipsis where it is too long, whole in its tooltip."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text
        self._theme = theme
        self.setAccessibleName(text)
        self.setToolTip(text)
        theme.changed.connect(self._take_colour)
        self._take_colour()

    @override
    def sizeHint(self) -> QSize:
        """Be one line high."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * _LEAST_LETTERS, metrics.height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for a few letters only."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        QPainter(self).drawText(0, self.fontMetrics().ascent(), self.shown())

    def shown(self) -> str:
        """Return as much of the text as fits, with an ellipsis where something is left out."""
        fits = self.fontMetrics().horizontalAdvance
        if fits(self.text) <= self.width():
            return self.text
        kept = self.text
        while kept and fits(f"{kept}…") > self.width():
            kept = kept[:-1]
        return f"{kept}…"

    def _take_colour(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour("muted"))
        self.setPalette(palette)
