"""Clients who are in the records twice, perhaps: pairs that are alike, each with what speaks for it and against.

Not every pair of a clinic is compared, only those that ``alike`` takes up; they are weighed as ``matches`` weighs what is typed,
and a name alone is not enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select

from rehab_app.clinic.clients.alike import pairs_alike
from rehab_app.clinic.clients.finding import CLIENT
from rehab_app.clinic.clients.matches import Identity, Match, ReadIdentity, Reason, reasons
from rehab_app.clinic.clients.merging import resolved
from rehab_app.clinic.clients.model import DistinctPair
from rehab_app.clinic.clients.queries import person_fields
from rehab_app.clinic.clients.rows import PersonRow
from rehab_app.clinic.clients.search_index import CLIENTS, alias_names
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

# A name and one thing more, or a NIK.
WORTH_A_LOOK: Final = 0.6
_BATCH: Final = 400
_DISTINCT: Final = DistinctPair.__table__  # type: ignore[attr-defined]
_JOINED: Final = CLIENTS.entry.join(CLIENT, CLIENT.c.id == CLIENTS.entry.c.record_id)
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
    pairs = pairs_alike(work.connection, WORTH_A_LOOK)
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
