"""A consent, each change a new version."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, UtcTime


class Consent(ClinicalRecord, table=True):
    """One signed consent. ``scope`` lists codes of what may be disclosed; a withdrawal is a new version."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

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
