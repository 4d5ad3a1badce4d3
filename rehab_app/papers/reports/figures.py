"""The figures of a year: counts only, in tables that all sum to the same total."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from sqlalchemy import CTE, Select, String, Table, cast, func, literal, select, union_all

from rehab_app.clinic.assessment.rules import substance_of_group
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import INDONESIAN
from rehab_app.office.lists.bands import AgeBand, band_of, bands_from
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.places.gazetteer import OUTSIDE, gazetteer
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.papers.letters.templates import template
from rehab_app.papers.reports.counted import GROUP, RULE, carried_over, counted
from rehab_app.store.direct import Direct
from rehab_app.store.work import Work

FIRST_YEAR: Final = 1990
UNKNOWN: Final = "unknown"
TABLES: Final = ("modality", "substance", "district", "sex", "age", "source", "occupation", "education", "period")
_LISTS: Final = ("modality", "substance", "sex", "source", "occupation", "education")
# Tables whose every row is printed, the empty ones too; of the others only rows that count somebody.
_WHOLE: Final = frozenset({"modality", "district", "sex", "age", "period"})
_BY_COUNT: Final = frozenset({"substance", "source", "occupation"})
# The keys of the JSON contract.
_MODALITY_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {"outpatient": "rawat_jalan", "referral": "rujukan", "examined_only": "tat_saja"}
)
_IN_DOCUMENT: Final = ("modality", "district", "substance", "sex", "age", "source")
_OFFICE: Final[Table] = OfficeProfile.__table__  # type: ignore[attr-defined]
_CITY: Final = Direct(select(_OFFICE.c.home_regency))


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of a table: its code, its words, how many people, and their share in percent with one decimal."""

    code: str
    label: str
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table; its rows sum to the total of the year."""

    name: str
    title: str
    rows: tuple[FigureRow, ...]

    def count(self, code: str) -> int:
        """Return the count of one row, 0 where there is no such row."""
        return next((row.count for row in self.rows if row.code == code), 0)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of one year. ``new`` is part of ``total``; ``carried_over`` stands beside it."""

    year: int
    rule: str
    total: int
    tables: tuple[FigureTable, ...]
    new: int
    carried_over: int

    def table(self, name: str) -> FigureTable:
        """Return one table by its name in ``TABLES``."""
        return next(table for table in self.tables if table.name == name)


@dataclass(frozen=True, slots=True)
class Coding:
    """How raw values become codes of rows, under the office's settings."""

    city: str
    bands: tuple[AgeBand, ...]

    def code(self, table: str, value: str | int | None) -> str:
        """Return the row of ``table`` a raw value falls under."""
        if value is None or value == "":
            return UNKNOWN
        if table == "age":
            return band_of(int(value), self.bands).label if int(value) >= 0 else UNKNOWN
        if table == "district":
            return gazetteer().district_code(str(value), self.city)
        if table == "substance" and str(value).startswith(GROUP):
            return substance_of_group(str(value).removeprefix(GROUP)) or UNKNOWN
        return str(value)


@needs(DataClass.LAPORAN, Right.MELIHAT)
def year_figures(work: Work, year: int, lists: ValueLists, language: str = INDONESIAN) -> YearFigures:
    """Count one year; labels in ``language``. Raises RuleBroken("figures.year") for a year that lies ahead or before 1990."""
    check_year(year, work.clock.today())
    coding = coding_of(work)
    counts = _counts(work, year, coding)
    total = counts["modality"].total()
    labels = _Labels(lists, language, coding)
    tables = tuple(_table(name, counts[name], total, labels) for name in TABLES)
    (carried,) = _over_query(year).one(work.connection, {})
    return YearFigures(year, RULE, total, tables, counts["period"]["new"], carried)


def figures_document(figures: YearFigures) -> dict[str, object]:
    """Return the figures as the JSON of ``figures --json``: counts by the words of their rows, modality by short keys."""
    document: dict[str, object] = {"year": figures.year, "rule": figures.rule, "total": figures.total}
    for name in _IN_DOCUMENT:
        rows = figures.table(name).rows
        keys = _MODALITY_KEYS if name == "modality" else {}
        document[f"by_{name}"] = {keys.get(row.code, row.label): row.count for row in rows}
    return document | {"new": figures.new, "carried_over": figures.carried_over}


