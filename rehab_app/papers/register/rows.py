"""The letter register as it is shown."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One row of the register; the subject holds initials only."""

    id: UUID
    row_version: int
    number_text: str
    kind: str
    dated_on: date
    registered_on: date
    addressee: str
    subject: str
    signer_name: str
    client_id: UUID | None
    episode_id: UUID | None
    is_summary_printed: bool
    voided_on: date | None
    void_reason: str
