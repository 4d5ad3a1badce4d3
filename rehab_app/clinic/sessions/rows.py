"""Meetings as they are shown."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One meeting in one version.

    ``is_note_withheld``: there are words of the counsellor that the acting user may not read; all of ``rules.WORDS`` and
    ``reason`` are empty then. ``group_id`` names the group meeting it is a seat of. ``signed_at``: the note of this version
    is signed, and corrected with a reason alone.
    """

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    held_on: date
    held_at: time | None
    number: int
    kind: str
    service: str
    counsellor_id: UUID
    attendance: str
    attendance_reason: str
    note: str
    next_plan: str
    is_note_withheld: bool
    reason: str
    entered_at: datetime
    entered_by: UUID
    room: str = ""
    slots: int = 2
    group_id: UUID | None = None
    subjective: str = ""
    objective: str = ""
    appraisal: str = ""
    signed_at: datetime | None = None
    signed_by: UUID | None = None
    is_binned: bool = False


@dataclass(frozen=True, slots=True)
class SessionListRow:
    """One meeting in a list: the client by initials and RM, no word of what was said.

    ``slots`` are half hours from ``held_at``; ``group_id`` names the group meeting it is a seat of.
    """

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    held_on: date
    held_at: time | None
    number: int
    target_sessions: int | None
    kind: str
    counsellor_id: UUID
    attendance: str
    slots: int
    group_id: UUID | None


@dataclass(frozen=True, slots=True)
class MissedRow:
    """A client who stayed away: how often since she last came, when last, and when she is expected next."""

    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    registration_number: str
    counsellor_id: UUID | None
    channel: str
    last_missed_on: date
    times: int
    next_on: date | None
