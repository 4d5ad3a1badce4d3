"""Each block as flowables: where its words stand on the page. Measures here are points unless a name says millimetres."""

from collections.abc import Iterable
from functools import lru_cache, singledispatch
from io import BytesIO
from typing import Final

from PIL.Image import DecompressionBombError
from PIL.Image import open as open_picture
from reportlab import platypus
from reportlab.lib.colors import HexColor, black
from reportlab.lib.units import mm

from rehab_app.foundation.errors import Trouble
from rehab_app.papers.blocks import (
    Addressee,
    Align,
    Banner,
    Block,
    Cards,
    CodeMark,
    CopyList,
    CutLine,
    FieldTable,
    Figure,
    Heading,
    HeadLine,
    KeepTogether,
    KeyGroups,
    Letterhead,
    LetterOpening,
    ListStyle,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    SignatureBlock,
    Spacer,
    Table,
    Text,
    list_label,
    plain,
)
from rehab_app.papers.draw.cards import CardRow
from rehab_app.papers.draw.figures import Chart
from rehab_app.papers.draw.marks import cut_line, qr_mark, ticked
from rehab_app.papers.draw.pen import Pen
from rehab_app.papers.draw.tables import Command, ruled_table

Flowables = list[platypus.Flowable]

_LOGO: Final = (21 * mm, 23 * mm)
_LEFT_SHARE: Final = 0.53
_SIGNATURE_SHARE: Final = 0.54
_TALLEST_BESIDE: Final = 110 * mm
_LONGEST_HEADING: Final = 300
_STAMP: Final = (17 * mm, 15 * mm)
_STAMP_GAP: Final = 4 * mm
_STAMP_INK: Final = HexColor(0x808080)
_BARE: Final = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def _bare(pen: Pen, *more: Command) -> list[Command]:
    """Return the style of a table that only places its cells. The font is named, else ReportLab would name Helvetica."""
    style = pen.style()
    return [*_BARE, ("FONT", (0, 0), (-1, -1), style.fontName, style.fontSize, style.leading), *more]


def flowables(blocks: Iterable[Block], pen: Pen) -> Flowables:
    """Return the flowables of ``blocks`` in their order."""
    return [flowable for block in blocks for flowable in _flow(block, pen)]


@singledispatch
def _flow(block: Block, pen: Pen) -> Flowables:  # noqa: ARG001 - the base of the dispatch
    """Return the flowables of one block."""
    raise TypeError(type(block).__name__)


@_flow.register
def _(block: Letterhead, pen: Pen) -> Flowables:
    lines = [_head_line(line, pen) for line in block.lines]
    small = pen.style(Align.CENTRE, size=pen.size - 2)
    lines += [pen.write(line, small) for line in block.address]
    if block.logo is not None:
        side = _LOGO[0] + 2 * mm
        widths = [side, pen.width - 2 * side, side]
        head = platypus.Table(
            [[_logo(block.logo), lines, ""]], colWidths=widths, style=_bare(pen, ("VALIGN", (0, 0), (0, 0), "MIDDLE"))
        )
        lines = [head]
    thick = platypus.HRFlowable(width="100%", thickness=2.2, color=black, spaceBefore=4, spaceAfter=2, lineCap="butt")
    thin = platypus.HRFlowable(width="100%", thickness=0.6, color=black, spaceBefore=0, spaceAfter=7, lineCap="butt")
    return [*lines, thick, thin]


def _head_line(line: HeadLine, pen: Pen) -> platypus.Paragraph:
    size = pen.size - 2 if line.is_small else pen.size + 2
    return pen.write(line.text, pen.style(Align.CENTRE, size=size, is_bold=not line.is_small))


def _logo(data: bytes) -> platypus.Image:
    """Return the logo within its place; raises Trouble("papers.logo_unreadable") for bytes that are no whole picture."""
    try:
        _check_picture(data)
    except (OSError, ValueError, SyntaxError, DecompressionBombError) as error:
        raise Trouble("papers.logo_unreadable", field="logo") from error
    return platypus.Image(BytesIO(data), *_LOGO, kind="proportional", mask="auto", lazy=0, hAlign="LEFT")


@lru_cache(maxsize=4)
def _check_picture(data: bytes) -> None:
    """Read the whole picture: a truncated one is only found out then. The office's one logo is read once."""
    with open_picture(BytesIO(data), formats=("PNG", "JPEG")) as picture:
        picture.load()


@_flow.register
def _(block: LetterOpening, pen: Pen) -> Flowables:
    left = pen.width * _LEFT_SHARE
    fields = [_field(label, value, pen, label_width=20 * mm, indent=0) for label, value in block.rows]
    right: Flowables = [pen.write(block.place_date, pen.style())]
    if block.addressee is not None:
        right += [platypus.Spacer(0, pen.size * 0.8), *_flow(block.addressee, pen)]
    widths = [left, pen.width - left]
    style = _bare(pen, ("RIGHTPADDING", (0, 0), (0, 0), 4 * mm))
    return [platypus.Table([[fields, right]], colWidths=widths, style=style, spaceAfter=8)]


