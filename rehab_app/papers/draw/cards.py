"""Draws small cards: two faces of the size of an identity card side by side, with marks to cut along and a line to fold on."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Final, TypeAlias

from PIL.Image import DecompressionBombError
from PIL.Image import open as open_picture
from reportlab import platypus
from reportlab.lib.colors import HexColor, black
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus.doctemplate import LayoutError

from rehab_app.foundation.errors import Trouble
from rehab_app.papers.blocks import Align, CardFace, Cards, Run, Signature
from rehab_app.papers.draw.ink import SQUARE, single_font
from rehab_app.papers.draw.pen import Pen

_PAD: Final[float] = 3.2 * mm
_GAP: Final[float] = 0.8 * mm
_LOGO: Final = (8.5 * mm, 9 * mm)
_PHOTO: Final = (21 * mm, 28 * mm)
_LABEL_SHARE: Final = 0.34
_SIGNATURE_SHARE: Final = 0.42
_BOX_HEIGHT: Final[float] = 6.5 * mm
_BOXES_A_ROW: Final = 4
_SIZES: Final = (7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0, 3.5)
_WIDEST_GAP: Final = 0.45
_CUT: Final[float] = 4 * mm
_PALE: Final = HexColor(0xE6E6E6)
_LINE: Final = HexColor(0x808080)

Part: TypeAlias = platypus.Flowable
_Place: TypeAlias = tuple[float, float, float]
"""Left, bottom and width."""
_Frame: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, width and height."""


class CardRow(platypus.Flowable):  # type: ignore[misc] # ReportLab is not typed
    """The faces of a card side by side in the middle of the text, kept whole on one page."""

    def __init__(self, cards: Cards, pen: Pen) -> None:
        super().__init__()
        self._cards = cards
        self._pen = pen
        self._edge = _CUT + mm if cards.has_cut_marks else 0.0
        self._size = (cards.width * mm, cards.height * mm)
        self.width = len(cards.faces) * self._size[0]
        self.height = self._size[1] + 2 * self._edge
        self.hAlign = "CENTER"

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002 - ReportLab's signature
        """Return the size; a page of the card's own size is not missed by a rounding."""
        return self.width, self.height - 0.01

    def draw(self) -> None:
        """Draw each face, then the marks."""
        canvas = self.canv
        for place, face in enumerate(self._cards.faces):
            canvas.saveState()
            canvas.translate(place * self._size[0], self._edge)
            _Face(face, self._pen, *self._size).draw(canvas, has_frame=self._cards.has_cut_marks)
            canvas.restoreState()
        if self._cards.has_cut_marks:
            self._marks(canvas)

    def _marks(self, canvas: Any) -> None:  # noqa: ANN401 - ReportLab is not typed
        """Draw short lines outside the corners, and a broken one where the faces meet."""
        canvas.saveState()
        canvas.setLineWidth(0.4)
        low, high = self._edge, self._edge + self._size[1]
        for x, outward in ((0.0, -1), (self.width, 1)):
            for y in (low, high):
                canvas.line(x + outward * mm, y, x + outward * _CUT, y)
            canvas.line(x, low - mm, x, low - _CUT)
            canvas.line(x, high + mm, x, high + _CUT)
        canvas.setDash(2, 2)
        for place in range(1, len(self._cards.faces)):
            x = place * self._size[0]
            canvas.line(x, low - _CUT, x, high + _CUT)
        canvas.restoreState()


