"""Surat rujukan / surat pengantar rehabilitasi rawat inap: from the facts of one referral to its document.

Without the client's consent to disclose her health data the letter holds identity and reason alone: no assessment, no
screening result, no recommendation of the Tim Asesmen Terpadu, no clinical attachment (UU 27/2022; Permenkes 24/2022
Pasal 32-37).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from rehab_app.foundation.dates import format_long
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Addressee,
    Align,
    Block,
    CopyList,
    Document,
    FieldTable,
    KeepTogether,
    LetterOpening,
    ListStyle,
    Margins,
    NumberedList,
    Paper,
    Run,
    Signature,
    SignatureBlock,
    Text,
    bold,
    texts,
)
from rehab_app.papers.letters.facts import Office, Person, Signer, initials_of
from rehab_app.papers.letters.templates import Sentences, Template, fill, filled, in_words, template

_INDENT: Final = 6
_LABELS: Final = 42
_GAP: Final = 1.2
_MARGINS: Final = Margins(left=25, right=20, top=12, bottom=12)

Point: TypeAlias = tuple[Text, tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the client is sent: the institution, whom the letter addresses there, and the place ("Samarinda")."""

    name: str
    addressee: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """On what the referral rests, besides the law; ``is_by_guardian`` where parent or guardian gave the consent."""

    assessment: date | None = None
    consent: date | None = None
    is_by_guardian: bool = False
    recommendation: str = ""
    recommended: date | None = None


@dataclass(frozen=True, slots=True)
class SubstanceScore:
    """One ASSIST score; ``band`` is low, moderate or high, or the words to print."""

    substance: str
    score: int
    band: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the assessment found, in words; ``asi`` holds (domain, 0-9)."""

    main_substance: str = ""
    other_substances: str = ""
    duration: str = ""
    route: str = ""
    assist: tuple[SubstanceScore, ...] = ()
    asi: tuple[tuple[str, int], ...] = ()
    diagnosis: tuple[str, ...] = ()
    comorbidity: str = ""
    urine: str = ""
    therapy: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One enclosed paper; clinical ones stay out of a letter without consent."""

    name: str
    is_clinical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """Everything the letter says. ``number`` is empty in a preview: the number is taken when the letter is issued."""

    office: Office
    signer: Signer
    day: date
    destination: Destination
    client: Person
    reason: str
    consent_covers_summary: bool
    number: str = ""
    basis: Basis = Basis()
    guardian: Person | None = None
    summary: Summary | None = None
    attachments: tuple[Attachment, ...] = ()
    escort: str = ""
    copies: tuple[str, ...] = ()
    is_practice: bool = False
    paper: Paper = A4
    font: str = "PT Serif"


def check_referral(facts: ReferralFacts) -> None:
    """Raise RulesBroken where the letter cannot be an official one, naming each missing fact beside its field."""
    signer, client, destination = facts.signer, facts.client, facts.destination
    needed = (
        (texts(facts.office.letterhead), RuleBroken("papers.letterhead_missing", field="letterhead")),
        (facts.office.city.strip(), RuleBroken("papers.city_missing", field="city")),
        (signer.name.strip() and signer.title.strip(), RuleBroken("papers.signer_missing", field="signer")),
        (destination.name.strip(), RuleBroken("papers.destination_missing", field="destination")),
        (texts(destination.addressee), RuleBroken("papers.addressee_missing", field="destination")),
        (client.name.strip() or client.initials.strip(), RuleBroken("papers.client_unnamed", field="client")),
        (facts.reason.strip(), RuleBroken("papers.reason_missing", field="reason")),
    )
    missing = [trouble for value, trouble in needed if not value]
    if missing:
        raise RulesBroken(missing)


def referral(facts: ReferralFacts) -> Document:
    """Return the letter of ``facts``; raises RulesBroken as ``check_referral`` does."""
    check_referral(facts)
    words = template("referral")
    letter = words.parts["letter"]
    points = [*_points(facts, words)]
    body = [block for number, point in enumerate(points, 1) for block in _numbered(number, point)]
    closing = KeepTogether((*_numbered(len(points) + 1, (letter["closing"], ())), *_foot(facts)))
    return Document(
        title=letter["title"],
        blocks=(facts.office.head(), _opening(facts, words), *body, closing),
        paper=facts.paper,
        margins=_MARGINS,
        font=facts.font,
        classification=letter["classification"],
        banner=PRACTICE_BANNER if facts.is_practice else "",
    )


def _opening(facts: ReferralFacts, words: Template) -> LetterOpening:
    letter, labels = words.parts["letter"], words.parts["opening"]
    count = len(_enclosed(facts))
    initials = facts.client.initials.strip() or initials_of(facts.client.name)
    rows = (
        (labels["number"], facts.number.strip() or labels["number_pending"]),
        (labels["classification"], letter["classification"]),
        (
            labels["attachments"],
            filled(labels["attachment_count"], count=count, words=in_words(count))
            if count
            else labels["no_attachments"],
        ),
        (labels["subject"], filled(letter["subject"], initials=initials.replace(" ", "\u00a0"))),
    )
    addressee = Addressee(texts(facts.destination.addressee), facts.destination.place.strip())
    return LetterOpening(rows, f"{facts.office.city.strip()}, {format_long(facts.day)}", addressee)


def _enclosed(facts: ReferralFacts) -> tuple[str, ...]:
    """Return the names of the papers that go with the letter."""
    return texts([paper.name for paper in facts.attachments if facts.consent_covers_summary or not paper.is_clinical])


