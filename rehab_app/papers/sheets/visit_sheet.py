"""Lembar kunjungan rumah: what is known before a home visit, and room to write down what is found there."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_full
from rehab_app.papers.blocks import Column, Document, Table, bold, texts
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.letters.templates import template
from rehab_app.papers.statements.by_hand import FormFacts, signed_by, to_tick
from rehab_app.papers.statements.statement import composed_of, on_sheet, signatures, values_of
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_statements import VISIT_SHEET

_LINE: Final = "\u00a0\n"
_PARTS: Final = (
    ("met", 2),
    ("times", 2),
    ("present", 1),
    ("client", 4),
    ("home", 3),
    ("family", 3),
    ("needs", 3),
    ("done", 4),
    ("agreed", 3),
    ("next", 2),
)
_MOST_OFFICERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts(FormFacts):
    """One visit before it is made: ``visited_on`` its day, ``officers`` who go, by name; what is found is written by hand.

    Unlike other papers it may be without a client's name: dots stand for it.
    """

    client: Person | None = None
    visited_on: date | None = None
    task_number: str = ""
    officers: tuple[str, ...] = ()
    purpose: str = ""
    is_blank: bool = True


def visit_sheet(facts: VisitFacts, text: str = "") -> Document:
    """Return the sheet; ``text`` empty is the delivered one."""
    return on_sheet(composed_of(VISIT_SHEET, visit_values(facts), text), facts)


def visit_values(facts: VisitFacts) -> dict[str, Value]:
    """Return what the text of the sheet may name."""
    officers = texts(facts.officers)
    said = template("care_sheets").parts["signatures"]
    places = [signed_by(said["officer"], name) for name in (officers or ("",))[:_MOST_OFFICERS]]
    own: dict[str, Value] = {
        "nomor_surat_tugas": facts.task_number.strip(),
        "hari_kunjungan": format_full(facts.visited_on) if facts.visited_on else "",
        "petugas": ", ".join(officers),
        "tujuan_kunjungan": facts.purpose.strip(),
        "hasil_kunjungan": _to_write(),
        "tanda_tangan": signatures(signed_by(said["visited"], ""), *places, room=14),
    }
    return values_of(VISIT_SHEET, facts, facts.client, own)


def _to_write() -> Blocks:
    said = template("care_sheets").parts["visit"]
    boxes = to_tick((said["yes"], said["no"]))
    rows = tuple((bold(said[part]), boxes if part == "present" else _LINE * lines) for part, lines in _PARTS)
    return (Table((Column(said["part"], 1.5), Column(said["note"], 4)), rows, size=9.5),)
