"""The recovery key on paper: shown once, sealed in an envelope, kept in the safe."""

from dataclasses import dataclass, field
from datetime import date

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Align,
    Banner,
    Document,
    FieldTable,
    Heading,
    KeepTogether,
    KeyGroups,
    NumberedList,
    Numbering,
    Paper,
    Paragraph,
    Signature,
    SignatureBlock,
    Spacer,
    texts,
)
from rehab_app.papers.fonts import Family
from rehab_app.papers.letters.templates import filled, template

_BLANK_NAME = "(\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026)"


@dataclass(frozen=True, slots=True)
class RecoveryFacts:
    """A recovery key as it was shown: ``key`` in groups parted by hyphens or spaces, ``fingerprint`` to tell keys apart."""

    office: str
    day: date
    key: str = field(repr=False)
    fingerprint: str
    is_practice: bool = False


def recovery_sheet(recovery: RecoveryFacts, paper: Paper = A4) -> Document:
    """Return the sheet of ``recovery``; raises ValueError for a key without letters."""
    groups = tuple(recovery.key.replace("-", " ").split())
    if not groups:
        raise ValueError("a recovery key has letters")
    words = template("recovery")
    sheet, rows = words.parts["sheet"], words.parts["rows"]
    known = (
        (rows["office"], recovery.office.strip()),
        (rows["day"], format_long(recovery.day)),
        (rows["fingerprint"], recovery.fingerprint.strip()),
    )
    officers = tuple(Signature(texts([words.parts["signatures"][who]]), _BLANK_NAME) for who in ("made", "kept"))
    envelope = Paragraph(filled(sheet["envelope"], fingerprint=recovery.fingerprint))
    return Document(
        title=sheet["title"],
        blocks=(
            Heading(sheet["heading"]),
            Banner(sheet["warning"]),
            FieldTable(tuple((label, value) for label, value in known if value), label_width=40, space_after=2),
            Paragraph(sheet["key"], space_after=0),
            KeyGroups(groups),
            Heading(sheet["what"], level=2, align=Align.LEFT),
            Paragraph(sheet["explanation"]),
            Heading(sheet["keeping"], level=2, align=Align.LEFT),
            NumberedList(words.lists["keeping"], item_gap=1),
            Heading(sheet["using"], level=2, align=Align.LEFT),
            NumberedList(words.lists["using"], item_gap=1),
            KeepTogether((Spacer(4), envelope, SignatureBlock(officers))),
        ),
        paper=paper,
        font=Family.LATO,
        numbering=Numbering.NONE,
        classification=sheet["classification"],
        banner=PRACTICE_BANNER if recovery.is_practice else "",
    )
