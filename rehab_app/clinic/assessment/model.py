"""Screenings and the use profile, each correction a new version."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class Screening(ClinicalRecord, table=True):
    """One filled instrument. ``answers`` are as given; ``scores`` and ``bands`` are what key ``key_version`` made of them.

    ``proposal`` is the routing the key proposed (ibm, klinik, rujukan or empty), ``routing`` what the counsellor chose;
    where they differ ``override_reason`` says why. ``main_substance`` is the ASSIST group that caused the proposal.
    """

    __tablename__ = "screening"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    instrument: str
    key_version: str
    taken_on: date
    taken_by: UUID
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    scores: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    bands: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    main_substance: str = ""
    proposal: str = ""
    routing: str = ""
    override_reason: str = ""


class UseProfile(ClinicalRecord, table=True):
    """The Pasal 18 items of one episode; empty means not yet known.

    ``main_substance`` is a code of the list ``substance``; ``months_of_use`` months; ``diagnosis`` the doctor's ICD-10 code.
    """

    __tablename__ = "use_profile"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    assessed_on: date
    main_substance: str = ""
    other_substances: list[str] = Field(default_factory=list, sa_type=JSON)
    months_of_use: int | None = None
    route: str = ""
    diagnosis: str = ""
    treatment_history: str = ""
    therapy: str = ""
    urine_result: str = ""
    remark: str = ""
