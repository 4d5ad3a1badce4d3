"""What happens to care plans, told to the other rooms and to the screen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class PlanRecorded(Fact):
    """A plan was made, renewed, corrected, signed, put into the recycle bin or taken out of it."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
    review_on: date | None
