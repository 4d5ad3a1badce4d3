"""The care plan and the episode's target of sessions always say the same."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.plans.draft import PlanDraft
from rehab_app.clinic.plans.queries import plan_of_episode
from rehab_app.desk.plan_care import correct_plan, make_plan, renew_plan
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, deeds, keep_accounts, make_outpatient
from tests.makers import make_actor, make_store

COUNSELLOR = make_actor(Role.KONSELOR)
PROBLEM = {"domain": "drug", "problem": "sabu", "goal": "mau berhenti"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path)
    keep_accounts(made, COUNSELLOR)
    return made


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, COUNSELLOR, registered_on=date(2022, 2, 1))


def _draft(target: int | None = None, **typed: object) -> PlanDraft:
    return PlanDraft.model_validate({"made_on": TODAY, "target_sessions": target, "problems": [PROBLEM], **typed})


def _make(store: Store, episode_id: UUID, draft: PlanDraft) -> UUID:
    with store.writing(COUNSELLOR) as work:
        return make_plan(work, episode_id, draft)


def _target(store: Store, episode_id: UUID) -> int | None:
    with store.reading(COUNSELLOR) as work:
        return work.session.get_one(Episode, episode_id).target_sessions


def test_the_target_of_the_episode_follows_the_plan(store: Store, episode_id: UUID) -> None:
    assert _target(store, episode_id) == 8
    series_id = _make(store, episode_id, _draft(12))
    assert _target(store, episode_id) == 12
    with store.writing(COUNSELLOR) as work:
        renew_plan(work, series_id, 1, _draft(10), "membaik")
    assert _target(store, episode_id) == 10
    with store.writing(COUNSELLOR) as work:
        correct_plan(work, series_id, 2, _draft(9), "salah ketik")
    assert _target(store, episode_id) == 9
    assert deeds(store, COUNSELLOR)[-2:] == ["plans.correct", "episodes.set_target"]


def test_a_plan_without_a_target_of_its_own_leaves_the_episode_as_it_is(store: Store, episode_id: UUID) -> None:
    _make(store, episode_id, _draft())
    assert _target(store, episode_id) == 8
    assert deeds(store, COUNSELLOR)[-1] == "plans.record", "nothing is written where nothing changes"


def test_a_plan_for_referral_moves_no_target(store: Store, episode_id: UUID) -> None:
    _make(store, episode_id, _draft(20, modality="referral"))
    assert _target(store, episode_id) == 8


def test_a_refused_plan_moves_nothing(store: Store, episode_id: UUID) -> None:
    with pytest.raises(RulesBroken):
        _make(store, episode_id, _draft(12, problems=[]))
    series_id = _make(store, episode_id, _draft(12))
    with pytest.raises(RuleBroken), store.writing(COUNSELLOR) as work:
        renew_plan(work, series_id, 1, _draft(20), " ")
    assert _target(store, episode_id) == 12


def test_a_plan_corrected_after_the_end_leaves_the_target_of_the_episode(store: Store, episode_id: UUID) -> None:
    series_id = _make(store, episode_id, _draft(12))
    with store.writing(COUNSELLOR) as work:
        version = work.session.get_one(Episode, episode_id).row_version
        draft = CloseDraft(on=TODAY, outcome="dropped_out", reason="tidak datang lagi")
        episodes.close(work, episode_id, version, draft, attended=0)
        correct_plan(work, series_id, 1, _draft(10), "salah ketik")
    assert _target(store, episode_id) == 12
    with store.reading(COUNSELLOR) as work:
        plan = plan_of_episode(work, episode_id)
    assert plan is not None
    assert plan.target_sessions == 10


def test_the_target_of_an_episode_that_has_ended_is_not_set(store: Store, episode_id: UUID) -> None:
    with store.writing(COUNSELLOR) as work:
        version = work.session.get_one(Episode, episode_id).row_version
        draft = CloseDraft(on=TODAY, outcome="dropped_out", reason="tidak datang lagi")
        episodes.close(work, episode_id, version, draft, attended=0)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"), store.writing(COUNSELLOR) as work:
        episodes.set_target_sessions(work, episode_id, 12)
