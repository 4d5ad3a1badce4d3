"""Age bands of the yearly figures: which years of life are counted together.

Offices publish different bands, so they are a setting (``age_bands``, the first year of each).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rehab_app.foundation.errors import RuleBroken

OLDEST: Final = 120

_EXAMPLE: Final = "0-14, 15-17, 18-24, 25-34, 35-44, 45-54, 55+"


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Whole years from ``lowest`` to ``highest``, both counted in; the last band has no highest."""

    lowest: int
    highest: int | None

    @property
    def label(self) -> str:
        """``15-17``, ``55+`` or, where it holds a single year, ``17``."""
        if self.highest is None:
            return f"{self.lowest}+"
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest}-{self.highest}"


def bands_from(starts: Iterable[int]) -> tuple[AgeBand, ...]:
    """Return the bands that begin at 0 and at each of ``starts``; raises RuleBroken ``bands.not_rising``."""
    firsts = [start for start in starts if start != 0]
    if (
        any(later <= earlier for earlier, later in zip([0, *firsts], firsts, strict=False))
        or max(firsts, default=0) > OLDEST
    ):
        raise RuleBroken("bands.not_rising", example=_EXAMPLE)
    highest = [first - 1 for first in firsts]
    return tuple(AgeBand(low, high) for low, high in zip([0, *firsts], [*highest, None], strict=True))


def band_of(age: int, bands: Sequence[AgeBand]) -> AgeBand:
    """Return the band of a whole age; raises ValueError for an age below 0."""
    if age < 0:
        raise ValueError("an age is not negative")
    return bands[bisect_right([band.lowest for band in bands], age) - 1]
