"""The statements that search a text index: by beginnings of words, by pieces of words, by whole words, by numbers.

Each selects ``listing``, ``number`` and ``place`` (0 where the listing begins with what was typed first, 1 where a word does, 2
for a piece); whoever asks joins it with the records. A statement depends on the *shape* of what is asked alone, so that it is put
together once; ``values_of`` gives what it is executed with. The first token should be the one with the fewest uses: its words are
walked, and the other tokens are looked for in the listings found there.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, literal, or_, select

from rehab_app.store.text_index import TextIndex

Token = tuple[str, ...]
"""One typed word: the forms it may have in the index; any of them will do. Letters and digits only."""

Shape = tuple[int, ...]
"""How many forms each token has."""

LAST_SIGN: Final = "\U0010ffff"


def values_of(tokens: Sequence[Token], first: Token, limit: int) -> dict[str, Any]:
    """Return the parameters for ``tokens``, the rarest in front; ``first`` is the token that was typed first."""
    values: dict[str, Any] = {"limit": limit}
    for form, text in enumerate(first):
        values[f"begin_{form}"] = f" {text}%"
        values[f"begin_low_{form}"] = f" {text}"
        values[f"begin_high_{form}"] = f" {text}{LAST_SIGN}"
    for place, token in enumerate(tokens):
        for form, text in enumerate(token):
            values[f"low_{place}_{form}"] = text
            values[f"high_{place}_{form}"] = text + LAST_SIGN
            values[f"start_{place}_{form}"] = f"% {text}%"
            values[f"piece_{place}_{form}"] = f"%{text}%"
    return values


def starting(index: TextIndex, shape: Shape, first: int) -> Select[Any]:
    """Every token begins a word; in order, listings that begin with the token typed first (of ``first`` forms) before others."""
    hits = _walk_of_starts(index, shape).distinct().subquery("hits")
    begins = or_(*(hits.c.listing.like(bindparam(f"begin_{form}")) for form in range(first)))
    place = case((begins, 0), else_=1)
    found = select(hits.c.listing, hits.c.number, place.label("place"))
    return found.order_by(place, hits.c.listing, hits.c.number).limit(bindparam("limit"))


def starting_anywhere(index: TextIndex, shape: Shape) -> Select[Any]:
    """Every token begins a word; those that are met first, for tokens that are too common to be put in order."""
    return _walk_of_starts(index, shape).add_columns(literal(1).label("place")).distinct().limit(bindparam("limit"))


def beginning(index: TextIndex, shape: Shape, first: int) -> Select[Any]:
    """The listing begins with the token typed first (of ``first`` forms) and every token begins a word; in order."""
    listing, number = index.entry.c.listing, index.entry.c.number
    ranges = (
        and_(listing >= bindparam(f"begin_low_{form}"), listing < bindparam(f"begin_high_{form}"))
        for form in range(first)
    )
    found = select(listing, number, literal(0).label("place")).where(or_(*ranges), *_tests(listing, "start", shape))
    return found.order_by(listing, number).limit(bindparam("limit"))


def holding(index: TextIndex, shape: Shape) -> Select[Any]:
    """One of ``words`` is there and every token is a piece of the listing; in order."""
    word, listing, number = index.word.c.word, index.word.c.listing, index.word.c.number
    found = select(listing, number, literal(2).label("place")).distinct()
    found = found.where(word.in_(bindparam("words", expanding=True)), *_tests(listing, "piece", shape, after=1))
    return found.order_by(listing, number).limit(bindparam("limit"))


def walking(index: TextIndex, shape: Shape) -> Select[Any]:
    """Every token is a piece of the listing: a walk of all listings in order, for pieces that are met every few rows."""
    listing, number = index.entry.c.listing, index.entry.c.number
    found = select(listing, number, literal(2).label("place")).where(*_tests(listing, "piece", shape))
    return found.order_by(listing, number).limit(bindparam("limit"))


def rows_of_words(index: TextIndex) -> Select[Any]:
    """The rows of ``words`` as they come, for what is weighed one by one: word, listing, number."""
    word = index.word.c
    found = select(word.word, word.listing, word.number).where(word.word.in_(bindparam("words", expanding=True)))
    return found.limit(bindparam("limit"))


def of_keys(index: TextIndex) -> Select[Any]:
    """The records that have one of ``keys``: number, kind, key."""
    key = index.key.c
    return select(key.number, key.kind, key.key).where(key.key.in_(bindparam("keys", expanding=True)))


def from_key(index: TextIndex) -> Select[Any]:
    """The records with a key of one of ``kinds`` from ``low`` up to ``high``: number, kind, key, in order."""
    key = index.key.c
    found = select(key.number, key.kind, key.key).where(key.key >= bindparam("low"), key.key < bindparam("high"))
    return found.where(key.kind.in_(bindparam("kinds", expanding=True))).order_by(key.key).limit(bindparam("limit"))


def _walk_of_starts(index: TextIndex, shape: Shape) -> Select[Any]:
    word, listing, number = index.word.c.word, index.word.c.listing, index.word.c.number
    ranges = (and_(word >= bindparam(f"low_0_{form}"), word < bindparam(f"high_0_{form}")) for form in range(shape[0]))
    return select(listing, number).where(or_(*ranges), *_tests(listing, "start", shape, after=1))


def _tests(listing: ColumnElement[str], kind: str, shape: Shape, after: int = 0) -> Iterator[ColumnElement[bool]]:
    """Yield a test of the listing for each token but the first ``after``."""
    for place in range(after, len(shape)):
        yield or_(*(listing.like(bindparam(f"{kind}_{place}_{form}")) for form in range(shape[place])))
