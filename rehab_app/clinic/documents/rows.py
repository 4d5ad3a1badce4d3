"""Attachments, papers and cards as they are shown: frozen rows, made from Core rows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One attachment without its content; ``size`` in bytes, ``pages`` of a PDF."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID | None
    kind: str
    title: str
    file_name: str
    media_type: str
    size: int
    pages: int | None
    taken_on: date | None
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    """The bytes of an attachment, proved to be those that were attached."""

    media_type: str
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper that was handed in."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    kind: str
    copies: int
    is_original_held: bool
    handed_on: date
    returned_on: date | None
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID


class PaperState(StrEnum):
    """How a kind of paper stands in the checklist of an episode."""

    MISSING = "missing"
    HANDED = "handed"
    HELD = "held"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One kind of paper of the list ``document``: how it stands and what was handed in; ``copies_asked`` as usual."""

    kind: str
    state: PaperState
    copies: int
    copies_asked: int
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class CardRow:
    """One kartu lapor diri."""

    series_id: UUID
    row_version: int
    client_id: UUID
    episode_id: UUID
    number: str
    issued_on: date
    period_number: int
    valid_until: date | None
    is_revoked: bool
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID

    def counts_on(self, day: date) -> bool:
        """Whether the card counts on ``day``: not revoked, issued by then and not run out."""
        has_begun = self.issued_on <= day
        return has_begun and not self.is_revoked and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A card that was given; ``notices`` are codes of ``episodes.rules.NOTICES`` that should be said."""

    series_id: UUID
    number: str
    period_number: int
    valid_until: date
    notices: tuple[str, ...]
