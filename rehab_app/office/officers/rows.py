"""Officers as they are shown."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRow:
    """One officer in one capacity; ``id`` is None for the head of the office, whom the profile names."""

    id: UUID | None
    row_version: int = 0
    name: str
    title: str
    rank: str = ""
    staff_number: str = ""
    delegation: str = ""
    principal: str = ""
    between: str = ""
    from_on: date | None = None
    until_on: date | None = None
    is_retired: bool = False

    def signs_on(self, day: date) -> bool:
        """Whether she signs letters dated ``day``."""
        is_begun = self.from_on is None or self.from_on <= day
        return is_begun and (self.until_on is None or day <= self.until_on) and not self.is_retired
