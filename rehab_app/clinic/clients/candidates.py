"""Who is worth comparing with a person that is being typed: few of many thousands, taken from the index and by birth date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select

from rehab_app.clinic.clients.by_name import NameSearch
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.finding import BY_NUMBER, CLIENT
from rehab_app.clinic.clients.matches import Identity
from rehab_app.clinic.clients.phones import phone_key
from rehab_app.clinic.clients.rules import digits_of
from rehab_app.clinic.clients.search_index import CLIENTS, KeyKind, alias_names, mother_key
from rehab_app.store import text_search
from rehab_app.store.text_search import LAST_SIGN

_OF_NAME: Final = 12
_OF_BIRTH_DATE: Final = 20
_OF_KEYS: Final = 20
# Region and birth date: what a NIK that was mistyped in its serial number still has.
_NIK_WITHOUT_SERIAL: Final = 12

_BORN: Final = (
    select(CLIENTS.entry.c.number)
    .join(CLIENT, CLIENT.c.id == CLIENTS.entry.c.record_id)
    .where(CLIENT.c.birth_date.in_(bindparam("days", expanding=True)))
    .limit(_OF_BIRTH_DATE)
)
_KEYS: Final = text_search.of_keys(CLIENTS)
_FROM_KEY: Final = text_search.from_key(CLIENTS)
_COMPARED: Final = BY_NUMBER.add_columns(CLIENT.c.nik, CLIENT.c.phone, CLIENT.c.other_phone, CLIENT.c.mother_name)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One client with her row to show and her identity to compare."""

    row: Row[Any]
    identity: Identity


def candidates_for(connection: Connection, draft: ClientDraft) -> tuple[Identity, list[Candidate]]:
    """Return what is typed as an identity, and the clients to compare it with."""
    typed = Identity(
        name=draft.full_name,
        aliases=tuple(alias_names(draft.aliases)),
        birth_date=draft.birth_date,
        nik=digits_of(draft.nik),
        phones=tuple(phone for phone in (draft.phone, draft.other_phone) if phone),
        mother=draft.mother_name,
        sex=draft.sex,
    )
    numbers = sorted(
        {*_of_keys(connection, typed), *_of_birth_date(connection, typed.birth_date), *_of_names(connection, typed)}
    )
    rows = connection.execute(_COMPARED, {"numbers": numbers}).all() if numbers else []
    return typed, [Candidate(row, _identity(row, typed)) for row in rows]


def _identity(row: Row[Any], typed: Identity) -> Identity:
    """Return a known identity, with what can be compared with what is typed."""
    return Identity(
        name=row.full_name,
        aliases=tuple(alias_names(row.aliases)),
        birth_date=row.birth_date,
        nik=row.nik or "",
        phones=(row.phone, row.other_phone) if typed.phones else (),
        mother=row.mother_name if typed.mother else "",
        sex=row.sex,
    )


def _of_keys(connection: Connection, typed: Identity) -> Iterable[int]:
    keys = {typed.nik, *map(phone_key, typed.phones)} - {""}
    if keys:
        yield from (row.number for row in connection.execute(_KEYS, {"keys": sorted(keys)}).all()[:_OF_KEYS])
    ranges = []
    if len(typed.nik) >= _NIK_WITHOUT_SERIAL:
        low = typed.nik[:_NIK_WITHOUT_SERIAL]
        ranges.append((low, low + LAST_SIGN, KeyKind.NIK))
    if mother := mother_key(typed.mother):
        ranges.append((mother, f"{mother}\x01", KeyKind.MOTHER))
    for low, high, kind in ranges:
        values = {"low": low, "high": high, "kinds": [int(kind)], "limit": _OF_KEYS}
        yield from (row.number for row in connection.execute(_FROM_KEY, values))


def _of_birth_date(connection: Connection, birth_date: date | None) -> Iterable[int]:
    """Return those born on that day, or on the day that swapping day and month gives."""
    if birth_date is None:
        return []
    days = [birth_date]
    if birth_date.day <= 12 and birth_date.day != birth_date.month:  # noqa: PLR2004 - months
        days.append(birth_date.replace(day=birth_date.month, month=birth_date.day))
    return connection.execute(_BORN, {"days": days}).scalars().all()


def _of_names(connection: Connection, typed: Identity) -> Iterable[int]:
    """Return those who begin so, and those spelt nearly so."""
    for name in (typed.name, *typed.aliases[:1]):
        search = NameSearch(connection, name, _OF_NAME)
        if search.tokens:
            search.add_starts()
            yield from search.found
            yield from search.likest()
