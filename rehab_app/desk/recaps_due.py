"""Which recapitulations of clients are due and not signed yet: weekly every Thursday, monthly every 30th (Perka BNN 4/2015).

A day on which the office is closed moves the reminder to the last open day before it. It goes by itself once a recap of the
period is signed, and no period is asked for that ended before the program was set up here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Table, func, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import day_of
from rehab_app.office.accounts.model import Account
from rehab_app.office.calendar.days import closed_days
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.papers.recaps.model import SignedRecap
from rehab_app.papers.recaps.rules import Kind, Length, Period, due_on, latest_on, period_of
from rehab_app.store.work import Work

_SETTINGS: Final = {Length.WEEK: "recap_reminder_weekly", Length.MONTH: "recap_reminder_monthly"}
_LOOKED_BACK: Final = {Length.WEEK: 4, Length.MONTH: 3}
_FAR: Final = timedelta(days=14)
_SIGNED: Final[Table] = SignedRecap.__table__  # type: ignore[attr-defined]
_ACCOUNT: Final[Table] = Account.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class RecapDueRow:
    """One recap that is due: its period, the day it is due, and the last day on which it may arrive."""

    period: Period
    due_on: date
    latest_on: date
    is_overdue: bool


@needs(DataClass.LAPORAN, Right.INPUT)
def recaps_due(work: Work) -> tuple[RecapDueRow, ...]:
    """Return the recaps of Perka BNN 4/2015 that are due today or were before, the earliest first."""
    today = work.clock.today()
    lengths = [length for length, name in _SETTINGS.items() if setting(work, name)]
    if not lengths:
        return ()
    begun = _set_up_on(work)
    periods = [period for length in lengths for period in _recent(length, today) if begun and period.last >= begun]
    if not periods:
        return ()
    query = select(_SIGNED.c.from_on, _SIGNED.c.until_on).where(
        _SIGNED.c.kind == Kind.PERKA_4.value, _SIGNED.c.from_on >= min(period.first for period in periods)
    )
    signed = {(row.from_on, row.until_on) for row in work.connection.execute(query)}
    closed = closed_days(work, min(due_on(period) for period in periods) - _FAR, today + _FAR)
    rows = [
        RecapDueRow(period, due_on(period), latest_on(period), is_overdue=today > latest_on(period))
        for period in periods
        if (period.first, period.last) not in signed and _open_before(due_on(period), closed) <= today
    ]
    return tuple(sorted(rows, key=lambda row: (row.due_on, row.period.first)))


def _recent(length: Length, today: date) -> Iterator[Period]:
    """Yield the period of today and those before it, as far back as is reminded of."""
    period = period_of(length, today)
    for _ in range(_LOOKED_BACK[length] + 1):
        yield period
        period = period_of(length, period.first - timedelta(days=1))


def _open_before(day: date, closed: Mapping[date, str]) -> date:
    """Return ``day`` or the last day before it on which the office is open; ``day`` itself where that is two weeks off."""
    found = day
    while found in closed and day - found < _FAR:
        found -= timedelta(days=1)
    return found


def _set_up_on(work: Work) -> date | None:
    """Return the day the first account was made."""
    first = work.connection.execute(select(func.min(_ACCOUNT.c.created_at))).scalar_one()
    return day_of(first, work.clock.zone) if first is not None else None
