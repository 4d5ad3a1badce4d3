"""Clients who are in the records twice, perhaps: pairs that are alike, each with what speaks for it and against.

Not every pair of a clinic is compared. Pairs are taken up that share a birth date and a word of the name or the mother, a
telephone, or the whole name; then they are weighed as ``matches`` weighs what is typed, and a name alone is not enough.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select

from rehab_app.clinic.clients.finding import CLIENT
from rehab_app.clinic.clients.matches import Identity, Match, ReadIdentity, Reason, reasons
from rehab_app.clinic.clients.merging import resolved
from rehab_app.clinic.clients.model import DistinctPair
from rehab_app.clinic.clients.queries import person_fields
from rehab_app.clinic.clients.rows import PersonRow
from rehab_app.clinic.clients.search_index import CLIENTS, KeyKind, alias_names
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

# A name and one thing more, or a NIK.
WORTH_A_LOOK: Final = 0.6
_MOST_OF_ONE_TELEPHONE: Final = 20
_BATCH: Final = 400
_DISTINCT: Final = DistinctPair.__table__  # type: ignore[attr-defined]
_BAR: Final = "|"
_PARTS: Final = ("day", "month", "year")

_JOINED: Final = CLIENTS.entry.join(CLIENT, CLIENT.c.id == CLIENTS.entry.c.record_id)
_LISTED: Final = (
    select(CLIENTS.entry.c.number, CLIENTS.entry.c.listing, CLIENT.c.birth_date, CLIENT.c.mother_name)
    .select_from(_JOINED)
    .order_by(CLIENTS.entry.c.number)
)
_TELEPHONES: Final = select(CLIENTS.key.c.number, CLIENTS.key.c.key).where(
    CLIENTS.key.c.kind.in_((int(KeyKind.PHONE), int(KeyKind.IDENTITY)))
)
_COMPARED: Final = (
    "id",
    "rm_number",
    "initials",
    "full_name",
    "aliases",
    "sex",
    "birth_date",
    "stated_age",
    "stated_age_on",
    "place_code",
    "nik",
    "phone",
    "other_phone",
    "mother_name",
)


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two clients who may be one: how likely (0 to 1), what speaks for it and what against. ``first`` was registered earlier."""

    first: PersonRow
    second: PersonRow
    score: float
    reasons: tuple[Reason, ...]
    doubts: tuple[Reason, ...]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def possible_duplicates(work: Work, limit: int = 200) -> tuple[PairRow, ...]:
    """Return at most ``limit`` pairs of clients who may be one person, the likeliest first.

    Pairs that were told apart and records that were merged are left out.
    """
    pairs = _alike(work)
    people = _people(work, {number for pair in pairs for number in pair})
    apart = _told_apart(work)
    read = {number: ReadIdentity.of(_identity(row)) for number, row in people.items()}
    found: list[tuple[Match, Row[Any], Row[Any]]] = []
    for one, other in pairs:
        first, second = people[one], people[other]
        if frozenset((first.id, second.id)) in apart:
            continue
        match = reasons(read[one], read[other])
        if match.score >= WORTH_A_LOOK:
            found.append((match, first, second))
    found.sort(key=lambda one: (-one[0].score, one[1].rm_number, one[2].rm_number))
    today = work.clock.today()
    return tuple(
        PairRow(
            PersonRow(*person_fields(first, today)),
            PersonRow(*person_fields(second, today)),
            match.score,
            match.reasons,
            match.doubts,
        )
        for match, first, second in found[:limit]
    )


def _alike(work: Work) -> set[tuple[int, int]]:
    """Return the pairs worth weighing, the lower number first, from one reading of all clients.

    Read once and gathered here, because a join of the clients with themselves takes ten times as long.
    """
    by_birth: dict[date, list[tuple[int, set[str]]]] = {}
    by_name: dict[str, list[tuple[int, date | None]]] = {}
    for row in work.connection.execute(_LISTED):
        if row.birth_date is not None:
            words = _words(row.listing)
            if row.mother_name:
                words.add(f"{_BAR}{row.mother_name.casefold()}")
            by_birth.setdefault(row.birth_date, []).append((row.number, words))
        by_name.setdefault(row.listing, []).append((row.number, row.birth_date))
    found = {pair for born in by_birth.values() for pair in _sharing_a_word(born)}
    for named in by_name.values():
        found |= {(one[0], other[0]) for one, other in combinations(named, 2) if _may_be_one_birth(one[1], other[1])}
    return found | _of_one_telephone(work)


def _sharing_a_word(born: Sequence[tuple[int, set[str]]]) -> Iterable[tuple[int, int]]:
    """Return the pairs of those born on one day who share a word of the name, or the mother's name."""
    by_word: dict[str, list[int]] = {}
    for number, words in born if len(born) > 1 else ():
        for word in words:
            by_word.setdefault(word, []).append(number)
    return (pair for numbers in by_word.values() for pair in combinations(numbers, 2))


def _of_one_telephone(work: Work) -> set[tuple[int, int]]:
    """Return the pairs that share a telephone; one that many have is an office's or a village's and tells nothing."""
    by_key: dict[str, set[int]] = {}
    for number, key in work.connection.execute(_TELEPHONES):
        by_key.setdefault(key, set()).add(number)
    shared = (numbers for numbers in by_key.values() if len(numbers) <= _MOST_OF_ONE_TELEPHONE)
    return {pair for numbers in shared for pair in combinations(sorted(numbers), 2)}


def _may_be_one_birth(first: date | None, second: date | None) -> bool:
    """Whether two birth dates may be one: one is not known, two of three parts agree, or day and month are swapped."""
    if first is None or second is None:
        return True
    same = sum(getattr(first, part) == getattr(second, part) for part in _PARTS)
    return same > 1 or (first.day, first.month) == (second.month, second.day)


def _words(listing: str) -> set[str]:
    return {word for word in listing.split() if word != _BAR and len(word) > 1}


def _told_apart(work: Work) -> set[frozenset[UUID]]:
    """Return the pairs that were told apart, also through records that were taken into another one since."""
    rows = work.connection.execute(select(_DISTINCT.c.first_id, _DISTINCT.c.second_id)).all()
    return {frozenset(resolved(work, one) for one in row) for row in rows}


def _people(work: Work, numbers: set[int]) -> Mapping[int, Row[Any]]:
    """Return the clients of those numbers, in batches that every engine takes."""
    wanted = sorted(numbers)
    found: dict[int, Row[Any]] = {}
    columns = [CLIENT.c[name] for name in _COMPARED]
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        query = select(*columns, CLIENTS.entry.c.number).select_from(_JOINED).where(CLIENTS.entry.c.number.in_(batch))
        found |= {row.number: row for row in work.connection.execute(query)}
    return found


def _identity(row: Row[Any]) -> Identity:
    return Identity(
        name=row.full_name,
        aliases=tuple(alias_names(row.aliases)),
        birth_date=row.birth_date,
        nik=row.nik or "",
        phones=(row.phone, row.other_phone),
        mother=row.mother_name,
        sex=row.sex,
    )
