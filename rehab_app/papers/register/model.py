"""The letter register."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import Record


class IssuedLetter(Record, table=True):
    """One row of the register. ``digest`` names the kept PDF among the attachments; ``subject`` holds initials only."""

    __tablename__ = "issued_letter"
    __table_args__ = (UniqueConstraint("series", "year", "number", "suffix"),)

    series: str
    year: int
    number: int
    suffix: str = ""
    number_text: str = Field(unique=True)
    kind: str
    dated_on: date = Field(index=True)
    registered_on: date
    addressee: str
    subject: str
    signer_name: str = ""
    signer_title: str = ""
    client_id: UUID | None = Field(default=None, foreign_key="client.id", index=True)
    episode_id: UUID | None = Field(default=None, foreign_key="episode.id", index=True)
    digest: str
    size: int
    is_summary_printed: bool = False
    voided_on: date | None = None
    void_reason: str = ""
