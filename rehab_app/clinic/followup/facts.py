"""What is done about those who stay away, told to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class FollowupChanged(Fact):
    """A call was recorded or corrected, or a summons was prepared, sent or cancelled."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
