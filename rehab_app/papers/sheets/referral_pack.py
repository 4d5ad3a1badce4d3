"""The cover sheet of a referral pack: what the destination asks for, what lies ready, and what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import A4, Align, Block, Column, Document, Paper, Paragraph, Table, Text
from rehab_app.papers.letters.facts import Office
from rehab_app.papers.letters.templates import fill, filled, template
from rehab_app.papers.reports import sheet_parts

_WIDTHS: Final = (0.5, 4.5, 1.4, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSheet:
    """What the cover says. ``asked`` are papers in words, each with whether it lies ready; ``others`` go along unasked."""

    office: Office
    day: date
    initials: str
    record_number: str
    destination: str
    letter_number: str = ""
    letter_day: date | None = None
    escort: str = ""
    asked: tuple[tuple[str, bool], ...] = ()
    others: tuple[str, ...] = ()
    is_practice: bool = False


def referral_pack(sheet: PackSheet, paper: Paper = A4) -> Document:
    """Return the cover sheet; initials and No. Rekam Medis, never a name. Indonesian, as papers are."""
    said = template("referral_pack").parts["sheet"]
    blocks = [*sheet_parts.head(sheet.office, said["title"], said["as_of"], sheet.day), *_body(sheet)]
    return sheet_parts.document(said["title"], blocks, paper, is_practice=sheet.is_practice)


def _body(sheet: PackSheet) -> Iterator[Block]:
    said = template("referral_pack").parts["sheet"]
    number = sheet.record_number
    yield _line(fill(said["about"], initials=sheet.initials, number=number, destination=sheet.destination))
    if sheet.letter_number and sheet.letter_day is not None:
        yield _line(fill(said["letter"], number=sheet.letter_number, date=format_long(sheet.letter_day)))
    else:
        yield _line(said["no_letter"])
    if sheet.escort:
        yield _line(filled(said["escort"], name=sheet.escort))
    if sheet.asked:
        ready = sum(is_ready for _, is_ready in sheet.asked)
        yield _line(fill(said["ready"], ready=ready, asked=len(sheet.asked)))
        yield _table(sheet)
    else:
        yield _line(said["nothing_asked"])
    if sheet.others:
        yield _line(filled(said["others"], papers=", ".join(sheet.others)))
    yield Paragraph(said["note"], Align.LEFT, size=8)


def _table(sheet: PackSheet) -> Table:
    said = template("referral_pack").parts["sheet"]
    names = (said["number"], said["paper"], said["state"], said["check"])
    columns = tuple(Column(name, width, Align.LEFT) for name, width in zip(names, _WIDTHS, strict=True))
    rows = tuple(
        (str(place), words, said["is_ready"] if is_ready else said["is_missing"], "")
        for place, (words, is_ready) in enumerate(sheet.asked, 1)
    )
    return Table(columns, rows, size=9, space_after=2)


def _line(text: Text) -> Paragraph:
    return Paragraph(text, Align.LEFT, space_after=1)
