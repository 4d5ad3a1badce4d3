"""A meeting of outpatient care, each change a new version."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, UtcTime


class CareSession(ClinicalRecord, table=True):
    """One meeting. ``attendance`` is empty while it is only planned, then hadir, izin, mangkir or batal.

    ``kind`` is its form (individual, group, family), ``service`` what was given (list ``session_type``), empty where not said.
    ``slots`` are half hours from ``held_at``; ``group_id`` the group meeting it is a seat of. ``subjective``, ``objective`` and
    ``appraisal`` are S, O and A of the note, ``next_plan`` its P. A note that is signed is corrected with a reason.
    """

    __tablename__ = "care_session"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_care_session_held_on", "held_on", "episode_id"),
        # Whole for the absence watch: the last attended meeting of an episode, and those missed since, without the row itself.
        Index(
            "ix_care_session_attendance", "episode_id", "attendance", "held_on", "series_id", "row_version", "is_binned"
        ),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id")
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
    room: str = ""
    slots: int = 2
    group_id: UUID | None = Field(default=None, index=True)
    subjective: str = ""
    objective: str = ""
    appraisal: str = ""
    signed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    signed_by: UUID | None = None
