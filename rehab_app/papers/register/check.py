"""The yearly check of the register: what is missing, void, open, put in afterwards or out of order, counter by counter."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from sqlmodel import select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.office.numbers.counters import last_number
from rehab_app.office.rights.needs import needs
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.reading import letter_rows, series_of
from rehab_app.papers.register.rows import LetterRow, LetterState
from rehab_app.papers.register.types import series_names, types
from rehab_app.store.work import Work


class Finding(StrEnum):
    """What the check finds. ``EARLIER``: numbers of the paper register, from before the program's first one."""

    EARLIER = "earlier"
    GAP = "gap"
    VOID = "void"
    GIVEN_UP = "given_up"
    RESERVED = "reserved"
    LATE = "late"
    ORDER = "order"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One finding: the number or range it concerns, its day, and what there is to say (a reason, another number or day)."""

    finding: Finding
    series: str
    number_text: str
    dated_on: date | None = None
    said: str = ""
    letter_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SeriesCheck:
    """One counter in one year: the types that count by it, its last number, how many letters it has, and the findings."""

    series: str
    names: str
    last: int
    letters: int
    findings: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class YearCheck:
    """The check of one year; counters that were not used are left out."""

    year: int
    series: tuple[SeriesCheck, ...]

    @property
    def findings(self) -> tuple[CheckRow, ...]:
        """Every finding, counter by counter."""
        return tuple(row for one in self.series for row in one.findings)


@needs(DataClass.SURAT, Right.MELIHAT)
def year_check(work: Work, year: int) -> YearCheck:
    """Return the check of the register of one year."""
    by_series: dict[str, list[LetterRow]] = defaultdict(list)
    for row in letter_rows(work, select(IssuedLetter).where(IssuedLetter.year == year)):
        by_series[row.series].append(row)
    known = types(work, with_retired=True)
    names = series_names(known)
    counters = list(dict.fromkeys([*(series_of(one.series) for one in known), *sorted(by_series)]))
    twice = _same_numbers([row for rows in by_series.values() for row in rows])
    checks = []
    for series in counters:
        rows = sorted(by_series.get(series, ()), key=_place)
        last = max(last_number(work, series, year), *(row.number for row in rows), 0)
        if last:
            found = (*check_series(series, rows, last), *(row for row in twice if row.series == series))
            letters = sum(row.state in {LetterState.ISSUED, LetterState.OUTSIDE} for row in rows)
            checks.append(SeriesCheck(series, names.get(series, series), last, letters, found))
    return YearCheck(year, tuple(checks))


def check_series(series: str, rows: Sequence[LetterRow], last: int) -> Iterator[CheckRow]:
    """Yield the findings of one counter; ``rows`` are in the order of their numbers, ``last`` is the last number taken."""
    yield from _missing(series, {row.number for row in rows if not row.suffix}, last)
    for row in rows:
        yield from _own(row)
    yield from _out_of_order(rows)


def _missing(series: str, taken: set[int], last: int) -> Iterator[CheckRow]:
    """Yield the numbers that nobody has, joined to ranges; those before the first are of the paper register."""
    first = min(taken, default=last + 1)
    if first > 1:
        yield CheckRow(Finding.EARLIER, series, _range(1, first - 1))
    absent = [number for number in range(first, last + 1) if number not in taken]
    for _, run in groupby(enumerate(absent), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        yield CheckRow(Finding.GAP, series, _range(numbers[0], numbers[-1]))


def _own(row: LetterRow) -> Iterator[CheckRow]:
    """Yield what a letter says of itself: void, given up, still kept, or put in afterwards."""
    if row.is_late:
        yield _found(Finding.LATE, row, row.reason)
    if row.state is LetterState.VOID:
        finding = Finding.VOID if row.has_file or row.kind != "reserved" else Finding.GIVEN_UP
        yield _found(finding, row, row.void_reason)
    if row.state is LetterState.RESERVED:
        yield _found(Finding.RESERVED, row, row.reason)


def _out_of_order(rows: Iterable[LetterRow]) -> Iterator[CheckRow]:
    """Yield the letters dated before a lower number of their counter; numbers without a letter have no say."""
    latest: LetterRow | None = None
    for row in rows:
        if row.state not in {LetterState.ISSUED, LetterState.OUTSIDE}:
            continue
        if latest is not None and row.dated_on < latest.dated_on:
            yield _found(Finding.ORDER, row, f"{latest.number_text} ({format_short(latest.dated_on)})")
        elif not row.is_late and (latest is None or row.dated_on > latest.dated_on):
            latest = row


def _same_numbers(rows: Sequence[LetterRow]) -> list[CheckRow]:
    """Return the letters whose numbers read alike, however they are written: large or small, with or without spaces."""
    alike: dict[str, list[LetterRow]] = defaultdict(list)
    for row in rows:
        alike["".join(row.number_text.split()).casefold()].append(row)
    return [
        _found(Finding.DUPLICATE, row, ", ".join(other.number_text for other in same if other.id != row.id))
        for same in alike.values()
        if len(same) > 1
        for row in same
    ]


def _found(finding: Finding, row: LetterRow, said: str) -> CheckRow:
    return CheckRow(finding, row.series, row.number_text, row.dated_on, said, row.id)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _place(row: LetterRow) -> tuple[int, int]:
    return row.number, int(row.suffix.removeprefix(".") or 0)
