"""The outcome of a year on paper: per domain how many rose, stayed and fell, of how many, against the target."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rehab_app.foundation.numbers import format_number
from rehab_app.instruments.outcome import DomainOutcome
from rehab_app.papers.blocks import (
    A4,
    Align,
    Block,
    Column,
    Document,
    Paper,
    Paragraph,
    Table,
)
from rehab_app.papers.letters.facts import Office, Signer
from rehab_app.papers.letters.templates import fill, filled, template
from rehab_app.papers.reports import sheet_parts
from rehab_app.papers.reports.outcome import OutcomeFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSheet:
    """What the outcome page says: the figures, the office, the day, and who signs (nobody: no signature)."""

    figures: OutcomeFigures
    office: Office
    day: date
    signer: Signer | None = None
    is_practice: bool = False


def outcome_sheet(sheet: OutcomeSheet, paper: Paper = A4) -> Document:
    """Return the outcome page. Indonesian, as papers are."""
    said = template("outcome").parts["sheet"]
    title = filled(said["title"], year=sheet.figures.year)
    blocks = [
        *sheet_parts.head(sheet.office, title, said["as_of"], sheet.day),
        *_counted(sheet.figures),
        sheet_parts.rule(template("outcome"), sheet.figures.rule),
        *sheet_parts.signed(sheet.office, sheet.day, sheet.signer),
    ]
    return sheet_parts.document(title, blocks, paper, is_practice=sheet.is_practice)


def _counted(figures: OutcomeFigures) -> Iterator[Block]:
    words, found = template("outcome"), figures.outcome
    said = words.parts["sheet"]
    if not found.clients:
        yield Paragraph(filled(said["empty"], year=figures.year), Align.LEFT)
        return
    both = found.clients - found.without_awal - found.without_akhir
    yield Paragraph(
        fill(
            said["headline"],
            both=both,
            clients=found.clients,
            without_akhir=found.without_akhir,
            without_awal=found.without_awal,
        ),
        Align.LEFT,
        size=11,
    )
    names = ("domain", "risen", "unchanged", "fallen", "denominator", "percent", "target")
    columns = tuple(
        Column(said[name], 2.4 if name == "domain" else 1.3, Align.LEFT if name == "domain" else Align.RIGHT)
        for name in names
    )
    rows = tuple(_row(one, figures.target) for one in found.domains)
    yield Table(columns, rows, size=9, space_after=2)
    yield Paragraph(filled(said["target_line"], target=figures.target), Align.LEFT, size=9)


def _row(one: DomainOutcome, target: int) -> tuple[str, ...]:
    words = template("outcome")
    said = words.parts["sheet"]
    reached = {True: said["reached"], False: said["missed"], None: said["nobody"]}[one.reaches(target)]
    percent = said["nobody"] if one.percent is None else f"{format_number(one.percent, 2)}%"
    counts = (one.risen, one.unchanged, one.fallen, one.denominator)
    return (words.parts["domains"][one.domain], *(str(count) for count in counts), percent, reached)
