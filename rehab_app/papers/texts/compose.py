"""A text and its values become blocks: fields are filled in, what has no value is left out, points are numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from rehab_app.papers.blocks import (
    Align,
    Block,
    FieldTable,
    Heading,
    KeepTogether,
    ListStyle,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    SignatureBlock,
    Table,
    Text,
    plain,
)
from rehab_app.papers.texts.fields import Values, is_empty, is_words
from rehab_app.papers.texts.language import (
    FIELD,
    MARK,
    Condition,
    Item,
    NewPage,
    Piece,
    Place,
    Point,
    Property,
    Prose,
    Reading,
    Row,
    Title,
)

POINT_INDENT: Final = 6
_WIDE_POINT: Final = 7.5
_MANY: Final = 10
_LABELS: Final = 42
_GAP: Final = 1.2
_BELOW: Final = 1.5
_BELOW_CENTRED: Final = 3
_TIGHT: Final = 0.4
_HAND: Final = 2.5
"""Room between boxes to tick, for handwriting."""
_ENDS: Final = (";", ".")
_CLOSERS: Final = ("", " ", ",", ".", ";", ":", ")")
_SIGNED: Final = (SignatureBlock, KeepTogether)
_CLOSING: Final = (Paragraph, NumberedList)


@dataclass(frozen=True, slots=True)
class Composed:
    """The paper of a text: the title of its file, the classification of each page, the subject, and its blocks."""

    title: str
    classification: str
    subject: str
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class _Numbers:
    """Counts the points; a point written as 1 begins anew."""

    last: int = 0
    width: float = POINT_INDENT

    def next(self, *, is_first: bool) -> int:
        self.last = 1 if is_first else self.last + 1
        return self.last


def compose(reading: Reading, values: Values) -> Composed:
    """Return the blocks of a text that ``faults.check`` found sound.

    A field that the caller gives no value for counts as empty, and what names it is left out.
    """
    subject = filled_words(reading.value(Property.SUBJECT), values)
    return Composed(
        title=reading.value(Property.TITLE),
        classification=plain(filled_words(reading.value(Property.CLASSIFICATION), values) or ""),
        subject=plain(subject or "").replace("a.n. ", "a.n.\u00a0"),
        blocks=tuple(_kept_with_signature([*_blocks(reading.pieces, values, 0, _numbers(reading))])),
    )


def _numbers(reading: Reading) -> _Numbers:
    """Return numbers with room for two digits where a text has so many points."""
    count = sum(isinstance(piece, Point) for piece in reading.pieces)
    return _Numbers(width=_WIDE_POINT if count >= _MANY else POINT_INDENT)


def filled_words(words: str, values: Values) -> Text | None:
    """Return ``words`` with its fields filled in and its marks as runs, or None where a field has no value.

    The marks are read before the fields are filled in, so a name that holds ``**`` is printed as it is.
    """
    runs: list[Run] = []
    is_bold = is_underlined = False
    at = 0
    for mark in [*MARK.finditer(words), None]:
        filled = _filled(words[at : mark.start() if mark else len(words)], values)
        if filled is None:
            return None
        runs += [Run(run.text, bold=run.bold or is_bold, underline=run.underline or is_underlined) for run in filled]
        if mark is None:
            break
        is_bold ^= mark.group() == "**"
        is_underlined ^= mark.group() == "__"
        at = mark.end()
    return _simplest(runs)


def _filled(words: str, values: Values) -> list[Run] | None:
    """Return ``words`` with their fields as runs, None where one that is not optional is empty.

    Of the blanks round an optional field that is empty one goes too, so that the sentence closes over it.
    """
    runs: list[Run] = []
    at = 0
    for match in FIELD.finditer(words):
        name, is_optional = match.group(1), match.group(2) is not None
        value = values.get(name, "")
        before, at = words[at : match.start()], match.end()
        if is_empty(value):
            if not is_optional:
                return None
            before = before.removesuffix(" ") if words[at : at + 1] in _CLOSERS else before
        runs.append(Run(before))
        if is_words(value):
            runs += [Run(value)] if isinstance(value, str) else value
    return [*runs, Run(words[at:])]


def _simplest(runs: Sequence[Run]) -> Text:
    """Return ``runs`` without empty ones, neighbours of one weight joined; unmarked words as plain text."""
    joined = [
        Run("".join(run.text for run in same), bold=is_bold, underline=is_underlined)
        for (is_bold, is_underlined), same in groupby(
            (run for run in runs if run.text), key=lambda run: (run.bold, run.underline)
        )
    ]
    if not joined:
        return ""
    if len(joined) == 1 and not joined[0].bold and not joined[0].underline:
        return joined[0].text
    return tuple(joined)


def _blocks(pieces: Sequence[Piece], values: Values, indent: float, numbers: _Numbers) -> Iterator[Block]:
    """Yield the blocks of ``pieces``; rows and items that follow each other stand in one table or list."""
    standing = [piece for piece in pieces if _holds(piece.condition, values)]
    for kind, same in groupby(standing, key=_group):
        if kind == "rows":
            yield from _table([one for one in same if isinstance(one, Row)], values, indent)
        elif kind in tuple(ListStyle):
            yield from _list([one for one in same if isinstance(one, Item)], values, indent)
        else:
            for piece in same:
                yield from _single(piece, values, indent, numbers)


def _group(piece: Piece) -> object:
    """Return what neighbours share when they stand in one block."""
    match piece:
        case Row():
            return "rows"
        case Item(style=style):
            return style.value
        case _:
            return piece.line


def _single(piece: Piece, values: Values, indent: float, numbers: _Numbers) -> Iterator[Block]:
    match piece:
        case NewPage():
            yield PageBreak()
        case Place():
            yield from _placed(piece, values, indent)
        case Point():
            yield from _point(piece, values, indent, numbers)
        case Title(level=level):
            if words := filled_words(piece.text, values):
                is_underlined = not isinstance(words, str) and all(run.underline for run in words)
                yield Heading(plain(words), level, Align.CENTRE if level == 1 else Align.LEFT, is_underlined)
        case Prose(align=align):
            if words := filled_words(piece.text, values):
                gap = _BELOW_CENTRED if align is Align.CENTRE else _BELOW
                yield Paragraph(words, align, indent=indent, space_after=gap)


def _placed(piece: Place, values: Values, indent: float) -> Iterator[Block]:
    value = values.get(piece.name, "")
    if is_empty(value):
        return
    if is_words(value):
        yield Paragraph(value, indent=indent)
    elif isinstance(value, tuple):
        yield from (shifted(block, indent) for block in value if not isinstance(block, Run))


def _point(piece: Point, values: Values, indent: float, numbers: _Numbers) -> Iterator[Block]:
    """Yield a numbered point; one that ends in a colon and leads to nothing is left out."""
    words = filled_words(piece.text, values)
    if words is None:
        return
    below = [*_blocks(piece.below, values, indent + numbers.width, _Numbers())]
    if not below and plain(words).rstrip().endswith(":"):
        return
    number = numbers.next(is_first=piece.is_first)
    gap = _TIGHT if below else _GAP
    yield NumberedList((words,), start=number, indent=indent, label_width=numbers.width, space_after=gap)
    yield from below


def _table(rows: Sequence[Row], values: Values, indent: float) -> Iterator[Block]:
    known = []
    for row in rows:
        label, words = filled_words(row.label, values), filled_words(row.text, values)
        if label is not None and words is not None:
            known.append((plain(label), words))
    if known:
        yield FieldTable(tuple(known), label_width=_LABELS, indent=indent, space_after=_GAP)


def _list(items: Sequence[Item], values: Values, indent: float) -> Iterator[Block]:
    said = tuple(words for item in items if (words := filled_words(item.text, values)))
    if said:
        style = items[0].style
        closed = _closed(said) if any(plain(words).endswith(";") for words in said) else said
        is_filled_in = style is ListStyle.BOXES
        yield NumberedList(
            closed,
            style,
            indent=indent,
            label_width=POINT_INDENT if is_filled_in else 5,
            align=Align.LEFT,
            space_after=_HAND if is_filled_in else _GAP,
            item_gap=_HAND if is_filled_in else 0,
        )


def _closed(items: Sequence[Text]) -> tuple[Text, ...]:
    """Return items that end in semicolons so again after some were left out: the last one ends in a full stop."""
    last = len(items) - 1
    return tuple(_ended(item, "." if at == last else ";") for at, item in enumerate(items))


def _ended(item: Text, end: str) -> Text:
    runs = [Run(item)] if isinstance(item, str) else [*item]
    last = runs[-1]
    runs[-1] = replace(last, text=(last.text[:-1] if last.text.endswith(_ENDS) else last.text) + end)
    return _simplest(runs)


def shifted(block: Block, indent: float) -> Block:
    """Return ``block`` moved to the right by ``indent`` mm where it is a table, a list or a paragraph."""
    match block:
        case FieldTable() | NumberedList() | Paragraph() | Table() if indent:
            return replace(block, indent=block.indent + indent)
        case _:
            return block


def _holds(condition: Condition | None, values: Values) -> bool:
    if condition is None:
        return True
    value = values.get(condition.name, False)
    is_true = value if isinstance(value, bool) else not is_empty(value)
    return is_true is not condition.is_negated


def _kept_with_signature(blocks: list[Block]) -> Iterator[Block]:
    """Yield ``blocks`` with a signature kept on the page of the words before it."""
    for at, block in enumerate(blocks):
        follows = blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, _SIGNED) and at and isinstance(blocks[at - 1], _CLOSING):
            continue
        if isinstance(follows, _SIGNED) and isinstance(block, _CLOSING):
            yield KeepTogether((block, *(follows.blocks if isinstance(follows, KeepTogether) else (follows,))))
        else:
            yield block
