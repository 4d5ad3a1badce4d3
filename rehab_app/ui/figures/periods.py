"""The periods for which deeds are listed: months, the halves of a year by which angka kredit is judged, and years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rehab_app.foundation.words import N_

_HALF: Final = 7  # the month in which the second half begins
_LAST_MONTH: Final = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both counted in; ``words`` is a message id and may name ``{year}``."""

    words: str
    first: date
    last: date


def periods(today: date) -> tuple[Period, ...]:
    """Return the periods that are offered, the nearest first; those that have not begun are left out."""
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    found = [
        Period(N_("This month"), first, _month_end(first)),
        Period(N_("Last month"), before.replace(day=1), before),
    ]
    for year in (today.year, today.year - 1):
        found += [
            Period(N_("Second half of {year}"), date(year, _HALF, 1), date(year, _LAST_MONTH, 31)),
            Period(N_("First half of {year}"), date(year, 1, 1), date(year, _HALF, 1) - timedelta(days=1)),
            Period(N_("Year {year}"), date(year, 1, 1), date(year, _LAST_MONTH, 31)),
        ]
    return tuple(period for period in found if period.first <= today)


def _month_end(first: date) -> date:
    following = (
        first.replace(year=first.year + 1, month=1)
        if first.month == _LAST_MONTH
        else first.replace(month=first.month + 1)
    )
    return following - timedelta(days=1)
