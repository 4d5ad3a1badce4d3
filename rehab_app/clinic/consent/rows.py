"""A consent as it is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent in one version; after a withdrawal processing must have stopped ``stop_by``, and had so ``stopped_at``."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    kind: str
    signed_on: date
    signer_name: str
    signer_relation: str
    scope: tuple[str, ...]
    remark: str
    is_withdrawn: bool
    withdrawn_at: datetime | None
    stop_by: datetime | None
    reason: str
    entered_at: datetime
    entered_by: UUID
    signer_nik: str
    signer_birth_place: str
    signer_birth_date: date | None
    signer_address: str
    signer_occupation: str
    signer_phone: str
    witness_name: str
    stopped_at: datetime | None


class PaperState(StrEnum):
    """How a paper that is signed at intake stands."""

    MISSING = "missing"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class WithdrawalClock:
    """The 3 x 24 hours of a withdrawal: asked for, to be stopped by, and the whole hours left (negative when past)."""

    asked_at: datetime
    stop_by: datetime
    stopped_at: datetime | None
    hours_left: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class IntakePaper:
    """One paper signed at intake: whether this episode must have it, how it stands, and the consent behind it, if any.

    Where the paper was signed again after a withdrawal the newer one counts. ``clock`` is set for a withdrawn one.
    """

    kind: str
    is_required: bool
    state: PaperState
    consent: ConsentRow | None
    clock: WithdrawalClock | None


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    """One withdrawal whose processing was not yet reported as stopped, for the list of the day."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    kind: str
    clock: WithdrawalClock
