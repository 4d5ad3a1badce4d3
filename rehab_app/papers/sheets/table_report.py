"""A table on its own paper, as offices write recaps: title lines, one wide table, notes, "Halaman x dari y"."""

from collections.abc import Iterable, Sequence

from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Align,
    Block,
    Column,
    Document,
    Heading,
    KeepTogether,
    Margins,
    Numbering,
    Paper,
    Paragraph,
    SignatureBlock,
    Spacer,
    Table,
    Text,
    texts,
)
from rehab_app.papers.fonts import Family

_MARGINS = Margins(left=15, right=15, top=14, bottom=15)


def table_report(
    title: str,
    lines: Sequence[str],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Text]],
    notes: Sequence[str] = (),
    *,
    has_column_numbers: bool = False,
    has_total: bool = False,
    signatures: SignatureBlock | None = None,
    paper: Paper = A4,
    is_landscape: bool = True,
    is_practice: bool = False,
    empty: str = "Tidak ada data pada masa ini.",
    size: float = 9,
) -> Document:
    """Return a document with ``title`` (no names: it stands in the PDF's properties), ``lines`` below it, and the table.

    Each row has as many cells as there are columns; ``has_total`` makes the last row bold; ``empty`` stands in place of a
    table without rows. ``notes`` (the counting rule, marks used) stand below. Raises ValueError for a row of another length.
    """
    cells = tuple(tuple(row) for row in rows)
    if any(len(row) != len(columns) for row in cells):
        raise ValueError("a row has another number of cells than there are columns")
    table: Block = Paragraph(empty, Align.CENTRE)
    if cells:
        table = Table(tuple(columns), cells, size=size, has_column_numbers=has_column_numbers, has_total=has_total)
    blocks: list[Block] = [Heading(title), *(Paragraph(line, Align.CENTRE, space_after=0) for line in texts(lines))]
    blocks += [Spacer(3), table]
    blocks += [Paragraph(note, Align.LEFT, size=8, space_after=0.5) for note in texts(notes)]
    if signatures is not None:
        blocks.append(KeepTogether((Spacer(4), signatures)))
    return Document(
        title=title,
        blocks=tuple(blocks),
        paper=paper,
        is_landscape=is_landscape,
        margins=_MARGINS,
        font=Family.LATO,
        size=10,
        numbering=Numbering.OF_TOTAL,
        banner=PRACTICE_BANNER if is_practice else "",
    )
