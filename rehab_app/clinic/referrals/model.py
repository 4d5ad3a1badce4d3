"""Destinations, referrals and each of their steps."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, Record


class Destination(Record, table=True):
    """A residential centre or hospital the office refers to. ``kind``: balai, panti, rsud_rsj or lain."""

    __tablename__ = "destination"

    code: str = Field(unique=True)
    name: str
    kind: str
    addressee: str = ""
    place: str = ""
    address: str = ""
    phone: str = ""
    checklist: list[str] = Field(default_factory=list, sa_type=JSON)
    remark: str = ""
    is_retired: bool = False
    reply_days: int | None = None


class CapacityNote(Record, table=True):
    """What a destination said of its places on a day: ``free_places`` now, or the ``waiting_days`` until one is free."""

    __tablename__ = "capacity_note"

    destination_id: UUID = Field(foreign_key="destination.id", index=True)
    noted_on: date
    free_places: int | None = None
    waiting_days: int | None = None
    told_by: str = ""
    remark: str = ""


class Referral(Record, table=True):
    """One referral of an episode.

    ``state``: draft, diajukan, menunggu_tempat, diterima, masuk, selesai, kembali, ditolak or batal. ``reply_code`` stands on the
    reply slip and names nobody; the destination is expected to answer until ``reply_due_on``.
    """

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_state", "state"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    destination_id: UUID = Field(foreign_key="destination.id", index=True)
    reason: str
    escort: str = ""
    documents: list[str] = Field(default_factory=list, sa_type=JSON)
    state: str = "draft"
    state_on: date
    letter_id: UUID | None = None
    reply_code: str | None = Field(default=None, index=True, unique=True)
    sent_on: date | None = None
    reply_due_on: date | None = Field(default=None, index=True)


class ReferralStep(ClinicalRecord, table=True):
    """One change of state of a referral, with its day and what was said."""

    __tablename__ = "referral_step"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    from_state: str
    to_state: str
    happened_on: date
    explanation: str = ""


class ReferralReply(ClinicalRecord, table=True):
    """One answer of a destination. ``kind`` is a code of the list ``referral_reply``, ``how`` of ``reply_way``.

    ``expected_on`` is the day a place is expected, or the discharge; ``condition`` how the client is. ``step_series_id`` is the
    step of the referral it made, if it made one; ``taken_on_in`` where the clinic took the client on again because of it.
    """

    __tablename__ = "referral_reply"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    step_series_id: UUID | None = None
    kind: str
    happened_on: date
    received_on: date
    how: str = ""
    told_by: str = ""
    explanation: str = ""
    expected_on: date | None = None
    condition: str = ""
    taken_on_in: str = ""


class Handover(ClinicalRecord, table=True):
    """A berita acara serah terima: client and papers handed to the destination. ``documents`` are codes of ``document``."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    handed_on: date
    handed_at: time | None = None
    place: str = ""
    handed_by: str
    handed_by_title: str = ""
    received_by: str
    received_by_title: str = ""
    witness_name: str = ""
    condition: str = ""
    belongings: str = ""
    documents: list[str] = Field(default_factory=list, sa_type=JSON)
    letter_id: UUID | None = Field(default=None, foreign_key="issued_letter.id")
    remark: str = ""
