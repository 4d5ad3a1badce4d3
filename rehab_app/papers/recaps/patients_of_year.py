"""LAPORAN JUMLAH PASIEN PER TAHUN: twenty-eight numbered columns, a row for each month and the sum.

*Baru* is a client whose first masa perawatan was registered in the month, *lama* everybody else who was served in it; the sum
counts each client once in the year. Services are counted by the mark ``recap_column`` of the value lists.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CompoundSelect, exists, select, union_all

from rehab_app.foundation.dates import month_name
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.blocks import Align
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.recaps.head import Of, as_of, period_words
from rehab_app.papers.recaps.reading import (
    DIAGNOSIS,
    EPISODE,
    EXAMINATION,
    PROFILE,
    URINE,
    care_of,
    dated_in,
    first_registered,
    held_in,
    referrals_in,
    served_in,
)
from rehab_app.papers.recaps.rows import Behind, Cell, Recap, RecapColumn
from rehab_app.papers.recaps.rules import Kind, Wish
from rehab_app.papers.reports.figures import year_figures
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

AGAIN: Final = "again"
NEW: Final = "new"
MONTHS: Final = range(1, 13)
_SUM: Final = 0
_RECORDED: Final = ((4, PROFILE, "assessed_on"), (5, EXAMINATION, "examined_on"), (6, URINE, "taken_on"))
_DIAGNOSES: Final = {f"F1{digit}": 7 + digit for digit in range(8)} | {"F18": 15, "F19": 15}
_OTHER_DIAGNOSIS: Final = 16
_BY_SERVICE: Final = range(17, 25)
_BY_DESTINATION: Final = range(25, 29)
_LAST_OF_SERVICES: Final = 24
_CLIENTS: Final = frozenset({AGAIN, NEW})
_MONTH_WIDTH: Final = 18.0
_USUAL_WIDTH: Final = 6.6
# Millimetres that the longest word of a heading takes.
_WIDE: Final[Mapping[str, float]] = MappingProxyType(
    {
        "again": 7.8,
        "new": 7.2,
        "c4": 11.4,
        "c5": 15.2,
        "c6": 6.9,
        "c15": 11.2,
        "c16": 10.9,
        "c17": 8.8,
        "c18": 15.4,
        "c19": 12.2,
        "c20": 15.8,
        "c21": 12.2,
        "c23": 6.9,
        "c24": 15.5,
        "c25": 7.4,
        "c26": 7.7,
        "c27": 13.0,
        "c28": 10.9,
    }
)


@dataclass(slots=True)
class _Counted:
    """What was counted: of each client how often under ``month``.``column``, and the masa perawatan she was last served in."""

    of_client: dict[UUID, Counter[str]] = field(default_factory=dict)
    latest: dict[UUID, UUID] = field(default_factory=dict)
    untyped: int = 0

    def count(self, client_id: UUID, month: int, column: str, times: int = 1) -> None:
        """Count for a client, in a month (0: in the whole year)."""
        self.of_client.setdefault(client_id, Counter())[f"{month:02d}.{column}"] += times

    def sums(self) -> Counter[str]:
        """Return the sums over everybody."""
        found: Counter[str] = Counter()
        for counts in self.of_client.values():
            found.update(counts)
        return found


def patients_of_year(work: Work, wish: Wish, of: Of, lists: ValueLists) -> Recap:
    """Return the recap of a year; months that have not begun are not said."""
    said = template("recaps").parts["patients_of_year"]
    columns, counted = _columns(), _counted(work, wish, lists)
    unknown = _not_said(lists)
    sums = counted.sums()
    begun = [month for month in MONTHS if date(wish.period.first.year, month, 1) <= of.day]
    rows = [
        (month_name(month), *(_cell(sums, month, code, unknown, is_known=month in begun) for code in _codes(columns)))
        for month in MONTHS
    ]
    rows.append((said["total"], *(_total(sums, code, unknown) for code in _codes(columns))))
    lines = (of.clinic, period_words(wish.period), as_of(of.day))
    notes = [said["rule_clients"], said["rule_services"], *_foot(work, wish, lists, counted, unknown)]
    if len(begun) < len(MONTHS):
        notes.append(said["not_yet"])
    return Recap(wish, said["title"], lines, columns, tuple(rows), tuple(notes), _behind(work, counted), has_total=True)


def _columns() -> tuple[RecapColumn, ...]:
    words = template("recaps").parts
    headings, said = words[f"{Kind.PATIENTS_OF_YEAR.value}_columns"], words[Kind.PATIENTS_OF_YEAR.value]

    def group(number: int) -> str:
        if number == 1:
            return ""
        if number in {2, 3}:
            return said["clients"]
        return said["services"] if number <= _LAST_OF_SERVICES else said["referrals"]

    return tuple(
        RecapColumn(
            code,
            heading,
            _MONTH_WIDTH if at == 1 else _WIDE.get(code, _USUAL_WIDTH),
            Align.LEFT if at == 1 else Align.CENTRE,
            group(at),
        )
        for at, (code, heading) in enumerate(headings.items(), 1)
    )


def _codes(columns: Sequence[RecapColumn]) -> Iterator[str]:
    return (column.code for column in columns[1:])


def _cell(sums: Counter[str], month: int, code: str, unknown: set[str], *, is_known: bool) -> Cell:
    return sums[f"{month:02d}.{code}"] if is_known and code not in unknown else None


def _total(sums: Counter[str], code: str, unknown: set[str]) -> Cell:
    if code in unknown:
        return None
    if code in _CLIENTS:
        return sums[f"{_SUM:02d}.{code}"]
    return sum(sums[f"{month:02d}.{code}"] for month in MONTHS)


def _not_said(lists: ValueLists) -> set[str]:
    """Return the columns that no choice of a list is marked for."""
    services, kinds = _marks(lists, "session_type"), _marks(lists, "destination_kind")
    return {f"c{at}" for at in _BY_SERVICE if at not in services.values()} | {
        f"c{at}" for at in _BY_DESTINATION if at not in kinds.values()
    }


def _marks(lists: ValueLists, name: str) -> dict[str, int]:
    return {one.code: int(one.text("recap_column")) for one in lists.of(name) if one.text("recap_column").isdigit()}


def _counted(work: Work, wish: Wish, lists: ValueLists) -> _Counted:
    counted, period = _Counted(), wish.period
    new = set(first_registered(work, period))
    months: dict[tuple[UUID, int], bool] = {}
    for one in served_in(work, period):
        counted.latest[one.client_id] = one.episode_id
        key = (one.client_id, one.on.month)
        months[key] = months.get(key, False)
    registered = select(EPISODE.c.client_id, EPISODE.c.registered_on).where(
        EPISODE.c.registered_on.between(period.first, period.last), EPISODE.c.period_number == 1
    )
    fresh = {row.client_id: row.registered_on.month for row in work.connection.execute(registered)}
    if len(fresh) != len(new):
        raise ArithmeticError("a client has two first masa perawatan")
    for client_id, month in months:
        counted.count(client_id, month, NEW if fresh.get(client_id) == month else AGAIN)
    for client_id in counted.latest:
        counted.count(client_id, _SUM, NEW if client_id in fresh else AGAIN)
    _count_services(work, wish, lists, counted)
    _count_diagnoses(work, wish, counted)
    kinds = _marks(lists, "destination_kind")
    for row in work.connection.execute(referrals_in(period)):
        if row.kind in kinds:
            counted.count(row.client_id, row.dated_on.month, f"c{kinds[row.kind]}")
    return counted


def _count_services(work: Work, wish: Wish, lists: ValueLists, counted: _Counted) -> None:
    """Count meetings by the mark of their service; assessment, examination and urine test by their records too, a day once."""
    marks, days = _marks(lists, "session_type"), set[tuple[int, UUID, UUID, date]]()
    recorded = {at for at, _, _ in _RECORDED}
    for row in work.connection.execute(held_in(wish.period)):
        column = marks.get(row.service, 0)
        counted.untyped += not row.service
        if column in recorded:
            days.add((column, row.client_id, row.episode_id, row.held_on))
        elif column:
            counted.count(row.client_id, row.held_on.month, f"c{column}")
    for column, table, day in _RECORDED:
        for episode_id, client_id, on in work.connection.execute(dated_in(table, day, wish.period)):
            days.add((column, client_id, episode_id, on))
    for column, client_id, _, on in days:
        counted.count(client_id, on.month, f"c{column}")


def _count_diagnoses(work: Work, wish: Wish, counted: _Counted) -> None:
    """Count diagnoses by the day they were made, each column once in a masa perawatan, at its first day."""
    seen: set[tuple[UUID, int]] = set()
    for row in work.connection.execute(_diagnoses().order_by("made_on")):
        if row.made_on > wish.period.last:
            break
        column = _DIAGNOSES.get(row.code[:3], _OTHER_DIAGNOSIS)
        if (row.episode_id, column) not in seen:
            seen.add((row.episode_id, column))
            if row.made_on >= wish.period.first:
                counted.count(row.client_id, row.made_on.month, f"c{column}")


def _diagnoses() -> CompoundSelect[Any]:
    """Return every diagnosis: the doctor's, and where she made none in a masa perawatan that of its older use profile."""
    doctors = select(DIAGNOSIS.c.episode_id, DIAGNOSIS.c.client_id, DIAGNOSIS.c.code, DIAGNOSIS.c.made_on).where(
        is_current(DIAGNOSIS)
    )
    made = exists(select(1).where(DIAGNOSIS.c.episode_id == PROFILE.c.episode_id, is_current(DIAGNOSIS)))
    older = select(
        PROFILE.c.episode_id, PROFILE.c.client_id, PROFILE.c.diagnosis, PROFILE.c.assessed_on.label("made_on")
    ).where(PROFILE.c.diagnosis != "", is_current(PROFILE), ~made.correlate(PROFILE))
    return union_all(doctors, older)


