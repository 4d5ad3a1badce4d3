"""Pages: the frame the blocks flow into, what stands on every page, and the bytes of the whole."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.doctemplate import LayoutError

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Document, Numbering
from rehab_app.papers.draw.flow import flowables
from rehab_app.papers.draw.ink import ink, single_font
from rehab_app.papers.draw.pen import Pen
from rehab_app.papers.plain import is_blank

# A page's stream may hold any byte; spelling it in base 85 letters makes it a quarter larger and costs a sixth of the time.
rl_config.useA85 = 0

_PROGRAM: Final = "rehab_app"
_FURNITURE_SIZE: Final = 9
_EDGE: Final = 6 * mm
_WATERMARK: Final = HexColor(0xEFEFEF)
_MARKS: Final = HexColor(0x909090)
_STEP: Final = 5 * mm


def draw(document: Document) -> bytes:
    """Return ``document`` as PDF; equal documents give equal bytes on the same PC.

    Raises RuleBroken("papers.empty") for a document without words, RuleBroken("papers.too_long") where a letterhead, an
    opening or a signature is taller than the page; Trouble("papers.logo_unreadable") and
    Trouble("papers.font_unreadable") for damaged files.
    """
    return _build(document)[0]


def page_count(document: Document) -> int:
    """Return on how many pages ``document`` stands; raises as ``draw`` does."""
    return _build(document)[1]


def _build(document: Document) -> tuple[bytes, int]:
    if is_blank(document):
        raise RuleBroken("papers.empty")
    pen = Pen(ink(document.font), document.size, document.text_width * mm)
    furniture = _Furniture(document, pen)
    output = BytesIO()
    template = _template(document, pen, furniture, output)
    try:
        template.build(flowables(document.blocks, pen), canvasmaker=_canvas_maker(document, furniture))
    except LayoutError:
        # Its text quotes the paper, so it goes no further.
        raise RuleBroken("papers.too_long") from None
    return output.getvalue(), template.page


def _template(document: Document, pen: Pen, furniture: "_Furniture", output: BytesIO) -> BaseDocTemplate:
    width, height = (side * mm for side in document.page)
    margins = document.margins
    frame = Frame(
        margins.left * mm,
        margins.bottom * mm,
        pen.width,
        height - (margins.top + margins.bottom) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    return BaseDocTemplate(
        output,
        pagesize=(width, height),
        pageTemplates=[PageTemplate(frames=[frame], onPage=furniture.stand_on)],
        title=document.title,
        author=_PROGRAM,
        creator=_PROGRAM,
        producer=_PROGRAM,
        subject=document.title,
        lang=document.language,
        displayDocTitle=1,
        invariant=1,
        pageCompression=1,
        initialFontName=pen.ink.regular,
    )


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What stands on every page besides the blocks."""

    document: Document
    pen: Pen

    def stand_on(self, canvas: Canvas, template: BaseDocTemplate) -> None:
        """Draw the practice banner, the classification, the page number of a letter and the edges of a test page."""
        if self.document.has_margin_marks:
            self._margin_marks(canvas)
        if self.document.banner:
            self._banner(canvas)
        if self.document.classification:
            self._classification(canvas)
        if self.document.numbering is Numbering.FROM_SECOND and template.page > 1:
            width, height = self._page
            canvas.setFont(self.pen.ink.regular, _FURNITURE_SIZE)
            canvas.drawRightString(
                width - self.document.margins.right * mm, height - _EDGE - _FURNITURE_SIZE, str(template.page)
            )

    def of_total(self, canvas: Canvas, page: int, total: int) -> None:
        """Draw "Halaman x dari y"."""
        canvas.setFont(self.pen.ink.regular, 8)
        right = self._page[0] - self.document.margins.right * mm
        canvas.drawRightString(right, _EDGE, f"Halaman {page} dari {total}")

    @property
    def _page(self) -> tuple[float, float]:
        width, height = self.document.page
        return width * mm, height * mm

    def _banner(self, canvas: Canvas) -> None:
        width, height = self._page
        words = self._line(self.document.banner)
        canvas.saveState()
        canvas.setFillColor(_WATERMARK)
        canvas.setFont(self.pen.ink.bold, 90)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(55 if height > width else 30)
        canvas.drawCentredString(0, -30, words.split()[0])
        canvas.restoreState()
        canvas.setLineWidth(0.8)
        canvas.setFont(self.pen.ink.bold, _FURNITURE_SIZE)
        left, bottom = self.document.margins.left * mm, height - _EDGE - _FURNITURE_SIZE - 4
        box = canvas.stringWidth(words, self.pen.ink.bold, _FURNITURE_SIZE) + 10
        canvas.rect(left, bottom, box, _FURNITURE_SIZE + 5)
        canvas.drawString(left + 5, bottom + 4, words)

    def _classification(self, canvas: Canvas) -> None:
        width, height = self._page
        words = self._line(self.document.classification)
        canvas.setFont(self.pen.ink.bold, _FURNITURE_SIZE)
        canvas.drawCentredString(width / 2, height - _EDGE - _FURNITURE_SIZE, words)
        canvas.drawCentredString(width / 2, _EDGE, words)

    def _margin_marks(self, canvas: Canvas) -> None:
        """Draw the edges of the text as thin lines with a mark every 5 mm, measured from the edges of the paper."""
        (width, height), edges = self._page, self.document.margins
        canvas.saveState()
        canvas.setLineWidth(0.3)
        canvas.setStrokeColor(_MARKS)
        for x in (edges.left * mm, width - edges.right * mm):
            canvas.line(x, 0, x, height)
            for step in range(1, int(height / _STEP) + 1):
                canvas.line(x - _tick(step), height - step * _STEP, x + _tick(step), height - step * _STEP)
        for y in (edges.bottom * mm, height - edges.top * mm):
            canvas.line(0, y, width, y)
            for step in range(1, int(width / _STEP) + 1):
                canvas.line(step * _STEP, y - _tick(step), step * _STEP, y + _tick(step))
        canvas.restoreState()

    def _line(self, text: str) -> str:
        return single_font(text, self.pen.ink) or "?"


def _tick(step: int) -> float:
    """Return half the length of a mark: each second one, a centimetre, is longer."""
    return float((0.6 if step % 2 else 1.2) * mm)


def _canvas_maker(document: Document, furniture: _Furniture) -> type[Canvas]:
    """Return the canvas of a document: one that knows the number of pages only where it is printed."""
    if document.numbering is not Numbering.OF_TOTAL:
        return Canvas  # type: ignore[no-any-return] # ReportLab has no types

    class CountingCanvas(Canvas):  # type: ignore[misc] # ReportLab has no types
        """Keeps each page until the last is known, then adds "Halaman x dari y"."""

        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - ReportLab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page, state in enumerate(self._kept, 1):
                self.__dict__.update(state)
                furniture.of_total(self, page, len(self._kept))
                super().showPage()
            super().save()

    return CountingCanvas