@dataclass(frozen=True, slots=True)
class _Face:
    """One face in its place, measures in points."""

    face: CardFace
    pen: Pen
    width: float
    height: float

    def draw(self, canvas: Any, *, has_frame: bool) -> None:  # noqa: ANN401 - ReportLab is not typed
        """Draw the face: its mark behind, its head, then what fits below it."""
        if self.face.mark:
            self._mark(canvas)
        if has_frame:
            canvas.setStrokeColor(_LINE)
            canvas.setLineWidth(0.3)
            canvas.rect(0, 0, self.width, self.height)
            canvas.setStrokeColor(black)
        top = self._head(canvas)
        foot = self._foot(canvas)
        self._body(canvas, top, foot)

    def _mark(self, canvas: Any) -> None:  # noqa: ANN401 - as above
        words = single_font(self.face.mark, self.pen.ink) or SQUARE
        canvas.saveState()
        canvas.setFillColor(_PALE)
        canvas.setFont(self.pen.ink.bold, 34)
        canvas.translate(self.width / 2, self.height / 2)
        canvas.rotate(28)
        canvas.drawCentredString(0, -12, words.split()[0])
        canvas.restoreState()
        canvas.setFont(self.pen.ink.bold, 4.5)
        canvas.drawCentredString(self.width / 2, 1.1 * mm, words)

    def _head(self, canvas: Any) -> float:  # noqa: ANN401 - as above
        """Draw logo, issuer and title; return the height where they end."""
        top = self.height - _PAD
        inner = self.width - 2 * _PAD
        side = _LOGO[0] + mm if self.face.logo else 0.0
        if self.face.head:
            style = self.pen.style(Align.CENTRE, size=6.5, is_bold=True)
            lines = [self.pen.write(self.pen.balanced(line, style, inner - 2 * side), style) for line in self.face.head]
            tall = _height(lines, inner - 2 * side)
            if self.face.logo:
                _picture(canvas, _checked(self.face.logo), (_PAD, top - _LOGO[1], *_LOGO))
                tall = max(tall, _LOGO[1])
            _stack(canvas, lines, _PAD + side, top, inner - 2 * side)
            top -= tall + _GAP
            canvas.setLineWidth(0.8)
            canvas.line(_PAD, top, self.width - _PAD, top)
            top -= _GAP
        if self.face.title:
            title = self.pen.write(self.face.title, self.pen.style(Align.CENTRE, size=8.5, is_bold=True))
            top = _stack(canvas, [title], _PAD, top, inner) - _GAP
        return top

    def _foot(self, canvas: Any) -> float:  # noqa: ANN401 - as above
        """Draw the boxes to write in and the signature beside them; return the height where they begin."""
        face, inner, bottom = self.face, self.width - 2 * _PAD, _PAD
        if not face.boxes and face.signature is None:
            return bottom
        signed = inner * _SIGNATURE_SHARE if face.signature is not None else 0.0
        tops = [bottom]
        if face.boxes:
            tops.append(self._boxes(canvas, inner - signed - (_PAD if signed else 0), bottom))
        if face.signature is not None:
            tops.append(self._signature(canvas, face.signature, (self.width - _PAD - signed, bottom, signed)))
        return max(tops) + _GAP

    def _boxes(self, canvas: Any, width: float, bottom: float) -> float:  # noqa: ANN401 - as above
        rows = -(-len(self.face.boxes) // _BOXES_A_ROW)
        side, top = width / _BOXES_A_ROW, bottom + rows * _BOX_HEIGHT
        canvas.setLineWidth(0.4)
        canvas.setFont(self.pen.ink.regular, 4.5)
        for at, words in enumerate(self.face.boxes):
            x, y = _PAD + at % _BOXES_A_ROW * side, top - (at // _BOXES_A_ROW + 1) * _BOX_HEIGHT
            canvas.rect(x, y, side, _BOX_HEIGHT)
            canvas.drawString(x + 1, y + _BOX_HEIGHT - 5, single_font(words, self.pen.ink) or SQUARE)
        heading = self.pen.write(self.face.boxes_heading, self.pen.style(size=5.5, is_bold=True))
        tall = _height([heading], width)
        _stack(canvas, [heading], _PAD, top + tall + 1, width)
        return top + tall + 1

    def _signature(self, canvas: Any, signature: Signature, place: _Place) -> float:  # noqa: ANN401 - as above
        left, bottom, width = place
        small, strong = (self.pen.style(Align.CENTRE, size=5.5, is_bold=is_bold) for is_bold in (False, True))
        parts: list[Part] = [self.pen.write(line, small) for line in (*signature.above, *signature.titles)]
        parts.append(platypus.Spacer(0, 8.5 * mm))
        parts.append(self.pen.write((Run(signature.name, underline=bool(signature.details)),), strong))
        parts += [self.pen.write(line, small) for line in signature.details]
        tall = _height(parts, width)
        _stack(canvas, parts, left, bottom + tall, width)
        return bottom + tall

    def _body(self, canvas: Any, top: float, bottom: float) -> None:  # noqa: ANN401 - as above
        """Draw photo, rows and items in the largest letters with which they fit."""
        left, width = _PAD, self.width - 2 * _PAD
        if self.face.photo is not None or self.face.photo_place:
            self._photo(canvas, top, bottom)
            left, width = left + _PHOTO[0] + 2 * mm, width - _PHOTO[0] - 2 * mm
        for size in _SIZES:
            parts = [*self._rows(size, width), *self._items(size)]
            left_over = top - bottom - _height(parts, width)
            if left_over >= 0:
                gap = min(left_over / max(len(parts), 1), size * _WIDEST_GAP)
                _stack(canvas, parts, left, top, width, gap)
                return
        raise LayoutError("a card holds more than fits on it")

    def _rows(self, size: float, width: float) -> list[Part]:
        label = width * _LABEL_SHARE
        colon = self.pen.line_width(": ", self.pen.style(size=size))
        style = self.pen.style(size=size, left=label + colon, first_line=-colon)
        return [self.pen.write(value, style, label=name, lead=":\u00a0") for name, value in self.face.rows]

    def _items(self, size: float) -> list[Part]:
        style = self.pen.style(size=size, left=size * 1.3, after=size * 0.15)
        return [self.pen.write(words, style, label=f"{at}.") for at, words in enumerate(self.face.items, 1)]

    def _photo(self, canvas: Any, top: float, bottom: float) -> None:  # noqa: ANN401 - as above
        tall = min(_PHOTO[1], top - bottom)
        frame = (_PAD, top - tall, tall * _PHOTO[0] / _PHOTO[1], tall)
        if self.face.photo is not None:
            _picture(canvas, _checked(self.face.photo, is_photo=True), frame, is_filling=True)
        else:
            words = self.pen.write(self.face.photo_place, self.pen.style(Align.CENTRE, size=6))
            half = _height([words], frame[2]) / 2
            _stack(canvas, [words], frame[0], frame[1] + tall / 2 + half, frame[2])
        canvas.setLineWidth(0.4)
        canvas.rect(*frame)


def _height(parts: list[Part], width: float) -> float:
    return sum(float(part.wrap(width, 0)[1]) + float(part.getSpaceAfter()) for part in parts)


def _stack(
    canvas: Any,  # noqa: ANN401 - as above
    parts: list[Part],
    left: float,
    top: float,
    width: float,
    gap: float = 0,
) -> float:
    """Draw ``parts`` one below the other from ``top``, ``gap`` between them; return where they end."""
    for part in parts:
        _, tall = part.wrap(width, 0)
        part.drawOn(canvas, left, top - tall)
        top -= float(tall + part.getSpaceAfter()) + gap
    return top


def _picture(
    canvas: Any,  # noqa: ANN401 - as above
    data: bytes,
    frame: _Frame,
    *,
    is_filling: bool = False,
) -> None:
    """Draw a picture in its proportions: within ``frame`` (left, bottom, width, height), or filling it, cut at its edges."""
    picture = ImageReader(BytesIO(data))
    wide, tall = picture.getSize()
    left, bottom, width, height = frame
    ratios = (width / wide, height / tall)
    scale = max(ratios) if is_filling else min(ratios)
    shown = (wide * scale, tall * scale)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(*frame)
    canvas.clipPath(path, stroke=0, fill=0)
    x, y = left + (width - shown[0]) / 2, bottom + (height - shown[1]) / 2
    canvas.drawImage(picture, x, y, *shown, mask="auto")
    canvas.restoreState()


@lru_cache(maxsize=4)
def _checked(data: bytes, *, is_photo: bool = False) -> bytes:
    """Return a whole picture; raises Trouble("papers.photo_unreadable") or Trouble("papers.logo_unreadable") for another."""
    try:
        with open_picture(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, DecompressionBombError) as error:
        raise Trouble("papers.photo_unreadable" if is_photo else "papers.logo_unreadable") from error
    return data
