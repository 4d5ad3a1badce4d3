"""Diagnoses as they are shown."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rehab_app.clinic.diagnoses.codes import title_of
from rehab_app.foundation.words import INDONESIAN


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    """One diagnosis in one version; ``title`` is what the doctor wrote, empty where the words of the code are enough."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    code: str
    title: str
    is_main: bool
    severity: str
    made_on: date
    made_by: UUID
    ended_on: date | None
    remark: str
    is_binned: bool
    reason: str
    entered_at: datetime
    entered_by: UUID

    def is_held_on(self, day: date) -> bool:
        """Whether the doctor held this diagnosis on ``day``; on the day it ended she no longer did."""
        return self.made_on <= day and (self.ended_on is None or day < self.ended_on)

    def words(self, language: str = INDONESIAN) -> str:
        """Return what the diagnosis is called: the doctor's own words, else those of its code."""
        return self.title or title_of(self.code, language)


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """A group of substances (F15) that a screening points to; ``band`` is moderate or high, ``score`` the ASSIST score."""

    group: str
    assist_group: str
    score: int
    band: str
