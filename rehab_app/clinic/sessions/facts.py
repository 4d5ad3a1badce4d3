"""What happens to meetings, told to the other rooms and to the screen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class SessionRecorded(Fact):
    """A meeting was planned, moved, recorded or corrected; ``attendance`` is empty while it is only planned."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
    held_on: date
    attendance: str


def recorded(session: CareSession) -> SessionRecorded:
    """Return what is told of a meeting that was just written."""
    return SessionRecorded(
        session.series_id, session.episode_id, session.client_id, session.held_on, session.attendance
    )
