"""Requests as they are shown: frozen rows, made from Core rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request; its clock of 3 x 24 hours ends at ``due_at``. ``hours_left`` are whole hours, negative when past.

    A decided request stands still: ``hours_left`` counts to its decision, ``is_overdue`` says whether that came too late.
    """

    series_id: UUID
    row_version: int
    client_id: UUID
    kind: str
    asked_at: datetime
    asked_by: str
    relation: str
    asked_how: str
    said: str
    due_at: datetime
    decision: str
    decided_at: datetime | None
    decided_by: UUID | None
    ground: str
    done_on: date | None
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID
    hours_left: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OpenRequestRow:
    """One request of the list of the day: undecided, or granted and not yet carried out."""

    series_id: UUID
    row_version: int
    client_id: UUID
    initials: str
    rm_number: str
    kind: str
    decision: str
    due_at: datetime
    hours_left: int
    is_overdue: bool
