"""Finding clients: the one search box, the likely matches while a new one is typed, and the list, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, Select, bindparam, select, true, tuple_

from rehab_app.clinic.clients.by_name import by_name
from rehab_app.clinic.clients.by_number import by_number, holds_digits, is_only_a_number
from rehab_app.clinic.clients.candidates import candidates_for
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.finding import EPISODE, Shown, showing
from rehab_app.clinic.clients.matches import likely_matches as weighed
from rehab_app.clinic.clients.rows import ClientRow, FoundClient, LikelyMatch, MatchedBy
from rehab_app.clinic.clients.rules import age_from
from rehab_app.clinic.clients.search_index import CLIENTS
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.places.gazetteer import district_label
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

LONGEST_QUESTION: Final = 200
# Up to so many in one state, they are put in order; of more, the list is walked until enough of them are met.
_FEW_IN_STATE: Final = 2000

_BY_ID: Final = showing(CLIENTS.entry.c.number).where(CLIENTS.entry.c.record_id.in_(bindparam("ids", expanding=True)))
_IN_STATE: Final = (
    select(EPISODE.c.period_number).where(EPISODE.c.state == bindparam("state")).limit(bindparam("limit"))
)


class Order(StrEnum):
    """How the list of clients is ordered: from A, or the latest registered first."""

    NAME = "name"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the list is narrowed to: an incomplete identity, a ``state`` of the last episode (empty: any)."""

    has_incomplete_identity: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class PageKey:
    """Where a page ends and the next begins; made and read here alone."""

    listing: str
    number: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; ``next_key`` is None on the last."""

    rows: tuple[ClientRow, ...]
    next_key: PageKey | None


ALL: Final = ListFilter()


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def find(work: Work, text: str, limit: int = 10) -> list[FoundClient]:
    """Return at most ``limit`` clients for what was typed into the search box, the best first.

    Understood are a name in any order of words, beginnings and pieces of words (three letters or more), an alias, small slips and
    other spellings; a NIK or telephone, whole or its first four digits or more; No. Rekam Medis and No. Registrasi. An empty text
    finds nobody.
    """
    typed = " ".join(text.split())[:LONGEST_QUESTION]
    found = by_number(work.connection, typed, limit) if holds_digits(typed) else {}
    if typed and not found and not is_only_a_number(typed):
        found = by_name(work.connection, typed, limit)
    today = work.clock.today()
    return [_found_client(row, matched_by, today) for row, matched_by in found.values()]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def likely_matches(
    work: Work, draft: ClientDraft, limit: int = 5, *, apart_from: UUID | None = None
) -> list[LikelyMatch]:
    """Return the clients who may be the person that is being typed, the likeliest first, each with the reasons.

    The draft may be in any state of validity; ``apart_from`` is the client whose own file is being changed.
    """
    typed, known = candidates_for(work.connection, draft)
    others = [(one, one.identity) for one in known if one.row.id != apart_from]
    today = work.clock.today()
    return [
        LikelyMatch(*person_fields(one.row, today), match.score, match.reasons, match.doubts)
        for one, match in weighed(typed, others, limit=limit)
    ]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def find_by_ids(work: Work, ids: Sequence[UUID]) -> list[FoundClient]:
    """Return the clients with those ids, in that order; an id that is not known is passed over."""
    today = work.clock.today()
    rows = {row.id: row for row in work.connection.execute(_BY_ID, {"ids": list(ids)})} if ids else {}
    return [_found_client(rows[one], MatchedBy.NAME, today) for one in dict.fromkeys(ids) if one in rows]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def page(
    work: Work,
    order: Order = Order.NAME,
    after: PageKey | None = None,
    limit: int = 50,
    narrowed: ListFilter = ALL,
    *,
    is_reversed: bool = False,
) -> Page:
    """Return the page of the list that follows ``after`` (the first where it is None)."""
    values: dict[str, Any] = {"limit": limit + 1, "state": narrowed.state}
    if after is not None:
        values |= {"listing": after.listing, "number": after.number}
    statement = _page_statement(
        order,
        is_reversed=is_reversed,
        is_first=after is None,
        is_marked=narrowed.has_incomplete_identity,
        of_state=_OfState.ANY if not narrowed.state else _of_state(work, narrowed.state),
    )
    rows = work.connection.execute(statement, values).all()
    today = work.clock.today()
    shown = rows[:limit]
    next_key = PageKey(shown[-1].listing, shown[-1].number) if len(rows) > limit else None
    return Page(tuple(_client_row(row, today) for row in shown), next_key)


class _OfState(Enum):
    """How a page finds those in one state: not asked; looked for among few; every client asked, since many are."""

    ANY = 0
    FEW = 1
    MANY = 2


def _of_state(work: Work, state: str) -> _OfState:
    counted = work.connection.execute(_IN_STATE, {"state": state, "limit": _FEW_IN_STATE + 1}).all()
    return _OfState.FEW if len(counted) <= _FEW_IN_STATE else _OfState.MANY


def _last_state() -> ScalarSelect[str]:
    """Return the state of the last episode of an entry's client."""
    mine = EPISODE.c.client_id == CLIENTS.entry.c.record_id
    state = select(EPISODE.c.state).where(mine).order_by(EPISODE.c.period_number.desc()).limit(1)
    return state.correlate(CLIENTS.entry).scalar_subquery()


