"""Long ruled tables, drawn row by row: the same look as a ruled table at a fraction of platypus' time.

A report of a thousand rows has some ten thousand cells in one font. Their words are measured once, and they are put on the page
in one run of text with one grid; a cell of several fonts, or with a word wider than its column, is a paragraph as elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final, TypeAlias

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from rehab_app.papers.blocks import Align, Table, Text
from rehab_app.papers.draw.ink import single_font
from rehab_app.papers.draw.pen import Pen

SIDE_PAD: Final = 3.0
TOP_PAD: Final = 1.5
BOTTOM_PAD: Final = 2.5
LINE: Final = 0.5
_ENDLESS: Final = 1e6
_TALLEST: Final = 300.0  # points: a taller row may have to break over pages, which platypus does

Lines: TypeAlias = tuple[tuple[str, float], ...]
"""The lines of a cell, each with its distance from the left rule of its column."""
Cell: TypeAlias = Any  # Lines, or a Paragraph: ReportLab has no types


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row and its height in points."""

    cells: tuple[Cell, ...]
    height: float
    is_bold: bool = False


class LongRows(Flowable):  # type: ignore[misc] # ReportLab has no types
    """Rows below a head that returns on each page; it breaks between rows."""

    def __init__(
        self, head: Flowable, rows: Sequence[Row], widths: Sequence[float], styles: Sequence[ParagraphStyle]
    ) -> None:
        super().__init__()
        self.hAlign = "RIGHT"
        self._head, self._rows, self._widths, self._styles = head, rows, widths, styles
        self.width = sum(widths)
        self._head_height = float(head.wrap(self.width, _ENDLESS)[1])
        self.height = self._head_height + sum(row.height for row in rows)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803, ARG002 - ReportLab's names
        """Return what it takes."""
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803, ARG002 - ReportLab's names
        """Return the rows that fit and the rest under the same head, or nothing where not one row fits."""
        left, count = availHeight - self._head_height, 0
        for row in self._rows:
            left -= row.height
            if left < 0:
                break
            count += 1
        if count in {0, len(self._rows)}:
            return [self] if count else []
        parts = (self._rows[:count], self._rows[count:])
        return [LongRows(self._head, part, self._widths, self._styles) for part in parts]

    def draw(self) -> None:
        """Draw head, cells and grid."""
        canvas = self.canv
        self._head.drawOn(canvas, 0, self.height - self._head_height)
        edges = [0.0, *accumulate(self._widths)]
        top = self.height - self._head_height
        levels = [top]
        lines = canvas.beginText()
        regular, bold = self._styles
        for row in self._rows:
            style = bold if row.is_bold else regular
            lines.setFont(style.fontName, style.fontSize, style.leading)
            baseline = top - TOP_PAD - style.fontSize
            for edge, cell in zip(edges, row.cells, strict=False):
                if isinstance(cell, Paragraph):
                    canvas.drawText(lines)  # so that what is copied from the page stands in its order
                    lines = canvas.beginText()
                    lines.setFont(style.fontName, style.fontSize, style.leading)
                    cell.drawOn(canvas, edge + SIDE_PAD, top - TOP_PAD - cell.height)
                    continue
                for at, (line, begins) in enumerate(cell):
                    lines.setTextOrigin(edge + begins, baseline - at * style.leading)
                    lines.textOut(line)
            top -= row.height
            levels.append(top)
        canvas.drawText(lines)
        canvas.setLineWidth(LINE)
        canvas.setStrokeColor(black)
        canvas.grid(edges, levels)


def laid(table: Table, widths: Sequence[float], pen: Pen) -> list[Row] | None:
    """Return the rows of a table, or None where one is too tall to be kept whole; raises ValueError for one of another length."""
    layer = _Layer(table, widths, pen)
    rows = [layer.row(row, is_bold=table.has_total and at == len(table.rows) - 1) for at, row in enumerate(table.rows)]
    return None if any(row.height > _TALLEST for row in rows) else rows


class _Layer:
    """Lays out rows, each different line of a column once."""

    def __init__(self, table: Table, widths: Sequence[float], pen: Pen) -> None:
        self._pen = pen
        self._columns = [
            (
                {is_bold: pen.style(column.align, size=table.size, is_bold=is_bold) for is_bold in (False, True)},
                column.align,
                width - 2 * SIDE_PAD,
                dict[tuple[str, bool], Lines | None](),
            )
            for column, width in zip(table.columns, widths, strict=True)
        ]
        self._words: dict[tuple[str, str], float] = {}
        self._least = self._columns[0][0][False].leading + TOP_PAD + BOTTOM_PAD

    def row(self, row: Sequence[Text], *, is_bold: bool) -> Row:
        """Return one row."""
        height, cells = self._least, list[Cell]()
        for text, (styles, align, room, known) in zip(row, self._columns, strict=True):
            style = styles[is_bold]
            lines: Lines | None = None
            if isinstance(text, str):
                key = (text, is_bold)
                if key not in known:
                    known[key] = self._lines(text, style, align, room)
                lines = known[key]
            if lines is not None:
                if len(lines) > 1:
                    height = max(height, len(lines) * style.leading + TOP_PAD + BOTTOM_PAD)
                cells.append(lines)
                continue
            paragraph = self._pen.write(text, style)
            height = max(height, paragraph.wrap(room, 0)[1] + TOP_PAD + BOTTOM_PAD)
            cells.append(paragraph)
        return Row(tuple(cells), height, is_bold)

    def _lines(self, text: str, style: ParagraphStyle, align: Align, room: float) -> Lines | None:
        """Return the lines of a text with where each begins, None where it is for a paragraph."""
        whole = single_font(text, self._pen.ink)
        if whole is None or align is Align.JUSTIFY:
            return None
        blank = self._width(" ", style)
        lines: list[tuple[list[str], float]] = []
        for word in whole.split():
            width = self._width(word, style)
            if width > room:
                return None
            if lines and lines[-1][1] + blank + width <= room:
                lines[-1] = ([*lines[-1][0], word], lines[-1][1] + blank + width)
            else:
                lines.append(([word], width))
        share = {Align.CENTRE: 0.5, Align.RIGHT: 1.0}.get(align, 0.0)
        return tuple((" ".join(words), SIDE_PAD + (room - width) * share) for words, width in lines)

    def _width(self, word: str, style: ParagraphStyle) -> float:
        key = (word, style.fontName)
        width = self._words.get(key)
        if width is None:
            width = self._words[key] = float(stringWidth(word, style.fontName, style.fontSize))
        return width
