"""Kartu lapor diri, which who has reported gets after the assessment (PP 25/2011 Pasal 10); it says nothing of the substance.

Its content is not prescribed in any published text. The office's text is divided by ``===``: its rows stand on the front, its
points on the back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long, format_short
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import (
    PRACTICE_BANNER,
    Block,
    CardFace,
    Cards,
    Document,
    FieldTable,
    Heading,
    Margins,
    NumberedList,
    Numbering,
    PageBreak,
    Paper,
    Paragraph,
    Signature,
    Text,
    plain,
    texts,
)
from rehab_app.papers.letters.facts import Person, Signer
from rehab_app.papers.letters.templates import template
from rehab_app.papers.statements.by_hand import NAME, NUMBER, SHORT, FormFacts, place_day
from rehab_app.papers.statements.statement import composed_of, values_of
from rehab_app.papers.texts.compose import Composed
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.kinds_statements import REPORT_CARD

CARD: Final = Paper("Kartu", 54, 85.6)
"""The card itself as a page (ID-1), named as a sheet in portrait."""
_MARGINS: Final = Margins(left=15, right=15, top=20, bottom=15)
_NO_MARGINS: Final = Margins(left=0, right=0, top=0, bottom=0)
_BOXES: Final = 8
_DOTS: Final = "\u2026" * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCardFacts(FormFacts):
    """One card. ``assessed_on`` is the day of the assessment, before which there is no card; ``photo`` PNG or JPEG bytes.

    ``reported_on`` are days the client has reported already; the other boxes are written in by hand.
    """

    signer: Signer | None = None
    number: str = ""
    client: Person | None = None
    photo: bytes | None = field(default=None, repr=False)
    period_number: int | None = None
    assessed_on: date | None = None
    valid_until: date | None = None
    reported_on: tuple[date, ...] = ()


def report_card(facts: ReportCardFacts, text: str = "") -> Document:
    """Return front and back side by side on the office's sheet, with marks to cut along; ``text`` empty is the delivered one.

    Raises RulesBroken as ``card_faces``.
    """
    composed, (front, back) = card_faces(facts, text)
    return Document(
        title=composed.title,
        blocks=(Cards((front, back)),),
        paper=facts.paper,
        margins=_MARGINS,
        font=facts.font,
        numbering=Numbering.NONE,
        banner=PRACTICE_BANNER if facts.is_practice else "",
    )


def report_card_pages(facts: ReportCardFacts, text: str = "") -> Document:
    """Return the card as pages of its own size, front then back, for a card printer; raises as ``card_faces``."""
    composed, (front, back) = card_faces(facts, text)
    return Document(
        title=composed.title,
        blocks=(Cards((front,), has_cut_marks=False), PageBreak(), Cards((back,), has_cut_marks=False)),
        paper=CARD,
        is_landscape=True,
        margins=_NO_MARGINS,
        font=facts.font,
        numbering=Numbering.NONE,
    )


def card_faces(facts: ReportCardFacts, text: str = "") -> tuple[Composed, tuple[CardFace, CardFace]]:
    """Return the composed text and the faces made of it.

    Raises RulesBroken ``papers.letterhead_missing``, and for a card that is no blank form ``papers.client_unnamed``,
    ``statements.card_unnumbered``, ``statements.card_before_assessment`` and ``statements.card_validity_missing``.
    """
    _require(facts)
    composed = composed_of(REPORT_CARD, card_values(facts), text)
    front, back = _divided(composed.blocks)
    said = template("care_sheets").parts["card"]
    mark = PRACTICE_BANNER if facts.is_practice else ""
    office = facts.office
    head = tuple(line for line in texts(office.letterhead) if not line.startswith("("))
    return composed, (
        CardFace(
            head=texts((*head, office.clinic)),
            logo=office.logo,
            title=_title(front),
            rows=tuple(_rows(front)),
            items=tuple(_items(front)),
            photo=facts.photo,
            photo_place=said["photo"],
            mark=mark,
        ),
        CardFace(
            title=_title(back),
            rows=tuple(_rows(back)),
            items=tuple(_items(back)),
            boxes=tuple(_boxes(facts)),
            boxes_heading=said["grid"],
            signature=_signature(facts),
            mark=mark,
        ),
    )


def card_values(facts: ReportCardFacts) -> dict[str, Value]:
    """Return what the text of the card may name; dots are short on it."""
    own: dict[str, Value] = {
        "masa_perawatan": str(facts.period_number) if facts.period_number is not None else "",
        "nomor_kartu": facts.number.strip(),
        "tanggal_asesmen": format_long(facts.assessed_on) if facts.assessed_on else "",
        "berlaku_sampai": format_long(facts.valid_until) if facts.valid_until else "",
    }
    return values_of(REPORT_CARD, facts, facts.client, own)


def _require(facts: ReportCardFacts) -> None:
    troubles = []
    if not texts(facts.office.letterhead):
        troubles.append(RuleBroken("papers.letterhead_missing", field="letterhead"))
    if not facts.is_blank:
        needed = (
            (facts.client is not None and facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
            (facts.number.strip(), RuleBroken("statements.card_unnumbered", field="number")),
            (facts.assessed_on, RuleBroken("statements.card_before_assessment", field="assessed_on")),
            (facts.valid_until, RuleBroken("statements.card_validity_missing", field="valid_until")),
        )
        troubles += [trouble for value, trouble in needed if not value]
    if troubles:
        raise RulesBroken(troubles)


def _divided(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return what stands before the first new page, and the rest."""
    at = next((place for place, block in enumerate(blocks) if isinstance(block, PageBreak)), len(blocks))
    return blocks[:at], tuple(block for block in blocks[at:] if not isinstance(block, PageBreak))


def _title(blocks: tuple[Block, ...]) -> str:
    return next((block.text for block in blocks if isinstance(block, Heading)), "")


def _rows(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Text]]:
    for block in blocks:
        if isinstance(block, FieldTable):
            yield from ((label, _shortened(value)) for label, value in block.rows)


def _items(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text=text):
                yield plain(text)
            case NumberedList(items=items):
                yield from (plain(item) for item in items)


def _shortened(value: Text) -> Text:
    """Return dots that fit on a card in the place of those of a sheet."""
    words = plain(value)
    return _DOTS if set(words) <= {"\u2026", "\n", " "} and len(words) > len(NUMBER) else value


def _boxes(facts: ReportCardFacts) -> Iterator[str]:
    """Yield the words of the boxes: the day of a report that was made, else its number."""
    days = facts.reported_on[-_BOXES:]
    for place in range(_BOXES):
        yield format_short(days[place]) if place < len(days) else f"{place + 1}."


def _signature(facts: ReportCardFacts) -> Signature:
    signer = facts.signer
    above = (place_day(facts.office, facts.day).replace(SHORT, _DOTS),)
    if signer is None or not signer.name.strip():
        return Signature((), NAME.replace(SHORT, _DOTS), above=above)
    return Signature(signer.titles(), signer.name, signer.details(), above)
