"""Surat keterangan: a client is in the programme, or has completed it, with real days and the meetings she attended.

Neither tells what she was treated for. The last urine test stands in the first alone, and only where her consent covers it.
"""

from dataclasses import dataclass
from datetime import date

from rehab_app.foundation.dates import format_long
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Document
from rehab_app.papers.letters.facts import PaperFacts, Person
from rehab_app.papers.letters.official import Need, framed, official_needs, require, sheet
from rehab_app.papers.letters.values import (
    client_values,
    counted,
    day_or_empty,
    guardian_values,
    paper_values,
    place_date,
    signature_blocks,
)
from rehab_app.papers.texts.compose import compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.kinds_letters import CERTIFICATE_COMPLETED, CERTIFICATE_ONGOING


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts(PaperFacts):
    """What both certificates say. ``care`` is the kind of care in words ("rawat jalan"); ``planned`` None: not planned."""

    client: Person
    attended: int
    started_on: date | None
    planned: int | None = None
    care: str = "rawat jalan"
    purpose: str = ""
    guardian: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OngoingFacts(CertificateFacts):
    """A client who is in the programme; ``urine`` is her last test in words (``phrases.urine_in_words``)."""

    urine: str = ""
    consent_covers_urine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedFacts(CertificateFacts):
    """A client who has completed the programme."""

    completed_on: date | None


def certificate_ongoing(facts: OngoingFacts, text: str = "") -> Document:
    """Return the certificate that she is in the programme, in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken ``papers.client_unnamed``, ``papers.start_missing`` and ``papers.start_in_future``.
    """
    require(_needs(facts))
    urine = facts.urine.strip() if facts.consent_covers_urine else ""
    values = {**certificate_values(facts), "hasil_urin": urine.rstrip(".")}
    return sheet(compose(reading(CERTIFICATE_ONGOING, text), values), framed(facts))


def certificate_completed(facts: CompletedFacts, text: str = "") -> Document:
    """Return the certificate that she has completed the programme; never before she has.

    Raises RulesBroken as ``certificate_ongoing`` does, and ``papers.not_completed``, ``papers.completed_before_start`` and
    ``papers.completed_in_future``.
    """
    started, completed = facts.started_on, facts.completed_on
    is_ordered = started is None or completed is None or started <= completed
    require(
        (
            *_needs(facts),
            (completed is not None, RuleBroken("papers.not_completed", field="completed_on")),
            (is_ordered, RuleBroken("papers.completed_before_start", field="completed_on")),
            (
                completed is None or completed <= facts.day,
                RuleBroken("papers.completed_in_future", field="completed_on"),
            ),
        )
    )
    values = {**certificate_values(facts), "tanggal_selesai": day_or_empty(completed)}
    return sheet(compose(reading(CERTIFICATE_COMPLETED, text), values), framed(facts))


def certificate_values(facts: CertificateFacts) -> dict[str, Value]:
    """Return what the texts of both certificates may name."""
    return {
        **paper_values(facts),
        **client_values(facts.client),
        **guardian_values(facts.guardian),
        "jenis_rawatan": facts.care.strip(),
        "tanggal_mulai": day_or_empty(facts.started_on),
        "jumlah_hadir": counted(facts.attended),
        "jumlah_rencana": counted(facts.planned or None),
        "keperluan": facts.purpose.strip().rstrip("."),
        "tanda_tangan": signature_blocks(facts.signer, above=(place_date(facts),)),
    }


def _needs(facts: CertificateFacts) -> tuple[Need, ...]:
    started = facts.started_on
    late = RuleBroken("papers.start_in_future", field="started_on", day=format_long(facts.day))
    return (
        *official_needs(facts),
        (facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
        (started is not None, RuleBroken("papers.start_missing", field="started_on")),
        (started is None or started <= facts.day, late),
    )
