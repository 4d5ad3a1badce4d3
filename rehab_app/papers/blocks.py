"""A document as plain frozen data: what stands on the paper, not how it is drawn.

Lengths are millimetres, letter sizes points. Text is a ``str`` or a tuple of ``Run``; it carries no mark-up, so a client's
name may hold any character. ``rehab_app.papers.plain.to_text`` writes a document as text, ``rehab_app.papers.draw.draw`` as PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from rehab_app.papers.charts import Picture

PRACTICE_BANNER: Final = "LATIHAN \u2013 bukan dokumen resmi"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one weight."""

    text: str
    bold: bool = False
    underline: bool = False


Text: TypeAlias = str | tuple[Run, ...]


def plain(text: Text) -> str:
    """Return ``text`` without its weights."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def bold(text: str) -> tuple[Run, ...]:
    """Return ``text`` as one bold run."""
    return (Run(text, bold=True),)


class Align(StrEnum):
    """How lines stand in their column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


class Numbering(StrEnum):
    """How pages are numbered: letters from the second page on, reports as "Halaman x dari y"."""

    NONE = "none"
    FROM_SECOND = "from_second"
    OF_TOTAL = "of_total"


class ListStyle(StrEnum):
    """The labels of a numbered list: 1. 2. 3., a. b. c., dashes, or boxes to tick."""

    NUMBERS = "1."
    LETTERS = "a."
    DASHES = "-"
    BOXES = "[ ]"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in portrait, in millimetres."""

    name: str
    width: float
    height: float


A4: Final = Paper("A4", 210, 297)
F4: Final = Paper("F4", 215, 330)  # the Indonesian folio


@dataclass(frozen=True, slots=True)
class Margins:
    """The empty border of a page; 15 mm is the least that office printers keep clear."""

    left: float = 25
    right: float = 20
    top: float = 15
    bottom: float = 15


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of a letterhead: the institution's lines stand large and bold, their translation small."""

    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Kop naskah dinas: logo (PNG or JPEG bytes, left out when None), lines, address, double rule thick over thin."""

    lines: tuple[HeadLine, ...]
    address: tuple[str, ...] = ()
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Kepada / Yth. ``lines`` / di - ``place``."""

    lines: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class LetterOpening:
    """Nomor, Klasifikasi, Lampiran, Perihal on the left; place and date, and below them the addressee, on the right."""

    rows: tuple[tuple[str, Text], ...]
    place_date: str
    addressee: Addressee | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A title in capitals and bold; ``level`` 1 is a document's title, 2 a part's."""

    text: str
    level: int = 1
    align: Align = Align.CENTRE
    is_underlined: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break in it is kept. ``size`` 0 is the document's own."""

    text: Text
    align: Align = Align.JUSTIFY
    indent: float = 0
    first_line: float = 0
    size: float = 0
    space_after: float = 1.5


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Label : value, row by row, under an optional heading; ``row_gap`` leaves room between rows for a pen."""

    rows: tuple[tuple[str, Text], ...]
    heading: Text = ""
    label_width: float = 42
    indent: float = 0
    space_before: float = 0
    space_after: float = 1.5
    row_gap: float = 0


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Items with hanging labels; ``start`` lets a list go on after other blocks."""

    items: tuple[Text, ...]
    style: ListStyle = ListStyle.NUMBERS
    start: int = 1
    indent: float = 0
    label_width: float = 7
    align: Align = Align.JUSTIFY
    space_after: float = 1.5
    item_gap: float = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, share of the width, and an optional heading over several columns."""

    heading: str
    weight: float = 1
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose headings return on each page.

    ``has_column_numbers`` prints the row (1), (2), ... below the headings as official recaps do; ``has_total`` makes the
    last row bold. A row shorter than the columns is refused by the drawing.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    size: float = 9
    has_column_numbers: bool = False
    has_total: bool = False
    indent: float = 0
    space_before: float = 0
    space_after: float = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: lines above (place and date, "Mengetahui,"), titles (a.n. / u.b. / Plh. / Plt.), name, rank and number.

    ``stamp`` is what the frame of the meterai says, left of the ink; without it there is no frame.
    """

    titles: tuple[str, ...]
    name: str
    details: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class CopyList:
    """Tembusan, at the bottom left."""

    items: tuple[str, ...]
    heading: str = "Tembusan:"
    space_before: float = 2


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Signatures side by side; a single one stands on the right, with ``copies`` at its foot on the left.

    ``room`` is the height for ink and stamp. Copies of several signatures, or very many, stand below.
    """

    signatures: tuple[Signature, ...]
    room: float = 20
    space_before: float = 2
    copies: CopyList = CopyList(())


@dataclass(frozen=True, slots=True)
class Banner:
    """A framed notice across the page."""

    text: str
    size: float = 0


@dataclass(frozen=True, slots=True)
class KeyGroups:
    """A secret in numbered groups, large enough to be typed again from paper; ``per_line`` groups stand on a line."""

    groups: tuple[str, ...]
    per_line: int = 4
    size: float = 20


@dataclass(frozen=True, slots=True)
class CodeMark:
    """A short code, large, with its QR at the left for a scanner, and ``lines`` below it; ``side`` is the QR's."""

    code: str
    lines: tuple[str, ...] = ()
    side: float = 27
    size: float = 22
    space_after: float = 1.5


