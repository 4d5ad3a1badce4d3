"""What the service of the texts hands to pages."""

from dataclasses import dataclass, field
from datetime import datetime

DELIVERED = 0
"""The version of the delivered text while the office has none of its own."""


@dataclass(frozen=True, slots=True)
class PaperTextRow:
    """The text that counts for a kind of paper: ``version`` is kept with each letter, 0 before the office's first change."""

    kind: str
    version: int
    body: str = field(repr=False)
    is_own: bool


@dataclass(frozen=True, slots=True)
class TextSummary:
    """One kind in the list: its version, and who changed it when (UTC) and why; nobody where ``version`` is 0."""

    kind: str
    version: int
    is_own: bool
    changed_at: datetime | None = None
    changed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version of a kind's text as it was; of a return to the delivered text ``body`` is the delivered one."""

    version: int
    body: str = field(repr=False)
    is_own: bool
    changed_at: datetime | None = None
    changed_by: str = ""
    reason: str = ""
