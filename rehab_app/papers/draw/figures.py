"""Draws a chart on paper: black and greys, the lines told apart by dash and mark."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from rehab_app.papers.charts import Anchor, Dot, Mark, Picture, Point, Role, Stroke, Words
from rehab_app.papers.draw.ink import SQUARE, Ink, single_font

_INKS: Final[Mapping[Role, Color]] = MappingProxyType(
    {
        Role.TEXT: HexColor("#000000"),
        Role.QUIET: HexColor("#444444"),
        Role.GRID: HexColor("#bbbbbb"),
        Role.FIRST: HexColor("#1b3a6b"),
        Role.SECOND: HexColor("#8a3b12"),
        Role.THIRD: HexColor("#2f6b3a"),
        Role.FOURTH: HexColor("#5b2a86"),
        Role.FIFTH: HexColor("#6b5a00"),
        Role.SIXTH: HexColor("#333333"),
    }
)
_FILL: Final = 0.06


class Chart(Flowable):  # type: ignore[misc]  # ReportLab is not typed
    """A picture as a flowable, made smaller where the text is narrower than it."""

    def __init__(self, picture: Picture, ink_: Ink, width: float) -> None:
        super().__init__()
        self._picture = picture
        self._ink = ink_
        self._scale = min(1.0, width / picture.width)
        self.width, self.height = picture.width * self._scale, picture.height * self._scale
        self.hAlign = "CENTER"

    def draw(self) -> None:
        """Draw the shapes; their y runs downwards, the paper's upwards."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self._scale, self._scale)
        for shape in self._picture.shapes:
            canvas.saveState()
            canvas.setStrokeColor(_INKS[shape.role])
            canvas.setFillColor(_INKS[shape.role])
            self._draw(canvas, shape)
            canvas.restoreState()
        canvas.restoreState()

    def _draw(self, canvas: Any, shape: Stroke | Dot | Words) -> None:  # noqa: ANN401 - ReportLab is not typed
        if isinstance(shape, Stroke):
            self._stroke(canvas, shape)
        elif isinstance(shape, Dot):
            self._dot(canvas, shape)
        else:
            self._words(canvas, shape)

    def _up(self, point: Point) -> Point:
        return point[0], self._picture.height - point[1]

    def _stroke(self, canvas: Any, stroke: Stroke) -> None:  # noqa: ANN401 - as above
        canvas.setLineWidth(stroke.width)
        if stroke.dash:
            canvas.setDash(list(stroke.dash))
        path = canvas.beginPath()
        first, *rest = map(self._up, stroke.points)
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
        if stroke.is_closed:
            path.close()
        if stroke.is_filled:
            canvas.setFillAlpha(_FILL)
        canvas.drawPath(path, stroke=1, fill=int(stroke.is_filled))

    def _dot(self, canvas: Any, dot: Dot) -> None:  # noqa: ANN401 - as above
        x, y = self._up(dot.at)
        canvas.setLineWidth(1)
        _MARKS[dot.mark](canvas, x, y, dot.size)

    def _words(self, canvas: Any, words: Words) -> None:  # noqa: ANN401 - as above
        x, y = self._up(words.at)
        canvas.setFont(self._ink.name(is_bold=words.is_bold), words.size * self._ink.scale)
        text = single_font(words.text, self._ink) or SQUARE
        put = {
            Anchor.START: canvas.drawString,
            Anchor.MIDDLE: canvas.drawCentredString,
            Anchor.END: canvas.drawRightString,
        }
        put[words.anchor](x, y, text)


def _outline(*corners: Point) -> Callable[[Any, float, float, float], None]:
    def draw(canvas: Any, x: float, y: float, size: float) -> None:  # noqa: ANN401 - as above
        path = canvas.beginPath()
        path.moveTo(x + corners[0][0] * size, y + corners[0][1] * size)
        for dx, dy in corners[1:]:
            path.lineTo(x + dx * size, y + dy * size)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    return draw


def _cross(canvas: Any, x: float, y: float, size: float) -> None:  # noqa: ANN401 - as above
    canvas.line(x - size, y - size, x + size, y + size)
    canvas.line(x - size, y + size, x + size, y - size)


def _ring(canvas: Any, x: float, y: float, size: float) -> None:  # noqa: ANN401 - as above
    canvas.circle(x, y, size, stroke=1, fill=0)


def _round(canvas: Any, x: float, y: float, size: float) -> None:  # noqa: ANN401 - as above
    canvas.circle(x, y, size, stroke=0, fill=1)


_MARKS: Final[Mapping[Mark, Callable[[Any, float, float, float], None]]] = MappingProxyType(
    {
        Mark.ROUND: _round,
        Mark.RING: _ring,
        Mark.CROSS: _cross,
        Mark.SQUARE: _outline((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        Mark.TRIANGLE: _outline((-1, -0.8), (1, -0.8), (0, 1.1)),
        Mark.DIAMOND: _outline((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    }
)
