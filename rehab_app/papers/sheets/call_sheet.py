"""The call sheet on paper: whom to call today, with which words, and room to write down what came of it.

Clients stand on it by initials and No. Rekam Medis, contacts by relation and initials; names are printed on request alone. A
contact of whom nobody knows whether she knows of the care is treated as one who does not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_full
from rehab_app.papers.blocks import Align, Column, Document, Run, Text
from rehab_app.papers.letters.facts import initials_of
from rehab_app.papers.letters.templates import Sentences, Template, filled, template
from rehab_app.papers.sheets.table_report import table_report

_LINES_TO_WRITE: Final = 3
_LEAST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class CallNumber:
    """One number in words: whose it is (``relation`` empty: the client's own), and the rules of safe contact."""

    phone: str
    name: str = field(default="", repr=False)
    relation: str = ""
    is_own: bool = False
    is_informed: bool | None = None
    who_may_answer: str = ""
    call_times: str = ""
    sentence: str = ""
    may_leave_message: bool = False
    last_outcome: str = ""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One client in words: why she is on the list (``reasons``), what was done so far, and the numbers."""

    initials: str
    rm_number: str
    reasons: tuple[str, ...]
    so_far: tuple[str, ...]
    numbers: tuple[CallNumber, ...]
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The sheet of one day and one who calls; ``has_names`` prints the names of clients and contacts."""

    clinic: str
    day: date
    caller: str
    lines: tuple[CallLine, ...]
    has_names: bool = False
    is_practice: bool = False


def call_sheet(sheet: CallSheet) -> Document:
    """Return the call sheet on landscape A4, marked RAHASIA."""
    words = template("call_sheet")
    said, heads = words.parts["sheet"], words.parts["columns"]
    columns = (
        Column(heads["number"], 0.4, Align.CENTRE),
        Column(heads["client"], 1.3),
        Column(heads["why"], 2.2),
        Column(heads["whom"], 4.2),
        Column(heads["so_far"], 2.2),
        Column(heads["result"], 2.6),
    )
    rows = [_row(number, line, words, has_names=sheet.has_names) for number, line in enumerate(sheet.lines, 1)]
    document = table_report(
        said["heading"],
        [sheet.clinic, format_full(sheet.day), filled(said["counsellor"], name=sheet.caller) if sheet.caller else ""],
        columns,
        rows,
        [said["note"]],
        is_practice=sheet.is_practice,
        empty=said["empty"],
    )
    return replace(document, classification=said["classification"])


def _row(number: int, line: CallLine, words: Template, *, has_names: bool) -> tuple[Text, ...]:
    who = (Run(line.initials, bold=True), Run(f"\n{line.rm_number}"))
    if has_names and line.name:
        who = (Run(line.name, bold=True), Run(f"\n{line.initials} \u00b7 {line.rm_number}"))
    return (
        str(number),
        who,
        "\n".join(line.reasons),
        tuple(_numbers(line, words, has_names=has_names)),
        "\n".join(line.so_far),
        "\n" * _LINES_TO_WRITE,
    )


def _numbers(line: CallLine, words: Template, *, has_names: bool) -> Iterator[Run]:
    """Yield the numbers of a client, each under its bold line, with the rules for calling it."""
    said = words.parts["whom"]
    if not line.numbers:
        yield Run(said["no_number"])
    for place, number in enumerate(line.numbers):
        head = f"{_whose(number, words, has_names=has_names)}: {number.phone}"
        yield Run(f"{chr(10) if place else ''}{head}", bold=True)
        yield Run("\n" + " ".join(_rules(number, line, words, has_names=has_names)))


def _whose(number: CallNumber, words: Template, *, has_names: bool) -> str:
    said = words.parts["whom"]
    if number.is_own:
        return said["self"]
    relation = number.relation or said["unknown_relation"]
    if not number.name:
        return relation
    return f"{relation} {number.name if has_names else initials_of(number.name)}"


def _rules(number: CallNumber, line: CallLine, words: Template, *, has_names: bool) -> Iterator[str]:
    said = words.parts["whom"]
    if not number.is_own:
        yield said[{True: "informed", False: "uninformed", None: "unknown"}[number.is_informed]]
    if number.who_may_answer:
        yield filled(said["who"], who=number.who_may_answer.rstrip("."))
    if number.call_times:
        yield filled(said["times"], times=number.call_times.rstrip("."))
    if sentence := _sentence(number, line, said, has_names=has_names):
        yield filled(said["sentence"], words=sentence)
    yield said["message" if number.may_leave_message else "no_message"]
    if number.last_outcome:
        yield filled(said["last"], outcome=number.last_outcome)


def _sentence(number: CallNumber, line: CallLine, said: Sentences, *, has_names: bool) -> str:
    """Return what to say: the office's sentence, else a harmless one to those who do not know of the care.

    On a sheet without names, the client's own name in the office's sentence is cut to its first letter too.
    """
    if number.sentence:
        plain = " ".join(number.sentence.split())
        return plain if has_names else _cut(plain, line.name)
    if number.is_own or number.is_informed:
        return ""
    return filled(said["default_sentence"], client=line.name if has_names and line.name else line.initials)


def _cut(sentence: str, name: str) -> str:
    """Return a sentence with each word of a name (of three letters or more) cut to its first letter."""
    for word in name.split():
        if len(word) >= _LEAST_LETTERS:
            sentence = re.sub(rf"\b{re.escape(word)}\b", f"{word[0]}.", sentence, flags=re.IGNORECASE)
    return sentence
