"""Surat rujukan / surat pengantar rehabilitasi rawat inap: from the facts of one referral to its document.

Without the client's consent to disclose her health data the letter holds identity and reason alone: no assessment, no
screening result, no recommendation of the Tim Asesmen Terpadu, no clinical attachment (UU 27/2022; Permenkes 24/2022
Pasal 32-37).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rehab_app.foundation.dates import format_long
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Block, Document, plain, texts
from rehab_app.papers.letters.facts import PaperFacts, Person
from rehab_app.papers.letters.official import framed, letter, official_needs, require
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.letters.values import (
    capital,
    client_values,
    ended,
    guardian_values,
    named_values,
    paper_values,
    signature_blocks,
    table,
)
from rehab_app.papers.texts.compose import compose, filled_words
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_letters import REFERRAL
from rehab_app.papers.texts.language import Property


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
class ReferralFacts(PaperFacts):
    """Everything the letter says. ``number`` is empty in a preview: the number is taken when the letter is issued."""

    destination: Destination
    client: Person
    reason: str
    consent_covers_summary: bool
    basis: Basis = Basis()
    guardian: Person | None = None
    summary: Summary | None = None
    attachments: tuple[Attachment, ...] = ()
    escort: str = ""
    copies: tuple[str, ...] = ()


def check_referral(facts: ReferralFacts) -> None:
    """Raise RulesBroken where the letter cannot be an official one, naming each missing fact beside its field."""
    destination = facts.destination
    require(
        (
            *official_needs(facts),
            (destination.name.strip(), RuleBroken("papers.destination_missing", field="destination")),
            (texts(destination.addressee), RuleBroken("papers.addressee_missing", field="destination")),
            (facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
            (facts.reason.strip(), RuleBroken("papers.reason_missing", field="reason")),
        )
    )


def referral(facts: ReferralFacts, text: str = "", slip: tuple[Block, ...] = ()) -> Document:
    """Return the letter of ``facts`` in the words of ``text``, where empty the delivered ones.

    ``slip`` is torn off and sent back (``reply_slip.slip_blocks``). Raises RulesBroken as ``check_referral`` does, and with
    the faults of a text.
    """
    check_referral(facts)
    composed = compose(reading(REFERRAL, text), referral_values(facts))
    destination = facts.destination
    addressee, place = texts(destination.addressee), destination.place
    frame = framed(facts, addressee=addressee, place=place, enclosed=len(_enclosed(facts)))
    return letter(replace(composed, blocks=(*composed.blocks, *slip)), frame)


def referral_subject(facts: ReferralFacts, text: str = "") -> str:
    """Return the subject of the letter, as the register keeps it: the client by initials."""
    said = filled_words(reading(REFERRAL, text).value(Property.SUBJECT), referral_values(facts))
    return plain(said or "").replace("\u00a0", " ")


def referral_values(facts: ReferralFacts) -> dict[str, Value]:
    """Return what the text of the letter may name; nothing of the client's health without her consent."""
    is_told = facts.consent_covers_summary
    return {
        **paper_values(facts),
        **client_values(facts.client),
        **guardian_values(facts.guardian),
        "tujuan": facts.destination.name.strip(),
        "alasan": ended(facts.reason),
        "rekomendasi_tat": _recommendation(facts.basis) if is_told else "",
        "dasar_klinis": _clinical_basis(facts.basis) if is_told else "",
        "ringkasan_asesmen": _summary_table(facts.summary) if is_told and facts.summary is not None else (),
        "lampiran": "; ".join(_enclosed(facts)),
        "pengantar": facts.escort.strip(),
        "persetujuan": is_told,
        "tanda_tangan": signature_blocks(facts.signer, facts.copies),
    }


def _enclosed(facts: ReferralFacts) -> tuple[str, ...]:
    """Return the names of the papers that go with the letter."""
    return texts([paper.name for paper in facts.attachments if facts.consent_covers_summary or not paper.is_clinical])


def _recommendation(basis: Basis) -> str:
    number = basis.recommendation.strip()
    if not number:
        return ""
    said = template("referral").parts["basis"]
    if basis.recommended is None:
        return filled(said["recommendation"], number=number)
    return filled(said["recommendation_dated"], number=number, date=format_long(basis.recommended))


def _clinical_basis(basis: Basis) -> str:
    said = template("referral").parts["basis"]
    consent = "guardian_consent" if basis.is_by_guardian else "consent"
    clinical = (("assessment", basis.assessment), (consent, basis.consent))
    known = [filled(said[name], date=format_long(day)) for name, day in clinical if day is not None]
    return capital(said["and"].join(known))


def _summary_table(summary: Summary) -> Blocks:
    rows = named_values(template("referral").parts["summary"], dict(_summary(summary)))
    return (table(rows),) if rows else ()


def _summary(summary: Summary) -> Iterator[tuple[str, str]]:
    """Yield what the assessment found, by the name of its label."""
    words = template("referral")
    labels, bands = words.parts["summary"], words.parts["bands"]
    scores = [
        filled(labels["assist_score"], substance=one.substance, score=one.score, band=bands.get(one.band, one.band))
        for one in summary.assist
    ]
    scales = [filled(labels["scale_score"], domain=domain, score=score) for domain, score in summary.asi]
    yield "main_substance", summary.main_substance
    yield "other_substances", summary.other_substances
    yield "use", " / ".join(texts([summary.duration, summary.route]))
    yield "assist", "; ".join(scores)
    yield "asi", "; ".join(scales)
    yield "diagnosis", "; ".join(texts(summary.diagnosis))
    yield "comorbidity", summary.comorbidity
    yield "urine", summary.urine
    yield "therapy", summary.therapy
