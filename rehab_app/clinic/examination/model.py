"""A physical examination, each correction a new version."""

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class Examination(ClinicalRecord, table=True):
    """Vital signs and findings of one day; None means not measured.

    ``systolic``, ``diastolic`` mmHg; ``pulse``, ``respiration`` per minute; ``temperature`` tenths of a degree Celsius;
    ``saturation`` per cent; ``weight`` tenths of a kilogram; ``height`` cm. ``findings`` maps a body system (list
    ``body_system``) to words; ``signs`` are codes of the list ``use_sign``; ``comorbidities`` codes of the list ``comorbidity``.
    """

    __tablename__ = "examination"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    examined_on: date
    examined_at: time | None = None
    examined_by: UUID
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    respiration: int | None = None
    temperature: int | None = None
    saturation: int | None = None
    weight: int | None = None
    height: int | None = None
    consciousness: str = ""
    pupils: str = ""
    signs: list[str] = Field(default_factory=list, sa_type=JSON)
    comorbidities: list[str] = Field(default_factory=list, sa_type=JSON)
    findings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    medicines: str = ""
    remark: str = ""
