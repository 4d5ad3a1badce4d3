"""Pernyataan komitmen wajib lapor dan tes urin berkala, which compulsory clients sign at intake.

No official text of it was published; this one is plain and names no sanction of its own.
"""

from dataclasses import dataclass

from rehab_app.papers.blocks import Document
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.statements.by_hand import FormFacts
from rehab_app.papers.statements.informed_consent import require_signers
from rehab_app.papers.statements.outpatient import declared
from rehab_app.papers.statements.statement import (
    composed_of,
    guardian_fields,
    on_sheet,
    signatures,
    values_of,
    words_of_signatures,
)
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.kinds_statements import REPORTING_PACT


@dataclass(frozen=True, slots=True, kw_only=True)
class PactFacts(FormFacts):
    """One pledge: who sent the client, on which recommendation, when she reports and how often she is tested, in words."""

    client: Person | None = None
    is_minor: bool = False
    guardian: Person | None = None
    sent_by: str = ""
    recommendation: str = ""
    reports_on: str = ""
    tested: str = ""


def reporting_pact(facts: PactFacts, text: str = "") -> Document:
    """Return the pledge; ``text`` empty is the delivered one.

    Raises RulesBroken ``papers.client_unnamed``, and ``statements.guardian_missing`` for a minor without parent or guardian.
    """
    require_signers(facts, facts.client, facts.guardian, is_minor=facts.is_minor)
    return on_sheet(composed_of(REPORTING_PACT, pact_values(facts), text), facts)


def pact_values(facts: PactFacts) -> dict[str, Value]:
    """Return what the text of the pledge may name."""
    is_accompanied = facts.is_minor or facts.is_blank
    stamp = words_of_signatures()["stamp"]
    own: dict[str, Value] = {
        **guardian_fields(facts.guardian if is_accompanied else None),
        "anak": facts.is_minor,
        "penyidik": facts.sent_by.strip(),
        "rekomendasi_tat": facts.recommendation.strip(),
        "jadwal_lapor": facts.reports_on.strip(),
        "tes_urin_berkala": facts.tested.strip(),
        "tanda_tangan": signatures(
            *declared(facts, facts.client, facts.guardian, is_accompanied=is_accompanied, stamp=stamp), room=22
        ),
    }
    return values_of(REPORTING_PACT, facts, facts.client, own)
