"""What stands round the tables of recaps: the office, the period in words, and the day the data are of."""

from dataclasses import dataclass
from datetime import date

from rehab_app.foundation.dates import format_long, format_short, month_name
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.recaps.rules import Length, Period


@dataclass(frozen=True, slots=True)
class Of:
    """Whose recap it is and on which day it is made."""

    clinic: str
    address: str
    day: date


def period_words(period: Period, part: str = "common") -> str:
    """Return ``Bulan: November 2022`` or what ``part`` of the template says instead."""
    said = template("recaps").parts[part][period.length.value]
    if period.length is Length.WEEK:
        return filled(said, first=format_short(period.first), last=format_short(period.last))
    facts = {"month": month_name(period.first.month), "year": period.last.year}
    return filled(said, **facts)


def as_of(day: date) -> str:
    """Return the line that says of which day the data are."""
    return filled(template("recaps").parts["common"]["as_of"], date=format_long(day))
