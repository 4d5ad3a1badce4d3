"""Papers that are only looked at: the sample of a text while it is written, and the office's test page."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import Document, FieldTable, Heading, Paragraph, Spacer
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.letters.official import Frame, letter, loose_sheet, sheet
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.letters.values import signature_blocks
from rehab_app.papers.samples.values import USUAL, sample_client, sample_signer, sample_values
from rehab_app.papers.sheets.report_card import ReportCardFacts, report_card
from rehab_app.papers.texts.compose import Composed, compose
from rehab_app.papers.texts.faults import check
from rehab_app.papers.texts.kind import PaperKind
from rehab_app.papers.texts.kinds_letters import REPLY_SLIP
from rehab_app.papers.texts.kinds_statements import REPORT_CARD

_SAMPLES: Final = "samples"
_GAP: Final = 3


def sample_paper(
    kind: PaperKind, text: str, frame: Frame, holds: Collection[str] = USUAL, signer: Signer | None = None
) -> Document:
    """Return the paper that ``text`` gives for an invented person on the office's sheet, marked as a sample.

    ``holds`` names the conditions that are true. Raises RulesBroken with the faults of the text, and
    ``papers.letterhead_missing`` and ``papers.city_missing``.
    """
    reading = check(text, kind.fields)
    if kind.code == REPORT_CARD.code:
        return _marked(_card(text, frame, signer))
    composed = compose(reading, sample_values(kind, frame.office, holds, signer))
    return _marked(_laid(kind, composed, frame))


def _laid(kind: PaperKind, composed: Composed, frame: Frame) -> Document:
    if kind.is_letter:
        said = template(_SAMPLES).parts["letter"]
        addressed = replace(frame, addressee=(said["addressee"],), place=said["place"], enclosed=2)
        return letter(composed, addressed)
    if kind.code == REPLY_SLIP.code:
        return loose_sheet(composed, frame)
    return sheet(composed, frame)


def _card(text: str, frame: Frame, signer: Signer | None) -> Document:
    facts = ReportCardFacts(
        office=frame.office,
        day=frame.day,
        paper=frame.paper,
        margins=frame.margins,
        font=frame.font,
        signer=signer or sample_signer(),
        number=template(_SAMPLES).parts["words"]["nomor_kartu"],
        client=sample_client(),
        period_number=1,
        assessed_on=frame.day,
        valid_until=frame.day.replace(year=frame.day.year + 1),
    )
    return report_card(facts, text)


def _marked(document: Document) -> Document:
    return replace(document, banner=template(_SAMPLES).parts["banner"]["sample"])


def trial_page(frame: Frame, size: float, signer: Signer | None = None) -> Document:
    """Return one page with the kop, the edges of the text measured, the letters and a place of signature.

    Raises RulesBroken ``papers.letterhead_missing`` and ``papers.city_missing``.
    """
    said, paper, edges = template(_SAMPLES).parts["test"], frame.paper, frame.margins
    numbers = {side: f"{getattr(edges, side):g}" for side in ("left", "right", "top", "bottom")}
    rows = (
        (
            said["paper"],
            filled(said["paper_said"], name=paper.name, width=f"{paper.width:g}", height=f"{paper.height:g}"),
        ),
        (said["margins"], filled(said["margins_said"], **numbers)),
        (said["font"], filled(said["font_said"], family=frame.font, size=f"{size:g}")),
    )
    place = f"{frame.office.city.strip()}, {format_long(frame.day)}"
    blocks = (
        Heading(said["heading"]),
        Paragraph(said["told"], space_after=_GAP),
        FieldTable(rows, space_after=_GAP),
        Paragraph(said["marks"], space_after=_GAP),
        Paragraph(said["cut"], space_after=_GAP),
        Paragraph(said["letters"]),
        Spacer(_GAP * 2),
        *signature_blocks(signer or sample_signer(), above=(place,)),
    )
    made = sheet(Composed(said["title"], "", "", blocks), frame)
    return replace(_marked(made), size=size, has_margin_marks=True)
