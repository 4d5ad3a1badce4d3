"""What happens to diagnoses, told to the other rooms and to the screen."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class DiagnosisRecorded(Fact):
    """A diagnosis was made, corrected, ended or held again, made main or not, put into the recycle bin or taken out of it."""

    series_id: UUID
    episode_id: UUID
    client_id: UUID
