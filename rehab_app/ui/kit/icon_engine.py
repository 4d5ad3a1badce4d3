"""What stands behind an icon: a square that is drawn when it is first painted, in the size that is asked for and in no other.

An icon that holds a picture for each size, screen and state costs twenty drawings before the page it stands on is shown.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from rehab_app.ui.kit.overriding import override

Draw = Callable[[int, bool], QPixmap]
"""``draw(pixels, is_disabled)``: the picture of so many pixels each way."""


class SquareEngine(QIconEngine):
    """Draws by ``draw`` and keeps what it drew.

    No picture may be added to an icon that stands on it: Qt would want a copy of the engine then, which Python cannot hand over.
    """

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw
        self._drawn: dict[tuple[int, bool], QPixmap] = {}

    @override
    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(min(size.width(), size.height()), mode)

    @override
    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._picture(round(min(size.width(), size.height()) * scale), mode)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        picture = QPixmap(self._picture(round(side * ratio), mode))
        picture.setDevicePixelRatio(ratio)
        corner = rect.topLeft() + QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
        painter.drawPixmap(QRect(corner, QSize(side, side)), picture)

    def _picture(self, pixels: int, mode: QIcon.Mode) -> QPixmap:
        key = (max(1, pixels), mode is QIcon.Mode.Disabled)
        if key not in self._drawn:
            self._drawn[key] = self._draw(*key)
        return self._drawn[key]
