"""Screening: scored by the office's settings, accepted or overridden, corrected as a new version."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.assessment import queries, service
from rehab_app.clinic.assessment.draft import InstrumentDraft, ScreeningDraft
from rehab_app.clinic.assessment.facts import ScreeningRecorded
from rehab_app.clinic.assessment.filled import instruments_of
from rehab_app.clinic.assessment.instruments import continue_instrument
from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.assessment.rows import ScreeningRow
from rehab_app.clinic.assessment.rules import substance_of_group
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.instruments import assist
from rehab_app.office.lists.shipped import shipped_lists
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from tests.clinic.makers import CHILD, TODAY, codes, deeds, make_client, open_episode, versions_kept
from tests.makers import make_actor, make_store

SITI = make_actor()
HEAD = make_actor(Role.SUBKOORDINATOR)
REGISTERED = date(2022, 2, 1)

HIGH = {"amphetamine": {"q2": 4, "q3": 5, "q4": 5, "q5": 5, "q6": 6, "q7": 3}}
MODERATE = {"cannabis": {"q2": 2, "q3": 3, "q4": 0, "q5": 0, "q6": 6, "q7": 0}}
DRINKER = {"alcohol": {"q2": 6, "q3": 6, "q4": 7, "q5": 8, "q6": 6, "q7": 6}}
SMOKER = {"tobacco": {"q2": 6, "q3": 6, "q4": 7, "q6": 6, "q7": 6}}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(SITI) as work:
        return open_episode(work, registered_on=REGISTERED).episode_id


def _draft(substances: dict[str, dict[str, int]], routing: str = "", **typed: object) -> ScreeningDraft:
    given = {"taken_on": TODAY, "answers": {"substances": substances}, "routing": routing}
    return ScreeningDraft.model_validate({**given, **typed})


def _record(store: Store, episode_id: UUID, draft: ScreeningDraft) -> UUID:
    with store.writing(SITI) as work:
        return service.record_screening(work, episode_id, draft)


def _latest(store: Store, episode_id: UUID) -> ScreeningRow:
    with store.reading(SITI) as work:
        row = queries.latest(work, episode_id)
    assert row is not None
    return row


def test_scores_bands_proposal_and_raw_answers_are_kept_with_the_keys_version(store: Store, episode_id: UUID) -> None:
    answers = {**HIGH, **SMOKER}
    _record(store, episode_id, _draft(answers, "rujukan"))
    row = _latest(store, episode_id)
    assert row.answers == {"substances": answers}
    assert (row.scores, row.bands) == (
        {"tobacco": 31, "amphetamine": 28},
        {"tobacco": "high", "amphetamine": "high"},
    )
    assert (row.instrument, row.key_version, row.taken_by) == ("assist", assist.load().version, SITI.user_id)
    assert (row.proposal, row.routing, row.main_substance) == ("rujukan", "rujukan", "amphetamine")


def test_another_routing_than_the_proposal_needs_a_reason(store: Store, episode_id: UUID) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft(HIGH, "klinik"))
    assert codes(refused.value) == {"override_reason": "assessment.override_reason"}
    _record(store, episode_id, _draft(HIGH, "klinik", override_reason="menolak rawat inap"))
    row = _latest(store, episode_id)
    assert (row.proposal, row.routing, row.override_reason) == ("rujukan", "klinik", "menolak rawat inap")


def test_a_proposal_must_be_answered_by_a_routing_of_the_list(store: Store, episode_id: UUID) -> None:
    for routing, code in [("", "draft.required"), ("inpatient", "lists.unknown")]:
        with pytest.raises(RulesBroken) as refused:
            _record(store, episode_id, _draft(HIGH, routing, override_reason="x"))
        assert codes(refused.value) == {"routing": code}


def test_a_reason_is_kept_only_where_there_is_an_override(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft(MODERATE, "klinik", override_reason="tertinggal dari isian lama"))
    assert _latest(store, episode_id).override_reason == ""


def test_where_nothing_is_proposed_nothing_need_be_chosen(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft(SMOKER))
    row = _latest(store, episode_id)
    assert (row.proposal, row.routing, row.main_substance) == ("", "", "tobacco")
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft(SMOKER, "ibm"))
    assert codes(refused.value) == {"override_reason": "assessment.override_reason"}


def test_the_main_substance_of_a_drinker_who_smokes_is_alcohol(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft({**SMOKER, "alcohol": {"q2": 2, "q3": 0, "q4": 0, "q5": 0, "q6": 0, "q7": 0}}))
    assert _latest(store, episode_id).main_substance == "alcohol"


def test_the_offices_letters_and_classes_decide_the_proposal(store: Store) -> None:
    with store.writing(SITI) as work:
        assert service.score_answers(work, {"substances": DRINKER}).proposal == ""
        assert service.score_answers(work, {"substances": MODERATE}).proposal == "klinik"
    with store.writing(HEAD) as work:
        change_setting(work, "routing_letters", list("bcdefghij"))
        change_setting(work, "routing_classes", {"low": "ringan", "moderate": "ringan", "high": "berat"})
    with store.writing(SITI) as work:
        assert service.score_answers(work, {"substances": DRINKER}).proposal == "rujukan"
        assert service.score_answers(work, {"substances": MODERATE}).proposal == "ibm"
    with pytest.raises(RuleBroken, match=r"settings\.refused"), store.writing(HEAD) as work:
        change_setting(work, "routing_classes", {"low": "berat", "moderate": "sedang", "high": "ringan"})


def test_an_answer_the_form_does_not_have_is_refused_by_its_item(store: Store, episode_id: UUID) -> None:
    for answers, code in [
        ({"substances": {"amphetamine": {"q2": 5}}}, "instruments.impossible_answer"),
        ({"substances": {}}, "instruments.no_answers"),
        ({"substances": {"sabu": {"q2": 4}}}, "instruments.unknown_substance"),
        ({"tobacco": {"q2": 4}}, "instruments.unknown_entry"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            _record(store, episode_id, _draft({}, "klinik", answers=answers))
        assert refused.value.code == code
    with store.reading(SITI) as work:
        assert queries.latest(work, episode_id) is None


def test_unanswered_questions_leave_no_score_and_never_a_zero(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft({"amphetamine": {"q2": 4}, **MODERATE}, "klinik"))
    row = _latest(store, episode_id)
    assert row.scores == {"cannabis": 11, "amphetamine": None}
    assert row.bands["amphetamine"] is None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (None, "draft.required"),
        (date(2022, 3, 2), "assessment.in_future"),
        (date(2022, 1, 31), "assessment.before_registration"),
        (date(1989, 1, 1), "assessment.before_birth"),
    ],
)
def test_each_bad_day_is_refused(store: Store, episode_id: UUID, day: date | None, code: str) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft(HIGH, "rujukan", taken_on=day))
    assert codes(refused.value) == {"taken_on": code}


def test_a_minor_who_waits_for_a_guardian_is_screened(store: Store) -> None:
    with store.writing(SITI) as work:
        child = make_client(work, birth_date=CHILD)
        opened = open_episode(work, child, waiting_reason="orang tua di luar kota", brought_by="Ketua RT")
    _record(store, opened.episode_id, _draft(HIGH, "rujukan"))
    assert _latest(store, opened.episode_id).routing == "rujukan"


def test_an_episode_that_has_ended_takes_no_new_screening_but_a_correction(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft(HIGH, "rujukan"))
    with store.writing(SITI) as work:
        episodes.close(work, episode_id, 1, CloseDraft(on=TODAY, outcome="moved", reason="pindah"), attended=0)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _record(store, episode_id, _draft(MODERATE, "klinik"))
    with store.writing(SITI) as work:
        service.correct_screening(work, series_id, 1, _draft(MODERATE, "klinik"), "salah zat")
    assert _latest(store, episode_id).main_substance == "cannabis"


def test_a_correction_is_scored_anew_and_the_earlier_version_stays(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft(HIGH, "rujukan"))
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(HEAD) as work:
        service.correct_screening(work, series_id, 1, _draft(MODERATE, "klinik"), "  ")
    with store.writing(HEAD) as work:
        service.correct_screening(work, series_id, 1, _draft(MODERATE, "klinik"), "jawaban tertukar")
    with store.reading(SITI) as work:
        first, second = queries.screening_versions(work, series_id)
        (row,) = queries.screenings_of(work, episode_id)
    assert row == second
    assert (first.proposal, second.proposal, second.reason) == ("rujukan", "klinik", "jawaban tertukar")
    assert (second.taken_by, second.entered_by) == (SITI.user_id, HEAD.user_id)


def test_the_latest_is_the_one_taken_last_not_the_one_entered_last(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft(HIGH, "rujukan"))
    _record(store, episode_id, _draft(MODERATE, "klinik", taken_on=date(2022, 2, 10)))
    assert _latest(store, episode_id).taken_on == TODAY


def test_two_seats_on_one_screening_the_slower_is_told(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft(HIGH, "rujukan"))
    with store.writing(SITI) as work:
        service.correct_screening(work, series_id, 1, _draft(MODERATE, "klinik"), "jawaban tertukar")
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(HEAD) as work:
        service.correct_screening(work, series_id, 1, _draft(HIGH, "rujukan"), "jawaban tertukar")


def test_history_audit_and_fact_follow_each_version(store: Store, episode_id: UUID) -> None:
    heard: list[ScreeningRecorded] = []
    store.bus.after_commit(ScreeningRecorded, heard.append)
    series_id = _record(store, episode_id, _draft(HIGH, "rujukan"))
    with store.writing(SITI) as work:
        service.correct_screening(work, series_id, 1, _draft(MODERATE, "klinik"), "jawaban tertukar")
    assert [(fact.series_id, fact.routing) for fact in heard] == [(series_id, "rujukan"), (series_id, "klinik")]
    assert deeds(store, SITI)[-2:] == ["assessment.record_screening", "assessment.correct_screening"]
    assert versions_kept(store, SITI, Screening) == 2


def test_every_group_of_the_form_counts_as_one_substance_of_the_list() -> None:
    groups = [subject.name for subject in assist.description().subjects]
    found = {group: substance_of_group(group) for group in groups}
    assert found["amphetamine"] == "sabu"
    assert all(found.values())
    assert len(set(found.values())) == len(groups)
    assert all(shipped_lists().require("substance", code, "").text("assist") == group for group, code in found.items())
    assert substance_of_group("") == ""


WHOLE = {name: {"q1": 0} for name in ("alcohol", "cocaine", "amphetamine", "inhalants", "sedatives", "hallucinogens")}


@pytest.mark.parametrize(
    ("cannabis", "status", "reasons"),
    [
        ({"q1": 1, "q2": 0, "q6": 3, "q7": 0}, "complete", {}),
        ({"q1": 1, "q2": 2, "q6": 3, "q7": 0}, "partial", {"cannabis": "unanswered"}),
    ],
)
def test_an_interview_is_complete_when_nothing_that_is_asked_is_open(
    store: Store, episode_id: UUID, cannabis: dict[str, int], status: str, reasons: dict[str, str]
) -> None:
    others = {name: {"q1": 0} for name in ("tobacco", "opioids", "other")}
    answers = {"substances": {**WHOLE, **others, "cannabis": cannabis}, "q8": 0}
    routing = "ibm" if status == "complete" else ""
    _record(store, episode_id, _draft({}, routing, answers=answers))
    with store.reading(SITI) as work:
        [row] = instruments_of(work, episode_id)
    assert (row.status, row.reasons) == (status, reasons)


def test_a_screening_is_not_continued_like_a_questionnaire(store: Store, episode_id: UUID) -> None:
    series = _record(store, episode_id, _draft({"cannabis": {"q2": 0}}))
    draft = InstrumentDraft(taken_on=TODAY, moment="awal", answers={"substances": {}})
    with store.writing(SITI) as work, pytest.raises(RuleBroken, match="assessment.assist_routes"):
        continue_instrument(work, series, 1, draft, "salah")
