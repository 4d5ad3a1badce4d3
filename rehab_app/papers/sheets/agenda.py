"""The buku agenda on paper, with the columns that BNN offices keep, and the yearly check of its numbers. Indonesian."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab_app.foundation.dates import format_long, format_short
from rehab_app.papers.blocks import Align, Column, Document, Text, bold
from rehab_app.papers.letters.facts import Office
from rehab_app.papers.letters.templates import Sentences, filled, template
from rehab_app.papers.register.check import CheckRow, Finding, YearCheck
from rehab_app.papers.register.rows import LetterRow, LetterState
from rehab_app.papers.sheets.table_report import table_report

_WEIGHTS: Final[Mapping[str, tuple[float, Align]]] = {
    "agenda": (1.5, Align.RIGHT),
    "addressee": (3.8, Align.LEFT),
    "number": (6.8, Align.LEFT),
    "subject": (5, Align.LEFT),
    "security": (1.4, Align.LEFT),
    "dated": (2.1, Align.LEFT),
    "registered": (2.1, Align.LEFT),
    "file": (1.2, Align.LEFT),
    "remark": (4.6, Align.LEFT),
    "user": (2.2, Align.LEFT),
}

_LINE: Final = 37
"""Letters of a number that one line of its column takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaFacts:
    """What the book says: the letters in the order of their agenda numbers, and who entered each.

    ``first`` and ``last`` are the days between which letters are shown, both None for the whole year.
    """

    year: int
    letters: Sequence[tuple[int, LetterRow]]
    users: Mapping[UUID, str]
    office: Office
    day: date
    first: date | None = None
    last: date | None = None
    is_practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """What the yearly check says."""

    check: YearCheck
    office: Office
    day: date
    is_practice: bool = False


def agenda_sheet(facts: AgendaFacts) -> Document:
    """Return the buku agenda, A4 landscape; it holds the initials that the register holds, and no name of a client."""
    words = template("agenda").parts
    said, headings = words["book"], words["columns"]
    lines = [facts.office.clinic or facts.office.unit]
    if facts.first is not None and facts.last is not None:
        lines.append(filled(said["period"], first=format_long(facts.first), last=format_long(facts.last)))
    lines.append(filled(said["as_of"], date=format_long(facts.day)))
    columns = [Column(headings[name], weight, align) for name, (weight, align) in _WEIGHTS.items()]
    rows = [_entry(number, row, facts.users, said) for number, row in facts.letters]
    states = [row.state for _, row in facts.letters]
    void, reserved = states.count(LetterState.VOID), states.count(LetterState.RESERVED)
    count = filled(said["count"], count=len(rows), void=void, reserved=reserved)
    return table_report(
        filled(said["title"], year=facts.year),
        lines,
        columns,
        rows,
        (count, said["note"]) if rows else (),
        empty=said["empty"],
        is_practice=facts.is_practice,
    )


def check_sheet(facts: CheckFacts) -> Document:
    """Return the yearly check: a line for each counter, then what was found."""
    words = template("agenda").parts
    said, check = words["check"], facts.check
    counters = [filled(said["counter"], names=one.names, last=one.last, letters=one.letters) for one in check.series]
    columns = (
        Column(said["counter_heading"], 3),
        Column(said["finding"], 2.6),
        Column(said["number"], 4.6),
        Column(said["dated"], 1.7),
        Column(said["said"], 6),
    )
    names = {one.series: one.names for one in check.series}
    rows = [_finding(row, names, words) for row in check.findings]
    has_earlier = any(row.finding is Finding.EARLIER for row in check.findings)
    return table_report(
        filled(said["title"], year=check.year),
        [
            facts.office.clinic or facts.office.unit,
            filled(words["book"]["as_of"], date=format_long(facts.day)),
            *counters,
        ],
        columns,
        rows,
        (said["note"],) if has_earlier else (),
        empty=said["clean"],
        is_practice=facts.is_practice,
    )


def _entry(number: int, row: LetterRow, users: Mapping[UUID, str], said: Sentences) -> tuple[Text, ...]:
    return (
        str(number),
        row.addressee or "–",
        _broken(row.number_text),
        row.subject,
        row.security,
        format_short(row.dated_on),
        format_short(row.registered_on),
        said["has_file"] if row.has_file else said["has_no_file"],
        "; ".join(_remarks(row, said)),
        users.get(row.created_by, ""),
    )


def _broken(number: str) -> str:
    """Return a number that may go on in the next line at a stroke, where it is longer than its column."""
    return number if len(number) <= _LINE else number.replace("/", "/ ")


def _remarks(row: LetterRow, said: Sentences) -> Iterator[str]:
    """Yield what the last but one column says of a letter, the gravest first."""
    if row.voided_on is not None:
        sentence = said["given_up"] if row.kind == LetterState.RESERVED else said["void"]
        yield filled(sentence, date=format_short(row.voided_on), reason=row.void_reason)
    elif row.state is LetterState.RESERVED:
        yield filled(said["reserved"], reason=row.reason)
    if row.is_late:
        yield filled(said["late"], reason=row.reason)
    if row.state is LetterState.OUTSIDE:
        yield said["outside"]
    if row.signer_name:
        yield filled(said["signer"], name=row.signer_name)
    if row.copies:
        yield filled(said["copies"], names=", ".join(row.copies))
    if row.remark:
        yield row.remark


def _finding(row: CheckRow, names: Mapping[str, str], words: Mapping[str, Sentences]) -> tuple[Text, ...]:
    finding = row.finding.value
    said = words["said"].get(finding)
    return (
        names[row.series],
        words["findings"][finding],
        bold(row.number_text),
        format_short(row.dated_on) if row.dated_on else "",
        filled(said, said=row.said) if said else row.said,
    )
