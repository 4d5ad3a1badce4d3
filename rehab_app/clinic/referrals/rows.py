"""Referrals and destinations as they are shown."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DestinationRow:
    """One destination with its checklist (codes of the list ``document``)."""

    id: UUID
    row_version: int
    code: str
    name: str
    kind: str
    addressee: str
    place: str
    address: str
    phone: str
    checklist: tuple[str, ...]
    remark: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral; ``days`` is how long it has been in its state."""

    id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    rm_number: str
    initials: str
    destination_id: UUID
    destination: str
    reason: str
    escort: str
    documents: tuple[str, ...]
    missing_documents: tuple[str, ...]
    state: str
    state_on: date
    days: int
    letter_id: UUID | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a referral."""

    from_state: str
    to_state: str
    happened_on: date
    explanation: str
    by: UUID
