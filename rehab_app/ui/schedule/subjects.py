"""What the schedule may be asked to show, besides a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GroupRoster:
    """The roster of one group meeting, and the day on which it is held."""

    group_id: UUID
    day: date
