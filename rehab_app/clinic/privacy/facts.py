"""What happens to requests about personal data, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class RequestChanged(Fact):
    """A request was recorded, decided or carried out."""

    series_id: UUID
    client_id: UUID


@dataclass(frozen=True, slots=True)
class ClientErased(Fact):
    """A client and all that hung on her was lawfully erased."""

    client_id: UUID
