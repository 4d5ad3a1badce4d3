"""What the printed reports have in common: their head, their counting rule, who signs, and how the page is set."""

from collections.abc import Iterator, Sequence
from datetime import date

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import (
    PRACTICE_BANNER,
    Align,
    Block,
    Document,
    Heading,
    KeepTogether,
    Margins,
    NumberedList,
    Numbering,
    Paper,
    Paragraph,
    Signature,
    SignatureBlock,
    Spacer,
)
from rehab_app.papers.fonts import Family
from rehab_app.papers.letters.facts import Office, Signer
from rehab_app.papers.letters.templates import Template, filled

_MARGINS = Margins(left=20, right=20, top=14, bottom=15)


def head(office: Office, title: str, as_of: str, day: date) -> tuple[Block, ...]:
    """Return letterhead, title, the office and the day; ``as_of`` holds ``{date}``."""
    return (
        office.head(),
        Heading(title),
        Paragraph(office.clinic or office.unit, Align.CENTRE, space_after=0),
        Paragraph(filled(as_of, date=format_long(day)), Align.CENTRE, space_after=2),
    )


def rule(words: Template, version: str) -> Block:
    """Return the counting rule of a report with its version."""
    heading = filled(words.parts["sheet"]["rule"], rule=version)
    return KeepTogether(
        (Heading(heading, level=2, align=Align.LEFT), NumberedList(words.lists["rule"], align=Align.LEFT))
    )


def signed(office: Office, day: date, signer: Signer | None) -> Iterator[Block]:
    """Yield the signature with place and day; nothing where nobody signs."""
    if signer is None:
        return
    place = f"{office.city}, {format_long(day)}" if office.city else format_long(day)
    signature = Signature(signer.titles(), signer.name, signer.details(), above=(place,))
    yield KeepTogether((Spacer(2), SignatureBlock((signature,))))


def document(title: str, blocks: Sequence[Block], paper: Paper, *, is_practice: bool) -> Document:
    """Return a report as a document; ``title`` holds nobody's name."""
    return Document(
        title=title,
        blocks=tuple(blocks),
        paper=paper,
        margins=_MARGINS,
        font=Family.LATO,
        size=10,
        numbering=Numbering.OF_TOTAL,
        banner=PRACTICE_BANNER if is_practice else "",
    )
