"""Integrated assessments and reports as they are shown: frozen rows, made from Core rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the team of a case; ``part``: chair, medical or legal."""

    part: str
    name: str
    rank: str
    staff_number: str
    title: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case, whole. Field by field what ``model.TatCase`` holds."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    state: str
    agency: str
    investigator: str
    request_number: str
    requested_on: date | None
    register_number: str
    assessed_on: date | None
    plenary_on: date | None
    team: tuple[Member, ...]
    medical_facts: str
    legal_facts: str
    evidence: str
    substance: str
    severity: str
    diagnosis: str
    network: str
    conclusion: str
    recommendation: str
    place: str
    months: int | None
    sessions: int | None
    is_prosecution_continued: bool | None
    recommendation_number: str
    recommended_on: date | None
    duty_rhythm: str
    duty_from: date | None
    duty_until: date | None
    duty_ended_on: date | None
    duty_end_reason: str
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class CaseListRow:
    """One open case in a list: the client by initials and RM."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    initials: str
    rm_number: str
    state: str
    agency: str
    investigator: str
    request_number: str
    requested_on: date | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of a duty; ``is_kept`` None: still to come."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    due_on: date
    reported_on: date | None
    is_kept: bool | None
    place: str
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One report that is due: the client by initials and RM, and how many days it is late (0 on its day, negative before)."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    initials: str
    rm_number: str
    due_on: date
    days_late: int
