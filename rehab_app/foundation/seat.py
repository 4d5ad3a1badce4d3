"""The name of this PC, as it stands in the audit."""

import platform
from typing import Final

_LONGEST: Final = 60


def seat_name() -> str:
    """Return this PC's name on the network, or a plain word where it has none."""
    return (platform.node() or "PC")[:_LONGEST]