def check_year(year: int, today: date) -> None:
    """Raise RuleBroken("figures.year") unless ``year`` is one that can be counted: from 1990 to this year."""
    if not FIRST_YEAR <= year <= today.year:
        raise RuleBroken("figures.year", field="year", first=FIRST_YEAR, last=today.year)


def coding_of(work: Work) -> Coding:
    """Return how the office groups: by the districts of its city and by its age bands."""
    (city,) = _CITY.one(work.connection, {})
    return Coding(city, bands_from(setting(work, "age_bands")))


def _counts(work: Work, year: int, coding: Coding) -> dict[str, Counter[str]]:
    """Return for each table how many people fall under each code; raises ArithmeticError where two tables differ in sum."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in TABLES}
    for name, value, count in _counts_query(year).rows(work.connection, {}):
        counts[name][coding.code(name, value)] += count
    if len({counter.total() for counter in counts.values()}) > 1:
        raise ArithmeticError("the tables of a year have different sums")
    return counts


@cache
def _counts_query(year: int) -> Direct:
    """Return the statement that counts a year; putting it together takes longer than counting a small office's year."""
    people = counted(year)
    return Direct(union_all(*(_grouped(people, name) for name in TABLES)))


@cache
def _over_query(year: int) -> Direct:
    return Direct(select(func.count()).select_from(carried_over(year).subquery()))


def _grouped(people: CTE, name: str) -> Select[str, str, int]:
    value = people.c[name]
    return select(literal(name), cast(value, String), func.count()).group_by(value)


class _Labels:
    """The words of tables and rows in one language, and the order rows are shown in."""

    def __init__(self, lists: ValueLists, language: str, coding: Coding) -> None:
        self._lists = lists
        self._language = language
        self._coding = coding
        suffix = "" if language == INDONESIAN else "_en"
        parts = template("year").parts
        self._titles, self._labels = parts[f"titles{suffix}"], parts[f"labels{suffix}"]

    def title(self, table: str) -> str:
        """Return the title of a table."""
        return self._titles[table]

    def codes(self, table: str) -> Sequence[str]:
        """Return the codes a table may have, in their order, the unknown left out."""
        if table in _LISTS:
            return [choice.code for choice in self._lists.of(table)]
        if table == "district":
            return [*(place.code for place in gazetteer().districts(self._coding.city)), OUTSIDE]
        return [band.label for band in self._coding.bands] if table == "age" else ["new", "again"]

    def label(self, table: str, code: str) -> str:
        """Return the words of a row."""
        if code == UNKNOWN:
            return self._labels["unknown"]
        if table == "district":
            if code == OUTSIDE:
                return gazetteer().outside_label(self._coding.city)
            place = gazetteer().get(code)
            return place.name if place else code
        return self._lists.label(table, code, self._language) if table in _LISTS else self._labels.get(code, code)


def _table(name: str, counter: Counter[str], total: int, labels: _Labels) -> FigureTable:
    known = list(labels.codes(name))
    unlisted = sorted(set(counter) - set(known) - {UNKNOWN})
    codes = [code for code in (*known, *unlisted) if counter[code] or name in _WHOLE]
    if name in _BY_COUNT:
        codes.sort(key=lambda code: -counter[code])
    if counter[UNKNOWN]:
        codes.append(UNKNOWN)
    rows = tuple(
        FigureRow(code, labels.label(name, code), counter[code], percent_of(counter[code], total)) for code in codes
    )
    if sum(row.count for row in rows) != total:
        raise ArithmeticError("a table of the year does not sum to its total")
    return FigureTable(name, labels.title(name), rows)


def percent_of(count: int, total: int) -> float:
    """Return the share in percent with one decimal, halves rounded up: 28.3 for 17 of 60; 0 of nobody."""
    return (2000 * count + total) // (2 * total) / 10 if total else 0.0
