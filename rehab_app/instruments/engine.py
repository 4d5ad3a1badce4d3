"""Turns answers into the exact value of a scale, or into none where too much is missing.

What an instrument means by its scales, and their numbers, come from its key. Values stay
fractions until they are shown, because 65,625 must become 65,63 and a binary half would become 65,62.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Method(StrEnum):
    """How the items of a scale are taken together."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Item:
    """One question: all the ``points`` it can have; ``is_reversed`` counts them from the other end."""

    name: str
    points: tuple[int, ...]
    is_reversed: bool = False

    def value_of(self, answer: int) -> int:
        """Return what ``answer`` counts for: 6 - x for a reversed item of 1 to 5."""
        return min(self.points) + max(self.points) - answer if self.is_reversed else answer


@dataclass(frozen=True, slots=True)
class Bands:
    """Names for ranges of a value: ``starts`` are the lowest values of the bands, rising.

    Where ``is_start_below`` a value that equals a start still lies in the band below it ("up to 8" and "over 8").
    """

    starts: tuple[tuple[int | Fraction, str], ...]
    is_start_below: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The bands from lowest to highest."""
        return tuple(name for _, name in self.starts)

    def of(self, value: Fraction) -> str:
        """Return the band ``value`` lies in."""
        reached = [name for start, name in self.starts if start < value or (start == value and not self.is_start_below)]
        return reached[-1] if reached else self.names[0]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a scale says of one set of answers; ``value`` is None where too many are ``missing``."""

    value: Fraction | None
    band: str | None
    missing: tuple[str, ...]

    def score(self, places: int = 0) -> int | Decimal | None:
        """Return the value as it is shown, rounded half up to ``places`` decimals."""
        return None if self.value is None else half_up(self.value, places)


@dataclass(frozen=True, slots=True)
class Scale:
    """A set of items that make one value.

    ``least`` is how many of them must be answered; None means all. With a mean, the answered items stand for
    the missing ones; a sum needs every item.
    """

    name: str
    items: tuple[Item, ...]
    method: Method = Method.SUM
    least: int | None = None
    bands: Bands | None = None

    @property
    def lowest(self) -> int:
        """The smallest sum the items allow; with a mean the smallest point."""
        return self._end(min)

    @property
    def highest(self) -> int:
        """The largest sum the items allow; with a mean the largest point."""
        return self._end(max)

    def measure(self, answers: Mapping[str, int]) -> Measure:
        """Return the value for checked ``answers`` (item name -> answer); other names are ignored.

        An item without an answer is missing: it never counts as 0.
        """
        values = [item.value_of(answers[item.name]) for item in self.items if item.name in answers]
        missing = tuple(item.name for item in self.items if item.name not in answers)
        may_miss = 0 if self.least is None or self.method is Method.SUM else len(self.items) - self.least
        if not values or len(missing) > may_miss:
            return Measure(None, None, missing)
        value = Fraction(sum(values), 1 if self.method is Method.SUM else len(values))
        return Measure(value, self.bands.of(value) if self.bands else None, missing)

    def _end(self, end: Callable[[Iterable[int]], int]) -> int:
        """Return what the scale comes to where each item has the smallest or the largest of its points."""
        ends = [end(item.points) for item in self.items]
        return sum(ends) if self.method is Method.SUM else end(ends)


def half_up(value: Fraction, places: int = 0) -> int | Decimal:
    """Round to ``places`` decimals, a half away from zero: a whole number for 0 places, else a Decimal."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2)) * (-1 if value < 0 else 1)
    return whole if places == 0 else Decimal(whole).scaleb(-places)