@cache
def _page_statement(
    order: Order, *, is_reversed: bool, is_first: bool, is_marked: bool, of_state: _OfState
) -> Select[Any]:
    listing, number = CLIENTS.entry.c.listing, CLIENTS.entry.c.number
    chosen = select(listing, number).limit(bindparam("limit"))
    if is_marked:
        chosen = chosen.where(CLIENTS.entry.c.is_marked == true())
    if of_state is _OfState.FEW:
        in_state = select(EPISODE.c.client_id).where(EPISODE.c.state == bindparam("state"))
        chosen = chosen.where(CLIENTS.entry.c.record_id.in_(in_state))
    if of_state is not _OfState.ANY:
        chosen = chosen.where(_last_state() == bindparam("state"))
    is_falling = is_reversed != (order is Order.NEWEST)
    columns = [listing, number] if order is Order.NAME else [number]
    if not is_first:
        here, there = tuple_(*columns), tuple_(*(bindparam(column.name, type_=column.type) for column in columns))
        chosen = chosen.where(here < there if is_falling else here > there)
    hits = chosen.order_by(*(column.desc() if is_falling else column for column in columns)).subquery("hits")
    shown = showing(hits.c.number).add_columns(hits.c.listing)
    return shown.order_by(*(hits.c[one.name].desc() if is_falling else hits.c[one.name] for one in columns))


@cache
def _district(place_code: str) -> str:
    """Return the district of a place, which never changes while the program runs."""
    return district_label(place_code)


def person_fields(row: Row[Any] | Shown, today: date) -> tuple[UUID, str, str, str, str, date | None, int | None, str]:
    """Return the fields that every row about a person begins with. Rows are unpacked by place: a page has fifty of them."""
    id_, rm_number, initials, full_name, _, sex, birth_date, stated_age, stated_age_on, place_code = tuple(row)[:10]
    age = age_from(birth_date, stated_age, stated_age_on, today)
    return id_, rm_number, initials, full_name, sex, birth_date, age, _district(place_code)


def _found_client(row: Row[Any] | Shown, matched_by: MatchedBy, today: date) -> FoundClient:
    return FoundClient(*person_fields(row, today), row.registration_number or "", row.state or "", matched_by)


def _client_row(row: Row[Any] | Shown, today: date) -> ClientRow:
    person = person_fields(row, today)
    return ClientRow(*person, row.registration_number or "", row.state or "", row.is_identity_complete)
