"""A meeting of outpatient care, each change a new version."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class CareSession(ClinicalRecord, table=True):
    """One meeting. ``attendance`` is empty while it is only planned, then hadir, izin, mangkir or batal.

    ``kind`` is its form (individual, group, family), ``service`` what was given (list ``session_type``), empty where not said.
    """

    __tablename__ = "care_session"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_care_session_held_on", "held_on", "episode_id"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    held_on: date
    held_at: time | None = None
    number: int
    kind: str
    service: str = ""
    counsellor_id: UUID
    attendance: str = ""
    attendance_reason: str = ""
    note: str = ""
    next_plan: str = ""
