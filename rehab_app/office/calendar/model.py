"""Days the office itself opened or closed."""

from datetime import date

from sqlmodel import Field

from rehab_app.store.record import Record


class OfficeDay(Record, table=True):
    """One day that differs from the calendar: closed with its name, or open although it is a holiday.

    A day that was taken out again is marked as removed and follows the calendar.
    """

    __tablename__ = "office_day"

    day: date = Field(unique=True)
    name: str = ""
    is_open: bool = False
    is_removed: bool = False
