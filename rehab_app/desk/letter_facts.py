"""What the referral letter says, gathered from the record, so that nothing is typed twice.

Health data leave the clinic only as far as the client's consent reaches (UU 27/2022; Permenkes 24/2022 Pasal 32-37): each part of
the summary, and each clinical enclosure, hangs on its own scope of the list ``consent_scope``. What lies after the day of the
letter is not in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypedDict
from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.assessment import queries as assessments
from rehab_app.clinic.assessment.rows import ScreeningRow, UseProfileRow
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.consent import queries as consents
from rehab_app.clinic.consent.rows import ConsentRow
from rehab_app.clinic.consent.rules import allows_disclosure
from rehab_app.clinic.diagnoses import queries as diagnoses
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.loading import person_of
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.rules import is_guardian
from rehab_app.clinic.referrals.model import Destination, Referral
from rehab_app.clinic.referrals.rules import LETTER
from rehab_app.clinic.urine_tests import queries as urine_tests
from rehab_app.clinic.urine_tests.rows import UrineTestRow
from rehab_app.desk.signers import numbered
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.places.gazetteer import gazetteer
from rehab_app.office.profile.logo import logo_of
from rehab_app.office.profile.present import Profile, profile
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.office.settings.present import setting
from rehab_app.papers.blocks import A4, F4, Document, Margins, Paper
from rehab_app.papers.fonts import letter_family
from rehab_app.papers.letters import referral as letters
from rehab_app.papers.letters.facts import Office, Person, Signer, initials_of
from rehab_app.papers.letters.phrases import diagnosis_in_words, months_in_words, urine_in_words
from rehab_app.papers.letters.templates import template
from rehab_app.papers.register.types import REFERRAL, letter_type
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work

SCREENING: Final = "screening"
ASSESSMENT: Final = "assessment"
DIAGNOSIS: Final = "diagnosis"
USE: Final = "substance_use"
URINE: Final = "urine_test"
TREATMENT: Final = "treatment"
# A staff number without its kind: 18 digits are a civil servant's NIP, 8 a police officer's NRP.


class Sheet(TypedDict):
    """What the facts of each paper take over from the office's settings."""

    office: Office
    is_practice: bool
    paper: Paper
    margins: Margins
    font: str


@dataclass(frozen=True, slots=True)
class LetterFrame:
    """The sheet of the office's letters; ``trouble`` says why the logo is missing on it, None where nothing is wrong."""

    office: Office
    paper: Paper
    margins: Margins
    font: str
    size: int
    is_practice: bool
    trouble: Trouble | None = None

    def sheet(self) -> Sheet:
        """Return the office and its sheet, as the facts of a paper name them."""
        return {
            "office": self.office,
            "is_practice": self.is_practice,
            "paper": self.paper,
            "margins": self.margins,
            "font": self.font,
        }

    def sized(self, document: Document) -> Document:
        """Return ``document`` in the size of letters that the office has set."""
        return replace(document, size=self.size)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be told: ``scopes`` that are covered, and the latest consent that covers any, or None."""

    scopes: frozenset[str] = frozenset()
    consent: ConsentRow | None = None

    def covers(self, *scopes: str) -> bool:
        """Whether every one of ``scopes`` may be told."""
        return self.scopes.issuperset(scopes)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of one letter, with the scopes of what is on record but may not be told."""

    facts: letters.ReferralFacts
    withheld: tuple[str, ...]
    referral: Referral
    episode: EpisodeRow
    frame: LetterFrame

    @property
    def is_summary_printed(self) -> bool:
        """Whether anything of the assessment stands in the letter."""
        return self.facts.consent_covers_summary and self.facts.summary not in {None, letters.Summary()}


