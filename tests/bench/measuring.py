"""How things are measured: ours and its limit in turns, many times, with the collector at rest, told as medians.

Two cores that others use too make single times worthless; medians of turns that share the same noise are not.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

Case = TypeVar("Case")
NANOSECONDS_A_MS = 1e6


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. ``median_ms`` and ``p95_ms`` are milliseconds; ``value`` with its ``unit`` stands for what is no time.

    ``limit_ms`` is the median of the limit in the same run and ``ratio`` ours to it. ``met`` is None where no aim was set.
    """

    name: str
    aim: str
    met: bool | None
    median_ms: float | None = None
    p95_ms: float | None = None
    limit_ms: float | None = None
    ratio: float | None = None
    value: float | None = None
    unit: str = ""
    note: str = ""

    def as_row(self) -> dict[str, Any]:
        """Return the figure as a row of JSON, times rounded to a tenth of a microsecond."""
        row = asdict(self)
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in row.items()}

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> "Figure":
        """Read a row of JSON."""
        return cls(**row)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of ours and of the limit, taken in turns."""

    ours: list[float] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of ours."""
        return statistics.median(self.ours)

    @property
    def p95(self) -> float:
        """The 95th percentile of ours."""
        return percentile(self.ours, 0.95)

    @property
    def ratio(self) -> float:
        """The median of ours to that of the limit."""
        return self.median / statistics.median(self.limit)

    @property
    def p95_ratio(self) -> float:
        """The 95th percentile of ours to that of the limit."""
        return self.p95 / percentile(self.limit, 0.95)

    def against(self, name: str, most: float, *, most_p95: float | None = None, note: str = "") -> Figure:
        """Return the figure whose aim is a ratio of medians (and of 95th percentiles)."""
        is_met = self.ratio <= most and (most_p95 is None or self.p95_ratio <= most_p95)
        aim = f"<= {most:g}x" + (f", p95 <= {most_p95:g}x" if most_p95 else "")
        told = f"p95 {self.p95_ratio:.2f}x" if most_p95 else ""
        return Figure(
            name,
            aim,
            is_met,
            self.median,
            self.p95,
            statistics.median(self.limit),
            self.ratio,
            note="; ".join(filter(None, (told, note))),
        )

    def within(self, name: str, most_ms: float, *, is_p95: bool = False, note: str = "") -> Figure:
        """Return the figure whose aim is a time."""
        found = self.p95 if is_p95 else self.median
        limit = statistics.median(self.limit) if self.limit else None
        return Figure(
            name,
            f"{'p95 ' if is_p95 else ''}<= {most_ms:g} ms",
            found <= most_ms,
            self.median,
            self.p95,
            limit,
            self.median / limit if limit else None,
            note=note,
        )

    def told(self, name: str, note: str = "") -> Figure:
        """Return the figure without an aim."""
        limit = statistics.median(self.limit) if self.limit else None
        return Figure(name, "", None, self.median, self.p95, limit, self.median / limit if limit else None, note=note)


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that ``share`` of all stay below."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector at rest."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds ``act`` takes."""
    began = time.perf_counter_ns()
    act()
    return (time.perf_counter_ns() - began) / NANOSECONDS_A_MS


def in_turns(
    cases: Sequence[Case],
    ours: Callable[[Case], object],
    limit: Callable[[Case], object] | None = None,
    *,
    warm: int | None = None,
) -> Times:
    """Measure every case, ours and the limit by turns first, after ``warm`` cases (all of them, by default) that do not count."""
    found = Times()
    for case in cases[: len(cases) if warm is None else warm]:
        ours(case)
        if limit is not None:
            limit(case)
    with undisturbed():
        for place, case in enumerate(cases):
            ways = [(ours, found.ours)] + ([(limit, found.limit)] if limit is not None else [])
            for act, times in ways if place % 2 else reversed(ways):
                began = time.perf_counter_ns()
                act(case)
                times.append((time.perf_counter_ns() - began) / NANOSECONDS_A_MS)
    return found
