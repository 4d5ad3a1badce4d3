"""A document as stable plain text: for golden files, for searching, and to know whether anything is on the paper."""

from collections.abc import Iterable, Iterator
from functools import singledispatch

from rehab_app.papers.blocks import (
    Addressee,
    Banner,
    Block,
    CardFace,
    Cards,
    CodeMark,
    CopyList,
    CutLine,
    Document,
    FieldTable,
    Figure,
    Heading,
    KeepTogether,
    KeyGroups,
    Letterhead,
    LetterOpening,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    SignatureBlock,
    Spacer,
    Table,
    Text,
    list_label,
    texts,
)


def to_text(document: Document) -> str:
    """Return the document as text, one line a row, ending in a line break; equal documents give equal text."""
    lines = (*_properties(document), "", *_lines_of(document.blocks))
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def is_blank(document: Document) -> bool:
    """Whether the document's blocks would print nothing but empty space and rules."""
    return not any(letter.isalnum() for line in _lines_of(document.blocks) for letter in line)


def words_of(document: Document) -> Iterator[str]:
    """Yield each line that the document prints, page furniture included."""
    yield from (document.title, document.classification, document.banner)
    yield from _lines_of(document.blocks)


def _properties(document: Document) -> Iterator[str]:
    width, height = document.page
    yield f"title: {document.title}"
    yield f"language: {document.language}"
    yield f"page: {document.paper.name} {width:g} x {height:g} mm"
    yield f"font: {document.font} {document.size:g}"
    yield f"page numbers: {document.numbering.value}"
    if document.classification:
        yield f"each page: {document.classification}"
    if document.banner:
        yield f"each page: {document.banner}"


def _lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _lines(block)


@singledispatch
def _lines(block: Block) -> Iterator[str]:
    """Yield the lines of one block."""
    raise TypeError(type(block).__name__)


@_lines.register
def _(block: Letterhead) -> Iterator[str]:
    if block.logo is not None:
        yield "[logo]"
    yield from (line.text for line in block.lines)
    yield from block.address
    yield "=" * 60


@_lines.register
def _(block: LetterOpening) -> Iterator[str]:
    yield from _fields(block.rows)
    yield f"{'':40}{block.place_date}"
    if block.addressee is not None:
        yield from (f"{'':40}{line}" for line in _lines(block.addressee))


@_lines.register
def _(block: Addressee) -> Iterator[str]:
    yield "Kepada"
    first, *rest = block.lines or ("",)
    yield f"Yth. {first}"
    yield from (f"     {line}" for line in rest)
    if block.place:
        yield f"     di \u2013 {block.place}"


@_lines.register
def _(block: Heading) -> Iterator[str]:
    yield ""
    yield block.text
    if block.is_underlined:
        yield "-" * len(block.text)


@_lines.register
def _(block: Paragraph) -> Iterator[str]:
    yield ""
    yield from marked(block.text).splitlines()


@_lines.register
def _(block: FieldTable) -> Iterator[str]:
    if block.heading:
        yield marked(block.heading)
    yield from (f"   {line}" for line in _fields(block.rows))


@_lines.register
def _(block: NumberedList) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        yield f"{list_label(block.style, number)} {marked(item)}"


@_lines.register
def _(block: Table) -> Iterator[str]:
    if any(column.group for column in block.columns):
        yield " | ".join(column.group for column in block.columns)
    yield " | ".join(column.heading for column in block.columns)
    yield "-" * 60
    yield from (" | ".join(marked(cell) for cell in row) for row in block.rows)


@_lines.register
def _(block: SignatureBlock) -> Iterator[str]:
    for signature in block.signatures:
        yield ""
        yield from (f"{'':40}{line}" for line in (*signature.above, *signature.titles))
        yield from (f"{'':40}[{signature.stamp}]" if signature.stamp else "", "")
        yield from (f"{'':40}{line}" for line in (signature.name, *signature.details))
    yield from _lines(block.copies)


@_lines.register
def _(block: CopyList) -> Iterator[str]:
    if block.items:
        yield ""
        yield block.heading
    yield from (f"{number}. {item}" for number, item in enumerate(block.items, 1))


@_lines.register
def _(block: Banner) -> Iterator[str]:
    if block.text:
        yield f"[ {block.text} ]"


@_lines.register
def _(block: KeyGroups) -> Iterator[str]:
    for start in range(0, len(block.groups), block.per_line):
        yield "   ".join(block.groups[start : start + block.per_line])


@_lines.register
def _(block: CodeMark) -> Iterator[str]:
    yield f"[QR {block.code}] {block.code}"
    yield from block.lines


@_lines.register
def _(block: CutLine) -> Iterator[str]:
    yield f"- - - - - {block.text} - - - - -"


@_lines.register
def _(block: Figure) -> Iterator[str]:
    if block.picture.told:
        yield f"[{block.caption or 'Grafik'}: {block.picture.told}]"


@_lines.register
def _(block: Cards) -> Iterator[str]:
    for number, face in enumerate(block.faces, 1):
        yield f"--- {number} ({block.width:g} x {block.height:g} mm)"
        yield from _face(face)


def _face(face: CardFace) -> Iterator[str]:
    if face.logo is not None:
        yield "[logo]"
    yield from texts((*face.head, face.title))
    if face.photo is not None or face.photo_place:
        yield "[photo]" if face.photo is not None else f"[{face.photo_place}]".replace("\n", " ")
    yield from _fields(face.rows)
    yield from (f"{number}. {item}" for number, item in enumerate(face.items, 1))
    if face.boxes:
        yield face.boxes_heading
        yield " | ".join(face.boxes)
    if face.signature is not None:
        yield from _lines(SignatureBlock((face.signature,)))
    yield from texts((face.mark,))


@_lines.register
def _(block: PageBreak) -> Iterator[str]:  # noqa: ARG001 - the type is the message
    yield "\f"


@_lines.register
def _(block: Spacer) -> Iterator[str]:  # noqa: ARG001 - the type is the message
    yield ""


@_lines.register
def _(block: KeepTogether) -> Iterator[str]:
    yield from _lines_of(block.blocks)


def marked(text: Text) -> str:
    """Return ``text`` with **bold** and _underlined_ runs shown by marks."""
    if isinstance(text, str):
        return text
    return "".join(_marked(run) for run in text)


def _marked(run: Run) -> str:
    inner = f"_{run.text}_" if run.underline else run.text
    return f"**{inner}**" if run.bold else inner


def _fields(rows: tuple[tuple[str, Text], ...]) -> Iterator[str]:
    width = max((len(label) for label, _ in rows), default=0)
    yield from (f"{label:<{width}} : {marked(value)}" for label, value in rows)
