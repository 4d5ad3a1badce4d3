"""Aftercare as it is shown: frozen rows, made from Core rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AftercarePlanRow:
    """One plan of bina lanjut."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    kind: str
    started_on: date
    until: date | None
    facilitator_id: UUID | None
    target_visits: int | None
    rhythm: str
    goals: str
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit; planned while ``attendance`` is empty.

    The words of it are empty and ``is_note_withheld`` is set where the acting user may not read notes of the episode.
    """

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    due_on: date
    held_on: date | None
    kind: str
    attendance: str
    met_name: str
    condition: str
    is_working: bool | None
    note: str
    next_plan: str
    visited_by: UUID
    is_note_withheld: bool
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class DueRow:
    """One visit of the list of the day: the client by initials and RM, and how many days it is late."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    initials: str
    rm_number: str
    due_on: date
    kind: str
    visited_by: UUID
    days_late: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How aftercare of an episode goes: visits held of those planned, the last condition, and the outcome that follows.

    ``proposal`` is a code of the list ``aftercare_outcome``, empty where too little is known; the counsellor decides.
    """

    target: int | None
    held: int
    missed: int
    planned: int
    last_condition: str
    proposal: str
