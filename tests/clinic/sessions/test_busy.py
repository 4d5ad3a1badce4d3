"""One counsellor, one room and one client serve one meeting at a time: refused where a meeting is planned or moved."""

from datetime import date, time
from uuid import UUID

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.sessions import busy, queries, service
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, keep_accounts, make_outpatient
from tests.makers import make_actor

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
DAY = date(2022, 3, 8)


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI, RINA)
    return store


@pytest.fixture
def first(store: Store) -> UUID:
    return make_outpatient(store, SITI)


@pytest.fixture
def second(store: Store) -> UUID:
    return make_outpatient(store, SITI)


def _plan(store: Store, episode_id: UUID, at: str | None = "09:00", **typed: object) -> UUID:
    with store.writing(SITI) as work:
        draft = PlanDraft.model_validate({"held_on": DAY, "held_at": at, **typed})
        return service.plan_session(work, episode_id, draft)


def _refused(store: Store, episode_id: UUID, at: str, **typed: object) -> list[RuleBroken]:
    with pytest.raises(RulesBroken) as refused:
        _plan(store, episode_id, at, **typed)
    assert set(codes(refused.value)) == {"held_at"}
    return refused.value.troubles


def test_a_counsellor_meets_one_client_at_a_time_and_the_trouble_says_whom_and_when(
    store: Store, first: UUID, second: UUID
) -> None:
    _plan(store, first)
    (trouble,) = _refused(store, second, "09:30")
    assert trouble.code == "schedule.counsellor_busy"
    assert trouble.facts == {"who": "BS 000001", "day": "08/03/2022", "hours": "09.00\u201310.00"}


@pytest.mark.parametrize("at", ["08:00", "10:00", None])
def test_the_hour_before_and_the_hour_after_are_free(store: Store, first: UUID, second: UUID, at: str | None) -> None:
    _plan(store, first)
    _plan(store, second, at)


def test_a_long_meeting_reaches_into_a_later_one(store: Store, first: UUID, second: UUID) -> None:
    _plan(store, first, "11:00")
    (trouble,) = _refused(store, second, "08:30", slots=6)
    assert trouble.code == "schedule.counsellor_busy"
    _plan(store, second, "08:30", slots=5)


def test_a_room_holds_one_meeting_at_a_time(store: Store, first: UUID, second: UUID) -> None:
    _plan(store, first, room="counselling_1")
    hers = {"counsellor_id": str(RINA.user_id)}
    (trouble,) = _refused(store, second, "09:00", room="counselling_1", **hers)
    assert trouble.code == "schedule.room_busy"
    _plan(store, second, room="counselling_2", **hers)


def test_a_client_is_in_one_place_at_a_time(store: Store, first: UUID) -> None:
    _plan(store, first)
    (trouble,) = _refused(store, first, "09:30", kind="family", counsellor_id=str(RINA.user_id))
    assert trouble.code == "schedule.client_busy"


def test_every_clash_of_one_hour_is_told(store: Store, first: UUID) -> None:
    _plan(store, first, room="counselling_1")
    troubles = _refused(store, first, "09:00", kind="family", room="counselling_1")
    assert {trouble.code for trouble in troubles} == {
        "schedule.counsellor_busy",
        "schedule.room_busy",
        "schedule.client_busy",
    }


def test_a_meeting_is_not_in_its_own_way_and_keeps_room_and_length_when_moved(store: Store, first: UUID) -> None:
    series_id = _plan(store, first, room="counselling_1", slots=3)
    with store.writing(SITI) as work:
        service.replan_session(work, series_id, 1, PlanDraft(held_on=DAY, held_at=time(9, 30)))
    with store.reading(SITI) as work:
        (row,) = queries.of_episode(work, first)
    assert (row.held_at, row.room, row.slots) == (time(9, 30), "counselling_1", 3)


def test_moving_into_a_taken_hour_is_refused(store: Store, first: UUID, second: UUID) -> None:
    _plan(store, first)
    series_id = _plan(store, second, "13:00")
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        service.replan_session(work, series_id, 1, PlanDraft(held_on=DAY, held_at=time(9)))
    assert codes(refused.value) == {"held_at": "schedule.counsellor_busy"}


@pytest.mark.parametrize(
    "attendance",
    [
        AttendanceDraft(attendance="batal"),
        AttendanceDraft(attendance="izin", attendance_reason="bekerja"),
    ],
    ids=["cancelled", "excused"],
)
def test_a_meeting_that_will_not_be_gives_its_hour_back(
    store: Store, first: UUID, second: UUID, attendance: AttendanceDraft
) -> None:
    series_id = _plan(store, first)
    with store.writing(SITI) as work:
        service.record_attendance(work, series_id, 1, attendance)
    _plan(store, second)


def test_the_plans_of_an_ended_episode_and_of_the_bin_take_no_hour(store: Store, first: UUID, second: UUID) -> None:
    _plan(store, first)
    binned = _plan(store, second, "13:00")
    with store.writing(SITI) as work:
        episodes.close(work, first, 2, CloseDraft(on=TODAY, outcome="moved", reason="pindah"), attended=0)
        service.bin_session(work, binned, 1, "salah klien")
    third = make_outpatient(store, SITI)
    _plan(store, third, kind="family")
    _plan(store, third, "13:00")


def test_what_took_place_is_recorded_whatever_else_stood_there(store: Store, first: UUID, second: UUID) -> None:
    _plan(store, first, held_on=TODAY)
    with store.writing(SITI) as work:
        plan = PlanDraft(held_on=TODAY, held_at=time(9))
        service.record_session(work, second, plan, AttendanceDraft(attendance="hadir"))
    with store.reading(SITI) as work:
        assert len(queries.today(work)) == 2


def test_hours_that_only_touch_do_not_overlap() -> None:
    assert busy.overlaps(time(9), 2, time(9, 30), 1)
    assert not busy.overlaps(time(9), 2, time(10), 1)
    assert not busy.overlaps(time(10), 1, time(9), 2)
    assert busy.hour_range(time(9, 30), 3) == "09.30\u201311.00"
