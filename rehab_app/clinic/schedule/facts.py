"""What happens to group meetings, told to the screen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class GroupChanged(Fact):
    """A group meeting was planned, moved, recorded or cancelled, or its members changed."""

    group_id: UUID
    held_on: date
    state: str
