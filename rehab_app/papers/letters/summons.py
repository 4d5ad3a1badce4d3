"""Surat panggilan to a client who stays away, and the notice to the penyidik: from facts to documents.

Both speak of attendance alone: no health data leave the clinic with them. A paper without ``number`` is marked as a draft; the
number is taken when the letter is issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rehab_app.foundation.dates import format_full, format_long
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Addressee,
    Align,
    Banner,
    Block,
    Document,
    FieldTable,
    KeepTogether,
    LetterOpening,
    ListStyle,
    Margins,
    NumberedList,
    Paper,
    Paragraph,
    Signature,
    SignatureBlock,
    Text,
    bold,
    texts,
)
from rehab_app.papers.letters.facts import Office, Person, Signer, initials_of
from rehab_app.papers.letters.templates import Sentences, filled, in_words, template

LAST_SUMMONS: Final = 3
_MARGINS: Final = Margins(left=25, right=20, top=12, bottom=12)
_INDENT: Final = 8
_LABELS: Final = 42


@dataclass(frozen=True, slots=True)
class Sent:
    """A summons that was sent: its number and its day."""

    number: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SummonsFacts:
    """Everything a summons or notice says, in words where it is words.

    ``place_in_row`` is 1, 2 or 3 of a summons. ``missed_on`` are the missed meetings; where there are none, ``quiet_since`` says
    since when the client gave no sign. ``earlier`` are the summons sent before, the first one first. ``zone`` names the clock
    (WITA). ``report_number`` and ``recommendation`` stand in a notice alone.
    """

    office: Office
    signer: Signer
    day: date
    client: Person
    place_in_row: int
    missed_on: tuple[date, ...] = ()
    quiet_since: date | None = None
    earlier: tuple[Sent, ...] = ()
    new_on: date | None = None
    new_at: time | None = None
    zone: str = "WITA"
    phone: str = ""
    addressee: tuple[str, ...] = ()
    registration_number: str = ""
    report_number: str = ""
    recommendation: str = ""
    is_compulsory: bool = False
    number: str = ""
    is_practice: bool = False
    paper: Paper = A4
    font: str = "PT Serif"


def summons_letter(facts: SummonsFacts) -> Document:
    """Return the summons to a client; raises RulesBroken with what it lacks."""
    _check(facts)
    words = template("summons").parts
    said = words["summons"]
    name = facts.client.name.strip() or facts.client.initials.strip()
    addressee = texts(facts.addressee) or (filled(said["addressee"], name=name), *texts([facts.client.address]))
    subject = filled(said["subject"], ordinal=_ordinal(facts.place_in_row, words["letter"]))
    body: tuple[Block, ...] = (
        Paragraph(said["greeting"]),
        *_absence(facts, said),
        *_earlier(facts, said),
        *_invitation(facts, said),
        *(Paragraph(sentence) for sentence in _appeal(facts, said)),
    )
    return _document(facts, said["title"], _opening(facts, subject, addressee, said["place"]), body, said["closing"])


def investigator_notice(facts: SummonsFacts) -> Document:
    """Return the notice to the penyidik of a compulsory client; raises RulesBroken with what it lacks."""
    _check(facts)
    words = template("summons").parts
    said = words["notice"]
    addressee = texts(facts.addressee)
    if not addressee:
        raise RulesBroken([RuleBroken("papers.addressee_missing", field="addressee")])
    initials = facts.client.initials.strip() or initials_of(facts.client.name)
    subject = filled(said["subject"], initials=initials.replace(" ", "\u00a0"))
    body: list[Block] = [Paragraph(said["opening"]), _client(facts, words["client"]), *_absence(facts, said)]
    if facts.earlier:
        sent = tuple(filled(said["sent"], number=one.number, day=format_long(one.day)) for one in facts.earlier)
        body += [Paragraph(said["summoned"]), _listed(sent)]
    if facts.new_on is not None:
        body.append(Paragraph(filled(said["invited"], day=_invited(facts))))
    body.append(Paragraph(said["request"]))
    return _document(
        facts, said["title"], _opening(facts, subject, addressee, said["place"]), tuple(body), said["closing"]
    )


def _check(facts: SummonsFacts) -> None:
    client = facts.client
    needed = (
        (texts(facts.office.letterhead), RuleBroken("papers.letterhead_missing", field="letterhead")),
        (facts.office.city.strip(), RuleBroken("papers.city_missing", field="city")),
        (facts.signer.name.strip() and facts.signer.title.strip(), RuleBroken("papers.signer_missing", field="signer")),
        (client.name.strip() or client.initials.strip(), RuleBroken("papers.client_unnamed", field="client")),
    )
    missing = [trouble for value, trouble in needed if not value]
    if missing:
        raise RulesBroken(missing)


def _document(
    facts: SummonsFacts, title: str, opening: LetterOpening, body: tuple[Block, ...], closing: str
) -> Document:
    words = template("summons").parts["letter"]
    draft = () if facts.number.strip() else (Banner(words["draft"]),)
    signer = facts.signer
    signature = Signature(signer.titles(), signer.name.strip(), signer.details())
    foot = KeepTogether((Paragraph(closing), SignatureBlock((signature,), room=18)))
    return Document(
        title=title,
        blocks=(facts.office.head(), *draft, opening, *body, foot),
        paper=facts.paper,
        margins=_MARGINS,
        font=facts.font,
        classification=words["classification"],
        banner=PRACTICE_BANNER if facts.is_practice else "",
    )


def _opening(facts: SummonsFacts, subject: str, addressee: tuple[str, ...], place: str) -> LetterOpening:
    words = template("summons").parts
    letter, labels = words["letter"], words["opening"]
    rows: tuple[tuple[str, Text], ...] = (
        (labels["number"], facts.number.strip() or letter["number_pending"]),
        (labels["classification"], letter["classification"]),
        (labels["attachments"], letter["no_attachments"]),
        (labels["subject"], subject),
    )
    return LetterOpening(rows, f"{facts.office.city.strip()}, {format_long(facts.day)}", Addressee(addressee, place))


def _ordinal(number: int, words: Sentences) -> str:
    return filled(words["ordinal"], number=number, words=in_words(number))


def _absence(facts: SummonsFacts, said: Sentences) -> Iterator[Block]:
    """Yield what was missed: the meetings, else since when nothing was heard."""
    clinic = facts.office.clinic.strip() or facts.office.unit.strip()
    if facts.missed_on:
        yield Paragraph(filled(said["missed"], clinic=clinic))
        yield _listed(tuple(format_full(day) for day in facts.missed_on))
    elif facts.quiet_since is not None:
        yield Paragraph(filled(said["quiet"], clinic=clinic, day=format_long(facts.quiet_since)))


def _earlier(facts: SummonsFacts, said: Sentences) -> Iterator[Block]:
    if facts.earlier:
        last = facts.earlier[-1]
        yield Paragraph(filled(said["earlier"], number=last.number, day=format_long(last.day)))


def _invitation(facts: SummonsFacts, said: Sentences) -> Iterator[Block]:
    if facts.new_on is None:
        yield Paragraph(said["open"])
        return
    labels = template("summons").parts["invitation"]
    hour = labels["office_hours"]
    if facts.new_at is not None:
        hour = filled(labels["hour_value"], hour=f"{facts.new_at:%H.%M}", zone=facts.zone)
    clinic = ", ".join(texts([facts.office.clinic, *facts.office.address[:1]]))
    rows = ((labels["day"], bold(format_full(facts.new_on))), (labels["hour"], hour), (labels["place"], clinic))
    yield Paragraph(said["invited"])
    yield FieldTable(rows, label_width=_LABELS, indent=_INDENT)


def _appeal(facts: SummonsFacts, said: Sentences) -> Iterator[str]:
    phone = filled(said["phone"], phone=facts.phone.strip()) if facts.phone.strip() else ""
    yield filled(said["unable"], phone=phone)
    yield said["help"]
    if facts.is_compulsory:
        yield said["duty"]
    if facts.place_in_row >= LAST_SUMMONS:
        yield said["last"]


def _invited(facts: SummonsFacts) -> str:
    if facts.new_on is None:
        return ""
    hour = f" pukul {facts.new_at:%H.%M} {facts.zone}" if facts.new_at is not None else ""
    return f"{format_full(facts.new_on)}{hour}"


def _client(facts: SummonsFacts, labels: Sentences) -> FieldTable:
    client = facts.client
    birth = ", ".join(texts([client.birth_place, format_long(client.birth_date) if client.birth_date else ""]))
    known = (
        ("birth", birth),
        ("nik", client.nik),
        ("registration", facts.registration_number),
        ("report", facts.report_number),
        ("recommendation", facts.recommendation),
    )
    rows = tuple((labels[name], value.strip()) for name, value in known if value.strip())
    name = client.name.strip() or client.initials.strip()
    return FieldTable(((labels["name"], bold(name)), *rows), label_width=_LABELS, indent=_INDENT)


def _listed(items: tuple[str, ...]) -> NumberedList:
    closed = (*(f"{item};" for item in items[:-1]), f"{items[-1]}.")
    return NumberedList(closed, ListStyle.LETTERS, indent=_INDENT, label_width=5, align=Align.LEFT)
