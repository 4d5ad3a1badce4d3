"""What clients sign, filled from the record: consent, statements of client and guarantor, pledge, receipt of papers."""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.clients.model import ClientContact
from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.consent import queries as consents
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.consent.rows import ConsentRow
from rehab_app.clinic.consent.rules import COMPULSORY, GUARANTOR_STATEMENT, allows_disclosure
from rehab_app.clinic.documents import queries as documents
from rehab_app.clinic.documents.rows import PaperRow
from rehab_app.clinic.tat import queries as tat
from rehab_app.desk.client_papers.case import Case
from rehab_app.foundation.dates import format_long
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import INDONESIAN
from rehab_app.papers.blocks import Document
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.letters.templates import template
from rehab_app.papers.statements.by_hand import to_tick
from rehab_app.papers.statements.guarantor import Guaranteed, Guarantor, GuarantorFacts, guarantor_statement
from rehab_app.papers.statements.informed_consent import ConsentFacts, Disclosure, informed_consent
from rehab_app.papers.statements.outpatient import OutpatientFacts, outpatient_statement
from rehab_app.papers.statements.receipt import HandedPaper, ReceiptFacts, receipt_of_papers
from rehab_app.papers.statements.reporting_pact import PactFacts, reporting_pact

_SCOPE: Final = "consent_scope"


def consent_paper(case: Case) -> Document:
    """Return the informed consent; what nobody has agreed to yet to be told to others is to be ticked by hand."""
    return case.frame.sized(informed_consent(consent_facts(case), case.text("informed_consent")))


def consent_facts(case: Case) -> ConsentFacts:
    """Return what the consent says; the counsellor of the episode explains it."""
    return ConsentFacts(
        **case.sheet(),
        day=case.day,
        client=case.client,
        is_minor=case.is_minor,
        guardian=case.guardian,
        explained_by=case.counsellor,
        disclosures=_disclosures(case),
    )


def outpatient_paper(case: Case) -> Document:
    """Return the statement to attend outpatient care."""
    facts = OutpatientFacts(
        **case.sheet(), day=case.day, client=case.client, is_minor=case.is_minor, guardian=case.guardian
    )
    return case.frame.sized(outpatient_statement(facts, case.text("outpatient_statement")))


def guarantor_paper(case: Case) -> Document:
    """Return the statement of the guarantor; raises RulesBroken ``statements.guarantor_missing`` where nobody is on record."""
    return case.frame.sized(guarantor_statement(guarantor_facts(case), case.text("guarantor_statement")))


def guarantor_facts(case: Case) -> GuarantorFacts:
    """Return what the statement says: the guarantor who signed before, else who stands by the client."""
    signed = next((row for row in _counting(case) if row.kind == GUARANTOR_STATEMENT), None)
    person = _signer(signed, case) if signed else _standing_by(case)
    return GuarantorFacts(
        **case.sheet(),
        day=case.day,
        guarantor=Guarantor(person) if person is not None else None,
        guaranteed=Guaranteed(case.client),
        witness=signed.witness_name if signed else "",
    )


def pact_paper(case: Case) -> Document:
    """Return the pledge to report; raises RuleBroken ``client_papers.not_compulsory`` for who came of her own will."""
    return case.frame.sized(reporting_pact(pact_facts(case), case.text("reporting_pact")))


def pact_facts(case: Case) -> PactFacts:
    """Return what the pledge says; how often she reports is known to those who may see the case."""
    episode = case.episode
    if episode.channel != COMPULSORY:
        raise RuleBroken("client_papers.not_compulsory")
    return PactFacts(
        **case.sheet(),
        day=case.day,
        client=case.client,
        is_minor=case.is_minor,
        guardian=case.guardian,
        sent_by=", ".join(part for part in (episode.agency.strip(), episode.investigator.strip()) if part),
        recommendation=_numbered(episode.tat_number, episode.tat_date),
        reports_on=_reports_on(case),
    )


