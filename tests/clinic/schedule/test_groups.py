"""Group meetings: one seat for each member, moved together, filled in at once, cancelled, repeated."""

from datetime import date, time
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.schedule import groups, queries, rules
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.facts import GroupChanged
from rehab_app.clinic.schedule.rows import RosterRow
from rehab_app.clinic.sessions import queries as meetings
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import codes
from tests.clinic.schedule.makers import MONDAY, RINA, SITI, make_outpatients, make_week, plan_group

TUESDAY = date(2026, 3, 3)
CAME = AttendanceDraft(attendance="hadir")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_week(tmp_path)


@pytest.fixture
def members(store: Store) -> list[UUID]:
    return make_outpatients(store, "AA", "BB", "CC")


def _roster(store: Store, group_id: UUID) -> tuple[RosterRow, ...]:
    with store.reading(SITI) as work:
        return queries.group_roster(work, group_id)


def test_each_member_has_a_seat_in_her_own_episode_with_her_own_number(store: Store, members: list[UUID]) -> None:
    with store.writing(SITI) as work:
        sessions.record_session(work, members[0], PlanDraft(held_on=MONDAY), CAME)
    group_id = plan_group(store, members, room="group", slots=4, service="psychoeducation")
    roster = _roster(store, group_id)
    assert [(seat.initials, seat.number, seat.attendance) for seat in roster] == [
        ("AA", 2, ""),
        ("BB", 1, ""),
        ("CC", 1, ""),
    ]
    with store.reading(SITI) as work:
        (seat,) = meetings.of_episode(work, members[1])
        group = queries.group(work, group_id)
    assert (seat.group_id, seat.held_at, seat.kind, seat.service) == (group_id, time(10), "group", "psychoeducation")
    assert (seat.room, seat.slots, seat.counsellor_id) == ("group", 4, SITI.user_id)
    assert (group.seats, group.state, group.topic) == (3, "planned", "Mengenal pemicu")


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"held_on": None}, "held_on", "draft.required"),
        ({"held_at": None}, "held_at", "draft.required"),
        ({"kind": "individual"}, "kind", "schedule.group_of_one"),
        ({"kind": "party"}, "kind", "lists.unknown"),
        ({"room": "attic"}, "room", "lists.unknown"),
        ({"held_on": date(2027, 3, 5)}, "held_on", "sessions.too_far_ahead"),
        ({"held_at": "10:00Z"}, "held_at", "sessions.hour_with_zone"),
        ({"counsellor_id": str(uuid4())}, "counsellor_id", "episodes.no_counsellor"),
    ],
)
def test_each_wrong_group_is_told_beside_its_field(
    store: Store, members: list[UUID], typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        plan_group(store, members, **typed)
    assert codes(refused.value) == {field: code}
    with store.reading(SITI) as work:
        assert queries.week(work, MONDAY) == ()


def test_a_group_is_planned_with_all_its_members_or_not_at_all(store: Store, members: list[UUID]) -> None:
    with store.writing(SITI) as work:
        plan = PlanDraft(held_on=TUESDAY, held_at=time(10), counsellor_id=RINA.user_id)
        sessions.plan_session(work, members[1], plan)
    with pytest.raises(RulesBroken) as refused:
        plan_group(store, [*members, members[0], uuid4()])
    assert codes(refused.value) == {
        "episode_ids.1": "schedule.client_busy",
        "episode_ids.3": "schedule.already_member",
        "episode_ids.4": "episodes.unknown",
    }
    with store.reading(SITI) as work:
        assert [row.initials for row in queries.week(work, MONDAY)] == ["BB"]


def test_a_group_takes_an_hour_that_is_free_alone(store: Store, members: list[UUID]) -> None:
    plan_group(store, room="group")
    with pytest.raises(RulesBroken) as refused:
        plan_group(store, held_at="10:30", room="group")
    assert {trouble.code for trouble in refused.value.troubles} == {
        "schedule.counsellor_in_group",
        "schedule.room_in_group",
    }
    with store.writing(SITI) as work:
        sessions.plan_session(work, members[0], PlanDraft(held_on=TUESDAY, held_at=time(14)))
    with pytest.raises(RulesBroken) as refused:
        plan_group(store, held_at="13:30")
    assert codes(refused.value) == {"held_at": "schedule.counsellor_busy"}


def test_members_are_added_and_taken_out_with_a_reason(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members[:1])
    with store.writing(SITI) as work:
        groups.add_members(work, group_id, members[1:])
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        groups.add_members(work, group_id, members[2:])
    assert codes(refused.value) == {"episode_ids.0": "schedule.already_member"}
    taken = _roster(store, group_id)[1]
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(SITI) as work:
        groups.remove_member(work, taken.series_id, taken.row_version, " ")
    with store.writing(SITI) as work:
        groups.remove_member(work, taken.series_id, taken.row_version, "pindah kelompok")
    assert [seat.initials for seat in _roster(store, group_id)] == ["AA", "CC"]
    with store.writing(SITI) as work:
        groups.add_members(work, group_id, [taken.episode_id])
    assert len(_roster(store, group_id)) == 3


def test_the_roster_is_filled_in_at_once_and_the_group_was_held(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members, held_on=MONDAY)
    a, b, c = _roster(store, group_id)
    marks = {
        a.series_id: CAME.model_copy(update={"note": "Aktif berbagi."}),
        b.series_id: AttendanceDraft(attendance="izin", attendance_reason="bekerja"),
        c.series_id: AttendanceDraft(attendance="mangkir"),
    }
    with store.writing(SITI) as work:
        groups.record_roster(work, group_id, marks, {seat.series_id: 1 for seat in (a, b, c)}, "Membahas pemicu.")
        published = [fact for fact in work.facts if isinstance(fact, GroupChanged)]
    assert [(seat.attendance, seat.attendance_reason) for seat in _roster(store, group_id)] == [
        ("hadir", ""),
        ("izin", "bekerja"),
        ("mangkir", ""),
    ]
    assert [fact.state for fact in published] == ["held"]
    with store.reading(SITI) as work:
        group = queries.group(work, group_id)
        (row,) = queries.week(work, MONDAY)
        assert meetings.of_episode(work, members[0])[0].note == "Aktif berbagi."
    assert (group.state, group.summary, row.is_movable) == ("held", "Membahas pemicu.", False)


def test_a_roster_with_one_wrong_mark_writes_nothing(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members, held_on=MONDAY)
    a, b, _ = _roster(store, group_id)
    marks = {a.series_id: CAME, b.series_id: AttendanceDraft(attendance="izin")}
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        groups.record_roster(work, group_id, marks)
    assert codes(refused.value) == {f"{b.series_id}.attendance_reason": "sessions.excuse_needs_reason"}
    assert {seat.attendance for seat in _roster(store, group_id)} == {""}
    strange = uuid4()
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        groups.record_roster(work, group_id, {strange: CAME})
    assert codes(refused.value) == {str(strange): "schedule.not_in_group"}


def test_two_seats_fill_in_one_roster_and_the_slower_is_told(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members, held_on=MONDAY)
    seen = {seat.series_id: seat.row_version for seat in _roster(store, group_id)}
    marks = dict.fromkeys(seen, CAME)
    with store.writing(SITI) as work:
        groups.record_roster(work, group_id, marks, seen)
    absent = dict.fromkeys(seen, AttendanceDraft(attendance="mangkir", correction_reason="ralat"))
    with pytest.raises(StaleRecord), store.writing(SITI) as work:
        groups.record_roster(work, group_id, absent, seen)
    assert {seat.attendance for seat in _roster(store, group_id)} == {"hadir"}


def test_nobody_comes_to_a_group_that_is_still_ahead(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members[:1])
    (seat,) = _roster(store, group_id)
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        groups.record_roster(work, group_id, {seat.series_id: CAME})
    assert codes(refused.value) == {f"{seat.series_id}.attendance": "sessions.attendance_in_future"}


def test_a_group_moves_with_every_seat_and_no_seat_alone(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members[:2])
    a, _ = _roster(store, group_id)
    with pytest.raises(RuleBroken, match=r"sessions\.seat_of_group"), store.writing(SITI) as work:
        sessions.replan_session(work, a.series_id, 1, PlanDraft(held_on=MONDAY))
    with store.writing(SITI) as work:
        said = groups.move_group(work, group_id, 1, date(2026, 3, 7), time(10, 30), room="group")
    assert [notice.message for notice in said] == [rules.CLOSED_DAY]
    with store.reading(SITI) as work:
        (seat,) = meetings.of_episode(work, members[0])
        group = queries.group(work, group_id)
    assert (seat.held_on, seat.held_at, seat.room) == (date(2026, 3, 7), time(10, 30), "group")
    assert (group.held_on, group.held_at, group.topic, group.seats) == (
        date(2026, 3, 7),
        time(10, 30),
        "Mengenal pemicu",
        2,
    )
    with pytest.raises(StaleRecord), store.writing(SITI) as work:
        groups.move_group(work, group_id, 1, MONDAY, time(10))


def test_a_group_does_not_move_into_a_members_other_meeting(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members)
    with store.writing(SITI) as work:
        plan = PlanDraft(held_on=MONDAY, held_at=time(10), counsellor_id=RINA.user_id)
        sessions.plan_session(work, members[2], plan)
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        groups.move_group(work, group_id, 1, MONDAY, time(10))
    assert codes(refused.value) == {"seats.2": "schedule.client_busy"}
    assert refused.value.troubles[0].facts["who"] == "CC 000003"
    with store.reading(SITI) as work:
        assert queries.group(work, group_id).held_on == TUESDAY


def test_a_cancelled_group_cancels_its_seats_and_gives_its_hour_back(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members)
    with store.writing(SITI) as work:
        groups.cancel_group(work, group_id, 1, "pemateri sakit")
    assert _roster(store, group_id) == ()
    with store.reading(SITI) as work:
        assert queries.week(work, MONDAY) == ()
        assert queries.group(work, group_id).summary == "pemateri sakit"
        seat = meetings.of_episode(work, members[0])[0]
    assert (seat.attendance, seat.attendance_reason) == ("batal", "pemateri sakit")
    with pytest.raises(RuleBroken, match=r"schedule\.group_cancelled"), store.writing(SITI) as work:
        groups.add_members(work, group_id, members)
    plan_group(store, members)


def test_what_was_recorded_is_neither_cancelled_nor_moved(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members[:1], held_on=MONDAY)
    (seat,) = _roster(store, group_id)
    with store.writing(SITI) as work:
        groups.record_roster(work, group_id, {seat.series_id: CAME})
    for attempt in (
        lambda work: groups.cancel_group(work, group_id, 2, "alasan"),
        lambda work: groups.move_group(work, group_id, 2, TUESDAY, time(9)),
        lambda work: groups.remove_member(work, seat.series_id, 2, "alasan"),
    ):
        with pytest.raises(RuleBroken, match="recorded"), store.writing(SITI) as work:
            attempt(work)


def test_a_group_is_repeated_with_its_members_and_says_what_was_left_out(store: Store, members: list[UUID]) -> None:
    group_id = plan_group(store, members[:2], held_on=date(2026, 3, 4))
    with store.writing(SITI) as work:
        plan = PlanDraft(held_on=date(2026, 3, 11), held_at=time(10), counsellor_id=RINA.user_id)
        sessions.plan_session(work, members[1], plan)
        repeated = groups.repeat_group_weekly(work, group_id, 3)
    assert [(one.day, one.code, one.who) for one in repeated.skipped] == [
        (date(2026, 3, 11), "schedule.client_busy", "BB 000002"),
        (date(2026, 3, 18), "schedule.closed_day", ""),
    ]
    assert [[seat.initials for seat in _roster(store, one)] for one in repeated.planned] == [["AA"], ["AA", "BB"]]


def test_an_unknown_group_is_told(store: Store) -> None:
    with store.reading(SITI) as work, pytest.raises(RuleBroken, match=r"schedule\.unknown_group"):
        queries.group(work, uuid4())
    with store.writing(SITI) as work, pytest.raises(RuleBroken, match=r"schedule\.unknown_group"):
        groups.change_group(work, uuid4(), 1, GroupDraft())
