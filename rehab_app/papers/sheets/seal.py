"""The seal of the audit on paper: one line a month, signed and filed, against which the chain is verified later."""

from dataclasses import dataclass
from datetime import date

from rehab_app.foundation.dates import format_long, month_name
from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Align,
    Column,
    Document,
    Heading,
    Numbering,
    Paper,
    Paragraph,
    Signature,
    SignatureBlock,
    Spacer,
    Table,
    bold,
)
from rehab_app.papers.fonts import Family
from rehab_app.papers.letters.templates import filled, template

_BLANK_NAME = "(\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026\u2026)"
_HASH_GROUP = 8
_DIGITS_TO_TYPE = 16  # what the verifier asks for at least


@dataclass(frozen=True, slots=True)
class AuditSeal:
    """The head of the audit: the number and hash of its last entry, and the day the seal was printed."""

    office: str
    number: int
    digest: str
    day: date
    city: str = ""
    is_practice: bool = False


def seal_sheet(seal: AuditSeal, paper: Paper = A4) -> Document:
    """Return the paper of ``seal``; raises ValueError for a head without number or hash."""
    if seal.number < 1 or not seal.digest.strip():
        raise ValueError("an empty audit has no seal")
    words = template("seal")
    sheet = words.parts["sheet"]
    digest = seal.digest.strip()
    groups = [digest[at : at + _HASH_GROUP] for at in range(0, len(digest), _HASH_GROUP)]
    half = (len(groups) + 1) // 2
    grouped = f"{' '.join(groups[:half])}\n{' '.join(groups[half:])}".strip()
    columns = (
        Column(sheet["number"], 1, Align.CENTRE),
        Column(sheet["digest"], 4),
        Column(sheet["day"], 1.6, Align.CENTRE),
    )
    place = f"{seal.city.strip()}, {format_long(seal.day)}" if seal.city.strip() else format_long(seal.day)
    names = words.parts["signatures"]
    signatures = (
        Signature((names["officer"],), _BLANK_NAME),
        Signature((names["head"],), _BLANK_NAME, above=(place,)),
    )
    return Document(
        title=sheet["title"],
        blocks=(
            Heading(sheet["heading"]),
            Paragraph(seal.office, Align.CENTRE, space_after=0),
            Paragraph(filled(sheet["month"], month=month_name(seal.day.month), year=seal.day.year), Align.CENTRE),
            Spacer(2),
            Table(columns, ((bold(str(seal.number)), grouped, format_long(seal.day)),), size=10),
            Paragraph(sheet["meaning"]),
            Paragraph(filled(sheet["check"], seal=f"{seal.number}:{digest[:_DIGITS_TO_TYPE]}"), Align.LEFT),
            SignatureBlock(signatures),
        ),
        paper=paper,
        font=Family.LATO,
        numbering=Numbering.NONE,
        banner=PRACTICE_BANNER if seal.is_practice else "",
    )