@dataclass(frozen=True, slots=True)
class _Health:
    """What the record holds of the client's health up to the day of the letter."""

    screening: ScreeningRow | None
    profile: UseProfileRow | None
    diagnoses: tuple[DiagnosisRow, ...] | None
    """Those the doctor holds, or None where she has made none yet."""
    urine_test: UrineTestRow | None
    tat_number: str

    def named_diagnoses(self) -> tuple[str, ...]:
        """Return the diagnoses in words, the main one first: the doctor's, else the one of an older use profile."""
        if self.diagnoses is not None:
            return tuple(diagnosis_in_words(row.code, row.title) for row in self.diagnoses)
        used = self.profile
        return (diagnosis_in_words(used.diagnosis),) if used is not None and used.diagnosis else ()

    def urine(self) -> str:
        """Return the last urine test in words, else what an older use profile says of it."""
        test = self.urine_test
        if test is None:
            return self.profile.urine_result if self.profile else ""
        return urine_in_words(test.taken_on, test.results, test.explained, is_sample_doubted=test.is_sample_doubted)

    def on_record(self) -> Iterable[str]:
        """Yield the scope of each thing that is known."""
        used = self.profile
        known = {
            SCREENING: self.screening is not None,
            ASSESSMENT: used is not None or bool(self.tat_number),
            DIAGNOSIS: bool(self.named_diagnoses()),
            USE: used is not None and bool(used.main_substance or used.months_of_use is not None or used.route),
            URINE: bool(self.urine()),
            TREATMENT: used is not None and bool(used.therapy),
        }
        return (scope for scope, is_known in known.items() if is_known)


@needs(DataClass.KLINIS, Right.MELIHAT)
def gather(work: Work, referral_id: UUID, lists: ValueLists, dated_on: date) -> Gathered:
    """Return what the letter of a referral would say on ``dated_on``.

    Raises RuleBroken("referrals.unknown"), and ``papers.signer_missing`` where the profile names nobody who signs.
    """
    referral = work.session.exec(select(Referral).where(Referral.id == referral_id)).first()
    if referral is None:
        raise RuleBroken("referrals.unknown")
    office, frame = profile(work), frame_of(work)
    episode = episodes.episode(work, referral.episode_id)
    client = work.session.get_one(Client, referral.client_id)
    destination = work.session.get_one(Destination, referral.destination_id)
    told = _disclosure(work, episode.id, dated_on)
    health = _health(work, episode, dated_on)
    enclosed, scopes_of_papers = _enclosures(referral, told, lists)
    facts = letters.ReferralFacts(
        **frame.sheet(),
        signer=signer_of(office),
        day=dated_on,
        destination=letters.Destination(destination.name, (destination.addressee,), destination.place),
        client=person_facts(client, lists, dated_on),
        guardian=guardian_of(work, client, episode, lists),
        reason=referral.reason,
        consent_covers_summary=bool(told.scopes),
        basis=_basis(told, health, episode),
        summary=_summary(told, health, lists),
        attachments=enclosed,
        escort=referral.escort,
        copies=letter_type(work, REFERRAL).copies,
    )
    held_back = {*health.on_record(), *scopes_of_papers} - told.scopes
    withheld = tuple(choice.code for choice in lists.of("consent_scope") if choice.code in held_back)
    return Gathered(facts, withheld, referral, episode, frame)


@open_to_all
def frame_of(work: Work) -> LetterFrame:
    """Return the sheet as the office has set it; a logo that cannot be read is left out, and ``trouble`` says so."""
    logo, trouble = None, None
    try:
        logo = logo_of(work)
    except Trouble as unreadable:
        trouble = unreadable
    edges = setting(work, "letter_margins")
    return LetterFrame(
        office=office_facts(profile(work), logo),
        paper=F4 if setting(work, "letter_paper") == F4.name else A4,
        margins=Margins(edges["left"], edges["right"], edges["top"], edges["bottom"]),
        font=letter_family(setting(work, "letter_font")),
        size=setting(work, "letter_size"),
        is_practice=is_practice_clinic(work.connection),
        trouble=trouble,
    )


