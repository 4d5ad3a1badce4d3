"""What happens to screenings and use profiles, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class ScreeningRecorded(Fact):
    """A screening was recorded or corrected; ``routing`` is what was chosen."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
    routing: str


@dataclass(frozen=True, slots=True)
class InstrumentFilled(Fact):
    """An instrument was filled, continued, corrected, or put into the bin."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
    instrument: str


@dataclass(frozen=True, slots=True)
class InstrumentWorded(Fact):
    """The office changed the words or the pack of an instrument."""

    instrument: str


@dataclass(frozen=True, slots=True)
class UseProfileRecorded(Fact):
    """The use profile of an episode was recorded or corrected."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
