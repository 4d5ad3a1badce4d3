"""What happens to integrated assessments, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class TatChanged(Fact):
    """A case or its duty to report changed."""

    series_id: UUID
    client_id: UUID
    episode_id: UUID
