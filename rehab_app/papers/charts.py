"""Charts as plain shapes, one drawing for paper and screen: lines over time, and a radar of problems.

A picture is measured in points from its upper left corner. Nothing is told by colour alone: each line has its own mark and dash,
and its name stands at its end. A value that is missing leaves a gap; nothing is drawn through it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import ceil, cos, floor, log10, pi, sin
from typing import Final, TypeAlias

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.numbers import format_number

Point: TypeAlias = tuple[float, float]

WIDTH: Final = 460.0
HEIGHT: Final = 190.0
_SMALL: Final = 8.0
_TICKS: Final = 5
_LABEL_ROOM: Final = 96.0
_AXIS_ROOM: Final = 30.0
_DAY_ROOM: Final = 22.0
_LEAST_GAP: Final = 11.0
_DAY_WIDTH: Final = 48.0
_TOP: Final = 8.0


class Role(StrEnum):
    """What a shape stands for; paper and screen choose its colour."""

    TEXT = "text"
    QUIET = "quiet"
    GRID = "grid"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    SIXTH = "sixth"


class Mark(StrEnum):
    """The shape at a measured value."""

    ROUND = "round"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    CROSS = "cross"
    RING = "ring"


class Anchor(StrEnum):
    """Which end of a text stands at its point."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; ``dash`` in points, ``is_closed`` back to its beginning, filled very lightly where ``is_filled``."""

    points: tuple[Point, ...]
    role: Role
    width: float = 1.0
    dash: tuple[float, ...] = ()
    is_closed: bool = False
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark at a measured value; ``size`` is its half width."""

    at: Point
    mark: Mark
    role: Role
    size: float = 3.0


@dataclass(frozen=True, slots=True)
class Words:
    """A text on one line whose baseline stands at ``at``."""

    at: Point
    text: str
    role: Role = Role.TEXT
    size: float = _SMALL
    anchor: Anchor = Anchor.START
    is_bold: bool = False


Shape: TypeAlias = Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart; ``told`` says in words what it shows, for text output and for those who cannot see it."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """One scale over time: its name and its values by day, None where there was no score; days may come in any order."""

    name: str
    values: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """One outline of a radar: its name and a value for each axis, None where the axis was not answered."""

    name: str
    values: tuple[float | None, ...]


LINE_ROLES: Final = (Role.FIRST, Role.SECOND, Role.THIRD, Role.FOURTH, Role.FIFTH, Role.SIXTH)
LINE_MARKS: Final = tuple(Mark)
LINE_DASHES: Final[tuple[tuple[float, ...], ...]] = ((), (6, 2), (2, 2), (8, 2, 2, 2), (4, 4), (1, 2))


def trend(lines: Sequence[Line], low: float, high: float, *, width: float = WIDTH, height: float = HEIGHT) -> Picture:
    """Draw scales over time between ``low`` and ``high``; at most six lines tell themselves apart, the rest are left out.

    One day alone stands in the middle. Where nobody was measured, the picture says so by ``told`` and is empty.
    """
    shown = [line for line in lines if any(value is not None for _, value in line.values)][: len(LINE_ROLES)]
    days = sorted({day for line in shown for day, value in line.values if value is not None})
    if not days:
        return Picture(width, height, (), "")
    plot = _Plot(_AXIS_ROOM, _TOP, width - _LABEL_ROOM, height - _DAY_ROOM, days[0], days[-1], low, high)
    shapes: list[Shape] = [*_grid(plot), *_day_axis(plot, days)]
    ends: list[tuple[float, int]] = []
    for place, line in enumerate(shown):
        measured = sorted((day, value) for day, value in line.values)
        shapes += _line(plot, measured, place)
        last = [value for _, value in measured if value is not None][-1]
        ends.append((plot.y(last), place))
    shapes += _names(plot, ends, [line.name for line in shown])
    return Picture(width, height, tuple(shapes), "; ".join(_told(line) for line in shown))


def radar(axes: Sequence[str], rings: Sequence[Ring], highest: float, *, size: float = 260.0) -> Picture:
    """Draw rings over ``axes`` from 0 in the middle to ``highest`` at the rim; an axis without a value breaks its ring."""
    width = size + 2 * _LABEL_ROOM
    centre, reach = (width / 2, size / 2), size / 2 - 28

    def at(axis: int, value: float) -> Point:
        angle = 2 * pi * axis / len(axes) - pi / 2
        away = reach * value / highest
        return centre[0] + away * cos(angle), centre[1] + away * sin(angle)

    shapes: list[Shape] = []
    for step in range(3):
        value = highest * (step + 1) / 3
        rim = tuple(at(axis, value) for axis in range(len(axes)))
        shapes.append(Stroke(rim, Role.GRID, 0.5, is_closed=True))
        shapes.append(Words((centre[0] + 3, at(0, value)[1] + 3), format_number(value, 0), Role.QUIET))
    for axis, name in enumerate(axes):
        shapes.append(Stroke((centre, at(axis, highest)), Role.GRID, 0.5))
        x, y = at(axis, highest * 1.1)
        shapes.append(Words((x, y + 3), name, anchor=_beside(x, centre[0])))
    for place, ring in enumerate(rings[: len(LINE_ROLES)]):
        shapes += _ring([None if value is None else at(axis, value) for axis, value in enumerate(ring.values)], place)
    shapes += _key([ring.name for ring in rings[: len(LINE_ROLES)]], size)
    told = "; ".join(_told_ring(axes, ring) for ring in rings)
    return Picture(width, size + 16, tuple(shapes), told)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the plot stands, and what its edges mean."""

    left: float
    top: float
    right: float
    bottom: float
    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        span = (self.last - self.first).days
        share = 0.5 if span == 0 else (day - self.first).days / span
        return self.left + 8 + (self.right - self.left - 16) * share

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * min(1.0, max(0.0, share))


