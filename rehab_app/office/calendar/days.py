"""Which days the clinic is closed: the question every room that plans asks."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import Table, false, select

from rehab_app.foundation.words import N_
from rehab_app.office.calendar.holidays import holidays_of
from rehab_app.office.calendar.model import OfficeDay
from rehab_app.office.rights.needs import open_to_all
from rehab_app.store.work import Work

_DAY: Final[Table] = OfficeDay.__table__  # type: ignore[attr-defined]
LONGEST_SPAN: Final = timedelta(days=3 * 366)
WEEKEND: Final[Mapping[int, str]] = MappingProxyType({5: N_("Saturday"), 6: N_("Sunday")})
"""The days of the week on which the clinic is closed, Monday being 0; the name is a message, to be said."""


@open_to_all
def closed_days(work: Work, first: date, last: date) -> Mapping[date, str]:
    """Return each closed day from ``first`` to ``last`` with its name, in order.

    The office's own word counts before the decree, the decree before the weekend. Names of weekend days are messages
    (``Words.say``), all others stand as the decree or the office wrote them. Of a year whose decree is not shipped only
    weekends and the office's own days are known: ``years_without_holidays`` names it. Raises ValueError for a span of more
    than three years.
    """
    if last - first > LONGEST_SPAN:
        raise ValueError("closed days are asked for three years at most")
    query = select(_DAY.c.day, _DAY.c.name, _DAY.c.is_open).where(
        _DAY.c.day.between(first, last), _DAY.c.is_removed == false()
    )
    own = {row.day: "" if row.is_open else row.name for row in work.connection.execute(query)}
    calendar = by_calendar(first, last)
    names = ((day, own.get(day, calendar.get(day, ""))) for day in _days(first, last))
    return {day: name for day, name in names if name}


@open_to_all
def is_open(work: Work, day: date) -> bool:
    """Whether the clinic is open on a day, as far as the calendar knows."""
    return not closed_days(work, day, day)


def years_without_holidays(first: date, last: date) -> tuple[int, ...]:
    """Return the years from ``first`` to ``last`` whose public holidays nobody has told the program: say so on the screen."""
    return tuple(year for year in range(first.year, last.year + 1) if holidays_of(year) is None)


def by_calendar(first: date, last: date) -> dict[date, str]:
    """Return what weekend and decree close."""
    closed = {day: WEEKEND[day.weekday()] for day in _days(first, last) if day.weekday() in WEEKEND}
    for year in range(first.year, last.year + 1):
        closed |= {one.day: one.name for one in holidays_of(year) or () if first <= one.day <= last}
    return closed


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