@dataclass(frozen=True, slots=True)
class CutLine:
    """A broken line across the text to cut along, with small words on it."""

    text: str = ""
    space_before: float = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart in the middle of the text, with a caption below it."""

    picture: Picture
    caption: str = ""
    space_after: float = 3


@dataclass(frozen=True, slots=True)
class CardFace:
    """One side of a small card, from head to foot; its letters become smaller until all of it fits.

    ``photo`` (PNG or JPEG bytes) stands in a frame of 3 x 4; ``photo_place`` is what an empty frame says, and without it
    there is none. ``boxes`` are the words in small boxes to write in, ``boxes_heading`` above them. ``mark`` stands large
    and pale behind the rest, and small at the foot.
    """

    head: tuple[str, ...] = ()
    logo: bytes | None = field(default=None, repr=False)
    title: str = ""
    rows: tuple[tuple[str, Text], ...] = ()
    photo: bytes | None = field(default=None, repr=False)
    photo_place: str = ""
    items: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    boxes_heading: str = ""
    signature: Signature | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Faces of one card side by side, sharing the edge to fold on, with marks to cut along; a single one stands alone.

    The usual size is that of an identity card (ID-1, 85.6 x 54 mm).
    """

    faces: tuple[CardFace, ...]
    width: float = 85.6
    height: float = 54
    has_cut_marks: bool = True


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block stands on a new page."""


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty height."""

    height: float


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """Blocks that stand on one page where they fit on one."""

    blocks: tuple["Block", ...]


Block: TypeAlias = (
    Letterhead
    | LetterOpening
    | Addressee
    | Heading
    | Paragraph
    | FieldTable
    | NumberedList
    | Table
    | SignatureBlock
    | CopyList
    | Banner
    | KeyGroups
    | CodeMark
    | CutLine
    | Figure
    | Cards
    | PageBreak
    | Spacer
    | KeepTogether
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole paper.

    ``title`` stands in the PDF's properties and must hold no person's name. ``font`` is a family known to
    ``rehab_app.papers.fonts``. ``classification`` (e.g. RAHASIA) stands at the head and foot of each page, ``banner``
    (e.g. ``PRACTICE_BANNER``) across the top of each page. ``has_margin_marks`` draws the edges of the text with a measure.
    """

    title: str
    blocks: tuple[Block, ...]
    paper: Paper = A4
    is_landscape: bool = False
    margins: Margins = Margins()
    font: str = "PT Serif"
    size: float = 11
    numbering: Numbering = Numbering.FROM_SECOND
    classification: str = ""
    banner: str = ""
    language: str = "id-ID"
    has_margin_marks: bool = False

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of a page as it lies, in millimetres."""
        sides = (self.paper.width, self.paper.height)
        return (sides[1], sides[0]) if self.is_landscape else sides

    @property
    def text_width(self) -> float:
        """The width between the margins, in millimetres."""
        return self.page[0] - self.margins.left - self.margins.right


def list_label(style: ListStyle, number: int) -> str:
    """Return the label of item ``number`` (from 1): "3.", "c.", a dash or a box; letters go on as aa., ab."""
    if style is ListStyle.DASHES:
        return "\u2013"
    if style is ListStyle.BOXES:
        return "\u25a1"
    if style is ListStyle.NUMBERS:
        return f"{number}."
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"{letters}."


def texts(values: Sequence[str]) -> tuple[str, ...]:
    """Return ``values`` trimmed and without the blank ones."""
    return tuple(value.strip() for value in values if value.strip())