def _foot(work: Work, wish: Wish, lists: ValueLists, counted: _Counted, unknown: Iterable[str]) -> Iterator[str]:
    """Yield how the counts agree with the figures of the year, and what the record cannot say."""
    said, year = template("recaps").parts["patients_of_year"], wish.period.first.year
    figures = year_figures(work, year, lists)
    modalities = ", ".join(f"{row.count} {row.label}" for row in figures.table("modality").rows if row.count)
    yield filled(
        said["agrees"],
        year=year,
        total=figures.total,
        modalities=modalities or "0",
        rule=figures.rule,
        over=len(counted.latest) - figures.total,
    )
    named = sorted(int(code.removeprefix("c")) for code in unknown)
    if named:
        yield filled(said["not_said"], columns=", ".join(map(str, named)))
    if counted.untyped:
        yield filled(said["untyped"], count=counted.untyped)
    diagnosed = {row.client_id for row in work.connection.execute(_diagnoses())}
    without = sum(client_id not in diagnosed for client_id in counted.latest)
    if without:
        yield filled(said["undiagnosed"], count=without)


def _behind(work: Work, counted: _Counted) -> tuple[Behind, ...]:
    cares = care_of(work, list(counted.latest.values()))
    rows = [
        Behind(
            care.client["id"],
            care.episode["id"],
            care.client["rm_number"],
            care.client["initials"],
            {code: str(count) for code, count in sorted(counted.of_client[care.client["id"]].items())},
        )
        for care in cares
    ]
    return tuple(sorted(rows, key=lambda one: one.rm_number))
