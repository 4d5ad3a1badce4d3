"""Care plans: one series for each episode, renewed and never overwritten, signed, and listed when their review is due."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import ValidationError

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.plans import queries, service
from rehab_app.clinic.plans.draft import PlanDraft, SignatureDraft
from rehab_app.clinic.plans.facts import PlanRecorded
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.plans.rows import PlanRow
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from tests.clinic.makers import (
    CHILD,
    TODAY,
    codes,
    deeds,
    keep_accounts,
    make_client,
    make_outpatient,
    open_episode,
    versions_kept,
)
from tests.makers import make_actor, make_store

COUNSELLOR = make_actor(Role.KONSELOR)
DOCTOR = make_actor(Role.DOKTER)
HEAD = make_actor(Role.SUBKOORDINATOR)
PROBLEM = {
    "domain": "drug",
    "problem": "memakai sabu hampir setiap hari",
    "goal": "saya mau berhenti dan kerja lagi",
    "interventions": ["motivational_interview", "relapse_prevention"],
    "action": "catatan harian",
}


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, COUNSELLOR)
    with store.writing(HEAD) as work:
        first_profile(work, ProfileDraft(head_name="Drs. Contoh Pejabat"))
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, COUNSELLOR, registered_on=date(2022, 2, 1))


def _draft(**typed: object) -> PlanDraft:
    return PlanDraft.model_validate({"made_on": TODAY, "rhythm": "weekly", "problems": [PROBLEM], **typed})


def _record(store: Store, episode_id: UUID, draft: PlanDraft | None = None) -> UUID:
    with store.writing(COUNSELLOR) as work:
        return service.record_plan(work, episode_id, draft or _draft())


def _plan(store: Store, episode_id: UUID) -> PlanRow:
    with store.reading(COUNSELLOR) as work:
        plan = queries.plan_of_episode(work, episode_id)
    assert plan is not None
    return plan


def _sign(store: Store, plan: PlanRow, party: str, **typed: object) -> None:
    draft = SignatureDraft.model_validate({"party": party, "signed_on": TODAY, **typed})
    with store.writing(COUNSELLOR) as work:
        service.sign_plan(work, plan.series_id, plan.row_version, draft)


def test_a_plan_keeps_problems_and_the_clients_own_words(store: Store, episode_id: UUID) -> None:
    with store.reading(COUNSELLOR) as work:
        assert queries.plan_of_episode(work, episode_id) is None
    _record(store, episode_id, _draft(target_sessions=12, rhythm="other", rhythm_text="Selasa dan Jumat"))
    plan = _plan(store, episode_id)
    (problem,) = plan.problems
    assert (problem.goal, problem.interventions) == (PROBLEM["goal"], ("motivational_interview", "relapse_prevention"))
    assert (problem.state, problem.action) == ("open", "catatan harian")
    assert (plan.number, plan.progress, plan.target_sessions, plan.rhythm_text) == (1, "", 12, "Selasa dan Jumat")
    assert (plan.made_by, plan.row_version) == (COUNSELLOR.user_id, 1)


def test_what_is_left_empty_follows_episode_and_office(store: Store) -> None:
    with store.writing(HEAD) as work:
        change_setting(work, "plan_review_days", 45)
        change_setting(work, "target_sessions", 10)
    with store.writing(COUNSELLOR) as work:
        registered = open_episode(work).episode_id
    in_care = make_outpatient(store, COUNSELLOR)
    with store.writing(COUNSELLOR) as work:
        episodes.set_target_sessions(work, in_care, 6)
    for episode_id in (registered, in_care):
        _record(store, episode_id)
    first, second = _plan(store, registered), _plan(store, in_care)
    assert (first.modality, first.target_sessions, first.review_on) == ("outpatient", 10, date(2022, 4, 15))
    assert second.target_sessions == 6
    with store.writing(COUNSELLOR) as work:
        referred = open_episode(work).episode_id
    _record(store, referred, _draft(modality="referral"))
    assert _plan(store, referred).target_sessions is None, "sessions are counted in outpatient care alone"


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"made_on": None}, "made_on", "draft.required"),
        ({"made_on": date(2022, 3, 2)}, "made_on", "episodes.day_in_future"),
        ({"made_on": date(2022, 1, 31)}, "made_on", "episodes.day_before_registration"),
        ({"modality": "spa"}, "modality", "lists.unknown"),
        ({"modality": "examined_only"}, "modality", "plans.no_care"),
        ({"rhythm": "hourly"}, "rhythm", "lists.unknown"),
        ({"rhythm": "other"}, "rhythm_text", "draft.required"),
        ({"review_on": TODAY}, "review_on", "plans.review_too_early"),
        ({"review_on": date(2023, 3, 3)}, "review_on", "plans.review_too_late"),
        ({"problems": []}, "problems", "plans.no_problem"),
        ({"problems": [PROBLEM, PROBLEM | {"goal": " "}]}, "problems.1.goal", "draft.required"),
        ({"problems": [PROBLEM | {"problem": ""}]}, "problems.0.problem", "draft.required"),
        ({"problems": [PROBLEM | {"domain": ""}]}, "problems.0.domain", "draft.required"),
        ({"problems": [PROBLEM | {"domain": "love"}]}, "problems.0.domain", "lists.unknown"),
        ({"problems": [PROBLEM | {"state": "won"}]}, "problems.0.state", "lists.unknown"),
        ({"problems": [PROBLEM | {"state": ""}]}, "problems.0.state", "draft.required"),
        ({"problems": [PROBLEM | {"interventions": ["cbt", "magic"]}]}, "problems.0.interventions", "lists.unknown"),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft(**typed))
    assert codes(refused.value) == {field: code}
    with store.reading(COUNSELLOR) as work:
        assert queries.plan_of_episode(work, episode_id) is None


@pytest.mark.parametrize(
    "typed",
    [
        {"target_sessions": 0},
        {"target_sessions": 201},
        {"target_sessions": "8"},
        {"problems": [PROBLEM] * 31},
        {"x": 1},
    ],
)
def test_what_no_plan_can_hold_does_not_pass_the_gate(typed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _draft(**typed)


def test_an_episode_has_one_plan_and_a_second_is_refused(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id)
    with pytest.raises(RuleBroken, match=r"plans\.exists"):
        _record(store, episode_id)
    _record(store, make_outpatient(store, COUNSELLOR))


def test_a_renewal_is_a_new_version_with_the_progress_and_without_signatures(
    store: Store, episode_id: UUID, clock: SetClock
) -> None:
    series_id = _record(store, episode_id)
    _sign(store, _plan(store, episode_id), "client")
    clock.advance(timedelta(days=30))
    later = date(2022, 3, 31)
    reached = _draft(made_on=later, problems=[PROBLEM | {"state": "reached"}])
    with pytest.raises(RuleBroken) as refused, store.writing(DOCTOR) as work:
        service.renew_plan(work, series_id, 2, reached, "  ")
    assert (refused.value.code, refused.value.field) == ("draft.required", "progress")
    with pytest.raises(RuleBroken, match=r"plans\.renewed_too_early"), store.writing(DOCTOR) as work:
        service.renew_plan(work, series_id, 2, _draft(made_on=date(2022, 2, 20)), "membaik")
    with store.writing(DOCTOR) as work:
        service.renew_plan(work, series_id, 2, reached, "tidak memakai sejak tiga minggu")
    plan = _plan(store, episode_id)
    assert (plan.number, plan.progress, plan.reason) == (2, "tidak memakai sejak tiga minggu", plan.progress)
    assert (plan.made_by, plan.made_on, plan.review_on) == (DOCTOR.user_id, later, date(2022, 4, 30))
    assert plan.signed_by_client_on is None
    with store.reading(COUNSELLOR) as work:
        versions = queries.plan_versions(work, series_id)
    assert [version.problems[0].state for version in versions] == ["open", "open", "reached"]
    assert [version.signed_by_client_on for version in versions] == [None, TODAY, None]
    _sign(store, plan, "client", signed_on=later)
    assert (_plan(store, episode_id).number, _plan(store, episode_id).progress) == (2, plan.progress)


def test_a_correction_keeps_number_and_progress_and_who_made_the_plan(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id)
    with store.writing(COUNSELLOR) as work:
        service.renew_plan(work, series_id, 1, _draft(), "membaik")
    _sign(store, _plan(store, episode_id), "client")
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(DOCTOR) as work:
        service.correct_plan(work, series_id, 3, _draft(), "")
    with store.writing(DOCTOR) as work:
        service.correct_plan(work, series_id, 3, _draft(target_sessions=9), "salah ketik target")
    plan = _plan(store, episode_id)
    assert (plan.number, plan.progress, plan.reason) == (2, "membaik", "salah ketik target")
    assert (plan.target_sessions, plan.made_by, plan.entered_by) == (9, COUNSELLOR.user_id, DOCTOR.user_id)
    assert plan.signed_by_client_on is None, "what was signed said something else"
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(COUNSELLOR) as work:
        service.renew_plan(work, series_id, 3, _draft(), "membaik")


def test_client_family_and_head_sign_each_with_a_day(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id)
    assert _plan(store, episode_id).unsigned_by(is_minor=False) == ("client", "head")
    _sign(store, _plan(store, episode_id), "head")
    _sign(store, _plan(store, episode_id), "client")
    _sign(store, _plan(store, episode_id), "guardian", name="Siti Aminah", relation="wife")
    plan = _plan(store, episode_id)
    assert (plan.signed_by_client_on, plan.signed_by_guardian_on, plan.signed_by_head_on) == (TODAY, TODAY, TODAY)
    assert (plan.guardian_name, plan.guardian_relation, plan.head_name) == (
        "Siti Aminah",
        "wife",
        "Drs. Contoh Pejabat",
    )
    assert (plan.unsigned_by(is_minor=False), plan.row_version) == ((), 4)
    assert deeds(store, COUNSELLOR)[-3:] == ["plans.sign"] * 3


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"party": "client", "signed_on": None}, "signed_on", "draft.required"),
        ({"party": "client", "signed_on": date(2022, 3, 2)}, "signed_on", "episodes.day_in_future"),
        ({"party": "client", "signed_on": date(2022, 2, 28)}, "signed_on", "plans.signed_too_early"),
        ({"party": "guardian", "relation": "mother"}, "name", "draft.required"),
        ({"party": "guardian", "name": "Siti"}, "relation", "draft.required"),
        ({"party": "guardian", "name": "Siti", "relation": "boss"}, "relation", "lists.unknown"),
    ],
)
def test_each_wrong_signature_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, str], field: str, code: str
) -> None:
    _record(store, episode_id)
    with pytest.raises(RulesBroken) as refused:
        _sign(store, _plan(store, episode_id), **typed)
    assert codes(refused.value) == {field: code}


def test_nobody_signs_twice_and_no_stranger_signs(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id)
    _sign(store, _plan(store, episode_id), "client")
    with pytest.raises(RulesBroken) as refused:
        _sign(store, _plan(store, episode_id), "client")
    assert codes(refused.value) == {"party": "plans.already_signed"}
    with pytest.raises(ValidationError):
        SignatureDraft.model_validate({"party": "neighbour"})


def test_without_a_head_in_the_profile_her_name_is_asked(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    keep_accounts(store, COUNSELLOR)
    with store.writing(HEAD) as work:
        first_profile(work, ProfileDraft(head_name=""))
    episode_id = make_outpatient(store, COUNSELLOR)
    _record(store, episode_id)
    with pytest.raises(RulesBroken) as refused:
        _sign(store, _plan(store, episode_id), "head")
    assert codes(refused.value) == {"name": "draft.required"}
    _sign(store, _plan(store, episode_id), "head", name="dr. Plt. Kepala")
    assert _plan(store, episode_id).head_name == "dr. Plt. Kepala"


def test_for_a_minor_a_parent_or_guardian_signs_and_before_the_head(store: Store) -> None:
    with store.writing(COUNSELLOR) as work:
        child = make_client(work, birth_date=CHILD)
        opened = open_episode(work, child, reporter_name="Aminah", reporter_relation="mother")
    _record(store, opened.episode_id)
    assert _plan(store, opened.episode_id).unsigned_by(is_minor=True) == ("client", "guardian", "head")
    _sign(store, _plan(store, opened.episode_id), "client")
    with pytest.raises(RulesBroken) as refused:
        _sign(store, _plan(store, opened.episode_id), "head")
    assert codes(refused.value) == {"party": "plans.guardian_signs_first"}
    with pytest.raises(RulesBroken) as refused:
        _sign(store, _plan(store, opened.episode_id), "guardian", name="Andi", relation="elder_sibling")
    assert codes(refused.value) == {"relation": "plans.parent_or_guardian_signs"}
    _sign(store, _plan(store, opened.episode_id), "guardian", name="Aminah", relation="mother")
    _sign(store, _plan(store, opened.episode_id), "head")
    assert _plan(store, opened.episode_id).unsigned_by(is_minor=True) == ()


def test_a_plan_is_to_be_renewed_from_its_day_of_review_until_it_is(
    store: Store, episode_id: UUID, clock: SetClock
) -> None:
    series_id = _record(store, episode_id, _draft(review_on=date(2022, 3, 15)))
    later = make_outpatient(store, COUNSELLOR)
    _record(store, later, _draft(review_on=date(2022, 3, 10)))
    clock.advance(timedelta(days=8))
    with store.reading(COUNSELLOR) as work:
        assert queries.review_overdue(work) == ()
    clock.advance(timedelta(days=6))
    with store.reading(COUNSELLOR) as work:
        rows = queries.review_overdue(work)
        assert queries.review_overdue(work, counsellor_id=COUNSELLOR.user_id) == rows
        assert queries.review_overdue(work, counsellor_id=DOCTOR.user_id) == ()
    assert [(row.episode_id, row.review_on) for row in rows] == [
        (later, date(2022, 3, 10)),
        (episode_id, date(2022, 3, 15)),
    ]
    assert (rows[1].initials, rows[1].rm_number, rows[1].series_id) == ("BS", "000001", series_id)
    with store.writing(COUNSELLOR) as work:
        service.renew_plan(work, series_id, 1, _draft(made_on=date(2022, 3, 15)), "membaik")
    with store.reading(COUNSELLOR) as work:
        assert [row.episode_id for row in queries.review_overdue(work)] == [later]


@pytest.mark.parametrize("end", ["closed", "referred", "binned"])
def test_who_left_care_here_has_no_plan_to_review(store: Store, episode_id: UUID, clock: SetClock, end: str) -> None:
    series_id = _record(store, episode_id, _draft(review_on=date(2022, 3, 2)))
    clock.advance(timedelta(days=5))
    with store.reading(COUNSELLOR) as work:
        assert len(queries.review_overdue(work)) == 1
    with store.writing(DOCTOR) as work:
        version = work.session.get_one(Episode, episode_id).row_version
        if end == "closed":
            episodes.close(work, episode_id, version, CloseDraft(on=TODAY, outcome="dropped_out", reason="x"), 0)
        elif end == "referred":
            episodes.mark_referred(work, episode_id, TODAY)
        else:
            service.bin_plan(work, series_id, 1, "klien lain")
    with store.reading(COUNSELLOR) as work:
        assert queries.review_overdue(work) == ()


def test_a_closed_episode_takes_no_plan_renewal_or_signature_but_a_correction(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id)
    with store.writing(DOCTOR) as work:
        version = work.session.get_one(Episode, episode_id).row_version
        episodes.close(work, episode_id, version, CloseDraft(on=TODAY, outcome="dropped_out", reason="x"), 0)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"), store.writing(COUNSELLOR) as work:
        service.renew_plan(work, series_id, 1, _draft(), "membaik")
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _sign(store, _plan(store, episode_id), "client")
    with store.writing(DOCTOR) as work:
        service.correct_plan(work, series_id, 1, _draft(remark="dilengkapi"), "catatan tertinggal")
    assert _plan(store, episode_id).remark == "dilengkapi"


def test_the_bin_gives_a_plan_back_unless_the_episode_has_another(store: Store, episode_id: UUID) -> None:
    heard: list[PlanRecorded] = []
    store.bus.after_commit(PlanRecorded, heard.append)
    series_id = _record(store, episode_id)
    with store.writing(DOCTOR) as work:
        service.bin_plan(work, series_id, 1, "klien lain")
    second = _record(store, episode_id)
    with pytest.raises(RuleBroken, match=r"plans\.exists"), store.writing(DOCTOR) as work:
        service.restore_plan(work, series_id, 2, "ternyata benar")
    with store.writing(DOCTOR) as work:
        service.bin_plan(work, second, 1, "dua kali")
        service.restore_plan(work, series_id, 2, "ternyata benar")
    assert (_plan(store, episode_id).series_id, _plan(store, episode_id).row_version) == (series_id, 3)
    assert [fact.series_id for fact in heard] == [series_id, series_id, second, second, series_id]
    assert versions_kept(store, DOCTOR, CarePlan) == 5
