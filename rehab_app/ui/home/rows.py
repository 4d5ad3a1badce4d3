"""What the home page lists besides today's sessions: groups of what waits, each row with the reason it is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from rehab_app.clinic.sessions.rows import SessionListRow


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
    AFTERCARE = "aftercare"
    REFERRAL = "referral"
    UNRECORDED = "unrecorded"
    UNSIGNED = "unsigned"
    PLAN = "plan"
    MEASURE = "measure"
    URINE = "urine"
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
    """One of today's sessions with its counsellor's name."""

    session: SessionListRow
    counsellor: str


@dataclass(frozen=True, slots=True)
class Today:
    """The day: what the home page shows first."""

    day: date
    sessions: tuple[TodayRow, ...]