def _grid(plot: _Plot) -> Iterator[Shape]:
    step = _step((plot.high - plot.low) / _TICKS)
    value = ceil(plot.low / step) * step
    while value <= plot.high:
        y = plot.y(value)
        yield Stroke(((plot.left, y), (plot.right, y)), Role.GRID, 0.5)
        yield Words((plot.left - 4, y + 3), format_number(value, 0), Role.QUIET, anchor=Anchor.END)
        value += step


def _step(rough: float) -> float:
    """Return the round step next to ``rough``, never below 1: 1, 2, 5, 10, 20 ..."""
    size = 10 ** floor(log10(max(rough, 1.0)))
    return float(next((factor * size for factor in (1, 2, 5) if factor * size >= rough), 10 * size))


def _day_axis(plot: _Plot, days: Sequence[date]) -> Iterator[Shape]:
    """Yield the measured days below the plot, those left out for which there is no room; the last one always stands."""
    placed = plot.x(days[-1])
    shown = [days[-1]]
    for day in reversed(days[:-1]):
        if placed - plot.x(day) >= _DAY_WIDTH:
            placed = plot.x(day)
            shown.append(day)
    for day in shown:
        x = plot.x(day)
        yield Stroke(((x, plot.bottom), (x, plot.bottom + 3)), Role.QUIET, 0.5)
        yield Words((x, plot.bottom + 13), format_short(day), Role.QUIET, anchor=Anchor.MIDDLE)


def _line(plot: _Plot, measured: Sequence[tuple[date, float | None]], place: int) -> Iterator[Shape]:
    points = [None if value is None else (plot.x(day), plot.y(value)) for day, value in measured]
    for start, end in pairwise(points):
        if start is not None and end is not None:
            yield Stroke((start, end), LINE_ROLES[place], 1.4, LINE_DASHES[place])
    yield from (Dot(point, LINE_MARKS[place], LINE_ROLES[place]) for point in points if point is not None)


def _names(plot: _Plot, ends: Sequence[tuple[float, int]], names: Sequence[str]) -> Iterator[Shape]:
    """Yield the names beside the ends of their lines, moved apart where ends are near each other."""
    lowest = plot.top - _LEAST_GAP
    heights: list[tuple[float, int]] = []
    for wanted, place in sorted(ends):
        lowest = max(wanted, lowest + _LEAST_GAP)
        heights.append((lowest, place))
    over = max(0.0, lowest - plot.bottom)
    for y, place in heights:
        at = (plot.right + 8, y - over)
        yield Dot(at, LINE_MARKS[place], LINE_ROLES[place])
        yield Words((at[0] + 7, at[1] + 3), names[place])


def _ring(points: Sequence[Point | None], place: int) -> Iterator[Shape]:
    whole = [point for point in points if point is not None]
    role, dash = LINE_ROLES[place], LINE_DASHES[place]
    if len(whole) == len(points):
        yield Stroke(tuple(whole), role, 1.4, dash, is_closed=True, is_filled=True)
    else:
        for start, end in pairwise([*points, points[0]]):
            if start is not None and end is not None:
                yield Stroke((start, end), role, 1.4, dash)
    yield from (Dot(point, LINE_MARKS[place], role) for point in whole)


def _key(names: Sequence[str], top: float) -> Iterator[Shape]:
    x = 8.0
    for place, name in enumerate(names):
        yield Stroke(((x, top + 6), (x + 18, top + 6)), LINE_ROLES[place], 1.4, LINE_DASHES[place])
        yield Dot((x + 9, top + 6), LINE_MARKS[place], LINE_ROLES[place])
        yield Words((x + 24, top + 9), name)
        x += 36 + len(name) * _SMALL * 0.6


def _beside(x: float, centre: float) -> Anchor:
    if abs(x - centre) < 1:
        return Anchor.MIDDLE
    return Anchor.START if x > centre else Anchor.END


def _told(line: Line) -> str:
    values = [f"{format_short(day)} {format_value(value)}" for day, value in sorted(line.values) if value is not None]
    return f"{line.name}: {', '.join(values)}"


def _told_ring(axes: Sequence[str], ring: Ring) -> str:
    said = [
        f"{axis} {'–' if value is None else format_value(value)}" for axis, value in zip(axes, ring.values, strict=True)
    ]
    return f"{ring.name}: {', '.join(said)}"


def format_value(value: float) -> str:
    """Return a value as it is said beside a chart: whole where it is whole, else with two decimals and a comma."""
    return format_number(value, 0) if value == round(value) else format_number(value, 2)
