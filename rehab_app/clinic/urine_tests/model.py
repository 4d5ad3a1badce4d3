"""A urine test, each correction a new version."""

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class UrineTest(ClinicalRecord, table=True):
    """One test. ``results`` maps a parameter (list ``urine_parameter``) to a code of the list ``urine_result``.

    ``occasion`` is a code of the list ``urine_occasion``. ``watched_by`` names who watched the sample being given;
    ``medicines`` the prescription, ``explained`` the positive parameters it explains.
    """

    __tablename__ = "urine_test"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_urine_test_taken_on", "taken_on"),
        Index("ix_urine_test_episode_taken", "episode_id", "taken_on"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id")
    taken_on: date
    taken_at: time | None = None
    tested_by: UUID
    occasion: str = ""
    kit: str = ""
    lot: str = ""
    expires_on: date | None = None
    watched_by: str = ""
    is_sample_doubted: bool = False
    results: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    medicines: str = ""
    explained: list[str] = Field(default_factory=list, sa_type=JSON)
    remark: str = ""
