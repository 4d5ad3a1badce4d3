"""Filled instruments and the use profile, each correction a new version; the office's own words of an instrument."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, Record


class Screening(ClinicalRecord, table=True):
    """One filled instrument. ``answers`` are as given; ``scores`` and ``bands`` are what key ``key_version`` made of them.

    ``proposal`` is the routing the key proposed (ibm, klinik, rujukan or empty), ``routing`` what the counsellor chose;
    where they differ ``override_reason`` says why. ``main_substance`` is the ASSIST group that caused the proposal.
    ``moment`` is a code of the list ``instrument_moment`` (awal, berkala, akhir); ``status`` partial or complete; ``reasons`` say
    why a score is missing; ``alerts`` name the items that raised one; ``pack_version`` the local text the client was asked with.
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
    moment: str = ""
    status: str = "complete"
    reasons: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    alerts: list[str] = Field(default_factory=list, sa_type=JSON)
    pack_version: str = ""
    remark: str = ""


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


class ItemWording(Record, table=True):
    """The office's own wording and place of one item of an instrument whose text it may correct; answers keep the item's name."""

    __tablename__ = "item_wording"
    __table_args__ = (UniqueConstraint("instrument", "item"),)

    instrument: str
    item: str
    text: str = ""
    place: int | None = None


class InstrumentPack(Record, table=True):
    """The full text of a licensed instrument, which the office supplies and answers for; at most one in use for each instrument.

    ``items`` maps item names to their text, ``answers`` names of answer sets to theirs.
    """

    __tablename__ = "instrument_pack"

    instrument: str = Field(index=True)
    key_version: str
    pack_version: str
    language: str = "id"
    credit: str
    licence: str
    items: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    is_in_use: bool = True
