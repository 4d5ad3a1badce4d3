"""An integrated assessment (TAT) and the reports of its duty, each change a new version."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class TatCase(ClinicalRecord, table=True):
    """One asesmen terpadu from the request to the end of the duty to report.

    ``team`` is a list of ``{"part", "name", "rank", "staff_number", "title"}``, part being chair, medical or legal.
    ``recommendation`` is a code of the list ``tat_recommendation``; ``months`` the least months of inpatient care, ``sessions``
    the least meetings of outpatient care. ``is_prosecution_continued`` None means not said.
    """

    __tablename__ = "tat_case"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    state: str = "requested"
    agency: str = ""
    investigator: str = ""
    request_number: str = ""
    requested_on: date | None = None
    register_number: str = ""
    assessed_on: date | None = None
    plenary_on: date | None = None
    team: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    medical_facts: str = ""
    legal_facts: str = ""
    evidence: str = ""
    substance: str = ""
    severity: str = ""
    diagnosis: str = ""
    network: str = ""
    conclusion: str = ""
    recommendation: str = ""
    place: str = ""
    months: int | None = None
    sessions: int | None = None
    is_prosecution_continued: bool | None = None
    recommendation_number: str = ""
    recommended_on: date | None = None
    duty_rhythm: str = ""
    duty_from: date | None = None
    duty_until: date | None = None
    duty_ended_on: date | None = None
    duty_end_reason: str = ""
    remark: str = ""


class DutyReport(ClinicalRecord, table=True):
    """One report (wajib lapor) of a compulsory client: due on a day, kept or missed. ``is_kept`` None: still to come."""

    __tablename__ = "duty_report"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    due_on: date
    reported_on: date | None = None
    is_kept: bool | None = None
    place: str = ""
    remark: str = ""
