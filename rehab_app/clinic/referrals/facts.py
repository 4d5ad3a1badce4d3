"""What happens to referrals, told to screens."""

from dataclasses import dataclass
from uuid import UUID

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class ReferralChanged(Fact):
    """A referral was prepared, changed, submitted or went to another state."""

    referral_id: UUID
    episode_id: UUID
    client_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class CapacityNoted(Fact):
    """What a destination said of its places was noted."""

    destination_id: UUID
