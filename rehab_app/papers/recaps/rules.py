"""Which recaps an office owes, over which days each runs, and when it is due.

Perka BNN 4/2015, Lampiran II: a government institution reports weekly every Thursday and monthly every 30th; the report of a
month arrives in the first week of the next one. A week of reports runs from Friday to Thursday, so that every day is reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.errors import RuleBroken

FIRST_YEAR: Final = 1990
_THURSDAY: Final = 3
_WEEK: Final = 7
_LAST_MONTH: Final = 12
_DUE_DAY: Final = 30
_GRACE: Final = 7


class Kind(StrEnum):
    """The recaps."""

    NEW_PATIENTS = "new_patients"
    PATIENTS_OF_YEAR = "patients_of_year"
    PERKA_4 = "perka_4"


class Length(StrEnum):
    """How long a recap runs."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Naming(StrEnum):
    """What the column of names of LAPORAN DATA PASIEN BARU prints; hidden unless somebody who may chooses otherwise."""

    HIDDEN = "hidden"
    INITIALS = "initials"
    NAMES = "names"


LENGTHS: Final[Mapping[Kind, tuple[Length, ...]]] = MappingProxyType(
    {
        Kind.NEW_PATIENTS: (Length.MONTH, Length.WEEK, Length.YEAR),
        Kind.PATIENTS_OF_YEAR: (Length.YEAR,),
        Kind.PERKA_4: (Length.MONTH, Length.WEEK, Length.YEAR),
    }
)
"""The lengths each recap is made for, the usual one first."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a recap, both counted in."""

    length: Length
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Wish:
    """Which recap over which days, and what its column of names prints."""

    kind: Kind
    period: Period
    naming: Naming = Naming.HIDDEN


def period_of(length: Length, day: date) -> Period:
    """Return the period of that length in which ``day`` lies."""
    if length is Length.WEEK:
        last = day + timedelta(days=(_THURSDAY - day.weekday()) % _WEEK)
        return Period(length, last - timedelta(days=_WEEK - 1), last)
    if length is Length.MONTH:
        return Period(length, day.replace(day=1), month_end(day))
    return Period(length, date(day.year, 1, 1), date(day.year, _LAST_MONTH, 31))


def periods_in(length: Length, year: int, today: date) -> tuple[Period, ...]:
    """Return the periods that end in ``year`` and have begun by ``today``, the latest first."""
    found = []
    period = period_of(length, date(year, 1, 1))
    while period.last.year == year and period.first <= today:
        found.append(period)
        period = period_of(length, period.last + timedelta(days=1))
    return tuple(reversed(found))


def length_between(first: date, last: date) -> Length | None:
    """Return which length runs from ``first`` to ``last``; None where none does."""
    return next((one for one in Length if period_of(one, first) == Period(one, first, last)), None)


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    following = date(day.year + 1, 1, 1) if day.month == _LAST_MONTH else date(day.year, day.month + 1, 1)
    return following - timedelta(days=1)


def due_on(period: Period) -> date:
    """Return the day a recap of the period is due: the Thursday, the 30th (the last of February), the end of the year."""
    if period.length is Length.MONTH:
        return min(period.last, period.first.replace(day=28) + timedelta(days=_DUE_DAY - 28))
    return period.last


def latest_on(period: Period) -> date:
    """Return the last day on which it may arrive: of a month the seventh of the next, else the day it is due."""
    return period.last + timedelta(days=_GRACE) if period.length is Length.MONTH else due_on(period)


def check_wish(wish: Wish, today: date) -> None:
    """Raise RuleBroken ``recaps.period`` for a period that is not one of the recap's, or that has not begun."""
    period = wish.period
    is_whole = period_of(period.length, period.first) == period
    if not is_whole or period.length not in LENGTHS[wish.kind] or period.last.year < FIRST_YEAR:
        raise RuleBroken("recaps.period", field="period")
    if period.first > today:
        raise RuleBroken("recaps.period", field="period")
