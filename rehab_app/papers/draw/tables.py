"""Ruled tables: headings over one or two rows, repeated on each page, cells that wrap."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from reportlab.lib.colors import HexColor, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, Paragraph

from rehab_app.papers.blocks import Align, Column, Table, Text
from rehab_app.papers.draw.ink import single_font
from rehab_app.papers.draw.long_rows import BOTTOM_PAD, LINE, SIDE_PAD, TOP_PAD, LongRows, laid
from rehab_app.papers.draw.pen import Pen

_HEAD_FILL: Final = HexColor(0xE9EDF2)
_LONG: Final = 60
"""From so many rows on a table is drawn row by row."""
_SIDES: Final = {Align.LEFT: "LEFT", Align.JUSTIFY: "LEFT", Align.CENTRE: "CENTRE", Align.RIGHT: "RIGHT"}

Command = tuple[Any, ...]
_PADS: Final[tuple[Command, ...]] = (
    ("LEFTPADDING", (0, 0), (-1, -1), SIDE_PAD),
    ("RIGHTPADDING", (0, 0), (-1, -1), SIDE_PAD),
    ("TOPPADDING", (0, 0), (-1, -1), TOP_PAD),
    ("BOTTOMPADDING", (0, 0), (-1, -1), BOTTOM_PAD),
)


def ruled_table(table: Table, pen: Pen) -> Flowable:
    """Return ``table`` across the text width right of its indent; raises ValueError for a row that does not match its columns."""
    total = sum(column.weight for column in table.columns)
    width = pen.width - table.indent * mm
    widths = [width * column.weight / total for column in table.columns]
    head, commands = _head(table, pen)
    rows = laid(table, widths, pen) if len(table.rows) >= _LONG else None
    if rows is not None:
        top = LongTable(head, colWidths=widths, style=commands + _head_rules(len(head)))
        styles = [pen.style(size=table.size, is_bold=is_bold) for is_bold in (False, True)]
        return LongRows(top, rows, widths, styles)
    cells = [list(_row(row, table, widths, pen, is_bold=_is_total(table, at))) for at, row in enumerate(table.rows)]
    commands += _rules(table, len(head), pen)
    return _RuledTable([*head, *cells], colWidths=widths, repeatRows=len(head), style=commands, hAlign="RIGHT")


class _RuledTable(LongTable):  # type: ignore[misc] # ReportLab has no types
    """A table that breaks between its rows, and within a row only where that is taller than a page.

    A row broken at the foot of a page would stand under a second heading on the same page.
    """

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - ReportLab's names
        """Return the part that fits and the rest, or nothing where the next page is waited for."""
        frame = getattr(self, "_frame", None)
        self.splitInRow = int(getattr(frame, "_atTop", True))
        parts: list[Flowable] = super().split(availWidth, availHeight)
        return parts


def _is_total(table: Table, at: int) -> bool:
    return table.has_total and at == len(table.rows) - 1


def _head(table: Table, pen: Pen) -> tuple[list[list[Paragraph | str]], list[Command]]:
    """Return the heading rows, and the spans of headings that stand over several columns or rows."""
    style = pen.style(Align.CENTRE, size=table.size, is_bold=True)
    headings: list[Paragraph | str] = [pen.write(column.heading, style) for column in table.columns]
    rows, spans = [headings], []
    if any(column.group for column in table.columns):
        groups: list[Paragraph | str] = []
        for start, columns in _groups(table.columns):
            group = columns[0].group
            groups += [pen.write(group or columns[0].heading, style), *[""] * (len(columns) - 1)]
            last = start + len(columns) - 1
            spans.append(("SPAN", (start, 0), (last, 0)) if group else ("SPAN", (start, 0), (start, 1)))
        rows = [
            groups,
            [heading if column.group else "" for column, heading in zip(table.columns, headings, strict=True)],
        ]
    if table.has_column_numbers:
        small = pen.style(Align.CENTRE, size=max(table.size - 1.5, 5))
        rows.append([pen.write(f"({number})", small) for number in range(1, len(table.columns) + 1)])
    return rows, spans


def _groups(columns: tuple[Column, ...]) -> Iterator[tuple[int, list[Column]]]:
    """Yield the neighbours that share a group; a column without one stands alone."""
    keyed = groupby(enumerate(columns), key=lambda pair: (pair[1].group, -1 if pair[1].group else pair[0]))
    for _, pairs in keyed:
        members = list(pairs)
        yield members[0][0], [column for _, column in members]


def _row(
    row: tuple[Text, ...], table: Table, widths: list[float], pen: Pen, *, is_bold: bool
) -> Iterator[Paragraph | str]:
    """Yield the cells of a row: bare text where it fits on one line, which draws faster, else a paragraph."""
    for cell, column, width in zip(row, table.columns, widths, strict=True):
        style = pen.style(column.align, size=table.size, is_bold=is_bold)
        line = single_font(cell, pen.ink) if isinstance(cell, str) else None
        if line is not None and pen.line_width(line, style) <= width - 2 * SIDE_PAD:
            yield line
        else:
            yield pen.write(cell, style)


def _head_rules(rows: int) -> list[Command]:
    """Return the rules of a head that stands by itself."""
    return [
        ("GRID", (0, 0), (-1, -1), LINE, black),
        ("BACKGROUND", (0, 0), (-1, rows - 1), _HEAD_FILL),
        ("VALIGN", (0, 0), (-1, rows - 1), "MIDDLE"),
        *_PADS,
    ]


def _rules(table: Table, head: int, pen: Pen) -> list[Command]:
    body, strong = (pen.style(size=table.size, is_bold=is_bold) for is_bold in (False, True))
    commands: list[Command] = [
        ("GRID", (0, 0), (-1, -1), LINE, black),
        ("BACKGROUND", (0, 0), (-1, head - 1), _HEAD_FILL),
        ("VALIGN", (0, 0), (-1, head - 1), "MIDDLE"),
        ("VALIGN", (0, head), (-1, -1), "TOP"),
        ("FONT", (0, 0), (-1, -1), body.fontName, body.fontSize, body.leading),
        *_PADS,
    ]
    commands += [("ALIGN", (at, head), (at, -1), _SIDES[column.align]) for at, column in enumerate(table.columns)]
    if table.has_total and table.rows:
        commands.append(("FONT", (0, -1), (-1, -1), strong.fontName, strong.fontSize, strong.leading))
    return commands