def receipt_paper(case: Case) -> Document:
    """Return the receipt of the papers that were handed in and not given back; the hand that gives them is left to the pen."""
    return case.frame.sized(receipt_of_papers(receipt_facts(case), case.text("receipt_of_papers")))


def receipt_facts(case: Case) -> ReceiptFacts:
    """Return what the receipt says; who prints it receives the papers."""
    handed = [row for row in documents.papers_of_episode(case.work, case.episode.id) if row.returned_on is None]
    return ReceiptFacts(
        **case.sheet(),
        day=case.day,
        client=case.client,
        received_by=case.work.actor.name,
        papers=tuple(_handed(row, case) for row in handed),
    )


def _counting(case: Case) -> tuple[ConsentRow, ...]:
    return tuple(row for row in consents.consents_of(case.work, case.episode.id) if not row.is_withdrawn)


def _disclosures(case: Case) -> tuple[Disclosure, ...]:
    """Return what was agreed to be told, else the usual recipients, each with every part to tick."""
    said = template("statements").parts["scope"]
    agreed = [row for row in _counting(case) if allows_disclosure(row.kind) and row.scope]
    if agreed:
        return tuple(
            Disclosure(said["facility"], tuple(case.label(_SCOPE, code) for code in row.scope)) for row in agreed
        )
    boxes = to_tick(tuple(choice.label(INDONESIAN) for choice in case.lists.of(_SCOPE) if not choice.is_retired))
    return tuple(Disclosure(said[name], (boxes,)) for name in ("family", "facility", "sender"))


def _signer(row: ConsentRow, case: Case) -> Person:
    return Person(
        name=row.signer_name,
        relation=case.label("relation", row.signer_relation),
        nik=row.signer_nik,
        birth_place=row.signer_birth_place,
        birth_date=row.signer_birth_date,
        address=row.signer_address,
        occupation=case.label("occupation", row.signer_occupation),
        phone=show_phone(row.signer_phone),
    )


def _standing_by(case: Case) -> Person | None:
    """Return the guardian, else the first of the family who stands by the client; a birth date is the one of her NIK."""
    contact = _contact(case)
    if contact is None:
        return case.guardian
    known: ConsentDraft = consents.guarantor_from(case.work, case.record.id, contact)
    return Person(
        name=known.signer_name,
        relation=case.label("relation", known.signer_relation),
        nik=known.signer_nik,
        birth_date=known.signer_birth_date,
        address=known.signer_address,
        occupation=case.label("occupation", known.signer_occupation),
        phone=show_phone(known.signer_phone),
    )


def _contact(case: Case) -> UUID | None:
    query = (
        select(ClientContact)
        .where(ClientContact.client_id == case.record.id, col(ClientContact.is_removed).is_(False))
        .order_by(col(ClientContact.created_at), col(ClientContact.id))
    )
    found = case.work.session.exec(query).all()
    family = [one for one in found if one.is_guardian] or [one for one in found if _is_family(one.relation, case)]
    return family[0].id if family else None


def _is_family(relation: str, case: Case) -> bool:
    choice = case.lists.get("relation", relation)
    return choice is not None and choice.is_marked("is_family")


def _numbered(number: str, day: date | None) -> str:
    if not number.strip() or day is None:
        return number.strip()
    return f"{number.strip()} tanggal {format_long(day)}"


def _reports_on(case: Case) -> str:
    """Return how often the client reports, as far as the acting user may see it."""
    if not case.sees_care:
        return ""
    held = next((row for row in tat.cases_of_episode(case.work, case.episode.id) if row.duty_rhythm), None)
    return case.label("rhythm", held.duty_rhythm) if held else ""


def _handed(row: PaperRow, case: Case) -> HandedPaper:
    said = template("statements").parts["papers"]
    paper = HandedPaper(case.label("document", row.kind), remark=row.remark)
    if row.is_original_held:
        return replace(paper, form=said["form_to_tick_original"], copies=1)
    return replace(paper, form=said["form_to_tick_copy"], copies=row.copies)
