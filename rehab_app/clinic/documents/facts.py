"""What happens to papers, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class DocumentsChanged(Fact):
    """An attachment, a paper or a card of a client was added, corrected or put away; ``series_id`` says which."""

    series_id: UUID
    client_id: UUID
    episode_id: UUID | None
