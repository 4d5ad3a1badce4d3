"""A rencana rawatan, each renewal a new version."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class CarePlan(ClinicalRecord, table=True):
    """The plan of an episode; one series each.

    ``problems`` is a list of ``{"domain", "problem", "goal", "interventions": [code, ...], "action", "state"}``: domain of the
    list ``problem_domain``, the goal in the client's own words, interventions of the list ``session_type``, state of the list
    ``goal_state``. ``rhythm`` is a code of the list ``rhythm``. ``review_on`` is when it is to be renewed. ``number`` counts the
    plan and its renewals from 1; ``progress`` says how the client had got on when it was renewed (perkembangan klien).
    """

    __tablename__ = "care_plan"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_care_plan_review_on", "review_on", "episode_id"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    made_on: date
    made_by: UUID
    number: int = 1
    progress: str = ""
    modality: str = ""
    target_sessions: int | None = None
    rhythm: str = ""
    rhythm_text: str = ""
    review_on: date | None = None
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    remark: str = ""
    signed_by_client_on: date | None = None
    guardian_name: str = ""
    guardian_relation: str = ""
    signed_by_guardian_on: date | None = None
    head_name: str = ""
    signed_by_head_on: date | None = None
