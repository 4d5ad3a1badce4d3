"""Papers handed in, attachments, and the kartu lapor diri, each change a new version."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class HandedPaper(ClinicalRecord, table=True):
    """One paper handed in. ``kind`` is a code of the list ``document``; a held original is given back (``returned_on``)."""

    __tablename__ = "handed_paper"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    kind: str
    copies: int = 1
    is_original_held: bool = False
    handed_on: date
    returned_on: date | None = None
    remark: str = ""


class Attachment(ClinicalRecord, table=True):
    """A photograph, scan or PDF. ``digest`` is the SHA-256 of its content, ``media_type`` what the content itself shows.

    ``size`` in bytes; ``pages`` of a PDF. ``kind`` is a code of the list ``attachment_kind``. Without ``episode_id`` it belongs
    to the client for life (her photograph).
    """

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID | None = Field(default=None, foreign_key="episode.id", index=True)
    kind: str
    title: str = ""
    file_name: str = ""
    media_type: str
    size: int
    pages: int | None = None
    digest: str = Field(index=True)
    taken_on: date | None = None
    remark: str = ""


class ReportCard(ClinicalRecord, table=True):
    """A kartu lapor diri, given after the assessment of the episode; ``period_number`` is its masa perawatan ke-."""

    __tablename__ = "report_card"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_report_card_number", "number"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    number: str
    issued_on: date
    period_number: int
    valid_until: date | None = None
    is_revoked: bool = False
    remark: str = ""
