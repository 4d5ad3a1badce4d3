"""Surat tugas for a home visit: which officers go where, when and what for; the client by initials alone."""

from dataclasses import dataclass
from datetime import date, time

from rehab_app.foundation.dates import format_full, format_long
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Align, Column, Document, Table, texts
from rehab_app.papers.letters.facts import Officer, PaperFacts, Person
from rehab_app.papers.letters.official import framed, official_needs, require, sheet
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.letters.values import hidden_values, paper_values, signature_blocks
from rehab_app.papers.texts.compose import compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_letters import ASSIGNMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFacts(PaperFacts):
    """What the assignment says. ``until`` None: one day; ``at`` None: no hour is set; ``zone`` names the clock (WITA)."""

    officers: tuple[Officer, ...]
    client: Person
    on: date | None
    place: str
    until: date | None = None
    at: time | None = None
    zone: str = "WITA"
    purpose: str = ""
    copies: tuple[str, ...] = ()


def assignment(facts: AssignmentFacts, text: str = "") -> Document:
    """Return the assignment in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken ``papers.officers_missing``, ``papers.client_unnamed``, ``papers.visit_day_missing``,
    ``papers.visit_ends_early`` and ``papers.visit_place_missing``.
    """
    is_ordered = facts.on is None or facts.until is None or facts.on <= facts.until
    require(
        (
            *official_needs(facts),
            (any(one.name.strip() for one in facts.officers), RuleBroken("papers.officers_missing", field="officers")),
            (facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
            (facts.on is not None, RuleBroken("papers.visit_day_missing", field="on")),
            (is_ordered, RuleBroken("papers.visit_ends_early", field="until")),
            (facts.place.strip(), RuleBroken("papers.visit_place_missing", field="place")),
        )
    )
    return sheet(compose(reading(ASSIGNMENT, text), assignment_values(facts)), framed(facts))


def assignment_values(facts: AssignmentFacts) -> dict[str, Value]:
    """Return what the text of the assignment may name."""
    said = template("assignment").parts["values"]
    issued = (
        filled(said["issued_in"], city=facts.office.city.strip()),
        filled(said["issued_on"], day=format_long(facts.day)),
    )
    return {
        **paper_values(facts),
        **hidden_values(facts.client),
        "daftar_petugas": _officers(facts.officers),
        "hari_tugas": _days(facts),
        "jam_tugas": filled(said["hour"], hour=f"{facts.at:%H.%M}", zone=facts.zone) if facts.at is not None else "",
        "tempat_tugas": facts.place.strip(),
        "keperluan": facts.purpose.strip().rstrip("."),
        "tanda_tangan": signature_blocks(facts.signer, facts.copies, above=issued),
    }


def _officers(officers: tuple[Officer, ...]) -> Blocks:
    heads = template("assignment").parts["columns"]
    named = [one for one in officers if one.name.strip()]
    columns = (
        Column(heads["number"], 0.5, Align.CENTRE),
        Column(heads["name"], 3),
        Column(heads["rank"], 3),
        Column(heads["title"], 3),
    )
    rows = tuple(
        (f"{number}.", one.name.strip(), "\n".join(texts((one.rank, one.number))), one.title.strip())
        for number, one in enumerate(named, 1)
    )
    return (Table(columns, rows, size=10, space_before=1),) if rows else ()


def _days(facts: AssignmentFacts) -> str:
    if facts.on is None:
        return ""
    first = format_full(facts.on)
    if facts.until is None or facts.until == facts.on:
        return first
    return filled(template("assignment").parts["values"]["days"], first=first, last=format_full(facts.until))
