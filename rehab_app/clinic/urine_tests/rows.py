"""Urine tests as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from rehab_app.clinic.urine_tests.rules import Shown


@dataclass(frozen=True, slots=True)
class UrineTestRow:
    """One urine test in one version; ``results`` in the order of the panel it was taken with."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    taken_on: date
    taken_at: time | None
    tested_by: UUID
    occasion: str
    kit: str
    lot: str
    expires_on: date | None
    watched_by: str
    is_sample_doubted: bool
    results: Mapping[str, str]
    medicines: str
    explained: tuple[str, ...]
    remark: str
    is_binned: bool
    reason: str
    entered_at: datetime
    entered_by: UUID

    @property
    def positives(self) -> tuple[str, ...]:
        """The positive parameters, those that a medicine explains too."""
        return tuple(parameter for parameter, result in self.results.items() if result == Shown.POSITIVE)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The positive parameters that no medicine explains."""
        return tuple(parameter for parameter in self.positives if parameter not in self.explained)


@dataclass(frozen=True, slots=True)
class DueRow:
    """A client in outpatient care who is due for a test; ``last_on`` None where she was never tested."""

    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    registration_number: str
    counsellor_id: UUID | None
    last_on: date | None
    due_on: date


@dataclass(frozen=True, slots=True)
class KitRow:
    """A kit as it was used: its name, lot and expiry, and when last."""

    kit: str
    lot: str
    expires_on: date | None
    last_on: date
