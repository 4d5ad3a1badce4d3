"""What ASSIST and the last urine test propose to the doctor."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import ScreeningDraft
from rehab_app.clinic.diagnoses import service as diagnoses
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.desk.propose_diagnosis import Proposal, propose_diagnosis
from rehab_app.foundation.actor import Role
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, open_episode
from tests.desk.makers import ANSWERS
from tests.makers import make_actor, make_store

DOCTOR = make_actor(Role.DOKTER)
REGISTERED = date(2022, 2, 1)
CLEAN = dict.fromkeys(("MET", "AMP", "THC", "BZO", "MOP", "COC"), "negative")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(DOCTOR) as work:
        return open_episode(work, registered_on=REGISTERED).episode_id


def _screen(store: Store, episode_id: UUID) -> None:
    with store.writing(DOCTOR) as work:
        assessment.record_screening(
            work, episode_id, ScreeningDraft(taken_on=TODAY, answers=ANSWERS, routing="rujukan")
        )


def _test(store: Store, episode_id: UUID, results: dict[str, str], **typed: object) -> None:
    draft = UrineTestDraft.model_validate({"taken_on": TODAY, "results": CLEAN | results, **typed})
    with store.writing(DOCTOR) as work:
        urine_tests.record_urine_test(work, episode_id, draft)


def _proposed(store: Store, episode_id: UUID) -> tuple[Proposal, ...]:
    with store.reading(DOCTOR) as work:
        return propose_diagnosis(work, episode_id)


def test_without_screening_and_test_nothing_is_proposed(store: Store, episode_id: UUID) -> None:
    assert _proposed(store, episode_id) == ()


def test_screening_and_urine_test_together_name_the_groups_and_what_is_held(store: Store, episode_id: UUID) -> None:
    _screen(store, episode_id)
    _test(
        store,
        episode_id,
        {"MET": "positive", "AMP": "positive", "THC": "positive", "BZO": "positive"},
        medicines="alprazolam",
        explained=["BZO"],
    )
    with store.writing(DOCTOR) as work:
        diagnoses.record_diagnosis(work, episode_id, DiagnosisDraft(code="F15.2", made_on=TODAY, is_main=True))
        diagnoses.record_diagnosis(work, episode_id, DiagnosisDraft(code="Z50.3", made_on=TODAY))
    assert _proposed(store, episode_id) == (
        Proposal("F15", "amphetamine", 28, "high", TODAY, ("MET", "AMP"), TODAY, ("F15.2",)),
        Proposal("F17", "tobacco", 9, "moderate", TODAY),
        Proposal("F12", positives=("THC",), tested_on=TODAY),
    )


def test_the_last_test_alone_counts(store: Store, episode_id: UUID) -> None:
    _test(store, episode_id, {"COC": "positive"}, taken_on=REGISTERED)
    assert [one.group for one in _proposed(store, episode_id)] == ["F14"]
    _test(store, episode_id, {"COC": "invalid"})
    assert _proposed(store, episode_id) == ()
