"""The lines of the timeline: an event with its day, and the name of the month where a new one begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rehab_app.clinic.timeline.rows import EventKind, EventRow
from rehab_app.foundation.dates import format_short, month_name


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its ``month`` (year, month) stands on the first event of each month alone. Words are made when they are shown."""

    event: EventRow
    month: tuple[int, int] | None

    @property
    def key(self) -> tuple[EventKind, UUID]:
        """What tells the line apart from one reading to the next."""
        return self.event.kind, self.event.key

    def month_text(self, language: str) -> str:
        """Return the name of the month that begins here, with its year; empty where none does."""
        return "" if self.month is None else f"{month_name(self.month[1], language)} {self.month[0]}"

    @property
    def day_text(self) -> str:
        """The day, and the hour where it is known."""
        day, at = self.event.day, self.event.at
        return f"{format_short(day)} {at:%H.%M}" if at is not None else format_short(day)


def lines_of(events: Sequence[EventRow]) -> list[Line]:
    """Return the lines of events that come the latest first."""
    lines: list[Line] = []
    before = None
    for event in events:
        month = (event.day.year, event.day.month)
        lines.append(Line(event, month if month != before else None))
        before = month
    return lines
