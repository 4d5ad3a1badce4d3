"""The week and the groups as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from rehab_app.foundation.notices import Notice


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One meeting of the week: of one client (``series_id``) or of a group (``group_id``, with ``seats`` members).

    ``at`` is None for a meeting without an hour. Of a group, ``series_id``, ``episode_id`` and ``client_id`` are None and the
    client's fields are empty; ``state`` is the group's (planned, held), ``attendance`` that of a single client.
    """

    day: date
    at: time | None
    slots: int
    kind: str
    service: str
    counsellor_id: UUID
    room: str
    row_version: int
    series_id: UUID | None
    episode_id: UUID | None
    client_id: UUID | None
    initials: str
    rm_number: str
    number: int
    attendance: str
    group_id: UUID | None
    topic: str
    seats: int
    state: str

    @property
    def is_movable(self) -> bool:
        """Whether nothing was recorded of it yet."""
        return not self.attendance and self.state != "held"


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the week; ``closed`` names why the clinic is closed (see ``office.calendar.service.closed_days``)."""

    day: date
    closed: str
    has_known_holidays: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group meeting with its count of members."""

    id: UUID
    row_version: int
    held_on: date
    held_at: time
    slots: int
    room: str
    kind: str
    service: str
    topic: str
    counsellor_id: UUID
    state: str
    summary: str
    seats: int


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One seat of a group: the client by initials and RM, her pertemuan ke- and what was recorded."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    number: int
    target_sessions: int | None
    attendance: str
    attendance_reason: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting (its series) or group (its id) that was planned, and what should be said of its hour."""

    id: UUID
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that a repetition left out: ``code`` and ``facts`` of the trouble (``error/<code>``), ``who`` whom it was for."""

    day: date
    code: str
    facts: Mapping[str, object]
    who: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """What a weekly repetition planned, in order, and what it left out."""

    planned: tuple[UUID, ...]
    skipped: tuple[Skipped, ...]
