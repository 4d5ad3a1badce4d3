"""The days the office itself puts in and takes out; which days are closed is told by ``days``."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Table, false, select
from sqlmodel import select as select_records

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.calendar.days import by_calendar, closed_days, is_open, years_without_holidays
from rehab_app.office.calendar.model import OfficeDay
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.store.work import Work

__all__ = [
    "OfficeDayDraft",
    "OfficeDayRow",
    "add_office_day",
    "closed_days",
    "is_open",
    "office_days",
    "take_out_office_day",
    "years_without_holidays",
]

_DAY: Final[Table] = OfficeDay.__table__  # type: ignore[attr-defined]
LONGEST_NAME: Final = 120


class OfficeDayDraft(BaseModel):
    """A day the office closes (with its name) or opens although the calendar closes it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    day: date | None = None
    name: str = Field(default="", max_length=LONGEST_NAME)
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class OfficeDayRow:
    """A day of the office's own; ``calendar_name`` is why the calendar alone would close it, empty where it would not."""

    id: UUID
    row_version: int
    day: date
    name: str
    is_open: bool
    calendar_name: str


@open_to_all
def office_days(work: Work, year: int) -> tuple[OfficeDayRow, ...]:
    """Return the office's own days of a year, in order."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    calendar = by_calendar(first, last)
    shown = (_DAY.c.id, _DAY.c.row_version, _DAY.c.day, _DAY.c.name, _DAY.c.is_open)
    query = select(*shown).where(_DAY.c.day.between(first, last), _DAY.c.is_removed == false()).order_by(_DAY.c.day)
    return tuple(OfficeDayRow(*row, calendar.get(row.day, "")) for row in work.connection.execute(query))


@needs(DataClass.PENGATURAN, Right.INPUT)
def add_office_day(work: Work, draft: OfficeDayDraft) -> UUID:
    """Put in a day of the office's own and return its id.

    Raises RuleBroken ``draft.required``, ``calendar.day_taken`` where the day is in already, and ``calendar.says_nothing``
    where the draft opens a day that is open anyway.
    """
    day = _checked(draft)
    known = work.session.exec(select_records(OfficeDay).where(OfficeDay.day == day)).first()
    if known is None:
        added = OfficeDay(id=work.new_id(), day=day, name=draft.name, is_open=draft.is_open)
        return work.add(added, "calendar.add_day").id
    if not known.is_removed:
        raise RuleBroken("calendar.day_taken", field="day")
    known.name, known.is_open, known.is_removed = draft.name, draft.is_open, False
    return work.change(known, "calendar.add_day").id


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def take_out_office_day(work: Work, day_id: UUID, row_version: int) -> None:
    """Take out a day of the office's own: it follows the calendar again; raises StaleRecord where another seat was faster."""
    known = work.session.get(OfficeDay, day_id)
    if known is None or known.is_removed:
        raise RuleBroken("calendar.unknown_day")
    if known.row_version != row_version:
        raise StaleRecord("store.stale", table="office_day")
    known.is_removed = True
    work.change(known, "calendar.take_out_day")


def _checked(draft: OfficeDayDraft) -> date:
    if draft.day is None:
        raise RuleBroken("draft.required", field="day")
    if not draft.is_open and not draft.name:
        raise RuleBroken("draft.required", field="name")
    if draft.is_open and not by_calendar(draft.day, draft.day):
        raise RuleBroken("calendar.says_nothing", field="is_open")
    return draft.day
