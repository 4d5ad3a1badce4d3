"""The week: meetings in half-hour slots, closed days said, moved by key or mouse, free hours, weekly repetition."""

from datetime import date, time
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.schedule import queries, rules, service
from rehab_app.clinic.schedule.rows import Planned, Repeated, SlotRow
from rehab_app.clinic.sessions import queries as meetings
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.calendar.service import OfficeDayDraft, add_office_day
from rehab_app.store.store import Store
from tests.clinic.makers import codes
from tests.clinic.schedule.makers import MONDAY, RINA, SITI, make_outpatients, make_week, plan_group
from tests.makers import make_actor

HEAD = make_actor(Role.KEPALA)
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_week(tmp_path)


def _plan(store: Store, episode_id: UUID, day: date = MONDAY, at: str | None = "09:00", **typed: object) -> Planned:
    with store.writing(SITI) as work:
        draft = PlanDraft.model_validate({"held_on": day, "held_at": at, **typed})
        return service.plan_meeting(work, episode_id, draft)


def _week(store: Store, counsellor_id: UUID | None = None, room: str = "") -> tuple[SlotRow, ...]:
    with store.reading(SITI) as work:
        return queries.week(work, MONDAY, counsellor_id, room)


def test_the_week_shows_individual_family_and_group_meetings_in_order(store: Store) -> None:
    a, b, c = make_outpatients(store, "AA", "BB", "CC")
    _plan(store, b, TUESDAY, "13:00", kind="family", slots=3, room="counselling_1")
    _plan(store, a, MONDAY, "09:30")
    _plan(store, c, TUESDAY, None)
    plan_group(store, [a, b], room="group", slots=4)
    shown = [(row.day, row.at, row.kind, row.slots, row.initials, row.topic, row.seats) for row in _week(store)]
    assert shown == [
        (MONDAY, time(9, 30), "individual", 2, "AA", "", 1),
        (TUESDAY, None, "individual", 2, "CC", "", 1),
        (TUESDAY, time(10), "group", 4, "", "Mengenal pemicu", 2),
        (TUESDAY, time(13), "family", 3, "BB", "", 1),
    ]
    assert all(row.is_movable for row in _week(store))


def test_the_week_is_narrowed_to_a_counsellor_or_a_room(store: Store) -> None:
    a, b = make_outpatients(store, "AA", "BB")
    _plan(store, a, counsellor_id=str(RINA.user_id))
    _plan(store, b, room="counselling_1")
    plan_group(store, counsellor_id=str(RINA.user_id))
    assert [row.topic or row.initials for row in _week(store, RINA.user_id)] == ["AA", "Mengenal pemicu"]
    assert [row.initials for row in _week(store, room="counselling_1")] == ["BB"]


def test_what_was_cancelled_or_will_not_be_is_not_in_the_week(store: Store) -> None:
    a, b, c = make_outpatients(store, "AA", "BB", "CC")
    cancelled = _plan(store, a).id
    _plan(store, b, at="11:00")
    kept = _plan(store, c, at="13:00").id
    with store.writing(SITI) as work:
        sessions.record_attendance(work, cancelled, 1, AttendanceDraft(attendance="batal"))
        sessions.record_attendance(work, kept, 1, AttendanceDraft(attendance="mangkir"))
        for episode_id in (b, c):
            episodes.close(work, episode_id, 2, CloseDraft(on=MONDAY, outcome="moved", reason="pindah"), attended=0)
    (row,) = _week(store)
    assert (row.initials, row.attendance, row.is_movable) == ("CC", "mangkir", False)


