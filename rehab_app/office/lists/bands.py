"""Age bands of the yearly figures: which years of life are counted together.

Offices publish different bands, so they are a setting. The default keeps children apart (under 18: UU 35/2014 Pasal 1, and the
guardian's duty to report of UU 35/2009 Pasal 55) and adds up to the bands 15-24, 25-34, ... of drug use surveys.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rehab_app.foundation.errors import RuleBroken

DEFAULT_STARTS: Final = (15, 18, 25, 35, 45, 55)
OLDEST: Final = 120

_ONE_BAND: Final = re.compile(r"(?:(\d{1,3})\s*-\s*(\d{1,3})|<\s*(\d{1,3})|>\s*(\d{1,3})|(\d{1,3})\s*\+|(\d{1,3}))")
_DASHES: Final = str.maketrans({"–": "-", "—": "-", "‑": "-"})
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


def bands_from(starts: Iterable[int] = DEFAULT_STARTS) -> tuple[AgeBand, ...]:
    """Return the bands that begin at 0 and at each of ``starts``; raises RuleBroken ``bands.not_rising``."""
    firsts = [start for start in starts if start != 0]
    if (
        any(later <= earlier for earlier, later in zip([0, *firsts], firsts, strict=False))
        or max(firsts, default=0) > OLDEST
    ):
        raise RuleBroken("bands.not_rising", example=_EXAMPLE)
    highest = [first - 1 for first in firsts]
    return tuple(AgeBand(low, high) for low, high in zip([0, *firsts], [*highest, None], strict=True))


def parse_bands(text: str, field: str = "") -> tuple[AgeBand, ...]:
    """Return the bands that ``0-15, 16-19, 20-24, 25+`` names; ``<15`` and ``>59`` are understood too.

    Years below the first and above the last named band get a band of their own, so that every age falls into one.
    Raises RuleBroken ``bands.unreadable``, ``bands.not_rising`` or ``bands.gap`` beside ``field``.
    """
    named = [_one(part.strip(), field) for part in re.split(r"[,;\n]", text.translate(_DASHES)) if part.strip()]
    if not named:
        raise RuleBroken("bands.unreadable", field=field, example=_EXAMPLE)
    for earlier, later in pairwise(named):
        if earlier.highest is None or later.lowest <= earlier.highest:
            raise RuleBroken("bands.not_rising", field=field, example=_EXAMPLE)
        if later.lowest != earlier.highest + 1:
            raise RuleBroken("bands.gap", field=field, above=earlier.label, below=later.label)
    last = named[-1].highest
    starts = [band.lowest for band in named] + ([] if last is None else [last + 1])
    try:
        return bands_from(starts)
    except RuleBroken as trouble:
        raise trouble.beside(field) from None


def _one(part: str, field: str) -> AgeBand:
    """Return the band of one part."""
    found = _ONE_BAND.fullmatch(part)
    if not found:
        raise RuleBroken("bands.unreadable", field=field, example=_EXAMPLE)
    low, high, below, above, onwards, single = (int(number) if number else None for number in found.groups())
    if low is not None and high is not None:
        if high < low:
            raise RuleBroken("bands.not_rising", field=field, example=_EXAMPLE)
        return AgeBand(low, high)
    if below is not None:
        return AgeBand(0, max(below - 1, 0))
    if above is not None:
        return AgeBand(above + 1, None)
    return AgeBand(onwards, None) if onwards is not None else AgeBand(single or 0, single or 0)


def band_of(age: int, bands: Sequence[AgeBand]) -> AgeBand:
    """Return the band of a whole age; raises ValueError for an age below 0."""
    if age < 0:
        raise ValueError("an age is not negative")
    return bands[bisect_right([band.lowest for band in bands], age) - 1]
