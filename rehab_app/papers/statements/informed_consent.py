"""Persetujuan mengikuti program rehabilitasi (informed consent), with what may be told to whom and the right to withdraw.

For a client under 18 a parent or guardian gives it (UU 27/2022 Pasal 25); processing stops within 3 x 24 hours of a
withdrawal (UU 27/2022). What is not on the list of recipients may not be told (Permenkes 24/2022 Pasal 32-37).
"""

from dataclasses import dataclass, replace
from typing import Final

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import Align, Column, Document, Signature, Table, Text
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.letters.templates import Sentences, template
from rehab_app.papers.statements.by_hand import FormFacts, place_day, signed_by, to_tick
from rehab_app.papers.statements.statement import (
    composed_of,
    guardian_fields,
    on_sheet,
    signature_of_person,
    signatures,
    values_of,
    words_of_signatures,
)
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_statements import INFORMED_CONSENT

_SIZE: Final = 10
_PURPOSE_TO_WRITE: Final = "\u00a0\n\u00a0"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be told to one recipient, in words ("Diagnosis"), and what for."""

    recipient: str
    items: tuple[str, ...]
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts(FormFacts):
    """One consent. ``guardian`` gives it for a minor; of an adult it is the member of the family who signs along.

    ``measures`` are those besides the programme. ``scope_choices`` are the boxes of the blank form, in words.
    """

    client: Person | None = None
    is_minor: bool = False
    guardian: Person | None = None
    explained_by: str = ""
    measures: str = ""
    disclosures: tuple[Disclosure, ...] = ()
    scope_choices: tuple[str, ...] = ()


def informed_consent(facts: ConsentFacts, text: str = "") -> Document:
    """Return the consent; ``text`` empty is the delivered one.

    Raises RulesBroken ``papers.client_unnamed``, and ``statements.guardian_missing`` for a minor without parent or guardian.
    """
    require_signers(facts, facts.client, facts.guardian, is_minor=facts.is_minor)
    return replace(on_sheet(composed_of(INFORMED_CONSENT, consent_values(facts), text), facts), size=_SIZE)


def consent_values(facts: ConsentFacts) -> dict[str, Value]:
    """Return what the text of the consent may name."""
    own: dict[str, Value] = {
        **guardian_fields(facts.guardian if facts.is_minor or facts.is_blank else None),
        "anak": facts.is_minor,
        "tindakan": facts.measures.strip().rstrip("."),
        "penjelasan_oleh": facts.explained_by.strip(),
        "cakupan_pembukaan": _scope(facts),
        "ada_pembukaan": bool(facts.disclosures) or facts.is_blank,
        "tanda_tangan": signatures(*_places(facts)),
    }
    return values_of(INFORMED_CONSENT, facts, facts.client, own)


def require_signers(facts: FormFacts, client: Person | None, guardian: Person | None, *, is_minor: bool) -> None:
    """Raise RulesBroken where a filled paper names no client, or no parent or guardian of a minor; a blank form may."""
    if facts.is_blank:
        return
    troubles = []
    if client is None or not client.shown:
        troubles.append(RuleBroken("papers.client_unnamed", field="client"))
    if is_minor and (guardian is None or not guardian.shown):
        troubles.append(RuleBroken("statements.guardian_missing", field="guardian"))
    if troubles:
        raise RulesBroken(troubles)


def _scope(facts: ConsentFacts) -> Blocks:
    said = template("statements").parts["scope"]
    rows = [(one.recipient, "; ".join(one.items), one.purpose) for one in facts.disclosures]
    if facts.is_blank:
        rows += _rows_to_tick(facts.scope_choices, said)
    if not rows:
        return ()
    columns = (
        Column(said["number"], 0.35, Align.CENTRE),
        Column(said["recipient"], 1.6),
        Column(said["items"], 4),
        Column(said["purpose"], 1.5),
    )
    cells: list[tuple[Text, ...]] = [(str(number), *row) for number, row in enumerate(rows, 1)]
    return (Table(columns, tuple(cells), size=9, space_after=2),)


def _rows_to_tick(choices: tuple[str, ...], said: Sentences) -> list[tuple[str, str, str]]:
    """Return a row for each usual recipient and one to name by hand."""
    recipients = (said["family"], said["facility"], said["sender"], "")
    return [(recipient, to_tick(choices) or _PURPOSE_TO_WRITE, "") for recipient in recipients]


def _places(facts: ConsentFacts) -> tuple[Signature, ...]:
    """Return who signs: a minor's parent or guardian first, who gives the consent; last who explained it."""
    said = words_of_signatures()
    client = signature_of_person(said["client"], facts.client)
    title = "guardian" if facts.is_minor else "family"
    family = signature_of_person(said["either" if facts.is_blank else title], facts.guardian)
    officer = signed_by(said["explained"], facts.explained_by, above=(place_day(facts.office, facts.day),))
    if facts.is_minor:
        return (family, client, officer)
    return (client, family, officer) if facts.guardian is not None or facts.is_blank else (client, officer)
