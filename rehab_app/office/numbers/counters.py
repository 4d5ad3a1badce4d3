"""Counters that never give a number twice and leave no gap behind a transaction that failed."""

from typing import Final

from sqlalchemy import Column, Integer, String, Table, bindparam, insert, select, update
from sqlmodel import SQLModel

from rehab_app.store.direct import Direct
from rehab_app.store.work import Work

COUNTER = Table(
    "counter",
    SQLModel.metadata,
    Column("series", String(40), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

# Put together once: a number is taken with every registration.
_HERE: Final = (COUNTER.c.series == bindparam("of_series")) & (COUNTER.c.year == bindparam("of_year"))
_LAST: Final = Direct(select(COUNTER.c.last).where(_HERE).with_for_update())
_TAKE: Final = update(COUNTER).where(_HERE)


def take_number(work: Work, series: str, year: int = 0) -> int:
    """Return the next number of ``series`` in ``year`` (0 for series that never start anew).

    The number is taken only if the transaction commits.
    """
    here = {"of_series": series, "of_year": year}
    row = _LAST.first(work.connection, here)
    if row is None:
        work.connection.execute(insert(COUNTER), {"series": series, "year": year, "last": 1})
        return 1
    number = int(row[0]) + 1
    work.connection.execute(_TAKE, {**here, "last": number})
    return number


def last_number(work: Work, series: str, year: int = 0) -> int:
    """Return the last number taken, 0 where none was."""
    here = (COUNTER.c.series == series) & (COUNTER.c.year == year)
    row = work.connection.execute(select(COUNTER.c.last).where(here)).first()
    return int(row.last) if row else 0


def hold_number(work: Work, series: str, year: int = 0) -> int:
    """Return the last number taken, 0 where none was, and hold the counter until the transaction ends."""
    row = _LAST.first(work.connection, {"of_series": series, "of_year": year})
    return int(row[0]) if row else 0


def start_from(work: Work, series: str, year: int, last: int) -> None:
    """Set the last number used elsewhere, so that the next one taken is ``last + 1``; never below a number already taken."""
    here = (COUNTER.c.series == series) & (COUNTER.c.year == year)
    known = work.connection.execute(select(COUNTER.c.last).where(here)).first()
    if known is None:
        work.connection.execute(insert(COUNTER), {"series": series, "year": year, "last": last})
    elif last > known.last:
        work.connection.execute(update(COUNTER).where(here).values(last=last))
