"""The main job, played for a new client in January 2023: found or registered, taken in, screened, referred by letter, counted.

Each step is done by the person whose task it is, as the window would have it done; nothing is written past a service.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from rehab_app.clinic.assessment import queries as assessments
from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import ScreeningDraft, UseProfileDraft
from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.episodes.draft import EpisodeDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.desk import refer
from rehab_app.desk.admit import RegistrationDraft, admit
from rehab_app.desk.practice.answers import whole_interview
from rehab_app.desk.practice.people import MALE, Person, Population
from rehab_app.desk.practice.referral import DOCUMENTS
from rehab_app.desk.practice.staff import actors_of
from rehab_app.desk.practice.words import in_turn
from rehab_app.foundation.actor import Actor
from rehab_app.foundation.clock import SetClock
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.register import service as letters
from rehab_app.papers.reports.figures import YearFigures, year_figures
from rehab_app.store.work import Work

JOB_INSTANT: Final = datetime(2023, 1, 16, 1, 0, tzinfo=UTC)
"""Monday 16 January 2023, 09.00 WITA."""

_SEED: Final = 29
_BORN: Final = date(1995, 3, 11)
_HOME: Final = ("64.71.02.1003", "Baru Ulu")
_USED: Final[Mapping[str, Mapping[str, int]]] = {
    "tobacco": {"q2": 6, "q3": 3, "q4": 0, "q6": 3, "q7": 0},
    "amphetamine": {"q2": 6, "q3": 5, "q4": 5, "q5": 6, "q6": 6, "q7": 3},
}


@dataclass(frozen=True, slots=True)
class MainJob:
    """What came of it; ``screening`` is the stored one in the shape of the command ``score``, ``content`` the letter's PDF."""

    client_id: UUID
    rm: str
    name: str = field(repr=False)
    nik: str = field(repr=False)
    screening: Mapping[str, Any]
    letter_number: str
    content: bytes = field(repr=False)
    year: YearFigures


def play_main_job(clinic: OpenClinic, clock: SetClock) -> MainJob:
    """Play the main job in a practice clinic; ``clock`` is the clinic's own and is moved along."""
    return _Job(clinic, clock).play()


def letters_of(clinic: OpenClinic, year: int) -> dict[str, bytes]:
    """Return the letters of a year by their numbers, the bytes as issued; each reprint is entered in the audit."""
    with clinic.writing() as work:
        rows = letters.register_of(work, year)
        return {row.number_text: letters.reprint(work, clinic.attachments, row.id) for row in rows}


class _Job:
    """The steps, in order, with the ids that one gives to the next."""

    def __init__(self, clinic: OpenClinic, clock: SetClock) -> None:
        self._clinic = clinic
        self._clock = clock
        self._actors = actors_of(clinic)
        self._lists = ValueLists.load()
        self._person = Population(_SEED).person(MALE, _BORN, _HOME)
        self._episode_id = UUID(int=0)

    def play(self) -> MainJob:
        client_id, rm = self._find_or_register()
        self._agree()
        screening = self._screen()
        self._assess()
        issued = self._refer()
        with self._clinic.reading() as work:
            counted = year_figures(work, JOB_INSTANT.year, self._lists)
        person = self._person
        return MainJob(
            client_id, rm, person.full_name, person.nik, screening, issued.number_text, issued.content, counted
        )

    def _as(self, who: str, minutes: int) -> Actor:
        self._clock.advance(timedelta(minutes=minutes))
        return self._actors[who]

    def _find_or_register(self) -> tuple[UUID, str]:
        person = self._person
        with self._clinic.store.writing(self._as("pendaftaran", 5)) as work:
            known = clients.find(work, person.nik, 1)
            registration = RegistrationDraft(
                client=None if known else _typed(person),
                client_id=known[0].id if known else None,
                episode=_brought_by_mother(person, work.clock.today()),
            )
            admitted = admit(work, registration)
        self._episode_id = admitted.episode_id
        return admitted.client_id, admitted.rm

    def _agree(self) -> None:
        with self._clinic.store.writing(self._as("pendaftaran", 6)) as work:
            scopes = [choice.code for choice in self._lists.of("consent_scope")]
            for kind, scope in (("programme", []), ("disclosure", scopes)):
                draft = ConsentDraft(
                    kind=kind, signed_on=work.clock.today(), signer_name=self._person.full_name, scope=scope
                )
                consents.record_consent(work, self._episode_id, draft)

    def _screen(self) -> dict[str, Any]:
        """Screen, accept the proposed routing, and return the stored screening with the proposal behind it."""
        with self._clinic.store.writing(self._as("konselor1", 12)) as work:
            answers = whole_interview(_USED)
            result = assessment.score_answers(work, answers)
            draft = ScreeningDraft(taken_on=work.clock.today(), answers=answers, routing=result.proposal)
            assessment.record_screening(work, self._episode_id, draft)
            stored = assessments.latest(work, self._episode_id)
        if stored is None:
            raise LookupError("the screening was not stored")
        return {
            "instrument": stored.instrument,
            "version": stored.key_version,
            "scores": dict(stored.scores),
            "bands": dict(stored.bands),
            "routing": result.routing.document(),
        }

    def _assess(self) -> None:
        with self._clinic.store.writing(self._as("dokter", 25)) as work:
            draft = UseProfileDraft(
                assessed_on=work.clock.today(),
                main_substance="sabu",
                other_substances=["tembakau"],
                months_of_use=74,
                route="smoked",
                diagnosis="F15.2",
                treatment_history=in_turn("care", "histories", 3),
                therapy=in_turn("care", "therapies", 0),
                urine_result=in_turn("care", "urine", 0),
            )
            assessment.record_use_profile(work, self._episode_id, draft)

    def _refer(self) -> refer.IssuedReferral:
        with self._clinic.store.writing(self._as("konselor1", 15)) as work:
            draft = ReferralDraft(
                destination_id=_destination(work, "tanah_merah"),
                reason=in_turn("referral", "reasons", 0),
                escort=self._actors["konselor1"].name,
                documents=list(DOCUMENTS),
            )
            referral_id = referrals.prepare(work, self._episode_id, draft, self._lists)
        with self._clinic.store.writing(self._as("konselor1", 4)) as work:
            return refer.issue_referral_letter(
                work, self._clinic.attachments, referral_id, self._lists, work.clock.today()
            )


def _destination(work: Work, code: str) -> UUID:
    return next(row.id for row in referrals.destinations(work) if row.code == code)


def _typed(person: Person) -> ClientDraft:
    return ClientDraft.model_validate(
        {
            "full_name": person.full_name,
            "sex": person.sex,
            "birth_date": person.birth_date,
            "birth_place": person.birth_place,
            "nik": person.nik,
            "identity_kind": "ktp",
            "kk_number": person.kk_number,
            "religion": "islam",
            "marital_status": "married",
            "education": "senior_secondary",
            "occupation": "labourer",
            "citizenship": "wni",
            "phone": person.phone,
            "address": person.address,
            "rt": person.rt,
            "place_code": person.place_code,
            "father_name": person.father_name,
            "mother_name": person.mother_name,
        }
    )


def _brought_by_mother(person: Person, day: date) -> EpisodeDraft:
    return EpisodeDraft(
        registered_on=day,
        channel="voluntary",
        source="family",
        reporting_kind="family",
        category="addict",
        funding="bnn",
        reporter_name=person.mother_name,
        reporter_relation="mother",
        reporter_address=person.address,
    )
