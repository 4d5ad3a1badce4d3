"""What stands round the text of a paper: the letterhead, the opening of a letter, the office's paper, margins and font."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from rehab_app.foundation.dates import format_long
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Addressee,
    Banner,
    Block,
    Document,
    LetterOpening,
    Margins,
    Paper,
    Text,
    texts,
)
from rehab_app.papers.letters.facts import LETTER_MARGINS, Office, PaperFacts
from rehab_app.papers.letters.templates import filled, in_words, template
from rehab_app.papers.texts.compose import Composed

PENDING: Final = "\u2026" * 13
"""What stands for a number that is not taken yet."""

Need: TypeAlias = tuple[object, RuleBroken]
"""What a paper needs, and the trouble where it is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The office and the sheet of one paper.

    ``number`` is empty until taken; ``enclosed`` counts the papers that go along; ``notice`` is framed below the kop.
    """

    office: Office
    day: date
    number: str = ""
    enclosed: int = 0
    addressee: tuple[str, ...] = ()
    place: str = ""
    notice: str = ""
    is_practice: bool = False
    paper: Paper = A4
    margins: Margins = LETTER_MARGINS
    font: str = "PT Serif"


def framed(
    facts: PaperFacts, *, addressee: tuple[str, ...] = (), place: str = "", enclosed: int = 0, notice: str = ""
) -> Frame:
    """Return the frame of the paper of ``facts``."""
    return Frame(
        office=facts.office,
        day=facts.day,
        number=facts.number,
        enclosed=enclosed,
        addressee=addressee,
        place=place,
        notice=notice,
        is_practice=facts.is_practice,
        paper=facts.paper,
        margins=facts.margins,
        font=facts.font,
    )


def require(needs: Iterable[Need]) -> None:
    """Raise RulesBroken with the trouble of each need that is empty, in their order."""
    missing = [trouble for value, trouble in needs if not value]
    if missing:
        raise RulesBroken(missing)


def official_needs(facts: PaperFacts) -> tuple[Need, ...]:
    """Return what every official paper needs: a letterhead, a city, and who signs."""
    signer = facts.signer
    return (
        *_office_needs(facts.office),
        (signer.name.strip() and signer.title.strip(), RuleBroken("papers.signer_missing", field="signer")),
    )


def letter(composed: Composed, frame: Frame) -> Document:
    """Return a letter: kop, Nomor to Perihal, place and date, addressee, and its text.

    Raises RulesBroken ``papers.letterhead_missing``, ``papers.city_missing``, ``papers.addressee_missing`` and
    ``papers.subject_missing``.
    """
    addressed = (texts(frame.addressee), RuleBroken("papers.addressee_missing", field="addressee"))
    named = (composed.subject.strip(), RuleBroken("papers.subject_missing", field="subject"))
    require((*_office_needs(frame.office), addressed, named))
    return _document(composed, frame, (*_head(frame), _opening(composed, frame)))


def sheet(composed: Composed, frame: Frame) -> Document:
    """Return a paper without addressee (a certificate, a statement, a record): kop and its text.

    Raises RulesBroken ``papers.letterhead_missing`` and ``papers.city_missing``.
    """
    require(_office_needs(frame.office))
    return _document(composed, frame, _head(frame))


def loose_sheet(composed: Composed, frame: Frame) -> Document:
    """Return a paper that goes along with another and has no kop of its own; raises as ``sheet`` does."""
    require(_office_needs(frame.office))
    return _document(composed, frame, ())


def _office_needs(office: Office) -> tuple[Need, ...]:
    return (
        (texts(office.letterhead), RuleBroken("papers.letterhead_missing", field="letterhead")),
        (office.city.strip(), RuleBroken("papers.city_missing", field="city")),
    )


def _head(frame: Frame) -> tuple[Block, ...]:
    return (frame.office.head(), *((Banner(frame.notice),) if frame.notice else ()))


def _document(composed: Composed, frame: Frame, above: tuple[Block, ...]) -> Document:
    return Document(
        title=composed.title,
        blocks=(*above, *composed.blocks),
        paper=frame.paper,
        margins=frame.margins,
        font=frame.font,
        classification=composed.classification,
        banner=PRACTICE_BANNER if frame.is_practice else "",
    )


def _opening(composed: Composed, frame: Frame) -> LetterOpening:
    labels = template("letter").parts["opening"]
    count = frame.enclosed
    enclosed = filled(labels["attachment_count"], count=count, words=in_words(count))
    rows: tuple[tuple[str, Text], ...] = (
        (labels["number"], frame.number.strip() or PENDING),
        (labels["classification"], composed.classification or labels["usual"]),
        (labels["attachments"], enclosed if count else labels["no_attachments"]),
        (labels["subject"], composed.subject),
    )
    place_date = f"{frame.office.city.strip()}, {format_long(frame.day)}"
    return LetterOpening(rows, place_date, Addressee(texts(frame.addressee), frame.place.strip()))
