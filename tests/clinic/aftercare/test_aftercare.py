"""Bina lanjut: its plan, its visits, who reads their words, and the outcome they point to."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.aftercare import queries, service
from rehab_app.clinic.aftercare.draft import AftercarePlanDraft, VisitDraft, VisitPlanDraft
from rehab_app.clinic.aftercare.facts import AftercareChanged
from rehab_app.clinic.aftercare.rows import VisitRow
from rehab_app.clinic.aftercare.rules import visit_days
from rehab_app.clinic.episodes import queries as episode_queries
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, keep_accounts, make_outpatient
from tests.makers import make_actor

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
CLERK = make_actor(Role.PENDAFTARAN)
REGISTERED = date(2022, 2, 1)
PLAN = {
    "kind": "regular",
    "started_on": date(2022, 2, 15),
    "until": date(2022, 6, 1),
    "target_visits": 3,
    "rhythm": "fortnightly",
    "goals": "kembali bekerja",
}


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI, RINA, CLERK)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    episode_id = make_outpatient(store, SITI, registered_on=REGISTERED)
    with store.writing(SITI) as work:
        episodes.begin_aftercare(work, episode_id, 2, date(2022, 2, 15), "program selesai")
    return episode_id


def _plan(store: Store, episode_id: UUID, **typed: object) -> UUID:
    with store.writing(SITI) as work:
        return service.record_plan(work, episode_id, AftercarePlanDraft.model_validate({**PLAN, **typed}))


def _plan_visit(store: Store, episode_id: UUID, day: date | None = TODAY, **typed: object) -> UUID:
    with store.writing(SITI) as work:
        draft = VisitPlanDraft.model_validate({"due_on": day, "kind": "home_visit", **typed})
        return service.plan_visit(work, episode_id, draft)


def _came(**typed: object) -> VisitDraft:
    values = {
        "held_on": TODAY,
        "attendance": "hadir",
        "condition": "stable",
        "is_working": True,
        "note": "Klien bekerja.",
    }
    return VisitDraft.model_validate({**values, **typed})


def _record(store: Store, series_id: UUID, draft: VisitDraft, version: int = 1) -> None:
    with store.writing(SITI) as work:
        service.record_visit(work, series_id, version, draft)


def _visits(store: Store, episode_id: UUID) -> tuple[VisitRow, ...]:
    with store.reading(SITI) as work:
        return queries.visits_of_episode(work, episode_id)


def test_a_plan_is_one_for_an_episode_and_a_new_version_keeps_the_earlier(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id, facilitator_id=RINA.user_id)
    with pytest.raises(RuleBroken, match=r"aftercare\.plan_exists"):
        _plan(store, episode_id)
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(SITI) as work:
        service.change_plan(work, series_id, 1, AftercarePlanDraft.model_validate(PLAN), "")
    with store.writing(SITI) as work:
        draft = AftercarePlanDraft.model_validate({**PLAN, "target_visits": 6})
        service.change_plan(work, series_id, 1, draft, "ditambah")
        plan = queries.plan_of_episode(work, episode_id)
        assert [row.target_visits for row in queries.plan_versions(work, series_id)] == [3, 6]
        assert plan is not None
    assert (plan.target_visits, plan.reason, plan.goals) == (6, "ditambah", "kembali bekerja")


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"kind": ""}, "kind", "draft.required"),
        ({"kind": "strict"}, "kind", "lists.unknown"),
        ({"rhythm": "daily"}, "rhythm", "lists.unknown"),
        ({"started_on": None}, "started_on", "draft.required"),
        ({"started_on": date(2022, 1, 31)}, "started_on", "aftercare.before_registration"),
        ({"started_on": date(2202, 2, 15), "until": None}, "started_on", "aftercare.too_far_ahead"),
        ({"until": date(2022, 2, 14)}, "until", "aftercare.ends_before_start"),
        ({"until": date(2202, 2, 14)}, "until", "aftercare.too_far_ahead"),
        ({"facilitator_id": str(uuid4())}, "facilitator_id", "episodes.no_counsellor"),
        ({"facilitator_id": str(CLERK.user_id)}, "facilitator_id", "episodes.no_counsellor"),
    ],
)
def test_each_wrong_plan_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _plan(store, episode_id, **typed)
    assert codes(refused.value) == {field: code}


def test_before_aftercare_has_begun_there_is_neither_plan_nor_visit(store: Store) -> None:
    outpatient = make_outpatient(store, SITI)
    with pytest.raises(RuleBroken, match=r"aftercare\.not_begun"):
        _plan(store, outpatient)
    with pytest.raises(RuleBroken, match=r"aftercare\.not_begun"):
        _plan_visit(store, outpatient)


def test_visits_are_planned_in_the_rhythm_of_the_plan(store: Store, episode_id: UUID) -> None:
    with pytest.raises(RuleBroken, match=r"aftercare\.no_plan"), store.writing(SITI) as work:
        service.plan_visits(work, episode_id, VisitPlanDraft(due_on=TODAY, kind="counselling"))
    _plan(store, episode_id)
    with store.writing(SITI) as work:
        draft = VisitPlanDraft(due_on=TODAY, kind="counselling", visited_by=RINA.user_id)
        assert service.plan_visits(work, episode_id, draft) == 3
    rows = _visits(store, episode_id)
    assert [row.due_on for row in rows] == [date(2022, 3, 1), date(2022, 3, 15), date(2022, 3, 29)]
    assert {(row.attendance, row.visited_by) for row in rows} == {("", RINA.user_id)}


def test_no_visit_is_planned_after_the_end_of_the_plan_nor_without_a_rhythm() -> None:
    assert len(visit_days("weekly", TODAY, 10, date(2022, 3, 10))) == 2
    assert len(visit_days("monthly", TODAY, 5000, None)) == 100
    for rhythm in ("", "other"):
        with pytest.raises(RuleBroken, match=r"aftercare\.rhythm_without_days"):
            visit_days(rhythm, TODAY, 3, None)


@pytest.mark.parametrize(
    ("day", "typed", "field", "code"),
    [
        (None, {}, "due_on", "draft.required"),
        (date(2022, 1, 31), {}, "due_on", "aftercare.before_registration"),
        (date(2202, 3, 1), {}, "due_on", "aftercare.too_far_ahead"),
        (TODAY, {"kind": "party"}, "kind", "lists.unknown"),
        (TODAY, {"visited_by": str(CLERK.user_id)}, "visited_by", "episodes.no_counsellor"),
    ],
)
def test_each_wrong_visit_plan_is_told_beside_its_field(
    store: Store, episode_id: UUID, day: date | None, typed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _plan_visit(store, episode_id, day, **typed)
    assert codes(refused.value) == {field: code}


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"attendance": ""}, "attendance", "draft.required"),
        ({"attendance": "late"}, "attendance", "lists.unknown"),
        ({"condition": "fine"}, "condition", "lists.unknown"),
        ({"condition": ""}, "condition", "draft.required"),
        ({"held_on": None}, "held_on", "draft.required"),
        ({"held_on": date(2022, 3, 2)}, "held_on", "aftercare.held_in_future"),
        ({"held_on": date(2022, 1, 31)}, "held_on", "aftercare.before_registration"),
    ],
)
def test_each_wrong_record_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, Any], field: str, code: str
) -> None:
    series_id = _plan_visit(store, episode_id)
    with pytest.raises(RulesBroken) as refused:
        _record(store, series_id, _came(**typed))
    assert codes(refused.value) == {field: code}


def test_nobody_has_stayed_away_from_a_visit_that_is_still_ahead(store: Store, episode_id: UUID) -> None:
    series_id = _plan_visit(store, episode_id, date(2022, 3, 8))
    with pytest.raises(RulesBroken) as refused:
        _record(store, series_id, VisitDraft(attendance="mangkir"))
    assert codes(refused.value) == {"attendance": "aftercare.not_yet_due"}


def test_what_is_due_is_listed_until_it_is_recorded_or_the_episode_ends(store: Store, episode_id: UUID) -> None:
    late = _plan_visit(store, episode_id, date(2022, 2, 22))
    today = _plan_visit(store, episode_id)
    _plan_visit(store, episode_id, date(2022, 3, 8))
    with store.reading(CLERK) as work:
        assert [(row.series_id, row.days_late) for row in queries.due(work)] == [(late, 7), (today, 0)]
        assert [row.days_late for row in queries.due(work, days_ahead=7)] == [7, 0, -7]
    _record(store, late, _came(held_on=date(2022, 2, 23)))
    with store.writing(SITI) as work:
        assert [row.series_id for row in queries.due(work)] == [today]
        version = episode_queries.episode(work, episode_id).row_version
        draft = CloseDraft(on=TODAY, outcome="completed", reason="tujuan tercapai", recovery_outcome="PP")
        episodes.close(work, episode_id, version, draft, attended=4)
        assert queries.due(work) == ()
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _record(store, today, _came())


def test_a_visit_is_moved_until_it_is_recorded(store: Store, episode_id: UUID) -> None:
    series_id = _plan_visit(store, episode_id)
    with store.writing(SITI) as work:
        service.replan_visit(work, series_id, 1, VisitPlanDraft(due_on=date(2022, 3, 4), kind="phone"))
    _record(store, series_id, _came(held_on=TODAY), version=2)
    with pytest.raises(RuleBroken, match=r"aftercare\.already_recorded"), store.writing(SITI) as work:
        service.replan_visit(work, series_id, 3, VisitPlanDraft(due_on=date(2022, 3, 5), kind="phone"))
    with pytest.raises(RuleBroken, match=r"aftercare\.already_recorded"):
        _record(store, series_id, _came(), version=3)
    (row,) = _visits(store, episode_id)
    assert (row.due_on, row.kind, row.attendance, row.row_version) == (date(2022, 3, 4), "phone", "hadir", 3)


def test_an_unplanned_visit_is_due_on_the_day_it_was_held(store: Store, episode_id: UUID) -> None:
    with store.writing(SITI) as work:
        service.record_unplanned(work, episode_id, VisitPlanDraft(kind="urine_test"), _came(held_on=date(2022, 2, 28)))
    (row,) = _visits(store, episode_id)
    assert (row.due_on, row.held_on, row.visited_by) == (date(2022, 2, 28), date(2022, 2, 28), SITI.user_id)


def test_a_correction_has_a_reason_and_keeps_the_words_it_does_not_name(store: Store, episode_id: UUID) -> None:
    series_id = _plan_visit(store, episode_id)
    with pytest.raises(RuleBroken, match=r"aftercare\.not_recorded"), store.writing(SITI) as work:
        service.correct_visit(work, series_id, 1, _came(), "x")
    _record(store, series_id, _came())
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(SITI) as work:
        service.correct_visit(work, series_id, 2, _came(condition="at_risk"), " ")
    with store.writing(SITI) as work:
        service.correct_visit(work, series_id, 2, _came(condition="at_risk", note=None), "salah pilih")
        rows = queries.visit_versions(work, series_id)
    assert [(row.condition, row.note) for row in rows][1:] == [
        ("stable", "Klien bekerja."),
        ("at_risk", "Klien bekerja."),
    ]


def test_the_words_of_a_visit_are_for_those_who_read_notes_and_nobody_else_replaces_them(
    store: Store, episode_id: UUID
) -> None:
    series_id = _plan_visit(store, episode_id)
    _record(store, series_id, _came(next_plan="Bulan depan."))
    with store.reading(RINA) as work:
        (row,) = queries.visits_of_episode(work, episode_id)
        assert (row.note, row.next_plan, row.is_note_withheld, row.condition) == ("", "", True, "stable")
        assert all(not one.note for one in queries.visit_versions(work, series_id))
    with pytest.raises(NotAllowed, match=r"aftercare\.note_withheld"), store.writing(RINA) as work:
        service.correct_visit(work, series_id, 2, _came(note="lain"), "x")
    with store.writing(RINA) as work:
        service.correct_visit(work, series_id, 2, _came(note=None, condition="at_risk"), "salah pilih")
    (row,) = _visits(store, episode_id)
    assert (row.note, row.condition, row.is_note_withheld) == ("Klien bekerja.", "at_risk", False)


@pytest.mark.parametrize(
    ("visits", "proposal"),
    [
        ([], ""),
        ([{}], "PP"),
        ([{"is_working": False}], "PTP"),
        ([{"condition": "relapsed"}], "TPP"),
        ([{"condition": "lapsed", "is_working": False}], "TPTP"),
        ([{"condition": "at_risk", "is_working": None}], ""),
        ([{"condition": "relapsed", "held_on": date(2022, 2, 20)}, {}], "PP"),
        ([{}, {"condition": "not_met", "is_working": None}], "PP"),
    ],
)
def test_the_last_visit_at_which_she_was_met_points_to_the_outcome(
    store: Store, episode_id: UUID, visits: list[dict[str, Any]], proposal: str
) -> None:
    _plan(store, episode_id)
    for typed in visits:
        with store.writing(SITI) as work:
            service.record_unplanned(work, episode_id, VisitPlanDraft(kind="home_visit"), _came(**typed))
    with store.reading(SITI) as work:
        found = queries.progress(work, episode_id)
    assert (found.proposal, found.held, found.target, found.planned) == (proposal, len(visits), 3, 0)


def test_a_plan_and_a_visit_go_into_the_bin_and_come_back(store: Store, episode_id: UUID) -> None:
    plan = _plan(store, episode_id)
    visit = _plan_visit(store, episode_id)
    with store.writing(SITI) as work:
        service.bin_plan(work, plan, 1, "salah klien")
        service.bin_visit(work, visit, 1, "salah klien")
        assert queries.plan_of_episode(work, episode_id) is None
        assert queries.visits_of_episode(work, episode_id) == ()
        service.restore_visit(work, visit, 2, "benar")
        service.restore_plan(work, plan, 2, "benar")
        assert queries.plan_of_episode(work, episode_id) is not None
        service.bin_plan(work, plan, 3, "salah klien")
    _plan(store, episode_id)
    with pytest.raises(RuleBroken, match=r"aftercare\.plan_exists"), store.writing(SITI) as work:
        service.restore_plan(work, plan, 4, "benar")


def test_a_visit_is_corrected_after_the_end_of_the_episode(store: Store, clock: SetClock, episode_id: UUID) -> None:
    series_id = _plan_visit(store, episode_id)
    _record(store, series_id, _came())
    with store.writing(SITI) as work:
        version = episode_queries.episode(work, episode_id).row_version
        episodes.close(work, episode_id, version, CloseDraft(on=TODAY, outcome="died"), attended=0)
    clock.put(datetime(2022, 4, 1, 1, tzinfo=UTC))
    with store.writing(SITI) as work:
        service.correct_visit(work, series_id, 2, _came(is_working=False), "salah pilih")
    assert _visits(store, episode_id)[0].is_working is False


def test_what_happens_in_aftercare_is_told_and_audited(store: Store, episode_id: UUID) -> None:
    told: list[AftercareChanged] = []
    store.bus.after_commit(AftercareChanged, told.append)
    plan = _plan(store, episode_id)
    visit = _plan_visit(store, episode_id)
    _record(store, visit, _came())
    assert [fact.series_id for fact in told] == [plan, visit, visit]
    assert deeds(store, SITI)[-3:] == ["aftercare.plan", "aftercare.plan_visit", "aftercare.record_visit"]