def office_facts(office: Profile, logo: bytes | None = None) -> Office:
    """Return the letterhead: logo, lines, address, and one line with telephone, e-mail and site where they are known."""
    named = (("telepon ", show_phone(office.phone)), ("surel: ", office.email), ("situs: ", office.website))
    reached = ", ".join(f"{name}{value}" for name, value in named if value)
    address = (*office.address.splitlines(), reached[:1].upper() + reached[1:])
    return Office(
        letterhead=office.letterhead,
        address=tuple(line for line in address if line.strip()),
        city=office.city,
        unit=office.unit_code,
        clinic=office.clinic_name,
        phone=show_phone(office.phone),
        logo=logo,
    )


def signer_of(office: Profile) -> Signer:
    """Return the head of the office as signer; raises RuleBroken("papers.signer_missing") where the profile has none."""
    if not office.head_name.strip() or not office.head_title.strip():
        raise RuleBroken("papers.signer_missing", field="signer")
    return Signer(
        title=office.head_title,
        name=office.head_name,
        rank=office.head_rank,
        number=numbered(office.head_staff_number),
    )


def _disclosure(work: Work, episode_id: UUID, dated_on: date) -> Disclosure:
    valid = [
        row
        for row in consents.consents_of(work, episode_id)
        if allows_disclosure(row.kind) and not row.is_withdrawn and row.signed_on <= dated_on and row.scope
    ]
    return Disclosure(frozenset(code for row in valid for code in row.scope), next(iter(valid), None))


def _health(work: Work, episode: EpisodeRow, dated_on: date) -> _Health:
    screenings = assessments.screenings_of(work, episode.id)
    taken = next((row for row in screenings if row.taken_on <= dated_on), None)
    used = assessments.use_profile_of(work, episode.id)
    tests = urine_tests.urine_tests_of_episode(work, episode.id)
    is_diagnosed = any(row.made_on <= dated_on for row in diagnoses.diagnoses_of_episode(work, episode.id))
    is_later = used is not None and used.assessed_on > dated_on
    return _Health(
        screening=taken,
        profile=None if is_later else used,
        diagnoses=diagnoses.held_diagnoses(work, episode.id, dated_on) if is_diagnosed else None,
        urine_test=next((row for row in tests if row.taken_on <= dated_on), None),
        tat_number=episode.tat_number,
    )


def _basis(told: Disclosure, health: _Health, episode: EpisodeRow) -> letters.Basis:
    """Return what may be named of the papers the referral rests on."""
    days = []
    if health.screening is not None and told.covers(SCREENING):
        days.append(health.screening.taken_on)
    if health.profile is not None and told.covers(ASSESSMENT):
        days.append(health.profile.assessed_on)
    is_tat_told = told.covers(ASSESSMENT)
    return letters.Basis(
        assessment=max(days, default=None),
        consent=told.consent.signed_on if told.consent else None,
        is_by_guardian=told.consent is not None and is_guardian(told.consent.signer_relation),
        recommendation=episode.tat_number if is_tat_told else "",
        recommended=episode.tat_date if is_tat_told else None,
    )


def _summary(told: Disclosure, health: _Health, lists: ValueLists) -> letters.Summary | None:
    """Return the summary as far as the consent reaches, None without one."""
    if not told.scopes:
        return None
    used = health.profile
    is_use_told = used is not None and told.covers(USE)
    told_of = letters.Summary(
        assist=_scores(health.screening) if health.screening is not None and told.covers(SCREENING) else (),
        diagnosis=health.named_diagnoses() if told.covers(DIAGNOSIS) else (),
        urine=health.urine() if told.covers(URINE) else "",
    )
    if used is None:
        return told_of
    months = used.months_of_use
    others = ", ".join(lists.label("substance", code) for code in used.other_substances)
    return replace(
        told_of,
        main_substance=lists.label("substance", used.main_substance) if is_use_told else "",
        other_substances=others if is_use_told else "",
        duration=months_in_words(months) if is_use_told and months is not None else "",
        route=lists.label("route", used.route) if is_use_told else "",
        therapy=used.therapy if told.covers(TREATMENT) else "",
    )


