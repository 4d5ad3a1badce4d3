"""The lines of the timeline: an event with its day, and the name of the month where a new one begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rehab_app.clinic.timeline.rows import EventKind, EventRow
from rehab_app.foundation.dates import format_short, month_name
from rehab_app.ui.shell.session import Session


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``month`` stands on the first event of each month alone."""

    event: EventRow
    month: str
    day: str

    @property
    def key(self) -> tuple[EventKind, UUID]:
        """What tells the line apart from one reading to the next."""
        return self.event.kind, self.event.key


def lines_of(events: Sequence[EventRow], session: Session) -> list[Line]:
    """Return the lines of events that come the latest first."""
    language = session.context.words.language
    lines: list[Line] = []
    before = (0, 0)
    for event in events:
        month = (event.day.year, event.day.month)
        name = f"{month_name(event.day.month, language)} {event.day.year}" if month != before else ""
        day = f"{format_short(event.day)} {event.at:%H.%M}" if event.at is not None else format_short(event.day)
        lines.append(Line(event, name, day))
        before = month
    return lines
