"""The papers of a client as they are listed: which can be printed, why one cannot, and how often each has left."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab_app.foundation.errors import RuleBroken, Trouble


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper that is asked for; ``subject_id`` is the meeting a note is about. ``is_redacted``: initials for names."""

    kind: str
    subject_id: UUID | None = None
    is_redacted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper of the list; ``label`` is a message id.

    ``trouble`` says why it cannot be printed and what to do, None where it can. ``number`` and ``held_on`` name the meeting of a
    note. ``times`` counts how often it has left; ``is_card``: a kartu lapor diri.
    """

    kind: str
    label: str
    subject_id: UUID | None = None
    number: int | None = None
    held_on: date | None = None
    may_redact: bool = False
    trouble: RuleBroken | None = None
    times: int = 0
    is_card: bool = False

    @property
    def needs_reason(self) -> bool:
        """Whether it leaves again only with a reason."""
        return self.is_card and self.times > 0

    @property
    def key(self) -> tuple[str, UUID | None]:
        """What tells the lines apart."""
        return self.kind, self.subject_id


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper as PDF; ``trouble`` says why the logo is missing on it, None where nothing is wrong."""

    content: bytes
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class BlankRow:
    """One form to fill in by hand; ``label`` is a message id, or the name of an instrument."""

    code: str
    label: str
    is_instrument: bool = False