def test_the_days_of_the_week_say_why_the_clinic_is_closed(store: Store) -> None:
    with store.writing(HEAD) as work:
        add_office_day(work, OfficeDayDraft(day=date(2026, 3, 17), name="Rapat kerja"))
    with store.reading(SITI) as work:
        days = queries.week_days(work, date(2026, 3, 16))
        unknown = queries.week_days(work, date(2025, 12, 29))
    assert [day.closed for day in days[:4]] == ["", "Rapat kerja", *["Hari Suci Nyepi (Tahun Baru Saka 1948)"] * 2]
    assert len(days) == 7
    assert [day.has_known_holidays for day in unknown] == [False] * 3 + [True] * 4


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 19), "09:00", [rules.CLOSED_DAY]),
        (date(2026, 3, 7), "19:00", [rules.CLOSED_DAY, rules.OUTSIDE_HOURS]),
        (TUESDAY, "16:30", [rules.OUTSIDE_HOURS]),
        (TUESDAY, "07:30", [rules.OUTSIDE_HOURS]),
        (TUESDAY, "16:00", []),
        (TUESDAY, None, []),
    ],
)
def test_a_closed_day_and_an_odd_hour_are_said_and_not_refused(
    store: Store, day: date, at: str | None, expected: list[str]
) -> None:
    (episode_id,) = make_outpatients(store, "AA")
    planned = _plan(store, episode_id, day, at)
    assert [notice.message for notice in planned.notices] == expected
    with store.reading(SITI) as work:
        assert queries.notices_of(work, day, time.fromisoformat(at) if at else None) == planned.notices
        assert [row.series_id for row in meetings.of_episode(work, episode_id)] == [planned.id]


def test_a_meeting_is_moved_to_another_hour_counsellor_and_room_and_keeps_the_rest(store: Store) -> None:
    (episode_id,) = make_outpatients(store, "AA")
    series_id = _plan(store, episode_id, service="cbt", slots=3, room="counselling_1").id
    with store.writing(SITI) as work:
        said = service.move_meeting(work, series_id, 1, date(2026, 3, 19), time(8))
    assert [notice.message for notice in said] == [rules.CLOSED_DAY]
    with store.writing(SITI) as work:
        service.move_meeting(work, series_id, 2, TUESDAY, time(8), counsellor_id=RINA.user_id, room="counselling_2")
    (row,) = _week(store)
    assert (row.day, row.at, row.slots, row.service, row.number) == (TUESDAY, time(8), 3, "cbt", 1)
    assert (row.counsellor_id, row.room, row.row_version) == (RINA.user_id, "counselling_2", 3)


def test_a_move_into_a_taken_hour_is_refused_and_the_slower_seat_is_told(store: Store) -> None:
    a, b = make_outpatients(store, "AA", "BB")
    _plan(store, a)
    series_id = _plan(store, b, at="13:00").id
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        service.move_meeting(work, series_id, 1, MONDAY, time(9, 30))
    assert codes(refused.value) == {"held_at": "schedule.counsellor_busy"}
    assert refused.value.troubles[0].facts["who"] == "AA 000001"
    with store.writing(SITI) as work:
        service.move_meeting(work, series_id, 1, MONDAY, time(14))
    with pytest.raises(StaleRecord), store.writing(SITI) as work:
        service.move_meeting(work, series_id, 1, MONDAY, time(15))


def test_a_group_stands_in_the_way_of_its_counsellor_its_room_and_its_members(store: Store) -> None:
    a, b = make_outpatients(store, "AA", "BB")
    plan_group(store, [a], room="group")
    for typed, code in (
        ({}, "schedule.counsellor_in_group"),
        ({"counsellor_id": str(RINA.user_id), "room": "group"}, "schedule.room_in_group"),
    ):
        with pytest.raises(RulesBroken) as refused:
            _plan(store, b, TUESDAY, "10:30", **typed)
        assert codes(refused.value) == {"held_at": code}
        assert refused.value.troubles[0].facts["who"] == "Mengenal pemicu"
    with pytest.raises(RulesBroken) as refused:
        _plan(store, a, TUESDAY, "10:30", counsellor_id=str(RINA.user_id))
    assert codes(refused.value) == {"held_at": "schedule.client_busy"}


