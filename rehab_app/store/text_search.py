"""The statements that search a text index: by beginnings of words, by pieces of words, by whole words, by numbers.

Each selects ``place`` (how good the find is, 0 the best), ``listing`` and ``number``, in the order in which they rank; whoever
asks joins them with the records. A statement depends on the *shape* of what is asked alone, so that it is put together once;
``values_of`` gives what it is executed with. The first token should be the one with the fewest uses: its words are walked, and
the other tokens are looked for in the listings found there.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Label,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    not_,
    or_,
    select,
    union,
)

from rehab_app.store.text_index import TextIndex, letters_of

Token = tuple[str, ...]
"""One typed word: the forms it may have in the index; any of them will do. Letters and digits only."""

Shape = tuple[int, ...]
"""How many forms each token has."""

LAST_SIGN: Final = "\U0010ffff"
LEAST_PIECE: Final = 3
_LEAST_SIZE: Final = 4
SAME, BEGINNING, BEGINNING_OTHERWISE, WORD, PIECE = range(5)


def values_of(tokens: Sequence[Token], typed: Sequence[Token], limit: int) -> dict[str, Any]:
    """Return the parameters for ``tokens``, the rarest in front; ``typed`` has them in the order of typing.

    What is shorter than three letters is no piece, but looked for at the beginning of words.
    """
    known = (token[0][0] for token in tokens[1:] if len({form[0] for form in token}) == 1)
    values: dict[str, Any] = {
        "limit": limit,
        "letters": letters_of(known),
        "same": " " + " ".join(t[0] for t in typed) + "%",
    }
    for form, text in enumerate(typed[0]):
        values[f"begin_{form}"] = f" {text}%"
        values[f"begin_low_{form}"] = f" {text}"
        values[f"begin_high_{form}"] = f" {text}{LAST_SIGN}"
    for place, token in enumerate(tokens):
        for form, text in enumerate(token):
            values[f"low_{place}_{form}"] = text
            values[f"high_{place}_{form}"] = text + LAST_SIGN
            values[f"start_{place}_{form}"] = f"% {text}%"
            values[f"piece_{place}_{form}"] = f"%{text}%" if len(text) >= LEAST_PIECE else f"% {text}%"
    return values


def starting(index: TextIndex, shape: Shape, first: int) -> Select[Any]:
    """Every token begins a word; in order: as typed, beginning with what was typed first (of ``first`` forms), others."""
    hits = _walk_of_starts(index, shape).subquery("hits")
    place = case(*_places(hits.c.listing, first), else_=_number(WORD))
    ranks = _ranks(place, func.length(hits.c.listing), shape)
    found = select(*ranks, hits.c.listing, hits.c.number)
    return found.order_by(*ranks, hits.c.listing, hits.c.number).limit(bindparam("limit"))


def starting_anywhere(index: TextIndex, shape: Shape) -> Select[Any]:
    """Every token begins a word; those that are met first, for tokens that are too common to be put in order."""
    hits = _walk_of_starts(index, shape).limit(bindparam("limit")).subquery("hits")
    return select(_place(WORD), hits.c.listing, hits.c.number)


def beginning(index: TextIndex, shape: Shape, form: int) -> Select[Any]:
    """The listing begins with one form of the token typed first, and every token begins a word; in order."""
    listing, number = index.entry.c.listing, index.entry.c.number
    is_in_range = and_(listing >= bindparam(f"begin_low_{form}"), listing < bindparam(f"begin_high_{form}"))
    found = select(_place(BEGINNING_OTHERWISE if form else BEGINNING), listing, number)
    found = found.where(is_in_range, *_tests(listing, "start", shape))
    return found.order_by(listing, number).limit(bindparam("limit"))


def words_of(words: Sequence[str]) -> dict[str, Any]:
    """Return the parameters for ``words``, the last repeated until there are as many as ``size_of`` says."""
    size = size_of(words)
    return {f"word_{place}": words[min(place, len(words) - 1)] for place in range(size)}


def size_of(words: Sequence[object]) -> int:
    """Return the size of the statement for ``words`` (or numbers): few sizes, so that most are known already."""
    size = _LEAST_SIZE
    while size < len(words):
        size *= _LEAST_SIZE
    return size


def holding(index: TextIndex, shape: Shape, size: int) -> Select[Any]:
    """One of ``size`` words is there and every token is a piece of the listing; in order."""
    word, listing, number = index.word.c.word, index.word.c.listing, index.word.c.number
    found = select(_place(PIECE), listing, number).distinct()
    found = found.where(_is_one_of(word, size), *_tests(listing, "piece", shape, after=1))
    return found.order_by(listing, number).limit(bindparam("limit"))


def starting_or_holding(index: TextIndex, shape: Shape, first: int, size: int) -> Select[Any]:
    """What ``starting`` finds, then what ``holding`` does, in one walk; for words of so few uses that all can be put in order."""
    word, listing, number = index.word.c.word, index.word.c.listing, index.word.c.number
    is_piece = not_(and_(*_tests(listing, "start", shape)))
    place = case((is_piece, _number(PIECE)), *_places(listing, first), else_=_number(WORD))
    ranks = _ranks(place, case((is_piece, _number(0)), else_=func.length(listing)), shape)
    found = select(*ranks, listing, number).distinct()
    found = found.where(_is_one_of(word, size), *_tests(listing, "piece", shape, after=1))
    return found.order_by(*ranks, listing, number).limit(bindparam("limit"))


def walking(index: TextIndex, shape: Shape) -> Select[Any]:
    """Every token is a piece of the listing: a walk of all listings in order, for pieces that are met every few rows."""
    listing, number = index.entry.c.listing, index.entry.c.number
    found = select(_place(PIECE), listing, number).where(*_tests(listing, "piece", shape))
    return found.order_by(listing, number).limit(bindparam("limit"))


def rows_of_words(index: TextIndex, size: int) -> Select[Any]:
    """The rows of ``size`` words as they come, for what is weighed one by one: word, listing, number."""
    word = index.word.c
    found = select(word.word, word.listing, word.number).where(_is_one_of(word.word, size))
    return found.limit(bindparam("limit"))


def of_keys(index: TextIndex) -> Select[Any]:
    """The records that have one of ``keys``: kind, key, number."""
    key = index.key.c
    return select(key.kind, key.key, key.number).where(key.key.in_(bindparam("keys", expanding=True)))


def from_key(index: TextIndex) -> Select[Any]:
    """The records with a key of one of ``kinds`` from ``low`` up to ``high``: kind, key, number, in order."""
    key = index.key.c
    found = select(key.kind, key.key, key.number).where(key.key >= bindparam("low"), key.key < bindparam("high"))
    return found.where(key.kind.in_(bindparam("kinds", expanding=True))).order_by(key.key).limit(bindparam("limit"))


def _places(listing: ColumnElement[str], first: int) -> Iterator[tuple[ColumnElement[bool], ColumnElement[int]]]:
    """Yield the cases in which a listing that has all tokens stands before others: as typed; beginning with the first typed."""
    yield listing.like(bindparam("same")), _number(SAME)
    for form in range(first):
        yield listing.like(bindparam(f"begin_{form}")), _number(BEGINNING_OTHERWISE if form else BEGINNING)


def _ranks(place: ColumnElement[int], length: ColumnElement[int], shape: Shape) -> list[Label[Any]]:
    """Return what stands before the order of the list; of several words, names that have few others come first."""
    return [place.label("place"), *([length.label("length")] if len(shape) > 1 else [])]


def _walk_of_starts(index: TextIndex, shape: Shape) -> CompoundSelect[Any] | Select[Any]:
    """Walk the words that begin with a form of the first token; one walk for each form, since OR would visit rows twice."""
    word, listing, number, letters = index.word.c.word, index.word.c.listing, index.word.c.number, index.word.c.letters
    tests = list(_tests(listing, "start", shape, after=1))
    if tests:
        tests.insert(0, letters.bitwise_and(bindparam("letters")) == bindparam("letters"))
    walks = [
        select(listing, number).where(word >= bindparam(f"low_0_{form}"), word < bindparam(f"high_0_{form}"), *tests)
        for form in range(shape[0])
    ]
    return walks[0].distinct() if len(walks) == 1 else union(*walks)


def _tests(listing: ColumnElement[str], kind: str, shape: Shape, after: int = 0) -> Iterator[ColumnElement[bool]]:
    """Yield a test of the listing for each token but the first ``after``."""
    for place in range(after, len(shape)):
        yield or_(*(listing.like(bindparam(f"{kind}_{place}_{form}")) for form in range(shape[place])))


def _is_one_of(word: ColumnElement[str], size: int) -> ColumnElement[bool]:
    return word.in_([bindparam(f"word_{place}", type_=Text()) for place in range(size)])


def _number(place: int) -> ColumnElement[int]:
    return literal_column(str(place), Integer)


def _place(place: int) -> Label[int]:
    return _number(place).label("place")
