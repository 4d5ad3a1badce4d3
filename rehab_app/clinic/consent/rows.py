"""A consent as it is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent in one version; ``stop_by`` is when processing must have stopped after a withdrawal."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    kind: str
    signed_on: date
    signer_name: str
    signer_relation: str
    scope: tuple[str, ...]
    remark: str
    is_withdrawn: bool
    withdrawn_at: datetime | None
    stop_by: datetime | None
    reason: str
    entered_at: datetime
    entered_by: UUID
