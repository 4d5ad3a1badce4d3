"""What a counsellor did in a period on paper: the list that goes with a request for angka kredit, no name of a client on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long, format_short
from rehab_app.foundation.words import INDONESIAN
from rehab_app.instruments.registry import form
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.blocks import (
    A4,
    Align,
    Block,
    Column,
    Document,
    KeepTogether,
    Paper,
    Paragraph,
    Signature,
    SignatureBlock,
    Spacer,
    Table,
    bold,
)
from rehab_app.papers.letters.facts import Office, Signer
from rehab_app.papers.letters.templates import fill, filled, template
from rehab_app.papers.reports import sheet_parts
from rehab_app.papers.reports.activities import LISTS, Activities, ActivityDay, ActivityLine, Deed

RULE: Final = "2022.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesSheet:
    """What the list says: the deeds, the office, the day, who did them, and who confirms it (nobody: no signature)."""

    activities: Activities
    lists: ValueLists
    office: Office
    day: date
    by: Signer
    signer: Signer | None = None
    is_practice: bool = False


def activities_sheet(sheet: ActivitiesSheet, paper: Paper = A4) -> Document:
    """Return the list of deeds. Indonesian, as papers are; clients by their No. Rekam Medis."""
    said, found = template("activities").parts["sheet"], sheet.activities
    title = filled(said["title"], name=found.name)
    period = filled(said["period"], first=format_long(found.first), last=format_long(found.last))
    blocks = [
        *sheet_parts.head(sheet.office, title, said["as_of"], sheet.day),
        Paragraph(period, Align.CENTRE),
        *_counted(sheet),
        sheet_parts.rule(template("activities"), RULE),
        _signatures(sheet),
    ]
    # The properties of a file hold nobody's name.
    name = filled(said["title"], name="konselor")
    return sheet_parts.document(name, blocks, paper, is_practice=sheet.is_practice)


def deed_label(lists: ValueLists, line: ActivityLine) -> str:
    """Return what was done as the paper says it: ``Pertemuan: Konseling Adiksi``."""
    words = template("activities").parts
    if line.deed in LISTS:
        what = lists.label(LISTS[line.deed], line.code, INDONESIAN) if line.code else words["sheet"]["not_said"]
    else:
        what = form(line.code).name if line.deed is Deed.INSTRUMENT else ""
    return filled(words["deeds"][line.deed], what=what)


def _counted(sheet: ActivitiesSheet) -> Iterator[Block]:
    said, found = template("activities").parts["sheet"], sheet.activities
    if not found.total:
        yield Paragraph(said["empty"], Align.LEFT)
        return
    yield Paragraph(fill(said["headline"], total=found.total), Align.LEFT, size=11)
    columns = (
        Column(said["number"], 0.6, Align.RIGHT),
        Column(said["what"], 3),
        Column(said["count"], 1, Align.RIGHT),
        Column(said["days"], 6),
    )
    rows = [
        (str(place), deed_label(sheet.lists, line), str(line.count), ", ".join(_day(one) for one in line.days))
        for place, line in enumerate(found.lines, 1)
    ]
    last = ("", bold(said["total"]), bold(str(found.total)), "")
    yield Table(columns, (*rows, last), size=8.5, has_total=True, space_after=3)


def _day(one: ActivityDay) -> str:
    said = template("activities").parts["sheet"]
    if one.client_id is None:
        return filled(said["group_day"], date=format_short(one.on), people=one.people)
    return filled(said["client_day"], date=format_short(one.on), rm=one.rm_number)


def _signatures(sheet: ActivitiesSheet) -> Block:
    said = template("activities").parts["sheet"]
    place = f"{sheet.office.city}, {format_long(sheet.day)}" if sheet.office.city else format_long(sheet.day)
    by = Signature((said["colleague"],), sheet.by.name, sheet.by.details(), above=(place,))
    if sheet.signer is None:
        return KeepTogether((Spacer(2), SignatureBlock((by,))))
    head = Signature(sheet.signer.titles(), sheet.signer.name, sheet.signer.details(), above=(said["confirmed"],))
    return KeepTogether((Spacer(2), SignatureBlock((head, by))))
