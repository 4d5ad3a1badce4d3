"""What the home page lists besides today's sessions: one row for each thing that waits, with the reason it is there."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from rehab_app.clinic.sessions.rows import SessionListRow


class Waiting(StrEnum):
    """Why a row is on the list, in the order of urgency."""

    EMERGENCY = "emergency"
    GUARDIAN = "guardian"
    REFERRAL = "referral"
    MISSED = "missed"
    UNRECORDED = "unrecorded"
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
    facts: tuple[tuple[str, object], ...] = ()
    subject: object = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this row from others, from one reading to the next."""
        return (self.kind, str(self.client_id), str(self.subject))


@dataclass(frozen=True, slots=True)
class IncompleteClient:
    """One client whose record lacks items of Pasal 18; ``missing`` are their codes."""

    client_id: UUID
    initials: str
    rm_number: str
    registered_on: date
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One of today's sessions with its counsellor's name."""

    session: SessionListRow
    counsellor: str


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the home page shows."""

    day: date
    sessions: tuple[TodayRow, ...]
    waiting: tuple[WaitingRow, ...]
    incomplete: tuple[IncompleteClient, ...]