@_flow.register
def _(block: Addressee, pen: Pen) -> Flowables:
    hang = 8.5 * mm
    first, *rest = block.lines or ("",)
    said = [
        pen.write("Kepada", pen.style(left=hang)),
        pen.write(first, pen.style(left=hang), label="Yth."),
        *(pen.write(line, pen.style(left=hang)) for line in rest),
    ]
    if block.place:
        said.append(pen.write(f"di \u2013 {block.place}", pen.style(left=hang)))
    return said


@_flow.register
def _(block: Heading, pen: Pen) -> Flowables:
    size = pen.size + 2 if block.level == 1 else pen.size + 0.5
    style = pen.style(block.align, size=size, is_bold=True, after=size * 0.35)
    heading = pen.write((Run(block.text, underline=block.is_underlined),), style)
    _lead_on(heading, block.text)
    return [heading] if block.level == 1 else [platypus.Spacer(0, size * 0.4), heading]


def _lead_on(heading: platypus.Paragraph, words: str) -> None:
    """Keep a heading on the page of what follows; one that could fill a page by itself cannot be kept anywhere."""
    heading.keepWithNext = len(words) <= _LONGEST_HEADING


@_flow.register
def _(block: Paragraph, pen: Pen) -> Flowables:
    style = pen.style(
        block.align,
        size=block.size,
        left=block.indent * mm,
        first_line=block.first_line * mm,
        after=block.space_after * mm,
    )
    return [pen.write(block.text, style)]


@_flow.register
def _(block: FieldTable, pen: Pen) -> Flowables:
    rows = [
        _field(
            label, value, pen, label_width=block.label_width * mm, indent=block.indent * mm, after=block.row_gap * mm
        )
        for label, value in block.rows
    ]
    if rows and block.heading:
        heading = pen.write(block.heading, pen.style(left=block.indent * mm))
        _lead_on(heading, plain(block.heading))
        rows.insert(0, heading)
    gap = [platypus.Spacer(0, block.space_before * mm)] if block.space_before else []
    return [*gap, *rows, platypus.Spacer(0, block.space_after * mm)]


def _field(
    label: str, value: Text, pen: Pen, *, label_width: float, indent: float, after: float = 0
) -> platypus.Paragraph:
    """Return "label : value" as one paragraph that hangs behind its colon and may break over pages."""
    colon = pen.line_width(": ", pen.style())
    style = pen.style(left=indent + label_width + colon, first_line=-colon, bullet=indent, after=after)
    return pen.write(value, style, label=label, lead=":\u00a0")


@_flow.register
def _(block: NumberedList, pen: Pen) -> Flowables:
    left, bullet = (block.indent + block.label_width) * mm, block.indent * mm
    last = len(block.items) - 1
    said = []
    for index, item in enumerate(block.items):
        after = (block.space_after if index == last else block.item_gap) * mm
        style = pen.style(block.align, left=left, bullet=bullet, after=after)
        if block.style is ListStyle.BOXES:
            said.append(ticked(pen.write(item, style), bullet))
        else:
            said.append(pen.write(item, style, label=list_label(block.style, block.start + index)))
    return said


@_flow.register
def _(block: Table, pen: Pen) -> Flowables:
    gap = [platypus.Spacer(0, block.space_before * mm)] if block.space_before else []
    return [*gap, ruled_table(block, pen), platypus.Spacer(0, block.space_after * mm)]


@_flow.register
def _(block: SignatureBlock, pen: Pen) -> Flowables:
    if not block.signatures:
        return []
    count = len(block.signatures)
    width = pen.width * _SIGNATURE_SHARE if count == 1 else pen.width / count
    above = [_above(one, width, pen) for one in block.signatures]
    most = max(_line_count(lines) for lines in above)
    cells: list[object] = [
        _signature(one, ["\u00a0"] * (most - _line_count(lines)) + lines, block.room * mm, width, pen)
        for one, lines in zip(block.signatures, above, strict=True)
    ]
    widths, style, below = [width] * count, _bare(pen), _copies(block.copies, pen)
    if count == 1:
        left = pen.width - width
        # Copies too many to stand beside the signature follow below it, where they may break over pages.
        beside, below = (below, []) if _height(below, left) <= _TALLEST_BESIDE else ("", below)
        cells, widths = [beside, *cells], [left, width]
        style = _bare(pen, ("VALIGN", (0, 0), (0, 0), "BOTTOM"))
    gap = platypus.Spacer(0, block.space_before * mm)
    return [gap, platypus.Table([cells], colWidths=widths, style=style), *([gap] if below else []), *below]


def _height(flowables_: Flowables, width: float) -> float:
    return sum(float(flowable.wrap(width, 0)[1]) for flowable in flowables_)


def _above(signature: Signature, width: float, pen: Pen) -> list[str]:
    """Return the lines above a signature, each broken in two where it is too wide."""
    centred = pen.style(Align.CENTRE)
    return [pen.balanced(line, centred, width) for line in (*signature.above, *signature.titles)]


def _line_count(lines: Iterable[str]) -> int:
    """Return how many lines ``lines`` are with the breaks in them."""
    return sum(line.count("\n") + 1 for line in lines)


