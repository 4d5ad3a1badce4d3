"""What the section of the closed days asks of the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.calendar.days import WEEKEND
from rehab_app.office.calendar.holidays import holidays_of, years_known
from rehab_app.office.calendar.service import (
    OfficeDayDraft,
    add_office_day,
    closed_days,
    office_days,
    take_out_office_day,
)
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day that differs from the week; ``own_id`` and ``row_version`` are those of a day of the office's own."""

    day: date
    name: str
    is_open: bool
    own_id: UUID | None = None
    row_version: int = 0


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """The days of a year; ``known`` are the years whose decree the program has."""

    year: int
    rows: tuple[DayRow, ...]
    has_decree: bool
    known: tuple[int, ...]


def read_days(session: Session, year: int, done: Done[YearOfDays], failed: Failed, owner: QObject) -> Job:
    """Read the closed days of a year and the office's own; plain weekends are left out."""

    def task(work: Work) -> YearOfDays:
        closed = closed_days(work, date(year, 1, 1), date(year, 12, 31))
        own = {one.day: one for one in office_days(work, year)}
        rows = [
            DayRow(one.day, one.name or one.calendar_name, one.is_open, one.id, one.row_version) for one in own.values()
        ]
        rows += [
            DayRow(day, name, is_open=False)
            for day, name in closed.items()
            if day not in own and name != WEEKEND.get(day.weekday())
        ]
        ordered = tuple(sorted(rows, key=lambda row: row.day))
        return YearOfDays(year, ordered, holidays_of(year) is not None, years_known())

    return session.read(task, done, failed, owner=owner)


def add_day(session: Session, values: Mapping[str, object], done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Put in a day of the office's own."""

    def task(work: Work) -> UUID:
        known = {name: value for name, value in values.items() if value is not None}
        return add_office_day(work, read_draft(OfficeDayDraft, known))

    return session.write(task, done, failed, owner=owner)


def take_out_day(session: Session, row: DayRow, done: Done[None], failed: Failed, owner: QObject) -> Job:
    """Take out a day of the office's own."""

    def task(work: Work) -> None:
        if row.own_id is None:
            raise RuleBroken("calendar.unknown_day")
        take_out_office_day(work, row.own_id, row.row_version)

    return session.write(task, done, failed, owner=owner)