def _numbered(number: int, point: Point) -> tuple[Block, ...]:
    sentence, below = point
    return (NumberedList((sentence,), start=number, label_width=_INDENT, space_after=0.4 if below else 1.2), *below)


def _points(facts: ReferralFacts, words: Template) -> Iterator[Point]:
    letter = words.parts["letter"]
    yield letter["basis"], (_lettered([*_basis(facts, words)]),)
    people = [_fields(_person(facts.client, words.parts["client"]))]
    if facts.guardian is not None:
        people.append(_fields(_person(facts.guardian, words.parts["guardian"]), gap=_GAP))
    yield fill(letter["request"], destination=facts.destination.name.strip()), tuple(people)
    if not facts.consent_covers_summary:
        yield letter["summary_withheld"], ()
    elif facts.summary is not None and (rows := tuple(_summary(facts.summary, words))):
        yield letter["summary"], (_fields(rows),)
    yield filled(letter["reason"], reason=_ended(facts.reason.strip())), ()
    if company := " ".join(_company(facts, letter)):
        yield company, ()


def _basis(facts: ReferralFacts, words: Template) -> Iterator[str]:
    """Yield what the referral rests on; the law alone where nothing of the client's may be told."""
    yield from words.lists["law"]
    if not facts.consent_covers_summary:
        return
    basis, said = facts.basis, words.parts["basis"]
    if basis.recommendation.strip():
        sentence = said["recommendation_dated"] if basis.recommended else said["recommendation"]
        yield filled(sentence, number=basis.recommendation.strip(), date=_day(basis.recommended))
    consent = "guardian_consent" if basis.is_by_guardian else "consent"
    clinical = (("assessment", basis.assessment), (consent, basis.consent))
    known = [filled(said[name], date=format_long(day)) for name, day in clinical if day is not None]
    if known:
        yield _capital(said["and"].join(known))


def _day(day: date | None) -> str:
    return format_long(day) if day is not None else ""


def _ended(sentence: str) -> str:
    """Return what somebody typed as a whole sentence."""
    return sentence if sentence.endswith((".", "!", "?", "\u2026")) else f"{sentence}."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _lettered(items: Sequence[str]) -> NumberedList:
    """Return ``items`` as a. b. c., each closed by a semicolon, the last by a full stop."""
    closed = (*(f"{item};" for item in items[:-1]), f"{items[-1]}.")
    style, align = ListStyle.LETTERS, Align.LEFT
    return NumberedList(closed, style, indent=_INDENT, label_width=5, align=align, space_after=_GAP)


def _fields(rows: Iterable[tuple[str, Text]], gap: float = 0) -> FieldTable:
    return FieldTable(tuple(rows), label_width=_LABELS, indent=_INDENT, space_before=gap, space_after=_GAP)


def _person(person: Person, labels: Sentences) -> Iterator[tuple[str, Text]]:
    """Yield the rows of a person, the unknown left out; short facts share a row ("NIK / No. Rekam Medis")."""
    name = person.name.strip() or person.initials.strip()
    relation = f" ({person.relation.strip()})" if person.relation.strip() else ""
    yield labels["name"], (Run(name, bold=True), Run(relation)) if relation else bold(name)
    birth = ", ".join(texts([person.birth_place, _day(person.birth_date)]))
    age = filled(labels["age"], age=person.age) if person.age is not None else ""
    rows = (
        (("birth", f"{birth} ({age})" if birth and age else birth or age),),
        (("sex", person.sex), ("occupation", person.occupation)),
        (("nik", person.nik), ("record", person.record_number), ("phone", person.phone)),
        (("identity", person.identity),),
        (("address", person.address),),
    )
    for row in rows:
        known = [(labels[part], value.strip()) for part, value in row if value.strip()]
        if known:
            yield _capital(" / ".join(label for label, _ in known)), " / ".join(value for _, value in known)


def _summary(summary: Summary, words: Template) -> Iterator[tuple[str, Text]]:
    """Yield the rows of the assessment, the unknown left out."""
    labels, bands = words.parts["summary"], words.parts["bands"]
    scores = [
        filled(labels["assist_score"], substance=one.substance, score=one.score, band=bands.get(one.band, one.band))
        for one in summary.assist
    ]
    scales = [filled(labels["scale_score"], domain=domain, score=score) for domain, score in summary.asi]
    values = (
        ("main_substance", summary.main_substance),
        ("other_substances", summary.other_substances),
        ("use", " / ".join(texts([summary.duration, summary.route]))),
        ("assist", "; ".join(scores)),
        ("asi", "; ".join(scales)),
        ("diagnosis", "; ".join(texts(summary.diagnosis))),
        ("comorbidity", summary.comorbidity),
        ("urine", summary.urine),
        ("therapy", summary.therapy),
    )
    yield from ((labels[name], value.strip()) for name, value in values if value.strip())


def _company(facts: ReferralFacts, letter: Sentences) -> Iterator[str]:
    """Yield what and who goes with the client."""
    if papers := _enclosed(facts):
        yield filled(letter["attachments"], attachments="; ".join(papers))
    if facts.escort.strip():
        yield filled(letter["escort"], escort=facts.escort.strip())


def _foot(facts: ReferralFacts) -> tuple[Block, ...]:
    signer = facts.signer
    signature = Signature(signer.titles(), signer.name.strip(), signer.details())
    return (SignatureBlock((signature,), room=18, copies=CopyList(texts(facts.copies))),)
