"""An episode of care and each of its steps."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, Record


class Episode(Record, table=True):
    """One masa perawatan. What the yearly figures need of the person is copied at registration, so later moves change nothing.

    ``state``: registered, outpatient, referred, aftercare, closed. ``modality``: empty until decided, then outpatient, referral
    or examined_only (TAT saja). ``age_at_registration`` in whole years.
    """

    __tablename__ = "episode"
    __table_args__ = (
        UniqueConstraint("client_id", "period_number"),
        Index("ix_episode_registered_on", "registered_on", "client_id"),
        Index("ix_episode_ended_on", "ended_on", "registered_on", "client_id"),
        Index("ix_episode_state", "state"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    registration_number: str = Field(unique=True)
    registered_on: date
    period_number: int
    state: str = "registered"
    modality: str = ""
    counsellor_id: UUID | None = Field(default=None, index=True)
    channel: str
    source: str = ""
    reporting_kind: str = ""
    category: str = ""
    sender: str = ""
    funding: str = ""
    reporter_name: str = ""
    reporter_relation: str = ""
    reporter_nik: str = ""
    reporter_phone: str = ""
    reporter_address: str = ""
    agency: str = ""
    investigator: str = ""
    police_report_number: str = ""
    tat_number: str = ""
    tat_date: date | None = None
    is_waiting_guardian: bool = False
    waiting_reason: str = ""
    brought_by: str = ""
    age_at_registration: int | None = None
    sex_at_registration: str = ""
    place_code_at_registration: str = ""
    occupation_at_registration: str = ""
    education_at_registration: str = ""
    target_sessions: int | None = None
    outpatient_since: date | None = None
    ended_on: date | None = None
    outcome: str = ""
    end_reason: str = ""
    recovery_outcome: str = ""


class EpisodeStep(ClinicalRecord, table=True):
    """One change of state of an episode, with its day and reason."""

    __tablename__ = "episode_step"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    from_state: str
    to_state: str
    happened_on: date
    explanation: str = ""
