"""Shows a chart of ``papers.charts`` on screen: the same shapes as on paper, in the theme's colours."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rehab_app.papers.charts import Anchor, Dot, Mark, Picture, Role, Stroke, Words
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import Theme

_TOKENS: Final = {Role.TEXT: "text", Role.QUIET: "muted", Role.GRID: "scroll"}
_LINE_TOKENS: Final = {
    Role.FIRST: "accent",
    Role.SECOND: "danger",
    Role.THIRD: "ok",
    Role.FOURTH: "warning",
    Role.FIFTH: "muted",
    Role.SIXTH: "text",
}
_FILL: Final = 20
_POINT: Final = 96 / 72


class ChartView(QWidget):
    """A picture, as large as its points are at this screen; what it shows is told as its description."""

    def __init__(self, theme: Theme, picture: Picture, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = picture
        self.setAccessibleName(name)
        self.setAccessibleDescription(picture.told)
        self.setToolTip(picture.told)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._picture.width * _POINT), round(self._picture.height * _POINT))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._picture.width * 0.7), round(self._picture.height * _POINT))

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / self._picture.width, self.height() / self._picture.height)
        painter.scale(scale, scale)
        for shape in self._picture.shapes:
            self._paint(painter, shape)
        painter.end()

    def _paint(self, painter: QPainter, shape: Stroke | Dot | Words) -> None:
        colour = self._colour(shape.role)
        if isinstance(shape, Stroke):
            _stroke(painter, shape, colour)
        elif isinstance(shape, Dot):
            _dot(painter, shape, colour)
        else:
            self._words(painter, shape, colour)

    def _colour(self, role: Role) -> QColor:
        return self._theme.colour(_TOKENS.get(role) or _LINE_TOKENS[role])

    def _words(self, painter: QPainter, words: Words, colour: QColor) -> None:
        font = QFont(self.font())
        font.setPointSizeF(words.size)
        font.setPixelSize(round(words.size * 1.25))
        font.setBold(words.is_bold)
        painter.setFont(font)
        painter.setPen(colour)
        width = painter.fontMetrics().horizontalAdvance(words.text)
        shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: float(width)}[words.anchor]
        painter.drawText(QPointF(words.at[0] - shift, words.at[1]), words.text)


def _stroke(painter: QPainter, stroke: Stroke, colour: QColor) -> None:
    pen = QPen(colour, stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.dash:
        pen.setDashPattern([length / stroke.width for length in stroke.dash])
    painter.setPen(pen)
    path = QPainterPath(QPointF(*stroke.points[0]))
    for point in stroke.points[1:]:
        path.lineTo(QPointF(*point))
    if stroke.is_closed:
        path.closeSubpath()
    fill = QColor(colour)
    fill.setAlpha(_FILL)
    painter.setBrush(fill if stroke.is_filled else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _dot(painter: QPainter, dot: Dot, colour: QColor) -> None:
    (x, y), size = dot.at, dot.size
    is_open = dot.mark in {Mark.RING, Mark.CROSS}
    painter.setPen(QPen(colour, 1.0) if is_open else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if is_open else colour)
    if dot.mark in {Mark.ROUND, Mark.RING}:
        painter.drawEllipse(QPointF(x, y), size, size)
    elif dot.mark is Mark.CROSS:
        painter.drawLine(QPointF(x - size, y - size), QPointF(x + size, y + size))
        painter.drawLine(QPointF(x - size, y + size), QPointF(x + size, y - size))
    else:
        painter.drawPolygon([QPointF(x + dx * size, y + dy * size) for dx, dy in _CORNERS[dot.mark]])


_CORNERS: Final = {
    Mark.SQUARE: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    Mark.TRIANGLE: ((-1, 0.8), (1, 0.8), (0, -1.1)),
    Mark.DIAMOND: ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
}
