"""Catatan konseling: one meeting with its SOAP note, or the lembar perkembangan with a row for each of several meetings.

What a counsellor keeps from the reader is not among the facts; whoever gathers them leaves it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_full
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import Column, Document, FieldTable, Table, Text, bold, texts
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.letters.templates import Sentences, filled, template
from rehab_app.papers.letters.values import LABELS
from rehab_app.papers.statements.by_hand import DAY, LINE, NUMBER, FormFacts, signed_by
from rehab_app.papers.statements.statement import composed_of, on_sheet, signatures, values_of
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_statements import COUNSELLING_NOTE

_WORDS: Final = ("material", "subjective", "objective", "appraisal", "planned", "result")
_LINES_TO_WRITE: Final = {"material": 2, "result": 2}
_ROWS_TO_WRITE: Final = 5
_LINE: Final = "\u00a0\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting in words. ``kind`` is its form ("Konseling individu"), ``service`` what was given ("MI")."""

    day: date
    number: int | None = None
    kind: str = ""
    service: str = ""
    counsellor: str = ""
    attendance: str = ""
    material: str = field(default="", repr=False)
    subjective: str = field(default="", repr=False)
    objective: str = field(default="", repr=False)
    appraisal: str = field(default="", repr=False)
    planned: str = field(default="", repr=False)
    result: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CounsellingFacts(FormFacts):
    """The meetings of one client; ``is_progress_sheet`` sets even one of them as a row of the lembar perkembangan."""

    client: Person | None = None
    period_number: int | None = None
    meetings: tuple[Meeting, ...] = ()
    is_progress_sheet: bool = False

    @property
    def is_in_rows(self) -> bool:
        """Whether each meeting is a row."""
        return self.is_progress_sheet or len(self.meetings) > 1


def counselling_note(facts: CounsellingFacts, text: str = "") -> Document:
    """Return the note of one meeting in portrait, of several in landscape; ``text`` empty is the delivered one.

    Raises RulesBroken ``papers.client_unnamed`` and ``statements.no_meetings``.
    """
    _require(facts)
    composed = composed_of(COUNSELLING_NOTE, counselling_values(facts), text)
    document = on_sheet(composed, facts)
    if not facts.is_in_rows:
        return document
    return replace(document, is_landscape=True, size=10)


def counselling_values(facts: CounsellingFacts) -> dict[str, Value]:
    """Return what the text of the note may name."""
    own: dict[str, Value] = {
        "masa_perawatan": str(facts.period_number) if facts.period_number is not None else "",
        "lembar_perkembangan": facts.is_in_rows,
        "catatan_pertemuan": _in_rows(facts) if facts.is_in_rows else _single(facts),
    }
    return values_of(COUNSELLING_NOTE, facts, facts.client, own)


def _require(facts: CounsellingFacts) -> None:
    if facts.is_blank:
        return
    troubles = []
    if facts.client is None or not facts.client.shown:
        troubles.append(RuleBroken("papers.client_unnamed", field="client"))
    if not facts.meetings:
        troubles.append(RuleBroken("statements.no_meetings", field="meetings"))
    if troubles:
        raise RulesBroken(troubles)


def _single(facts: CounsellingFacts) -> Blocks:
    """Return one meeting: when and what, the table of its note, and who signs."""
    said, signed = template("care_sheets").parts["meeting"], template("care_sheets").parts["signatures"]
    meeting = facts.meetings[0] if facts.meetings else None
    rows = tuple(_head(meeting, said, is_blank=facts.is_blank))
    notes = tuple(_notes(meeting, said))
    columns = (Column(said["part"], 1.2), Column(said["note"], 5))
    table = Table(columns, notes, size=10) if notes else None
    places = signatures(
        signed_by(signed["counsellor"], meeting.counsellor if meeting else ""),
        signed_by(signed["client"], facts.client.shown if facts.client else ""),
    )
    return (FieldTable(rows, label_width=LABELS, space_after=2), *([table] if table else []), *places)


def _head(meeting: Meeting | None, said: Sentences, *, is_blank: bool) -> Iterator[tuple[str, Text]]:
    values = {
        "day": format_full(meeting.day) if meeting else "",
        "number": str(meeting.number) if meeting and meeting.number is not None else "",
        "kind": meeting.kind if meeting else "",
        "service": meeting.service if meeting else "",
        "counsellor": meeting.counsellor if meeting else "",
        "attendance": meeting.attendance if meeting else "",
    }
    to_write = {"day": DAY, "number": NUMBER}
    for name, value in values.items():
        if value.strip() or is_blank:
            yield said[name], value.strip() or to_write.get(name, LINE)


def _notes(meeting: Meeting | None, said: Sentences) -> Iterator[tuple[Text, ...]]:
    """Yield the parts of a note that were written, without a meeting each with room to write."""
    for name in _WORDS:
        if meeting is None:
            yield bold(said[name]), _LINE * _LINES_TO_WRITE.get(name, 5)
        elif words := str(getattr(meeting, name)).strip():
            yield bold(said[name]), words


def _in_rows(facts: CounsellingFacts) -> Blocks:
    said = template("care_sheets").parts["sheet"]
    columns = (
        Column(said["when"], 1.3),
        Column(said["what"], 1.9),
        Column(said["soap"], 4),
        Column(said["result"], 2.4),
        Column(said["counsellor"], 1.2, group=said["signed"]),
        Column(said["client"], 1.2, group=said["signed"]),
    )
    rows = [_row(one, said) for one in facts.meetings]
    if facts.is_blank:
        rows += [(_LINE * 5, "", "", "", "", "")] * (_ROWS_TO_WRITE - len(rows))
    return (Table(columns, tuple(rows), size=9),)


def _row(meeting: Meeting, said: Sentences) -> tuple[Text, ...]:
    number = filled(said["number"], number=meeting.number) if meeting.number is not None else ""
    note = [
        filled(said[name], words=words)
        for name, words in (
            ("subjective", meeting.subjective),
            ("objective", meeting.objective),
            ("appraisal", meeting.appraisal),
        )
        if words.strip()
    ]
    outcome = [
        filled(said[name], words=words)
        for name, words in (("result_said", meeting.result), ("planned", meeting.planned))
        if words.strip()
    ]
    return (
        "\n".join(texts([format_full(meeting.day), number])),
        "\n".join(texts([meeting.kind, meeting.service, meeting.attendance, meeting.material])),
        "\n".join(note),
        "\n".join(outcome),
        f"{_LINE * 3}{meeting.counsellor}",
        "",
    )
