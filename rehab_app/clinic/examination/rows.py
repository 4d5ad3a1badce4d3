"""Examinations as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from rehab_app.clinic.examination.rules import body_mass_index


@dataclass(frozen=True, slots=True)
class ExaminationRow:
    """One examination in one version; units as in ``ExaminationDraft``."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    examined_on: date
    examined_at: time | None
    examined_by: UUID
    systolic: int | None
    diastolic: int | None
    pulse: int | None
    respiration: int | None
    temperature: int | None
    saturation: int | None
    weight: int | None
    height: int | None
    consciousness: str
    pupils: str
    signs: tuple[str, ...]
    comorbidities: tuple[str, ...]
    findings: Mapping[str, str]
    medicines: str
    remark: str
    is_binned: bool
    reason: str
    entered_at: datetime
    entered_by: UUID

    @property
    def body_mass_index(self) -> int | None:
        """Tenths of kg/m², rounded half up; None where weight or height was not measured."""
        return body_mass_index(self.weight, self.height)
