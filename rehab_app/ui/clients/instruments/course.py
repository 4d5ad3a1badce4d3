"""The course of what was measured: lines over time, a radar of severities, and what changed from intake to exit. No widgets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import Words
from rehab_app.instruments import outcome
from rehab_app.instruments.form import Kind
from rehab_app.instruments.instrument import ScaleInfo
from rehab_app.instruments.outcome import WHOQOL_DOMAINS, Change, Pair
from rehab_app.instruments.severities import judged
from rehab_app.instruments.trend import Taken as Result
from rehab_app.instruments.trend import series
from rehab_app.papers import charts
from rehab_app.papers.charts import Picture
from rehab_app.ui.clients.instruments.actions import Taken

INTAKE: Final = "awal"
EXIT: Final = "akhir"
WHOQOL: Final = "whoqol"
ASI: Final = "asi"
_HIGHEST_SEVERITY: Final = 9.0
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class DomainChange:
    """One domain of the quality of life at intake and exit, None where there is no score."""

    label: str
    awal: float | None
    akhir: float | None
    change: Change | None


def lines_of(taken: Taken, words: Words) -> Iterator[tuple[str, Picture]]:
    """Yield a picture for each instrument that was taken on two days or more, those of one range of scores together."""
    for instrument in dict.fromkeys(row.instrument for row in taken.rows):
        rows = [row for row in taken.rows if row.instrument == instrument]
        if len({row.taken_on for row in rows}) < _FEWEST:
            continue
        results = [Result(row.taken_on, row.scores, row.moment) for row in reversed(rows)]
        scales = taken.scales_of(rows[0])
        for scope in dict.fromkeys((scale.lowest, scale.highest) for scale in scales if scale.is_charted):
            wanted = [scale for scale in scales if (scale.lowest, scale.highest) == scope]
            picture = _trend(wanted, results, words)
            if picture is not None:
                yield instrument, picture


def radar_of(taken: Taken, episode_id: UUID, words: Words) -> Picture | None:
    """Return the severities of an episode's assessments at intake and exit, or of the latest one; None where nobody judged."""
    rows = [row for row in taken.rows if row.instrument == ASI and row.episode_id == episode_id]
    chosen = [row for row in (_latest(rows, INTAKE), _latest(rows, EXIT)) if row is not None] or rows[:1]
    if not chosen:
        return None
    names = {item.scale: item.label.say(words) for item in taken.form(chosen[0]).items if item.kind is Kind.SEVERITY}
    rings = []
    for row in chosen:
        found = judged(taken.form(row), row.answers)
        values = tuple(None if (value := found.get(axis)) is None else float(value) for axis in names)
        if any(value is not None for value in values):
            rings.append(charts.Ring(f"{_moment_text(row, words)} {format_short(row.taken_on)}".strip(), values))
    return charts.radar(list(names.values()), rings, _HIGHEST_SEVERITY) if rings else None


def changes_of(taken: Taken, episode_id: UUID, words: Words) -> Sequence[DomainChange]:
    """Return the change of each domain of the quality of life in an episode; none before it was taken there."""
    rows = [row for row in taken.rows if row.instrument == WHOQOL and row.episode_id == episode_id]
    before, after = _latest(rows, INTAKE), _latest(rows, EXIT)
    if before is None and after is None:
        return ()
    known: Mapping[str, ScaleInfo] = {scale.name: scale for scale in taken.scales_of(rows[0])}
    pair = Pair(None if before is None else before.scores, None if after is None else after.scores)
    found = outcome.changes(pair)
    return [
        DomainChange(
            known[domain].label.say(words),
            None if before is None else before.scores.get(domain),
            None if after is None else after.scores.get(domain),
            found[domain],
        )
        for domain in WHOQOL_DOMAINS
    ]


def _trend(scales: Sequence[ScaleInfo], results: Sequence[Result], words: Words) -> Picture | None:
    lines = [
        charts.Line(
            line.scale.label.say(words),
            tuple((point.day, None if point.value is None else float(point.value)) for point in line.points),
        )
        for line in series(scales, results)
    ]
    if not lines:
        return None
    return charts.trend(lines, float(scales[0].lowest), float(scales[0].highest))


def _latest(rows: Sequence[InstrumentRow], moment: str) -> InstrumentRow | None:
    """Return the row of a moment that was taken last; rows come the latest first."""
    return next((row for row in rows if row.moment == moment), None)


def _moment_text(row: InstrumentRow, words: Words) -> str:
    return {INTAKE: words.say("At intake"), EXIT: words.say("At exit")}.get(row.moment, "")
