"""Tanda terima berkas: which papers somebody handed over, to whom and what for. The client stands on it by initials and RM."""

from dataclasses import dataclass, field
from typing import Final

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import Align, Column, Document, Table, Text
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.letters.templates import template
from rehab_app.papers.letters.values import hidden_values
from rehab_app.papers.statements.by_hand import FormFacts, place_day, signed_by, to_tick
from rehab_app.papers.statements.statement import (
    composed_of,
    on_sheet,
    signatures,
    values_of,
    words_of_signatures,
)
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_statements import RECEIPT_OF_PAPERS

_ROWS_TO_WRITE: Final = 8
_TO_WRITE: Final = "\u00a0\n\u00a0"


@dataclass(frozen=True, slots=True)
class HandedPaper:
    """One paper: its name, whether it is the original ("Asli", "Fotokopi"), how many, and a remark."""

    name: str
    form: str = ""
    copies: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts(FormFacts):
    """One receipt: who gives, who receives, and the papers."""

    client: Person | None = None
    given_by: str = field(default="", repr=False)
    received_by: str = field(default="", repr=False)
    purpose: str = ""
    papers: tuple[HandedPaper, ...] = ()


def receipt_of_papers(facts: ReceiptFacts, text: str = "") -> Document:
    """Return the receipt; ``text`` empty is the delivered one. Raises RulesBroken ``statements.no_papers``."""
    if not facts.papers and not facts.is_blank:
        raise RulesBroken([RuleBroken("statements.no_papers", field="papers")])
    return on_sheet(composed_of(RECEIPT_OF_PAPERS, receipt_values(facts), text), facts)


def receipt_values(facts: ReceiptFacts) -> dict[str, Value]:
    """Return what the text of the receipt may name."""
    said = words_of_signatures()
    own: dict[str, Value] = {
        **(hidden_values(facts.client) if facts.client is not None else {}),
        "penyerah": facts.given_by.strip(),
        "penerima": facts.received_by.strip(),
        "keperluan": facts.purpose.strip(),
        "daftar_berkas": _papers(facts),
        "tanda_tangan": signatures(
            signed_by(said["gives"], facts.given_by),
            signed_by(said["receives"], facts.received_by, above=(place_day(facts.office, facts.day),)),
        ),
    }
    return values_of(RECEIPT_OF_PAPERS, facts, None, own)


def _papers(facts: ReceiptFacts) -> Blocks:
    said = template("statements").parts["papers"]
    columns = (
        Column(said["number"], 0.4, Align.CENTRE),
        Column(said["name"], 3.4),
        Column(said["form"], 1.5),
        Column(said["copies"], 0.8, Align.CENTRE),
        Column(said["remark"], 2),
    )
    rows: list[tuple[Text, ...]] = [
        (str(number), one.name, one.form, "" if one.copies is None else str(one.copies), one.remark)
        for number, one in enumerate(facts.papers, 1)
    ]
    if facts.is_blank:
        boxes = to_tick((said["form_to_tick_original"], said["form_to_tick_copy"]), apart="\n")
        rows += [(str(number), _TO_WRITE, boxes, "", "") for number in range(len(rows) + 1, _ROWS_TO_WRITE + 1)]
    return (Table(columns, tuple(rows), size=9.5),)
