"""How the text of a paper is written, and reading it into pieces.

A text begins with properties (``Judul: ...``), then a line of dashes, then the body. In the body an empty line ends a
paragraph. A line may begin with ``# `` (a title), ``## `` (the title of a part), ``1. `` (a numbered point), ``a. `` or ``- ``
(an item of a list), ``[ ] `` (a box to tick), ``> `` (a centred line); ``Label : value`` is a row of a table; ``===`` begins a
new page. ``{field}`` is filled in by the program; alone on its line it may be a whole table. ``**bold**`` and
``__underlined__`` are printed so. What follows a point without an empty line belongs to it.

A paragraph, row, item or point that names a field without a value is left out; ``{field?}`` prints nothing instead.
``[bila condition]`` and ``[bila tidak condition]`` at the beginning of a line keep or leave out what the line begins.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias, TypedDict

from rehab_app.papers.blocks import Align, ListStyle

RULE: Final = re.compile(r"-{3,}")
FIELD: Final = re.compile(r"\{([a-z][a-z0-9_]*)(\?)?\}")
MARK: Final = re.compile(r"\*\*|__")
_PROPERTY: Final = re.compile(r"([A-Z][A-Za-z ]{1,30}): *(.*)")
_CONDITION: Final = re.compile(r"\[bila (tidak )?([a-z][a-z0-9_]*)\] *")
_POINT: Final = re.compile(r"\d{1,2}\. +(.+)")
_ITEM: Final = re.compile(r"([a-z]\.|-|\[ \]) +(.+)")
_STYLES: Final = {"-": ListStyle.DASHES, "[ ]": ListStyle.BOXES}
_TITLE: Final = re.compile(r"(#{1,2}) +(.+)")
_ROW: Final = re.compile(r"([^:{}\[]{1,60}?) +: *(.*)")
_PAGE: Final = re.compile(r"={3,}")


class Property(StrEnum):
    """What may stand at the head of a text: title of the file, classification of each page, subject of the letter."""

    TITLE = "Judul"
    CLASSIFICATION = "Klasifikasi"
    SUBJECT = "Perihal"


@dataclass(frozen=True, slots=True)
class Condition:
    """``[bila name]``, or ``[bila tidak name]`` where ``is_negated``."""

    name: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What every piece knows: the line it begins on (from 1), and what it depends on."""

    line: int
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(_Piece):
    """A title; ``level`` 1 is the paper's, 2 a part's."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose(_Piece):
    """A paragraph; its own line breaks are kept."""

    text: str
    align: Align = Align.JUSTIFY


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(_Piece):
    """A row of a table: label and value."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(_Piece):
    """An item of a list."""

    text: str
    style: ListStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(_Piece):
    """A field alone on its line: a table, a list, a signature, or the words of a paragraph."""

    name: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage(_Piece):
    """The rest begins on a new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(_Piece):
    """A numbered point with what belongs to it; ``is_first`` where the author wrote 1, so that numbers begin anew."""

    text: str
    is_first: bool
    below: tuple["Piece", ...] = ()


class _Known(TypedDict):
    """What is known of a line before its kind is."""

    line: int
    condition: Condition | None


Piece: TypeAlias = Title | Prose | Row | Item | Place | NewPage | Point


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read: its properties, where they stand, and the pieces of its body."""

    properties: Mapping[str, str]
    property_lines: Mapping[str, int]
    pieces: tuple[Piece, ...]

    def value(self, name: Property) -> str:
        """Return a property, empty where the text has none."""
        return self.properties.get(name, "")


def read(text: str) -> Reading:
    """Return the pieces of ``text``; anything can be read, ``faults.faults_of`` says whether it can be printed."""
    lines = [line.rstrip() for line in text.replace("\t", " ").splitlines()]
    at = next((number for number, line in enumerate(lines) if RULE.fullmatch(line)), None)
    head = lines[:at] if at is not None else []
    found = [(number, match) for number, line in enumerate(head, 1) if (match := _PROPERTY.fullmatch(line.strip()))]
    properties = {match.group(1): match.group(2).strip() for _, match in found}
    places = {match.group(1): number for number, match in found}
    begin = at + 1 if at is not None else 0
    body = [(number, line) for number, line in enumerate(lines[begin:], begin + 1)]
    return Reading(properties, places, tuple(_pieces(body)))


def fields_in(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each field that ``text`` names, and whether it is optional."""
    for match in FIELD.finditer(text):
        yield match.group(1), match.group(2) is not None


def texts_of(piece: Piece) -> tuple[str, ...]:
    """Return what a piece itself says, without what belongs to it."""
    match piece:
        case Place(name=name, is_optional=is_optional):
            return (f"{{{name}?}}" if is_optional else f"{{{name}}}",)
        case Row(label=label, text=text):
            return (label, text)
        case NewPage():
            return ()
        case _:
            return (piece.text,)


def all_pieces(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield every piece, a point before what belongs to it."""
    for piece in pieces:
        yield piece
        if isinstance(piece, Point):
            yield from all_pieces(piece.below)


def _pieces(lines: Sequence[tuple[int, str]]) -> Iterator[Piece]:
    """Yield the pieces of ``lines``: each run of lines without an empty one, points with what follows them."""
    for run in _runs(lines):
        point: Point | None = None
        below: list[Piece] = []
        for piece in _joined(_piece(number, line.strip()) for number, line in run):
            if isinstance(piece, Point):
                if point is not None:
                    yield replace(point, below=tuple(below))
                point, below = piece, []
            elif point is not None:
                below.append(piece)
            else:
                yield piece
        if point is not None:
            yield replace(point, below=tuple(below))


def _runs(lines: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    run: list[tuple[int, str]] = []
    for number, line in lines:
        if line.strip():
            run.append((number, line))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield ``pieces`` with the lines of one paragraph joined; a line with a condition of its own begins another."""
    kept: Prose | None = None
    for piece in pieces:
        if kept is not None and isinstance(piece, Prose) and piece.condition is None and piece.align is kept.align:
            kept = replace(kept, text=f"{kept.text}\n{piece.text}")
            continue
        if kept is not None:
            yield kept
        kept = piece if isinstance(piece, Prose) else None
        if kept is None:
            yield piece
    if kept is not None:
        yield kept


def _piece(number: int, line: str) -> Piece:
    """Return what one line begins."""
    condition = None
    if asked := _CONDITION.match(line):
        condition, line = Condition(asked.group(2), asked.group(1) is not None), line[asked.end() :]
    known: _Known = {"line": number, "condition": condition}
    return _marked(line, known) or Prose(line=number, condition=condition, text=line)


def _marked(line: str, known: _Known) -> Piece | None:
    """Return the piece of a line with a mark of its own, None for running words."""
    piece: Piece | None = None
    if _PAGE.fullmatch(line):
        piece = NewPage(**known)
    elif alone := FIELD.fullmatch(line):
        piece = Place(**known, name=alone.group(1), is_optional=alone.group(2) is not None)
    elif title := _TITLE.fullmatch(line):
        piece = Title(**known, text=title.group(2), level=len(title.group(1)))
    elif point := _POINT.fullmatch(line):
        piece = Point(**known, text=point.group(1), is_first=line.startswith("1."))
    elif item := _ITEM.fullmatch(line):
        piece = Item(**known, text=item.group(2), style=_STYLES.get(item.group(1), ListStyle.LETTERS))
    elif line.startswith("> "):
        piece = Prose(**known, text=line[2:].strip(), align=Align.CENTRE)
    elif row := _ROW.fullmatch(line):
        piece = Row(**known, label=row.group(1).strip(), text=row.group(2).strip())
    return piece
