"""What the register tells when it has changed."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class RegisterChanged(Fact):
    """A number was taken, or what stands under one has changed."""

    letter_id: UUID
    year: int
