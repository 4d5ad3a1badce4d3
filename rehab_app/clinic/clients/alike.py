"""Which pairs of all clients are worth comparing in full: a few hundred, where every pair of 20,000 would be 200 million.

A pair is taken up that shares a birth date and a word of the name or the mother, a telephone, or the whole name with a birth date
that may be the same; and only where what is known of both could make it worth a look. Read once and gathered here, because a join
of the clients with themselves takes ten times as long.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Final

from sqlalchemy import Connection, String, cast, func, or_, select

from rehab_app.clinic.clients.finding import CLIENT
from rehab_app.clinic.clients.matches import most_points
from rehab_app.clinic.clients.search_index import CLIENTS, KeyKind
from rehab_app.store.direct import Direct

_MOST_OF_ONE_TELEPHONE: Final = 20
_UNROUNDED: Final = 1e-9
_NONE: Final[frozenset[str]] = frozenset()

Pair = tuple[int, int]
"""Two numbers of the index, the lower one first."""
_Known = Sequence[Any]
"""What is read of every client: number, listing, birth date as ISO text, mother's name, NIK and sex.

Rows as the driver gives them: to make something of each of 20,000 takes longer than to compare those who may be one.
"""
_NUMBER, _LISTING, _BIRTH, _MOTHER, _NIK, _SEX = range(6)

_LISTED: Final = Direct(
    select(
        CLIENTS.entry.c.number,
        CLIENTS.entry.c.listing,
        cast(CLIENT.c.birth_date, String),
        CLIENT.c.mother_name,
        CLIENT.c.nik,
        CLIENT.c.sex,
    )
    .select_from(CLIENTS.entry.join(CLIENT, CLIENT.c.id == CLIENTS.entry.c.record_id))
    .order_by(CLIENTS.entry.c.number)
)
_OF_TELEPHONES: Final = or_(CLIENTS.key.c.kind == int(KeyKind.PHONE), CLIENTS.key.c.kind == int(KeyKind.IDENTITY))
_SHARED: Final = (
    select(CLIENTS.key.c.key)
    .where(_OF_TELEPHONES)
    .group_by(CLIENTS.key.c.key)
    .having(func.min(CLIENTS.key.c.number) < func.max(CLIENTS.key.c.number))
)
_TELEPHONES: Final = Direct(
    select(CLIENTS.key.c.number, CLIENTS.key.c.key).where(_OF_TELEPHONES, CLIENTS.key.c.key.in_(_SHARED))
)


def pairs_alike(connection: Connection, least: float) -> set[Pair]:
    """Return the pairs that may score ``least`` or more when they are weighed."""
    rows: Sequence[Any] = _LISTED.rows(connection, {})
    by_key, by_number = _telephones(connection)
    found = {*_of_one_birth(rows), *_of_one_name(rows), *_of_one_telephone(by_key)}
    wanted = {number for pair in found for number in pair}
    known = {row[_NUMBER]: row for row in rows if row[_NUMBER] in wanted}

    def may_reach(one: _Known, other: _Known) -> bool:
        most = most_points(
            (one[_NIK] or "", other[_NIK] or ""),
            (_day(one[_BIRTH]), _day(other[_BIRTH])),
            (one[_SEX], other[_SEX]),
            has_phone=not by_number.get(one[_NUMBER], _NONE).isdisjoint(by_number.get(other[_NUMBER], _NONE)),
            has_mother=bool(one[_MOTHER] and other[_MOTHER]),
        )
        return most + _UNROUNDED >= least

    return {pair for pair in found if may_reach(known[pair[0]], known[pair[1]])}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _of_one_birth(rows: Iterable[_Known]) -> Iterator[Pair]:
    """Yield those born on one day who share a word of the name, or the mother's name."""
    for born in _sharing(rows, _BIRTH):
        read = [(row[_NUMBER], set(row[_LISTING].split()), row[_MOTHER].casefold()) for row in born]
        for (one, words, mother), (other, other_words, other_mother) in combinations(read, 2):
            is_one_mother = mother == other_mother and bool(mother)
            if is_one_mother or (not words.isdisjoint(other_words) and _has_a_word(words & other_words)):
                yield one, other


def _has_a_word(words: Iterable[str]) -> bool:
    """Whether there is a real word: a letter alone tells nothing, nor does the bar before other names."""
    return any(len(word) > 1 for word in words)


def _of_one_name(rows: Iterable[_Known]) -> Iterator[Pair]:
    """Yield those of the same whole name whose birth dates may be one."""
    for named in _sharing(rows, _LISTING):
        yield from _of_near_births(named)


def _sharing(rows: Iterable[_Known], place: int) -> Iterable[list[_Known]]:
    """Return those who have the same value at ``place``, where it is known and more than one has it."""
    first: dict[str, _Known] = {}
    found: dict[str, list[_Known]] = {}
    for row in rows:
        value = row[place]
        if value is not None and (earlier := first.setdefault(value, row)) is not row:
            found.setdefault(value, [earlier]).append(row)
    return found.values()


def _of_near_births(named: Sequence[_Known]) -> Iterator[Pair]:
    """Yield the pairs of which one has no birth date, two of three parts agree, or day and month are swapped."""
    by_parts: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(named):
        number, birth = row[_NUMBER], row[_BIRTH]
        if birth is None:
            others = (other[_NUMBER] for other in (*named[:place], *named[place + 1 :]))
            yield from ((min(number, other), max(number, other)) for other in others)
            continue
        year, month, day = birth.split("-")
        by_parts["month", year, month].append(number)
        by_parts["day", year, day].append(number)
        by_parts["year", *sorted((month, day))].append(number)
    for numbers in by_parts.values():
        yield from combinations(numbers, 2)


def _telephones(connection: Connection) -> tuple[Mapping[str, set[int]], Mapping[int, set[str]]]:
    """Return who has each telephone that several have, and which of these each of them has."""
    by_key: defaultdict[str, set[int]] = defaultdict(set)
    by_number: defaultdict[int, set[str]] = defaultdict(set)
    for number, key in _TELEPHONES.rows(connection, {}):
        by_key[key].add(number)
        by_number[number].add(key)
    return by_key, by_number


def _of_one_telephone(telephones: Mapping[str, set[int]]) -> Iterator[Pair]:
    """Yield the pairs that share a telephone; one that many have is an office's or a village's and tells nothing."""
    for numbers in telephones.values():
        if len(numbers) <= _MOST_OF_ONE_TELEPHONE:
            yield from combinations(sorted(numbers), 2)
