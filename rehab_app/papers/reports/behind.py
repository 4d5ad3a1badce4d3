"""The clients behind each number of a year: initials and RM, so that a figure can be checked person by person."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, func, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.papers.reports.counted import carried_over, counted, first_day
from rehab_app.papers.reports.figures import TABLES, check_year, coding_of
from rehab_app.store.work import Work

CARRIED_OVER: Final = "carried_over"
"""The name under which those beside the total are opened; it has no codes."""

_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One client behind a number, with the episode that is counted (her last one before the year, if carried over)."""

    client_id: UUID
    episode_id: UUID
    rm_number: str
    initials: str
    registration_number: str
    registered_on: date
    period_number: int


SHOWN: Final = (
    _EPISODE.c.client_id,
    _EPISODE.c.id,
    _CLIENT.c.rm_number,
    _CLIENT.c.initials,
    _EPISODE.c.registration_number,
    _EPISODE.c.registered_on,
    _EPISODE.c.period_number,
)
"""The columns of a ``BehindRow``, of the tables of clients and episodes."""


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def clients_behind(work: Work, year: int, table: str, code: str = "") -> tuple[BehindRow, ...]:
    """Return the clients behind one number, the first registered first.

    ``table`` is one of ``figures.TABLES`` with the ``code`` of a row, or ``CARRIED_OVER``. Who used what is health data, so the
    table ``substance`` needs the right to see it too. Raises RuleBroken("figures.year") or ("figures.table").
    """
    check_year(year, work.clock.today())
    work.actor.require(DataClass.LAPORAN, Right.MELIHAT)
    if table == "substance":
        work.actor.require(DataClass.KLINIS, Right.MELIHAT)
    if table == CARRIED_OVER:
        return tuple(BehindRow(*row) for row in work.connection.execute(_carried_over(year)))
    if table not in TABLES:
        raise RuleBroken("figures.table", field="table", name=table)
    coding, people = coding_of(work), counted(year)
    joined = people.join(_EPISODE, people.c.episode_id == _EPISODE.c.id).join(
        _CLIENT, _CLIENT.c.id == _EPISODE.c.client_id
    )
    query = in_order(select(*SHOWN, people.c[table]).select_from(joined))
    return tuple(BehindRow(*row[:-1]) for row in work.connection.execute(query) if coding.code(table, row[-1]) == code)


def in_order(query: Select[Any]) -> Select[Any]:
    """Return a query of ``SHOWN`` in the order of registration."""
    return query.order_by(_EPISODE.c.registered_on, _EPISODE.c.registration_number)


def _carried_over(year: int) -> Select[Any]:
    people = carried_over(year).subquery("people")
    last = (
        select(_EPISODE.c.client_id, func.max(_EPISODE.c.period_number).label("period_number"))
        .join(people, people.c.client_id == _EPISODE.c.client_id)
        .where(_EPISODE.c.registered_on < first_day(year))
        .group_by(_EPISODE.c.client_id)
        .subquery("last")
    )
    joined = last.join(
        _EPISODE,
        (_EPISODE.c.client_id == last.c.client_id) & (_EPISODE.c.period_number == last.c.period_number),
    ).join(_CLIENT, _CLIENT.c.id == _EPISODE.c.client_id)
    return in_order(select(*SHOWN).select_from(joined))
