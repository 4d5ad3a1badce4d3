"""Referrals and destinations as they are shown."""

from dataclasses import dataclass
from datetime import date, datetime, time
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
    reply_days: int | None = None


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral; ``days`` is how long it has been in its state, ``ready_documents`` the papers with the letter itself."""

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
    reply_code: str = ""
    sent_on: date | None = None
    reply_due_on: date | None = None
    ready_documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a referral."""

    from_state: str
    to_state: str
    happened_on: date
    explanation: str
    by: UUID


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """One answer of a destination, in one version. Field by field what ``model.ReferralReply`` holds."""

    series_id: UUID
    row_version: int
    referral_id: UUID
    client_id: UUID
    episode_id: UUID
    step_series_id: UUID | None
    kind: str
    happened_on: date
    received_on: date
    how: str
    told_by: str
    explanation: str
    expected_on: date | None
    condition: str
    taken_on_in: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One berita acara serah terima, in one version. Field by field what ``model.Handover`` holds."""

    series_id: UUID
    row_version: int
    referral_id: UUID
    client_id: UUID
    episode_id: UUID
    handed_on: date
    handed_at: time | None
    place: str
    handed_by: str
    handed_by_title: str
    received_by: str
    received_by_title: str
    witness_name: str
    condition: str
    belongings: str
    documents: tuple[str, ...]
    letter_id: UUID | None
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """What a destination last said of its places; ``is_old`` where it was said longer ago than one can count on."""

    id: UUID
    row_version: int
    destination_id: UUID
    noted_on: date
    free_places: int | None
    waiting_days: int | None
    told_by: str
    remark: str
    age_days: int
    is_old: bool


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """One open referral on the ageing list.

    ``days`` since it was sent (None before that), ``late_days`` since an answer was due (0 where it is not, None where none is
    awaited). ``last_reply`` is a code of the list ``referral_reply``, empty for none; ``next_step`` a ``rules.NextStep``.
    """

    id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    rm_number: str
    initials: str
    destination_id: UUID
    destination: str
    phone: str
    state: str
    state_on: date
    letter_id: UUID | None
    reply_code: str
    sent_on: date | None
    days: int | None
    due_on: date | None
    late_days: int | None
    last_reply: str
    last_reply_on: date | None
    missing_documents: tuple[str, ...]
    next_step: str

    @property
    def is_overdue(self) -> bool:
        """Whether the destination should have answered by now."""
        return bool(self.late_days)
