"""The compulsory track: request, verification, assessment, recommendation, the duty to report, and its end."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.tat import queries, rules, service
from rehab_app.clinic.tat.draft import CaseDraft, DutyDraft, ReportDraft
from rehab_app.clinic.tat.facts import TatChanged
from rehab_app.clinic.tat.rows import CaseRow
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, open_episode
from tests.makers import make_actor

SITI = make_actor()
CLERK = make_actor(Role.PENDAFTARAN)
HEAD = make_actor(Role.KEPALA, name="Kepala")
REGISTERED = date(2022, 2, 1)
TEAM = [
    {"part": "chair", "name": "Drs. Contoh", "rank": "AKBP", "staff_number": "700100", "title": "Ketua TAT"},
    {"part": "medical", "name": "dr. Dewi"},
    {"part": "legal", "name": "Jaksa Contoh"},
]
REQUEST: dict[str, Any] = {
    "agency": "Polresta Balikpapan",
    "investigator": "Aiptu Contoh",
    "requested_on": date(2022, 1, 20),
}
VERIFIED = {**REQUEST, "request_number": "B/12/I/2022/Resnarkoba"}
ASSESSED = {**VERIFIED, "register_number": "TAT-03/2022", "assessed_on": date(2022, 1, 25), "team": TEAM}
RECOMMENDED = {
    **ASSESSED,
    "plenary_on": date(2022, 1, 26),
    "conclusion": "Pengguna sabu tingkat sedang, tidak terlibat jaringan.",
    "network": "none",
    "recommendation": "outpatient",
    "sessions": 8,
    "recommendation_number": "R/REKOM-3/I/2022/TAT",
    "recommended_on": date(2022, 1, 27),
    "is_prosecution_continued": True,
}
STAGES = (("verified", VERIFIED), ("assessed", ASSESSED), ("recommended", RECOMMENDED))


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(SITI) as work:
        return open_episode(work, channel="compulsory", registered_on=REGISTERED).episode_id


def _case(**typed: object) -> CaseDraft:
    return CaseDraft.model_validate(typed)


def _open(store: Store, episode_id: UUID, explanation: str = "", **typed: object) -> UUID:
    with store.writing(SITI) as work:
        return service.open_case(work, episode_id, _case(**{**REQUEST, **typed}), explanation)


def _move(store: Store, series_id: UUID, version: int, to_state: str, said: str = "", **typed: object) -> None:
    with store.writing(SITI) as work:
        service.move_case(work, series_id, version, to_state, _case(**typed), said)


def _recommended(store: Store, episode_id: UUID) -> UUID:
    series_id = _open(store, episode_id)
    for version, (state, values) in enumerate(STAGES, 1):
        _move(store, series_id, version, state, **values)
    return series_id


def _plan(store: Store, series_id: UUID, version: int = 4, **typed: object) -> int:
    values = {"rhythm": "weekly", "begins_on": date(2022, 2, 1), "until": date(2022, 3, 15), **typed}
    with store.writing(SITI) as work:
        return service.plan_duty(work, series_id, version, DutyDraft.model_validate(values))


def _the_case(store: Store, episode_id: UUID) -> CaseRow:
    with store.reading(SITI) as work:
        (row,) = queries.cases_of_episode(work, episode_id)
    return row


def test_a_case_goes_its_whole_way_and_each_step_stays_readable(store: Store, episode_id: UUID) -> None:
    series_id = _recommended(store, episode_id)
    assert _plan(store, series_id) == 7
    with store.writing(SITI) as work:
        service.end_case(work, series_id, 5, TODAY, "program selesai")
    row = _the_case(store, episode_id)
    assert (row.state, row.duty_ended_on, row.duty_end_reason) == ("ended", TODAY, "program selesai")
    assert [member.part for member in row.team] == ["chair", "medical", "legal"]
    assert (row.sessions, row.is_prosecution_continued, row.duty_rhythm) == (8, True, "weekly")
    with store.reading(SITI) as work:
        states = [one.state for one in queries.case_versions(work, series_id)]
        assert queries.open_cases(work) == ()
    assert states == ["requested", "verified", "assessed", "recommended", "duty", "ended"]


@pytest.mark.parametrize("end", list(rules.CaseState))
@pytest.mark.parametrize("start", list(rules.CaseState))
def test_no_step_but_the_next_is_possible(start: rules.CaseState, end: rules.CaseState) -> None:
    allowed = {
        ("requested", "verified"),
        ("requested", "withdrawn"),
        ("verified", "assessed"),
        ("verified", "withdrawn"),
        ("assessed", "recommended"),
        ("assessed", "withdrawn"),
        ("recommended", "duty"),
        ("recommended", "ended"),
        ("duty", "ended"),
    }
    if (start.value, end.value) in allowed:
        assert rules.require_step(start.value, end.value) is end
        return
    with pytest.raises(RuleBroken, match=r"tat\.no_such_step"):
        rules.require_step(start.value, end.value)


def test_a_step_leaps_over_none_and_duty_and_end_have_their_own_ways(store: Store, episode_id: UUID) -> None:
    series_id = _open(store, episode_id)
    for state in ("assessed", "recommended", "duty", "ended", "nowhere"):
        with pytest.raises(RuleBroken, match=r"tat\.no_such_step"):
            _move(store, series_id, 1, state, **RECOMMENDED)
    with pytest.raises(RuleBroken, match=r"tat\.no_such_step"):
        _plan(store, series_id, 1)
    done = _recommended(store, _other_episode(store))
    for state in ("duty", "ended"):
        with pytest.raises(RuleBroken, match=r"tat\.no_such_step"):
            _move(store, done, 4, state, **RECOMMENDED)


def _other_episode(store: Store) -> UUID:
    with store.writing(SITI) as work:
        return open_episode(work, channel="compulsory", registered_on=REGISTERED).episode_id


@pytest.mark.parametrize(
    ("state", "values", "asked"),
    [
        ("verified", REQUEST, {"request_number"}),
        ("assessed", VERIFIED, {"register_number", "assessed_on", "team"}),
        (
            "recommended",
            ASSESSED,
            {"conclusion", "recommendation", "recommendation_number", "recommended_on"},
        ),
    ],
)
def test_each_state_asks_for_what_it_stands_on(
    store: Store, episode_id: UUID, state: str, values: dict[str, Any], asked: set[str]
) -> None:
    series_id = _open(store, episode_id)
    for version, (passed, known) in enumerate(STAGES, 1):
        if passed == state:
            break
        _move(store, series_id, version, passed, **known)
    with pytest.raises(RulesBroken) as refused:
        _move(store, series_id, version, state, **values)
    assert codes(refused.value) == dict.fromkeys(asked, "draft.required")


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"requested_on": date(2022, 3, 2)}, "requested_on", "tat.in_future"),
        ({"requested_on": date(1990, 1, 1)}, "requested_on", "tat.before_birth"),
        ({"assessed_on": date(2022, 1, 19)}, "assessed_on", "tat.out_of_order"),
        ({"assessed_on": date(2022, 1, 25), "plenary_on": date(2022, 1, 24)}, "plenary_on", "tat.out_of_order"),
        ({"recommended_on": date(2022, 1, 19)}, "recommended_on", "tat.out_of_order"),
        ({"agency": ""}, "agency", "draft.required"),
        ({"network": "maybe"}, "network", "lists.unknown"),
        ({"recommendation": "prison"}, "recommendation", "lists.unknown"),
        ({"recommendation": "inpatient"}, "months", "draft.required"),
        ({"recommendation": "outpatient"}, "sessions", "draft.required"),
        ({"team": TEAM[:2]}, "team", "tat.team_incomplete"),
        ({"team": [*TEAM, {"part": "chair", "name": "Dua"}]}, "team", "tat.team_incomplete"),
        ({"team": [{"part": "driver", "name": "Budi"}]}, "team.0.part", "tat.unknown_part"),
        ({"team": [*TEAM, {"part": "legal", "name": " "}]}, "team.3.name", "draft.required"),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _open(store, episode_id, **typed)
    assert codes(refused.value) == {field: code}
    with store.reading(SITI) as work:
        assert queries.cases_of_episode(work, episode_id) == ()


def test_a_voluntary_client_has_a_case_only_with_a_reason_that_is_kept(store: Store) -> None:
    with store.writing(SITI) as work:
        voluntary = open_episode(work).episode_id
    with pytest.raises(RuleBroken, match=r"tat\.voluntary_needs_reason"):
        _open(store, voluntary)
    _open(store, voluntary, "datang sendiri, lalu ditangkap")
    assert _the_case(store, voluntary).reason == "datang sendiri, lalu ditangkap"


def test_one_case_of_an_episode_is_open_at_a_time(store: Store, episode_id: UUID) -> None:
    first = _open(store, episode_id)
    with pytest.raises(RuleBroken, match=r"tat\.open_exists"):
        _open(store, episode_id)
    with pytest.raises(RuleBroken) as refused:
        _move(store, first, 1, "withdrawn", **REQUEST)
    assert codes(refused.value) == {"said": "draft.required"}
    _move(store, first, 1, "withdrawn", "berkas tidak lengkap", **REQUEST)
    second = _open(store, episode_id)
    with store.reading(SITI) as work:
        assert [row.series_id for row in queries.open_cases(work)] == [second]


def test_a_case_from_the_bin_does_not_stand_beside_an_open_one(store: Store, episode_id: UUID) -> None:
    first = _open(store, episode_id)
    with store.writing(SITI) as work:
        service.bin_case(work, first, 1, "salah klien")
    _open(store, episode_id)
    with pytest.raises(RuleBroken, match=r"tat\.open_exists"), store.writing(SITI) as work:
        service.restore_case(work, first, 2, "ternyata benar")
    assert _the_case(store, episode_id).series_id != first


def test_a_correction_keeps_the_state_and_what_it_asks_for(store: Store, episode_id: UUID) -> None:
    series_id = _recommended(store, episode_id)
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        service.correct_case(work, series_id, 4, _case(**{**RECOMMENDED, "conclusion": ""}), "salah ketik")
    assert codes(refused.value) == {"conclusion": "draft.required"}
    with store.writing(SITI) as work:
        service.correct_case(work, series_id, 4, _case(**{**RECOMMENDED, "sessions": 12}), "salah ketik")
    row = _the_case(store, episode_id)
    assert (row.state, row.sessions, row.reason) == ("recommended", 12, "salah ketik")
    with pytest.raises(StaleRecord), store.writing(SITI) as work:
        service.correct_case(work, series_id, 4, _case(**RECOMMENDED), "terlambat")


def test_the_recommendation_stays_before_the_duty(store: Store, episode_id: UUID) -> None:
    series_id = _recommended(store, episode_id)
    _plan(store, series_id)
    late = {**RECOMMENDED, "recommended_on": date(2022, 2, 5)}
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        service.correct_case(work, series_id, 5, _case(**late), "salah tanggal")
    assert codes(refused.value) == {"recommended_on": "tat.after_duty_began"}


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("weekly", [(2, 1), (2, 8), (2, 15), (2, 22), (3, 1)]),
        ("fortnightly", [(2, 1), (2, 15), (3, 1)]),
        ("monthly", [(2, 1), (3, 1)]),
        ("twice_weekly", [(2, 1), (2, 4), (2, 8), (2, 11), (2, 15), (2, 18), (2, 22), (2, 25), (3, 1)]),
    ],
)
def test_reports_fall_due_in_their_rhythm(rhythm: str, days: list[tuple[int, int]]) -> None:
    found = rules.duty_days(rhythm, date(2022, 2, 1), date(2022, 3, 3))
    assert [(day.month, day.day) for day in found] == days


def test_a_monthly_report_from_the_last_day_stays_on_the_last_day() -> None:
    found = rules.duty_days("monthly", date(2022, 1, 31), date(2022, 5, 31))
    assert [day.isoformat() for day in found] == ["2022-01-31", "2022-02-28", "2022-03-31", "2022-04-30", "2022-05-31"]


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"rhythm": ""}, "rhythm", "draft.required"),
        ({"rhythm": "daily"}, "rhythm", "lists.unknown"),
        ({"rhythm": "other"}, "rhythm", "tat.rhythm_without_days"),
        ({"begins_on": date(2022, 1, 26)}, "begins_on", "tat.out_of_order"),
        ({"until": date(2022, 1, 31)}, "until", "tat.out_of_order"),
        ({"until": date(2202, 3, 1)}, "until", "tat.duty_too_long"),
    ],
)
def test_each_wrong_duty_is_told_and_plans_nothing(
    store: Store, episode_id: UUID, typed: dict[str, Any], field: str, code: str
) -> None:
    series_id = _recommended(store, episode_id)
    with pytest.raises(RulesBroken) as refused:
        _plan(store, series_id, **typed)
    assert codes(refused.value) == {field: code}
    with store.reading(SITI) as work:
        assert queries.reports_of_episode(work, episode_id) == ()


def _report(store: Store, due_on: date, episode_id: UUID, **typed: object) -> UUID:
    with store.writing(SITI) as work:
        row = next(one for one in queries.reports_of_episode(work, episode_id) if one.due_on == due_on)
        service.record_report(work, row.series_id, row.row_version, ReportDraft.model_validate(typed))
    return row.series_id


def test_a_report_is_kept_or_missed_and_leaves_the_list_of_the_day(store: Store, episode_id: UUID) -> None:
    _plan(store, _recommended(store, episode_id))
    with store.reading(CLERK) as work:
        due = queries.duty_due(work)
        assert [(row.due_on.day, row.days_late) for row in due] == [(1, 28), (8, 21), (15, 14), (22, 7), (1, 0)]
        assert len(queries.duty_due(work, days_ahead=14)) == 7
    _report(store, date(2022, 2, 1), episode_id, is_kept=True, reported_on=date(2022, 2, 2), place="Polresta")
    _report(store, date(2022, 2, 8), episode_id, is_kept=False, remark="sakit")
    with store.reading(SITI) as work:
        assert [row.due_on.day for row in queries.duty_due(work)] == [15, 22, 1]
        kept, missed, *rest = queries.reports_of_episode(work, episode_id)
    assert (kept.is_kept, kept.reported_on, kept.place) == (True, date(2022, 2, 2), "Polresta")
    assert (missed.is_kept, missed.remark, {row.is_kept for row in rest}) == (False, "sakit", {None})


@pytest.mark.parametrize(
    ("due_on", "typed", "field", "code"),
    [
        (TODAY, {}, "is_kept", "draft.required"),
        (TODAY, {"is_kept": True}, "reported_on", "draft.required"),
        (TODAY, {"is_kept": True, "reported_on": date(2022, 3, 2)}, "reported_on", "tat.in_future"),
        (TODAY, {"is_kept": True, "reported_on": date(2022, 1, 31)}, "reported_on", "tat.out_of_order"),
        (TODAY, {"is_kept": False, "reported_on": TODAY}, "reported_on", "tat.missed_has_no_day"),
        (date(2022, 3, 8), {"is_kept": False}, "is_kept", "tat.not_yet_due"),
    ],
)
def test_each_wrong_report_is_told_beside_its_field(
    store: Store, episode_id: UUID, due_on: date, typed: dict[str, Any], field: str, code: str
) -> None:
    _plan(store, _recommended(store, episode_id))
    with pytest.raises(RulesBroken) as refused:
        _report(store, due_on, episode_id, **typed)
    assert codes(refused.value) == {field: code}


def test_a_recorded_report_is_corrected_with_a_reason_by_those_who_may(store: Store, episode_id: UUID) -> None:
    _plan(store, _recommended(store, episode_id))
    series_id = _report(store, TODAY, episode_id, is_kept=False)
    kept = ReportDraft(is_kept=True, reported_on=TODAY)
    with pytest.raises(RuleBroken, match=r"tat\.already_recorded"), store.writing(SITI) as work:
        service.record_report(work, series_id, 2, kept)
    with pytest.raises(NotAllowed), store.writing(HEAD) as work:
        service.correct_report(work, series_id, 2, kept, "salah klien")
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(SITI) as work:
        service.correct_report(work, series_id, 2, kept, "")
    with store.writing(SITI) as work:
        service.correct_report(work, series_id, 2, kept, "salah klien")
        assert [row.is_kept for row in queries.report_versions(work, series_id)] == [None, False, True]


def test_a_renewed_duty_keeps_what_was_recorded_and_puts_the_rest_aside(store: Store, episode_id: UUID) -> None:
    series_id = _recommended(store, episode_id)
    _plan(store, series_id)
    _report(store, date(2022, 2, 1), episode_id, is_kept=True, reported_on=date(2022, 2, 1))
    assert _plan(store, series_id, 5, rhythm="fortnightly", until=date(2022, 3, 31)) == 5
    with store.reading(SITI) as work:
        rows = queries.reports_of_episode(work, episode_id)
    assert [(row.due_on.month, row.due_on.day, row.is_kept) for row in rows] == [
        (2, 1, True),
        (2, 15, None),
        (3, 1, None),
        (3, 15, None),
        (3, 29, None),
    ]
    assert _the_case(store, episode_id).duty_rhythm == "fortnightly"


def test_the_end_of_the_duty_has_a_day_a_reason_and_clears_the_list(store: Store, episode_id: UUID) -> None:
    series_id = _recommended(store, episode_id)
    _plan(store, series_id)
    for day, reason, field, code in (
        (None, "selesai", "on", "draft.required"),
        (date(2022, 3, 2), "selesai", "on", "tat.in_future"),
        (date(2022, 1, 31), "selesai", "on", "tat.out_of_order"),
        (TODAY, " ", "reason", "draft.required"),
    ):
        with pytest.raises(RuleBroken) as refused, store.writing(SITI) as work:
            service.end_case(work, series_id, 5, day, reason)
        assert codes(refused.value) == {field: code}
    with store.writing(SITI) as work:
        service.end_case(work, series_id, 5, TODAY, "putusan pengadilan")
        assert queries.duty_due(work, days_ahead=60) == ()
        assert queries.open_cases(work) == ()


def test_the_end_of_the_episode_clears_the_list_and_stops_the_case(
    store: Store, clock: SetClock, episode_id: UUID
) -> None:
    series_id = _recommended(store, episode_id)
    _plan(store, series_id)
    with store.writing(SITI) as work:
        draft = CloseDraft(on=TODAY, outcome="legal_process", reason="ditahan")
        episodes.close(work, episode_id, 1, draft, attended=0)
        assert queries.duty_due(work) == ()
    clock.put(datetime(2022, 3, 20, 1, tzinfo=UTC))
    for attempt in (
        lambda: _plan(store, series_id, 5),
        lambda: _open(store, episode_id),
        lambda: _report(store, TODAY, episode_id, is_kept=False),
    ):
        with pytest.raises(RuleBroken, match=r"episodes\.closed"):
            attempt()
    with store.writing(SITI) as work:
        service.end_case(work, series_id, 5, date(2022, 3, 20), "ditahan")


def test_a_report_put_aside_comes_back_where_its_day_is_free(store: Store, episode_id: UUID) -> None:
    series_id = _recommended(store, episode_id)
    _plan(store, series_id)
    with store.reading(SITI) as work:
        first, second = queries.reports_of_episode(work, episode_id)[:2]
    _plan(store, series_id, 5, rhythm="fortnightly")
    with pytest.raises(RuleBroken, match=r"tat\.report_exists"), store.writing(SITI) as work:
        service.restore_report(work, first.series_id, 2, "tetap berlaku")
    with store.writing(SITI) as work:
        service.restore_report(work, second.series_id, 2, "tetap berlaku")
        assert date(2022, 2, 8) in {row.due_on for row in queries.reports_of_episode(work, episode_id)}


def test_what_happens_to_a_case_is_told_and_audited(store: Store, episode_id: UUID) -> None:
    told: list[TatChanged] = []
    store.bus.after_commit(TatChanged, told.append)
    series_id = _open(store, episode_id)
    _move(store, series_id, 1, "verified", **VERIFIED)
    assert [(fact.series_id, fact.episode_id) for fact in told] == [(series_id, episode_id)] * 2
    assert deeds(store, SITI)[-2:] == ["tat.open", "tat.to_verified"]


def test_the_desk_sees_what_is_due_but_no_facts_of_a_case(store: Store, episode_id: UUID) -> None:
    _open(store, episode_id)
    with store.reading(CLERK) as work:
        assert [row.state for row in queries.open_cases(work)] == ["requested"]
        with pytest.raises(NotAllowed):
            queries.cases_of_episode(work, episode_id)
