"""The letter register as it is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class LetterState(StrEnum):
    """How a number of the register stands: a letter of the program, one written elsewhere, one kept for later, or void."""

    ISSUED = "issued"
    OUTSIDE = "outside"
    RESERVED = "reserved"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One row of the register; the subject holds initials only."""

    id: UUID
    row_version: int
    series: str
    year: int
    number: int
    suffix: str
    number_text: str
    type_code: str
    kind: str
    state: LetterState
    dated_on: date
    registered_on: date
    addressee: str
    subject: str
    signer_name: str
    signer_title: str
    security: str
    filing_code: str
    copies: tuple[str, ...]
    remark: str
    reason: str
    text_version: int
    client_id: UUID | None
    episode_id: UUID | None
    referral_id: UUID | None
    is_summary_printed: bool
    is_redacted: bool
    has_file: bool
    voided_on: date | None
    void_reason: str
    created_at: datetime
    created_by: UUID

    @property
    def is_late(self) -> bool:
        """Whether its number was put in afterwards."""
        return bool(self.suffix)


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One time a paper left the program; ``by`` is an account, ``how`` is print, save or handover."""

    at: datetime
    by: UUID
    how: str
    copy_mark: str
    pages: int
    is_again: bool
    reason: str
    is_redacted: bool
