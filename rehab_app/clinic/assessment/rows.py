"""Screenings, filled instruments and use profiles as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

PARTIAL: Final = "partial"
COMPLETE: Final = "complete"


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
class InstrumentRow:
    """One filled instrument in one version.

    ``scores`` and ``bands`` by scale; where a score is None, ``reasons`` holds the code of why. ``alerts`` name the items whose
    answer may not be overlooked. ``status``: partial or complete.
    """

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    instrument: str
    key_version: str
    taken_on: date
    taken_by: UUID
    moment: str
    status: str
    answers: Mapping[str, object]
    scores: Mapping[str, float | None]
    bands: Mapping[str, str | None]
    reasons: Mapping[str, str]
    alerts: tuple[str, ...]
    pack_version: str
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID

    @property
    def is_complete(self) -> bool:
        """Whether every item has an answer or a reason for none."""
        return self.status == COMPLETE


@dataclass(frozen=True, slots=True)
class AlertRow:
    """A client with an open episode whose answers raise an alert: by initials and RM, with the items."""

    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    counsellor_id: UUID | None
    instrument: str
    taken_on: date
    items: tuple[str, ...]


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
