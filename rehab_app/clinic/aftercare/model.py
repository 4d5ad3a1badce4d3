"""The plan of aftercare and its visits, each change a new version."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class AftercarePlan(ClinicalRecord, table=True):
    """The plan of bina lanjut of an episode; ``kind`` of the list ``aftercare_kind`` (reguler, intensif, lanjut)."""

    __tablename__ = "aftercare_plan"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    kind: str = ""
    started_on: date
    until: date | None = None
    facilitator_id: UUID | None = None
    target_visits: int | None = None
    rhythm: str = ""
    goals: str = ""
    remark: str = ""


class AftercareVisit(ClinicalRecord, table=True):
    """One visit or meeting of bina lanjut, planned while ``attendance`` is empty.

    ``kind`` is a code of the list ``aftercare_activity``; ``condition`` of the list ``recovery_condition``.
    """

    __tablename__ = "aftercare_visit"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_aftercare_visit_due_on", "due_on", "episode_id"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    due_on: date
    held_on: date | None = None
    kind: str
    attendance: str = ""
    met_name: str = ""
    condition: str = ""
    is_working: bool | None = None
    note: str = ""
    next_plan: str = ""
    visited_by: UUID
