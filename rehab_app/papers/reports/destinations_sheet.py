"""The figures by destination on paper: the counts, the days with how many they are of, and the counting rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long
from rehab_app.foundation.numbers import format_number
from rehab_app.papers.blocks import A4, Align, Block, Column, Document, Paper, Paragraph, Table
from rehab_app.papers.letters.facts import Office, Signer
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.reports import sheet_parts
from rehab_app.papers.reports.destinations import COUNTED, DestinationFigure, DestinationFigures, Median

_DAYS: Final = ("reply_days", "admission_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationsSheet:
    """What the page says: the figures, the office, the day, and who signs (nobody: no signature)."""

    figures: DestinationFigures
    office: Office
    day: date
    signer: Signer | None = None
    is_practice: bool = False


def destinations_sheet(sheet: DestinationsSheet, paper: Paper = A4) -> Document:
    """Return the page. Indonesian, as papers are."""
    words, figures = template("destinations"), sheet.figures
    said = words.parts["sheet"]
    period = filled(said["period"], first=format_long(figures.first), last=format_long(figures.last))
    blocks = [
        *sheet_parts.head(sheet.office, said["title"], said["as_of"], sheet.day),
        Paragraph(period, Align.CENTRE, space_after=2),
        *_counted(figures),
        sheet_parts.rule(words, figures.rule),
        *sheet_parts.signed(sheet.office, sheet.day, sheet.signer),
    ]
    return sheet_parts.document(said["title"], blocks, paper, is_practice=sheet.is_practice)


def _counted(figures: DestinationFigures) -> Iterator[Block]:
    said = template("destinations").parts["sheet"]
    if not figures.rows:
        yield Paragraph(said["empty"], Align.LEFT)
        return
    names = (*COUNTED, *_DAYS)
    columns = (
        Column(said["destination"], 3.0, Align.LEFT),
        *(Column(said[name], 1.3 if name in _DAYS else 1.0, Align.RIGHT) for name in names),
    )
    rows = [_row(row) for row in figures.rows]
    totals = tuple(str(sum(getattr(row, name) for row in figures.rows)) for name in COUNTED)
    rows.append((said["total"], *totals, "", ""))
    yield Table(columns, tuple(rows), size=8, space_after=2, has_total=True)


def _row(row: DestinationFigure) -> tuple[str, ...]:
    counts = tuple(str(getattr(row, name)) for name in COUNTED)
    return (row.name, *counts, _days(row.reply_days), _days(row.admission_days))


def _days(found: Median) -> str:
    said = template("destinations").parts["sheet"]
    if found.days is None:
        return said["nobody"]
    return filled(said["median"], days=format_number(found.days, 1 if found.days % 1 else 0), count=found.count)
