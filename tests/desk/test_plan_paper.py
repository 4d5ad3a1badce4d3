"""The care plan on paper, gathered from the record."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.diagnoses import service as diagnoses
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.plans import queries
from rehab_app.clinic.plans import service as plans
from rehab_app.clinic.plans.draft import PlanDraft, SignatureDraft
from rehab_app.desk.plan_paper import note_plan_paper, plan_facts, plan_pdf
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.papers.sheets.care_plan import CarePlanFacts, PlannedProblem
from rehab_app.store.meta import PRACTICE, write_meta
from tests.clinic.makers import CHILD, TODAY, deeds, keep_accounts, make_client, open_episode
from tests.desk.makers import COUNSELLOR, HEAD, LISTS, OFFICE, PERSON, REPORTER, Office, make_assessed, make_office
from tests.makers import make_actor
from tests.papers.pdf import words

PROBLEM = {
    "domain": "drug",
    "problem": "sabu setiap hari",
    "goal": "saya mau berhenti",
    "interventions": ["cbt"],
    "action": "catatan harian",
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    keep_accounts(made.store, COUNSELLOR)
    return made


def _plan(office: Office, episode_id: UUID, **typed: object) -> UUID:
    draft = PlanDraft.model_validate({"made_on": TODAY, "rhythm": "weekly", "problems": [PROBLEM], **typed})
    with office.store.writing(COUNSELLOR) as work:
        return plans.record_plan(work, episode_id, draft)


def _sign(office: Office, series_id: UUID, **typed: object) -> None:
    with office.store.writing(COUNSELLOR) as work:
        version = queries.plan_versions(work, series_id)[-1].row_version
        draft = SignatureDraft.model_validate({"signed_on": TODAY, **typed})
        plans.sign_plan(work, series_id, version, draft)


def _facts(office: Office, episode_id: UUID) -> CarePlanFacts:
    with office.store.reading(COUNSELLOR) as work:
        return plan_facts(work, episode_id, LISTS)


def test_the_sheet_says_what_the_record_says(office: Office) -> None:
    episode_id = make_assessed(office)
    with office.store.writing(COUNSELLOR) as work:
        diagnoses.record_diagnosis(work, episode_id, DiagnosisDraft(code="F17.2", made_on=TODAY))
        diagnoses.record_diagnosis(work, episode_id, DiagnosisDraft(code="F15.2", made_on=TODAY, is_main=True))
    _plan(office, episode_id, target_sessions=12, remark="kontrol dokter")
    facts = _facts(office, episode_id)
    assert (facts.client.name, facts.client.record_number, facts.client.age) == ("Budi Setiawan", "000001", 31)
    assert (facts.registration_number, facts.period_number, facts.number) == ("0001/2022", 1, 1)
    assert facts.diagnoses == (
        "F15.2 sindrom ketergantungan, stimulansia lain",
        "F17.2 sindrom ketergantungan, tembakau",
    )
    assert facts.problems == (
        PlannedProblem(
            "Napza",
            "sabu setiap hari",
            "saya mau berhenti",
            ("CBT (Terapi Perilaku Kognitif)",),
            "catatan harian",
            "Sedang dikerjakan",
        ),
    )
    assert (facts.modality, facts.target_sessions, facts.rhythm) == ("Rawat jalan", 12, "Seminggu sekali")
    assert (facts.review_on, facts.made_by, facts.remark) == (TODAY + timedelta(days=30), "dr. Dewi", "kontrol dokter")
    assert facts.guardian is not None
    assert (facts.guardian.name, facts.guardian.relation) == ("Siti Aminah", "Ibu")
    assert (facts.head.name, facts.is_minor, facts.is_practice) == (OFFICE.head_name, False, False)
    with office.store.reading(COUNSELLOR) as work:
        assert "saya mau berhenti" in words(plan_pdf(work, episode_id, LISTS))


def test_signatures_and_progress_are_those_of_the_current_version(office: Office) -> None:
    episode_id = make_assessed(office)
    series_id = _plan(office, episode_id)
    _sign(office, series_id, party="client")
    _sign(office, series_id, party="guardian", name="Rahmat", relation="elder_sibling")
    _sign(office, series_id, party="head", name="Plh. Contoh")
    facts = _facts(office, episode_id)
    assert (facts.client_signed_on, facts.guardian_signed_on, facts.head_signed_on) == (TODAY, TODAY, TODAY)
    assert facts.guardian is not None
    assert (facts.guardian.name, facts.guardian.relation) == ("Rahmat", "Kakak Kandung")
    assert (facts.head.name, facts.head.rank, facts.head.number) == ("Plh. Contoh", "", "")
    draft = PlanDraft.model_validate(
        {"made_on": TODAY, "rhythm": "other", "rhythm_text": "Selasa dan Jumat", "problems": [PROBLEM]}
    )
    with office.store.writing(COUNSELLOR) as work:
        plans.renew_plan(work, series_id, 4, draft, "membaik")
        write_meta(work.connection, PRACTICE, "yes")
    renewed = _facts(office, episode_id)
    assert (renewed.number, renewed.progress, renewed.rhythm) == (2, "membaik", "Selasa dan Jumat")
    assert (renewed.client_signed_on, renewed.head.name, renewed.is_practice) == (None, OFFICE.head_name, True)


def test_a_minor_is_known_as_one_on_the_day_of_the_plan(office: Office) -> None:
    with office.store.writing(COUNSELLOR) as work:
        child = make_client(work, **(PERSON | {"birth_date": CHILD, "nik": None}))
        episode_id = open_episode(work, child, **REPORTER).episode_id
    _plan(office, episode_id)
    assert _facts(office, episode_id).is_minor


def test_without_a_plan_or_a_head_the_sheet_says_so(tmp_path: Path) -> None:
    office = make_office(tmp_path, OFFICE.model_copy(update={"head_name": ""}))
    episode_id = make_assessed(office)
    with pytest.raises(RuleBroken, match=r"plans\.none"):
        _facts(office, episode_id)
    _plan(office, episode_id)
    with pytest.raises(RuleBroken, match=r"papers\.signer_missing"):
        _facts(office, episode_id)


def test_printing_leaves_its_entry_in_the_audit(office: Office) -> None:
    episode_id = make_assessed(office)
    with pytest.raises(RuleBroken, match=r"plans\.none"), office.store.writing(COUNSELLOR) as work:
        note_plan_paper(work, episode_id, "print")
    _plan(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        note_plan_paper(work, episode_id, "print")
    assert deeds(office.store, HEAD)[-1] == "plans.print"


@pytest.mark.parametrize("role", [Role.PENDAFTARAN, Role.ADMIN])
def test_who_may_not_see_health_data_may_not_see_the_sheet(office: Office, role: Role) -> None:
    episode_id = make_assessed(office)
    _plan(office, episode_id, made_on=date(2022, 3, 1))
    with pytest.raises(NotAllowed), office.store.reading(make_actor(role)) as work:
        plan_facts(work, episode_id, LISTS)
