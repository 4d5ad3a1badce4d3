"""What happens to consents, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class ConsentRecorded(Fact):
    """A consent was recorded, corrected or withdrawn."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
    is_withdrawn: bool
