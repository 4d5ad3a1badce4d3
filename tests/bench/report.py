"""The measured figures as tables: for the terminal, and as Markdown for the README.

``python -m tests.bench.report FILE...`` renders the files that ``python -m tests.bench --json`` wrote, one column for each.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.measuring import Figure

_MARKS = {True: "met", False: "**missed**", None: ""}


@dataclass(frozen=True, slots=True)
class Run:
    """All figures of one run."""

    clients: int
    figures: tuple[Figure, ...]

    @classmethod
    def read(cls, path: Path) -> "Run":
        """Read what a run wrote."""
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(document["clients"], tuple(Figure.of_row(row) for row in document["figures"]))

    def figure(self, name: str) -> Figure | None:
        """Return the figure of that name, or None."""
        return next((one for one in self.figures if one.name == name), None)


def table(figures: Sequence[Figure]) -> str:
    """Return a table for the terminal."""
    width = max(len(one.name) for one in figures)
    head = f"{'':{width}}  {'median':>10}  {'p95':>10}  {'limit':>10}  {'ratio':>7}  {'aim':22}  met"
    return "\n".join([head, *(_line(one, width) for one in figures)])


def markdown(runs: Sequence[Run]) -> str:
    """Return one table with a column for each run: median (p95), ratio to the limit, and whether the aim is met."""
    names = list(dict.fromkeys(one.name for run in runs for one in run.figures))
    head = "| Figure | Aim | " + " | ".join(f"{run.clients:,} clients" for run in runs) + " |"
    rule = "|---|---|" + "---|" * len(runs)
    rows = []
    for name in names:
        found = [run.figure(name) for run in runs]
        aim = next((one.aim for one in found if one is not None), "")
        rows.append(f"| {name} | {aim} | " + " | ".join(map(_cell, found)) + " |")
    return "\n".join([head, rule, *rows])


def _line(one: Figure, width: int) -> str:
    if one.value is not None:
        shown = f"{one.value:8.1f} {one.unit}"
        return f"{one.name:{width}}  {shown:>10}  {'':>10}  {'':>10}  {'':>7}  {one.aim:22}  {_word(one)}"
    cells = [_time(one.median_ms), _time(one.p95_ms), _time(one.limit_ms)]
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}x"
    told = f"  ({one.note})" if one.note else ""
    return (
        f"{one.name:{width}}  "
        + "  ".join(f"{cell:>10}" for cell in cells)
        + f"  {ratio:>7}  {one.aim:22}  {_word(one)}{told}"
    )


def _word(one: Figure) -> str:
    return {True: "yes", False: "NO", None: ""}[one.met]


def _cell(one: Figure | None) -> str:
    if one is None:
        return ""
    parts = []
    if one.value is not None:
        parts.append(f"{one.value:.1f} {one.unit}")
    if one.median_ms is not None:
        parts.append(f"{_time(one.median_ms)}" + (f" (p95 {_time(one.p95_ms)})" if one.p95_ms is not None else ""))
    if one.ratio is not None:
        parts.append(f"{one.ratio:.2f}x")
    if mark := _MARKS[one.met]:
        parts.append(mark)
    return ", ".join(parts)


def _time(ms: float | None) -> str:
    if ms is None:
        return ""
    if ms >= 1000:
        return f"{ms / 1000:.2f} s"
    return f"{ms:.0f} ms" if ms >= 100 else f"{ms:.1f} ms" if ms >= 10 else f"{ms:.2f} ms"


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.report")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    runs = sorted(map(Run.read, parser.parse_args().files), key=lambda run: run.clients)
    sys.stdout.write(markdown(runs) + "\n")


if __name__ == "__main__":
    _main()
