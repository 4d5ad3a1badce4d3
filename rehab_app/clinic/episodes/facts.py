"""What happens to episodes, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class EpisodeOpened(Fact):
    """A client was registered for a masa perawatan."""

    episode_id: UUID
    client_id: UUID


@dataclass(frozen=True, slots=True)
class EpisodeChanged(Fact):
    """An episode was corrected, got a counsellor or a guardian, or moved on to ``state``."""

    episode_id: UUID
    client_id: UUID
    state: str