def _signature(signature: Signature, above: list[str], room: float, width: float, pen: Pen) -> Flowables:
    """Return one signature below the lines ``above`` it, as many for each, so that names side by side stand level."""
    centred = pen.style(Align.CENTRE)
    name = (Run(signature.name, bold=True, underline=bool(signature.details)),)
    return [
        *(pen.write(line, centred) for line in above),
        _stamp_place(signature.stamp, room, width, pen) if signature.stamp else platypus.Spacer(0, room),
        pen.write(name, centred),
        *(pen.write(line, centred) for line in signature.details),
    ]


def _stamp_place(words: str, room: float, width: float, pen: Pen) -> platypus.Flowable:
    """Return the room for the ink with the frame of the meterai in it, left of the middle."""
    frame = platypus.Table(
        [[pen.write(words, pen.style(Align.CENTRE, size=pen.size - 3))]],
        colWidths=[_STAMP[0]],
        rowHeights=[min(_STAMP[1], room)],
        style=_bare(
            pen, ("BOX", (0, 0), (-1, -1), 0.5, _STAMP_INK, None, (2, 2)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
        ),
    )
    left = max(width / 2 - _STAMP[0] - _STAMP_GAP, 0)
    placed = _bare(pen, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"))
    return platypus.Table([["", frame, ""]], colWidths=[left, _STAMP[0], None], rowHeights=[room], style=placed)


@_flow.register
def _(block: CopyList, pen: Pen) -> Flowables:
    copies = _copies(block, pen)
    return [platypus.Spacer(0, block.space_before * mm), *copies] if copies else []


def _copies(block: CopyList, pen: Pen) -> Flowables:
    if not block.items:
        return []
    small = pen.size - 1
    heading = pen.write((Run(block.heading, underline=True),), pen.style(size=small))
    _lead_on(heading, block.heading)
    style = pen.style(size=small, left=6 * mm)
    return [heading, *(pen.write(item, style, label=f"{number}.") for number, item in enumerate(block.items, 1))]


@_flow.register
def _(block: Banner, pen: Pen) -> Flowables:
    words = pen.write(block.text, pen.style(Align.CENTRE, size=block.size, is_bold=True))
    pads = [(side, (0, 0), (-1, -1), 4) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")]
    frame = _bare(pen, ("BOX", (0, 0), (-1, -1), 1, black), *pads)
    return [platypus.Table([[words]], colWidths=[pen.width], style=frame, spaceAfter=8)] if block.text else []


@_flow.register
def _(block: KeyGroups, pen: Pen) -> Flowables:
    large = pen.style(Align.CENTRE, size=block.size, is_bold=True)
    small = pen.style(Align.CENTRE, size=pen.size - 3)
    cells: list[object] = [
        [pen.write(str(number), small), pen.write(group, large)] for number, group in enumerate(block.groups, 1)
    ]
    cells += [""] * (-len(cells) % block.per_line)
    rows = [cells[at : at + block.per_line] for at in range(0, len(cells), block.per_line)]
    pads = (("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 7))
    frame = _bare(pen, ("GRID", (0, 0), (-1, -1), 0.5, black), *pads)
    widths = [pen.width / block.per_line] * block.per_line
    return [platypus.Table(rows, colWidths=widths, style=frame, spaceBefore=6, spaceAfter=8)] if rows else []


@_flow.register
def _(block: CodeMark, pen: Pen) -> Flowables:
    side = block.side * mm
    words = [pen.write(block.code, pen.style(size=block.size, is_bold=True, after=block.size * 0.3))]
    words += [pen.write(line, pen.style()) for line in block.lines]
    widths = [side + 4 * mm, pen.width - side - 4 * mm]
    style = _bare(pen, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"))
    row = platypus.Table([[qr_mark(block.code, side), words]], colWidths=widths, style=style)
    return [row, platypus.Spacer(0, block.space_after * mm)]


@_flow.register
def _(block: CutLine, pen: Pen) -> Flowables:
    return [platypus.Spacer(0, block.space_before * mm), *cut_line(block.text, pen)]


@_flow.register
def _(block: Figure, pen: Pen) -> Flowables:
    if not block.picture.shapes:
        return []
    chart: Flowables = [Chart(block.picture, pen.ink, pen.width)]
    if block.caption:
        chart.append(pen.write(block.caption, pen.style(Align.CENTRE, size=pen.size - 1)))
    return [platypus.KeepTogether(chart), platypus.Spacer(0, block.space_after * mm)]


@_flow.register
def _(block: Cards, pen: Pen) -> Flowables:
    return [CardRow(block, pen)] if block.faces else []


@_flow.register
def _(block: PageBreak, pen: Pen) -> Flowables:  # noqa: ARG001 - a page break has no letters
    return [platypus.PageBreak()]


@_flow.register
def _(block: Spacer, pen: Pen) -> Flowables:  # noqa: ARG001 - an empty height has no letters
    return [platypus.Spacer(0, block.height * mm)]


@_flow.register
def _(block: KeepTogether, pen: Pen) -> Flowables:
    return [platypus.KeepTogether(flowables(block.blocks, pen))]
