"""The course of an instrument's scores over time, as points a chart can draw; nothing is drawn here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rehab_app.instruments.instrument import ScaleInfo

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Taken:
    """One stored result: the day, its scores by scale (None: no score), and its ``moment`` (awal, berkala, akhir or "")."""

    day: date
    scores: Mapping[str, Number | None]
    moment: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One value on a line; None is a gap, because a filled form without a score may not look like a score."""

    day: date
    value: Decimal | None
    moment: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The course of one scale, oldest first; the scale tells its range and which way is better."""

    scale: ScaleInfo
    points: tuple[Point, ...]

    @property
    def first(self) -> Decimal | None:
        """The first value there is."""
        return next((point.value for point in self.points if point.value is not None), None)

    @property
    def last(self) -> Decimal | None:
        """The last value there is."""
        return next((point.value for point in reversed(self.points) if point.value is not None), None)


def series(scales: Iterable[ScaleInfo], taken: Iterable[Taken], *, charted_only: bool = True) -> tuple[Line, ...]:
    """Return a line for each scale that has a value; of the scales that a chart shows unasked unless told otherwise.

    Results of one day keep the order in which they are given.
    """
    ordered = sorted(taken, key=lambda one: one.day)
    lines = [
        Line(
            scale,
            tuple(
                Point(one.day, _decimal(one.scores[scale.name]), one.moment)
                for one in ordered
                if scale.name in one.scores
            ),
        )
        for scale in scales
        if scale.is_charted or not charted_only
    ]
    return tuple(line for line in lines if line.first is not None)


def _decimal(value: Number | None) -> Decimal | None:
    """Return a stored score exactly as it is written: 65.63 stays 65.63."""
    return None if value is None else Decimal(str(value))
