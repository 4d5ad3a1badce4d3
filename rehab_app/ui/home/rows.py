"""What the home page lists besides today's sessions: groups of what waits, each row with the reason it is there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from rehab_app.clinic.sessions.rows import SessionListRow

_SLOT: Final = timedelta(minutes=30)


class Waiting(StrEnum):
    """Why a row is on the list, in the order of urgency."""

    EMERGENCY = "emergency"
    ALERT = "alert"
    WITHDRAWAL = "withdrawal"
    PRIVACY = "privacy"
    GUARDIAN = "guardian"
    CALL = "call"
    MISSED = "missed"
    DUTY = "duty"
    TAT = "tat"
    AFTERCARE = "aftercare"
    REFERRAL = "referral"
    UNRECORDED = "unrecorded"
    UNSIGNED = "unsigned"
    PLAN = "plan"
    MEASURE = "measure"
    URINE = "urine"
    RECAP = "recap"
    DRAFT = "draft"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits.

    ``client_id`` is None where it is about no client (a draft of a new one, the count of incomplete records). ``since`` is the
    day it began; ``facts`` fill the sentence of its kind; ``subject`` is what its action needs: an opening's id, a draft's form.
    """

    kind: Waiting
    client_id: UUID | None
    initials: str
    rm_number: str
    since: date | None
    facts: Mapping[str, object] = field(default_factory=dict)
    subject: object = None


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Everything of one kind that waits: how many there are, and the first of them."""

    kind: Waiting
    count: int
    rows: tuple[WaitingRow, ...]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One line of the list: the heading of a group (``row`` None) with how many of it are shown, or one row of it."""

    group: WaitingGroup
    shown: int = 0
    row: WaitingRow | None = None

    @property
    def kind(self) -> Waiting:
        """Why it is there."""
        return self.group.kind

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this line from others, from one reading to the next."""
        if self.row is None:
            return (self.kind, "", "")
        return (self.kind, str(self.row.client_id), str(self.row.subject))


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One of today's meetings with its counsellor's name: of one client, or of a group with the seats that stand."""

    seats: tuple[SessionListRow, ...]
    counsellor: str
    topic: str = ""

    @property
    def session(self) -> SessionListRow:
        """The meeting; of a group, one of its seats, which have day, hour, kind and counsellor in common."""
        return self.seats[0]

    @property
    def is_group(self) -> bool:
        """Whether it is a group, which is filled in by its roster."""
        return self.session.group_id is not None

    @property
    def key(self) -> UUID:
        """The id by which it is known from one reading to the next."""
        return self.session.group_id or self.session.series_id

    @property
    def open_count(self) -> int:
        """Of how many seats nobody has entered yet whether the client came."""
        return sum(not seat.attendance for seat in self.seats)

    def is_over(self, now: time) -> bool:
        """Whether it has ended at ``now`` of its own day; one without an hour ends with the day."""
        at = self.session.held_at
        if at is None:
            return False
        ends = datetime.combine(date.min, at) + self.session.slots * _SLOT
        return ends <= datetime.combine(date.min, now)


@dataclass(frozen=True, slots=True)
class Today:
    """The day: what the home page shows first."""

    day: date
    sessions: tuple[TodayRow, ...]


def folded(seats: Iterable[SessionListRow]) -> list[tuple[SessionListRow, ...]]:
    """Return the meetings with the seats of one group together, each where its first seat stood."""
    found: dict[UUID, list[SessionListRow]] = {}
    for seat in seats:
        found.setdefault(seat.group_id or seat.series_id, []).append(seat)
    return [tuple(meeting) for meeting in found.values()]


def next_open(rows: Sequence[TodayRow], now: time) -> int:
    """Return where the next meeting by the clock stands of which something is still to be entered.

    That is the first one that has not ended, else the last one before; 0 where nothing is to be entered any more.
    """
    waiting = sorted((row.session.held_at or time.max, number) for number, row in enumerate(rows) if row.open_count)
    ahead = (number for _at, number in waiting if not rows[number].is_over(now))
    return next(ahead, waiting[-1][1] if waiting else 0)
