"""What has happened to a client's file, told to whoever cares."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class ClientRegistered(Fact):
    """A new person got a No. Rekam Medis."""

    client_id: UUID


@dataclass(frozen=True, slots=True)
class ClientChanged(Fact):
    """The identity or the contacts of a client were changed."""

    client_id: UUID
