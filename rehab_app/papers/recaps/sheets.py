"""A recap on paper: A4 lying, the table with its numbered columns, the notes, and who confirms it."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import A4, Column, Document, Paper, Signature, SignatureBlock
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.letters.templates import template
from rehab_app.papers.recaps.rows import Recap
from rehab_app.papers.recaps.rules import Kind
from rehab_app.papers.sheets.table_report import table_report

_SIZES: Final = MappingProxyType({Kind.NEW_PATIENTS: 6.5, Kind.PATIENTS_OF_YEAR: 6.5, Kind.PERKA_4: 8.0})
_NUMBERED: Final = frozenset({Kind.NEW_PATIENTS, Kind.PATIENTS_OF_YEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """Place and day below the table, who signs (nobody: no signature), and whether the clinic is one to practise in."""

    city: str
    day: date
    signer: Signer | None = None
    is_practice: bool = False


def recap_sheet(recap: Recap, confirmed: Confirmed, paper: Paper = A4) -> Document:
    """Return the recap as a document."""
    kind = recap.wish.kind
    return table_report(
        recap.title,
        recap.lines,
        [Column(column.heading, column.weight, column.align, column.group) for column in recap.columns],
        recap.printed(),
        recap.notes,
        has_column_numbers=kind in _NUMBERED,
        has_total=recap.has_total,
        signatures=_signatures(confirmed),
        paper=paper,
        is_practice=confirmed.is_practice,
        empty=template("recaps").parts["common"]["none"],
        size=_SIZES[kind],
    )


def _signatures(confirmed: Confirmed) -> SignatureBlock | None:
    signer = confirmed.signer
    if signer is None:
        return None
    place = ", ".join(part for part in (confirmed.city, format_long(confirmed.day)) if part)
    above = (place, template("recaps").parts["common"]["knowing"])
    return SignatureBlock((Signature(signer.titles(), signer.name, signer.details(), above=above),))
