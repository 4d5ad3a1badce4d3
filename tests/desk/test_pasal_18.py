"""Whose record lacks what PP 25/2011 Pasal 18 asks, and which items."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.diagnoses import service as diagnoses
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.desk.pasal_18 import ITEM_WORDS, count_incomplete, incomplete, missing_of
from rehab_app.foundation.actor import Role
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, make_client, open_episode
from tests.makers import make_actor, make_store

DOCTOR = make_actor(Role.DOKTER)
YEAR = (date(2022, 1, 1), date(2022, 12, 31))
WHOLE = UseProfileDraft(
    assessed_on=TODAY,
    main_substance="sabu",
    months_of_use=0,
    route="smoked",
    diagnosis="F15.2",
    treatment_history="belum pernah",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


def _open(store: Store, profile: UseProfileDraft | None = None, **known: object) -> UUID:
    with store.writing(DOCTOR) as work:
        episode_id = open_episode(work, make_client(work, **known)).episode_id
        if profile is not None:
            assessment.record_use_profile(work, episode_id, profile)
    return episode_id


def _missing(store: Store) -> dict[UUID, tuple[str, ...]]:
    with store.reading(DOCTOR) as work:
        rows = incomplete(work, *YEAR)
        assert all(missing_of(work, row.episode_id) == row.missing for row in rows)
        assert count_incomplete(work, *YEAR) == len(rows)
    return {row.episode_id: row.missing for row in rows}


def test_six_items_are_followed_because_the_seventh_is_the_registration_itself() -> None:
    assert tuple(ITEM_WORDS) == ("identity", "substance", "duration", "route", "diagnosis", "treatment")


def test_each_missing_item_is_named_and_a_whole_record_is_not_listed(store: Store) -> None:
    bare = _open(store, is_identity_complete=False)
    whole = _open(store, WHOLE)
    started = _open(store, WHOLE.model_copy(update={"diagnosis": "", "months_of_use": None}))
    treated = _open(store, WHOLE.model_copy(update={"treatment_history": "", "therapy": "konseling"}))
    unknown = _open(store, WHOLE, is_identity_complete=False)
    found = _missing(store)
    assert found == {bare: tuple(ITEM_WORDS), started: ("duration", "diagnosis"), unknown: ("identity",)}
    with store.reading(DOCTOR) as work:
        assert missing_of(work, whole) == missing_of(work, treated) == ()


def test_the_current_version_of_the_profile_counts(store: Store) -> None:
    episode_id = _open(store)
    with store.writing(DOCTOR) as work:
        series_id = assessment.record_use_profile(work, episode_id, WHOLE)
    assert _missing(store) == {}
    with store.writing(DOCTOR) as work:
        changed = WHOLE.model_copy(update={"route": ""})
        assessment.correct_use_profile(work, series_id, 1, changed, "klien meralat")
    assert _missing(store) == {episode_id: ("route",)}


def test_only_the_registrations_of_the_span_are_listed_by_initials(store: Store) -> None:
    _open(store)
    with store.reading(DOCTOR) as work:
        assert incomplete(work, date(2022, 3, 2), date(2022, 12, 31)) == ()
        (row,) = incomplete(work, TODAY, TODAY)
    assert (row.initials, row.rm_number, row.registration_number) == ("BS", "000001", "0001/2022")


def test_a_diagnosis_of_the_doctor_answers_its_item_and_one_in_the_bin_does_not(store: Store) -> None:
    bare = _open(store)
    whole = _open(store, WHOLE.model_copy(update={"diagnosis": ""}))
    assert _missing(store)[whole] == ("diagnosis",)
    with store.writing(DOCTOR) as work:
        series_id = diagnoses.record_diagnosis(work, whole, DiagnosisDraft(code="F15.2", made_on=TODAY))
        diagnoses.record_diagnosis(work, bare, DiagnosisDraft(code="F12.1", made_on=TODAY, is_main=True))
    assert _missing(store) == {bare: ("substance", "duration", "route", "treatment")}
    with store.writing(DOCTOR) as work:
        diagnoses.bin_diagnosis(work, series_id, 1, "klien lain")
    assert _missing(store)[whole] == ("diagnosis",)


def test_a_diagnosis_that_ended_still_answers_because_the_recapitulation_looks_back(store: Store) -> None:
    episode_id = _open(store, WHOLE.model_copy(update={"diagnosis": ""}))
    with store.writing(DOCTOR) as work:
        series_id = diagnoses.record_diagnosis(work, episode_id, DiagnosisDraft(code="F15.2", made_on=TODAY))
        diagnoses.end_diagnosis(work, series_id, 1, TODAY, "remisi")
    assert _missing(store) == {}


def test_the_diagnosis_of_an_older_use_profile_still_answers(store: Store) -> None:
    _open(store, WHOLE)
    assert _missing(store) == {}