def _scores(screening: ScreeningRow) -> tuple[letters.SubstanceScore, ...]:
    """Return the scores above 0 with their bands, the leading substance first."""
    names = template("referral").parts["assist_groups"]
    scored = [(group, score) for group, score in screening.scores.items() if score]
    scored.sort(key=lambda pair: pair[0] != screening.main_substance)
    return tuple(
        letters.SubstanceScore(names.get(group, group), score, screening.bands.get(group) or "")
        for group, score in scored
    )


def _enclosures(
    referral: Referral, told: Disclosure, lists: ValueLists
) -> tuple[tuple[letters.Attachment, ...], set[str]]:
    """Return the papers that go along, and the scopes that those kept back would have needed."""
    enclosed, missing = [], set[str]()
    for code in referral.documents:
        choice = lists.get("document", code)
        scopes = choice.codes("scopes") if choice else ()
        if code == LETTER:
            continue
        if told.covers(*scopes):
            enclosed.append(letters.Attachment(lists.label("document", code), is_clinical=bool(scopes)))
        else:
            missing.update(scopes)
    return tuple(enclosed), missing


def person_facts(client: Client, lists: ValueLists, dated_on: date) -> Person:
    """Return a client as papers show her, of the age she had on a day."""
    kind = lists.label("identity_kind", client.identity_kind)
    identity = f"{kind} {client.identity_number}".strip() if client.identity_number and not client.nik else ""
    return Person(
        name=client.full_name,
        initials=initials_of(client.full_name) if client.full_name.strip() else client.initials,
        birth_place=client.birth_place,
        birth_date=client.birth_date,
        age=person_of(client).age(dated_on),
        sex=lists.label("sex", client.sex),
        nik=client.nik or "",
        identity=identity,
        record_number=client.rm_number,
        occupation=lists.label("occupation", client.occupation),
        address=_address(client),
        phone=show_phone(client.phone),
    )


def _address(client: Client) -> str:
    """Return street, RT/RW, kelurahan up to the province, and postcode in one line."""
    place = gazetteer().get(client.place_code) if client.place_code else None
    region = place.path if place else client.place_text
    neighbourhood = " ".join(f"{name} {value}" for name, value in (("RT", client.rt), ("RW", client.rw)) if value)
    street = " ".join(part for part in (client.address.strip(), neighbourhood) if part)
    postcode = client.postcode or (place.postcode if place else "")
    return " ".join(part for part in (", ".join(part for part in (street, region) if part), postcode) if part)


def guardian_of(work: Work, client: Client, episode: EpisodeRow, lists: ValueLists) -> Person | None:
    """Return the penanggung jawab: the parent or guardian who reported, else a guardian among the contacts, else the family."""
    relation = lists.get("relation", episode.reporter_relation)
    is_family = relation is not None and relation.is_marked("is_family")
    if not episode.reporter_name or not is_guardian(episode.reporter_relation):
        contact = work.session.exec(
            select(ClientContact)
            .where(
                ClientContact.client_id == client.id,
                col(ClientContact.is_guardian).is_(True),
                col(ClientContact.is_removed).is_(False),
            )
            .order_by(col(ClientContact.created_at), col(ClientContact.id))
        ).first()
        if contact is not None:
            return _contact(contact, lists)
    if not episode.reporter_name or not is_family:
        return None
    return Person(
        name=episode.reporter_name,
        relation=lists.label("relation", episode.reporter_relation),
        nik=episode.reporter_nik,
        address=episode.reporter_address,
        phone=show_phone(episode.reporter_phone),
    )


def _contact(contact: ClientContact, lists: ValueLists) -> Person:
    return Person(
        name=contact.name,
        relation=lists.label("relation", contact.relation),
        nik=contact.nik,
        occupation=lists.label("occupation", contact.occupation),
        address=contact.address,
        phone=show_phone(contact.phone),
    )