def test_free_hours_are_those_of_counsellor_room_and_client_together(store: Store) -> None:
    a, b = make_outpatients(store, "AA", "BB")
    _plan(store, a, TUESDAY, "09:00")
    _plan(store, b, TUESDAY, "11:00", counsellor_id=str(RINA.user_id), room="counselling_1")
    with store.reading(SITI) as work:
        hers = queries.free_slots(work, TUESDAY, SITI.user_id)
        in_room = queries.free_slots(work, TUESDAY, SITI.user_id, "counselling_1", 1)
        closed = queries.free_slots(work, date(2026, 3, 19), SITI.user_id)
    assert hers[:3] == (time(8), time(10), time(10, 30))
    assert hers[-1] == time(16)
    assert [at for at in in_room if at.hour in {9, 11}] == []
    assert in_room[-1] == time(16, 30)
    assert closed == ()


def test_a_meeting_is_repeated_weekly_without_closed_days_and_says_which(store: Store) -> None:
    a, b = make_outpatients(store, "AA", "BB")
    series_id = _plan(store, a, date(2026, 3, 4), "09:00", service="cbt", room="counselling_1").id
    _plan(store, b, date(2026, 3, 25), "09:00")
    with store.writing(SITI) as work:
        repeated = service.repeat_weekly(work, series_id, 4)
    assert _days(repeated) == [
        (date(2026, 3, 18), "schedule.closed_day"),
        (date(2026, 3, 25), "schedule.counsellor_busy"),
    ]
    assert repeated.skipped[0].facts["name"] == "Hari Suci Nyepi (Tahun Baru Saka 1948)"
    with store.reading(SITI) as work:
        rows = meetings.of_episode(work, a)
    assert [row.held_on for row in rows] == [date(2026, 3, 4), date(2026, 3, 11), date(2026, 4, 1)]
    assert {(row.held_at, row.service, row.room) for row in rows} == {(time(9), "cbt", "counselling_1")}
    assert [row.number for row in rows] == [1, 2, 3]
    assert repeated.planned == tuple(row.series_id for row in rows[1:])


def _days(repeated: Repeated) -> list[tuple[date, str]]:
    return [(one.day, one.code) for one in repeated.skipped]


@pytest.mark.parametrize("times", [0, -1, 53])
def test_a_repetition_has_one_to_fifty_two_weeks(store: Store, times: int) -> None:
    (episode_id,) = make_outpatients(store, "AA")
    series_id = _plan(store, episode_id).id
    with pytest.raises(RuleBroken, match=r"schedule\.times"), store.writing(SITI) as work:
        service.repeat_weekly(work, series_id, times)


def test_a_meeting_in_the_bin_or_unknown_is_not_repeated(store: Store) -> None:
    (episode_id,) = make_outpatients(store, "AA")
    series_id = _plan(store, episode_id).id
    with store.writing(SITI) as work:
        sessions.bin_session(work, series_id, 1, "salah klien")
    for unknown in (series_id, episode_id):
        with pytest.raises(RuleBroken, match=r"schedule\.unknown_meeting"), store.writing(SITI) as work:
            service.repeat_weekly(work, unknown, 2)


def test_an_ended_episode_is_not_planned_on(store: Store) -> None:
    (episode_id,) = make_outpatients(store, "AA")
    series_id = _plan(store, episode_id).id
    with store.writing(SITI) as work:
        episodes.close(work, episode_id, 2, CloseDraft(on=MONDAY, outcome="moved", reason="pindah"), attended=0)
    for attempt in (
        lambda: _plan(store, episode_id, TUESDAY),
        lambda: _repeat(store, series_id),
    ):
        with pytest.raises(RuleBroken, match=r"episodes\.closed"):
            attempt()


def _repeat(store: Store, series_id: UUID) -> None:
    with store.writing(SITI) as work:
        service.repeat_weekly(work, series_id, 2)


def test_the_registrar_sees_the_week_and_plans_nothing(store: Store) -> None:
    (episode_id,) = make_outpatients(store, "AA")
    _plan(store, episode_id)
    clerk = make_actor(Role.PENDAFTARAN)
    with store.reading(clerk) as work:
        assert len(queries.week(work, MONDAY)) == 1
    with pytest.raises(NotAllowed), store.writing(clerk) as work:
        service.plan_meeting(work, episode_id, PlanDraft(held_on=TUESDAY))
