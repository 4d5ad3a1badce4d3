"""Makers of what a referral letter needs: an office, destinations, an assessed client with her consent, a prepared referral."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import ScreeningDraft, UseProfileDraft
from rehab_app.clinic.consent import service as consent
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.referrals.model import Destination
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, make_client, open_episode
from tests.makers import make_actor, make_store

LISTS = ValueLists.load()
HEAD = make_actor(Role.SUBKOORDINATOR, name="Rina Subkoordinator")
COUNSELLOR = make_actor(Role.KONSELOR, Role.DOKTER, name="dr. Dewi")
OFFICE = ProfileDraft(
    address="Jalan Contoh Raya Nomor 1, Balikpapan 76112",
    phone="+62542765432",
    email="bnnk@example.go.id",
    head_name="Drs. Contoh Pejabat, M.Si.",
    head_rank="Komisaris Besar Polisi",
    head_staff_number="70010001",
)
PERSON = {
    "full_name": "Budi Setiawan",
    "initials": "BS",
    "birth_place": "Balikpapan",
    "nik": "6471021708900001",
    "phone": "+6281234567890",
    "address": "Jalan Dahlia Nomor 7",
    "rt": "012",
    "occupation": "labourer",
}
REPORTER = {
    "reporter_name": "Siti Aminah",
    "reporter_relation": "mother",
    "reporter_nik": "6471024203700002",
    "reporter_phone": "081300001234",
    "reporter_address": "Jalan Dahlia Nomor 7, Baru Ilir",
}
ANSWERS = {
    "substances": {
        "tobacco": {"q2": 6, "q3": 3, "q4": 0, "q6": 0, "q7": 0},
        "amphetamine": {"q2": 4, "q3": 5, "q4": 5, "q5": 5, "q6": 6, "q7": 3},
    }
}
EVERY_SCOPE = [choice.code for choice in LISTS.of("consent_scope")]
DOCUMENTS = ["ktp_copy", "referral_letter", "medical_assessment", "urine_result", "tat_recommendation"]


@dataclass(frozen=True, slots=True)
class Office:
    """A store with its attachments, the office's profile and the delivered destinations."""

    store: Store
    attachments: Attachments

    def destination(self, code: str = "tanah_merah") -> UUID:
        """Return the id of a delivered destination."""
        with self.store.reading(HEAD) as work:
            return work.session.exec(select(Destination.id).where(Destination.code == code)).one()


def make_office(folder: Path, profile: ProfileDraft = OFFICE, clock: SetClock | None = None) -> Office:
    """Return an office in ``folder`` on 1 March 2022."""
    store = make_store(folder, clock)
    with store.writing(HEAD) as work:
        first_profile(work, profile)
        referrals.seed_destinations(work, LISTS)
    return Office(store, Attachments(folder / "attachments", DataKey(bytes(range(32)))))


def make_assessed(office: Office, actor: Actor = COUNSELLOR, **typed: object) -> UUID:
    """Return an episode whose client was screened and assessed."""
    with office.store.writing(actor) as work:
        client_id = make_client(work, **PERSON)
        opened = open_episode(
            work,
            client_id,
            **{"tat_number": "R/REKOM-7/II/2022/TAT", "tat_date": date(2022, 2, 20), **REPORTER, **typed},
        )
        screening = ScreeningDraft(taken_on=TODAY, answers=ANSWERS, routing="rujukan")
        assessment.record_screening(work, opened.episode_id, screening)
        use = UseProfileDraft(
            assessed_on=TODAY,
            main_substance="sabu",
            other_substances=["tembakau"],
            months_of_use=38,
            route="smoked",
            diagnosis="F15.2",
            therapy="Wawancara motivasional 2 kali",
            urine_result="MET positif",
        )
        assessment.record_use_profile(work, opened.episode_id, use)
    return opened.episode_id


def agree(office: Office, episode_id: UUID, scope: list[str] | None = None, **typed: object) -> UUID:
    """Record a consent to disclosure, to everything where no scope is given; return its series."""
    values = {"kind": "disclosure", "signed_on": TODAY, "signer_name": "Budi Setiawan", **typed}
    with office.store.writing(COUNSELLOR) as work:
        return consent.record_consent(
            work, episode_id, ConsentDraft.model_validate({"scope": scope or EVERY_SCOPE, **values})
        )


def prepare(office: Office, episode_id: UUID, code: str = "tanah_merah", **typed: object) -> UUID:
    """Prepare a referral of an episode; return its id."""
    values = {
        "destination_id": office.destination(code),
        "reason": "risiko tinggi dan dua kali kambuh",
        "documents": DOCUMENTS,
        "escort": "Konselor Contoh",
        **typed,
    }
    with office.store.writing(COUNSELLOR) as work:
        return referrals.prepare(work, episode_id, ReferralDraft.model_validate(values), LISTS)
