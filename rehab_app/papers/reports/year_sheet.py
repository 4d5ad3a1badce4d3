"""The year page on paper: the total, every table, and the counting rule they were counted by. Indonesian, as papers are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rehab_app.foundation.numbers import format_percent
from rehab_app.papers.blocks import (
    A4,
    Align,
    Block,
    Column,
    Document,
    Heading,
    KeepTogether,
    Paper,
    Paragraph,
    Table,
    bold,
)
from rehab_app.papers.letters.facts import Office, Signer
from rehab_app.papers.letters.templates import Template, fill, filled, template
from rehab_app.papers.reports import sheet_parts
from rehab_app.papers.reports.figures import FigureTable, YearFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSheet:
    """What the year page says: the figures with Indonesian words, the office, the day, and who signs (nobody: no signature)."""

    figures: YearFigures
    office: Office
    day: date
    signer: Signer | None = None
    is_practice: bool = False


def year_sheet(sheet: YearSheet, paper: Paper = A4) -> Document:
    """Return the year page."""
    words = template("year")
    said = words.parts["sheet"]
    title = filled(said["title"], year=sheet.figures.year)
    blocks: list[Block] = [
        *sheet_parts.head(sheet.office, title, said["as_of"], sheet.day),
        *_headline(sheet.figures, words),
    ]
    if sheet.figures.total:
        blocks += [_tabled(table, sheet.figures.total, words) for table in sheet.figures.tables]
    blocks += [
        sheet_parts.rule(words, sheet.figures.rule),
        *sheet_parts.signed(sheet.office, sheet.day, sheet.signer),
    ]
    return sheet_parts.document(title, blocks, paper, is_practice=sheet.is_practice)


def _headline(figures: YearFigures, words: Template) -> Iterator[Block]:
    said, year = words.parts["sheet"], figures.year
    if not figures.total:
        yield Paragraph(filled(said["empty"], year=year), Align.LEFT, space_after=0.5)
    else:
        modalities = ", ".join(f"{row.count} {_inside(row.label)}" for row in figures.table("modality").rows)
        headline = fill(said["headline"], total=figures.total, year=year, modalities=modalities)
        yield Paragraph(headline, Align.LEFT, size=11, space_after=0.5)
        again = figures.total - figures.new
        yield Paragraph(filled(said["new"], new=figures.new, again=again), Align.LEFT, space_after=0.5)
    over = said["carried_over"] if figures.carried_over else said["nobody_carried_over"]
    yield Paragraph(filled(over, count=figures.carried_over, year=year), Align.LEFT, space_after=3)


def _inside(label: str) -> str:
    """Return a label as it stands within a sentence: ``rawat jalan``, but ``TAT saja``."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _tabled(table: FigureTable, total: int, words: Template) -> Block:
    said = words.parts["sheet"]
    columns = (
        Column(said["label"], 6),
        Column(said["count"], 1.2, Align.RIGHT),
        Column(said["percent"], 1.2, Align.RIGHT),
    )
    rows = [(row.label, str(row.count), format_percent(row.count, total)) for row in table.rows]
    last = (bold(said["total"]), bold(str(total)), bold(format_percent(total, total)))
    ruled = Table(columns, (*rows, last), has_total=True, size=8.5, space_after=2)
    return KeepTogether((Heading(table.title, level=2, align=Align.LEFT), ruled))
