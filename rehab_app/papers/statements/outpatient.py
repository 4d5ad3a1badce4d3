"""Surat pernyataan mengikuti rawat jalan: the three points as clinics of the BNN use them."""

from dataclasses import dataclass

from rehab_app.papers.blocks import Document, Signature
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.statements.by_hand import FormFacts, place_day
from rehab_app.papers.statements.informed_consent import require_signers
from rehab_app.papers.statements.statement import (
    composed_of,
    guardian_fields,
    on_sheet,
    signature_of_person,
    signatures,
    values_of,
    words_of_signatures,
)
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.kinds_statements import OUTPATIENT_STATEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class OutpatientFacts(FormFacts):
    """One statement; the parent or guardian of a minor signs beside the client."""

    client: Person | None = None
    is_minor: bool = False
    guardian: Person | None = None


def outpatient_statement(facts: OutpatientFacts, text: str = "") -> Document:
    """Return the statement; ``text`` empty is the delivered one.

    Raises RulesBroken ``papers.client_unnamed``, and ``statements.guardian_missing`` for a minor without parent or guardian.
    """
    require_signers(facts, facts.client, facts.guardian, is_minor=facts.is_minor)
    return on_sheet(composed_of(OUTPATIENT_STATEMENT, outpatient_values(facts), text), facts)


def outpatient_values(facts: OutpatientFacts) -> dict[str, Value]:
    """Return what the text of the statement may name."""
    is_accompanied = facts.is_minor or facts.is_blank
    own: dict[str, Value] = {
        **guardian_fields(facts.guardian if is_accompanied else None),
        "anak": facts.is_minor,
        "tanda_tangan": signatures(
            *declared(facts, facts.client, facts.guardian, is_accompanied=is_accompanied),
        ),
    }
    return values_of(OUTPATIENT_STATEMENT, facts, facts.client, own)


def declared(
    facts: FormFacts, client: Person | None, guardian: Person | None, *, is_accompanied: bool, stamp: str = ""
) -> tuple[Signature, ...]:
    """Return who signs a statement of the client: on the right herself, on the left who accompanies a minor."""
    said = words_of_signatures()
    above = (place_day(facts.office, facts.day),)
    own = signature_of_person(said["declares"], client, above=above, stamp=stamp)
    if not is_accompanied:
        return (own,)
    return (signature_of_person(said["guardian"], guardian, above=(said["beside"],)), own)
