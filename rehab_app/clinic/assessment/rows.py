"""Screenings and use profiles as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    """One screening in one version. ``scores`` and ``bands`` by ASSIST group; None where answers were missing."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    instrument: str
    key_version: str
    taken_on: date
    taken_by: UUID
    answers: Mapping[str, object]
    scores: Mapping[str, int | None]
    bands: Mapping[str, str | None]
    main_substance: str
    proposal: str
    routing: str
    override_reason: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class UseProfileRow:
    """How the client of one episode uses, in one version."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    assessed_on: date
    main_substance: str
    other_substances: tuple[str, ...]
    months_of_use: int | None
    route: str
    diagnosis: str
    treatment_history: str
    therapy: str
    urine_result: str
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID
