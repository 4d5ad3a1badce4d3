"""A consent, each change a new version."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, UtcTime


class Consent(ClinicalRecord, table=True):
    """One signed consent. ``scope`` lists codes of what may be disclosed; a withdrawal is a new version.

    ``signer_*`` is the identity block of the pernyataan penjamin. ``stopped_at`` is when the processing that a withdrawal asked
    to stop had stopped; None while its clock runs.
    """

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_consent_withdrawn", "is_withdrawn", "withdrawn_at"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    kind: str
    signed_on: date
    signer_name: str
    signer_relation: str = ""
    scope: list[str] = Field(default_factory=list, sa_type=JSON)
    is_withdrawn: bool = False
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    remark: str = ""
    signer_nik: str = ""
    signer_birth_place: str = ""
    signer_birth_date: date | None = None
    signer_address: str = ""
    signer_occupation: str = ""
    signer_phone: str = ""
    witness_name: str = ""
    stopped_at: datetime | None = Field(default=None, sa_type=UtcTime)
