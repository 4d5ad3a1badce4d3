"""Care plans as they are shown."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem of a plan, as in ``ProblemDraft``."""

    domain: str
    problem: str
    goal: str
    interventions: tuple[str, ...]
    action: str
    state: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in one version: the ``number``-th of its episode, renewed with ``progress`` (perkembangan klien).

    ``reason`` is that of the version: the progress, or what was wrong before.
    """

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    made_on: date
    made_by: UUID
    number: int
    progress: str
    modality: str
    target_sessions: int | None
    rhythm: str
    rhythm_text: str
    review_on: date | None
    problems: tuple[ProblemRow, ...]
    remark: str
    signed_by_client_on: date | None
    guardian_name: str
    guardian_relation: str
    signed_by_guardian_on: date | None
    head_name: str
    signed_by_head_on: date | None
    is_binned: bool
    reason: str
    entered_at: datetime
    entered_by: UUID

    def unsigned_by(self, *, is_minor: bool) -> tuple[str, ...]:
        """Return who must sign yet, of client, guardian (for a client under 18) and head."""
        signed = {"client": self.signed_by_client_on, "head": self.signed_by_head_on}
        if is_minor:
            signed = {"client": self.signed_by_client_on, "guardian": self.signed_by_guardian_on, **signed}
        return tuple(party for party, day in signed.items() if day is None)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A plan that is to be renewed, in a list: the client by initials and RM."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    registration_number: str
    counsellor_id: UUID | None
    made_on: date
    review_on: date
