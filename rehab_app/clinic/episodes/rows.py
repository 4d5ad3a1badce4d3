"""Episodes as they are shown: frozen rows, made from Core rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One episode, whole. Field by field what ``model.Episode`` holds."""

    id: UUID
    row_version: int
    client_id: UUID
    registration_number: str
    registered_on: date
    period_number: int
    state: str
    modality: str
    counsellor_id: UUID | None
    channel: str
    source: str
    reporting_kind: str
    category: str
    sender: str
    funding: str
    reporter_name: str
    reporter_relation: str
    reporter_nik: str
    reporter_phone: str
    reporter_address: str
    agency: str
    investigator: str
    police_report_number: str
    tat_number: str
    tat_date: date | None
    is_waiting_guardian: bool
    waiting_reason: str
    brought_by: str
    age_at_registration: int | None
    sex_at_registration: str
    place_code_at_registration: str
    occupation_at_registration: str
    education_at_registration: str
    target_sessions: int | None
    outpatient_since: date | None
    ended_on: date | None
    outcome: str
    end_reason: str
    recovery_outcome: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeListRow:
    """One episode in a list: the client by initials and RM."""

    id: UUID
    row_version: int
    client_id: UUID
    initials: str
    rm_number: str
    registration_number: str
    registered_on: date
    period_number: int
    state: str
    channel: str
    counsellor_id: UUID | None
    is_waiting_guardian: bool
    waiting_reason: str
    brought_by: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of an episode, in its current version."""

    series_id: UUID
    from_state: str
    to_state: str
    happened_on: date
    explanation: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class Opened:
    """A registration that was kept; ``notices`` are codes of ``rules.NOTICES``."""

    episode_id: UUID
    registration_number: str
    period_number: int
    is_waiting_guardian: bool
    notices: tuple[str, ...]
