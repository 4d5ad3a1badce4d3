"""Destinations, referrals and each of their steps."""

from datetime import date
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


class Referral(Record, table=True):
    """One referral of an episode.

    ``state``: draft, diajukan, menunggu_tempat, diterima, masuk, selesai, kembali, ditolak or batal.
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


class ReferralStep(ClinicalRecord, table=True):
    """One change of state of a referral, with its day and what was said."""

    __tablename__ = "referral_step"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    from_state: str
    to_state: str
    happened_on: date
    explanation: str = ""
