"""What happens to urine tests, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class UrineTestRecorded(Fact):
    """A urine test was recorded, corrected, put into the recycle bin or taken out of it."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
