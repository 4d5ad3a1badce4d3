"""Where the meetings of a week lie, and how the cursor goes through them."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from rehab_app.clinic.schedule.rows import SlotRow
from rehab_app.ui.schedule.blocks import HOURLESS, Layout, arrange, key_of, monday_of
from rehab_app.ui.schedule.cursor import Cursor

MONDAY = date(2023, 1, 16)


def row(at: str | None = "09:00", day: date = MONDAY, slots: int = 2, **known: Any) -> SlotRow:  # noqa: ANN401
    """Return a meeting of one client."""
    values: dict[str, Any] = {
        "kind": "individual",
        "service": "",
        "counsellor_id": uuid4(),
        "room": "",
        "row_version": 1,
        "series_id": uuid4(),
        "episode_id": uuid4(),
        "client_id": uuid4(),
        "initials": "AB",
        "rm_number": "000001",
        "number": 1,
        "attendance": "",
        "group_id": None,
        "topic": "",
        "seats": 1,
        "state": "",
    }
    return SlotRow(day=day, at=time.fromisoformat(at) if at else None, slots=slots, **(values | known))


def week(*rows: SlotRow, is_shared: bool = False) -> Layout:
    """Return the week of 16 January, the clinic open from 8 to 17."""
    return arrange(MONDAY, rows, 8, 17, is_shared=is_shared)


def test_an_empty_week_has_six_days_and_the_half_hours_of_the_clinic() -> None:
    layout = week()
    assert (len(layout.days), layout.slots, layout.first_slot, layout.most_lanes) == (6, 18, 0, 1)
    assert layout.time_of(3) == time(9, 30)
    assert layout.slot_of(time(16, 45)) == 17


def test_meetings_at_one_hour_stand_beside_each_other_and_those_after_them_do_not() -> None:
    layout = week(row("09:00"), row("09:30"), row("10:00"), row("11:00"))
    assert [(block.first, block.end, block.lane, block.lanes) for block in layout.blocks] == [
        (2, 4, 0, 2),
        (3, 5, 1, 2),
        (4, 6, 0, 2),
        (6, 8, 0, 1),
    ]


def test_a_meeting_on_sunday_or_outside_the_hours_stretches_the_week() -> None:
    layout = week(row("06:30"), row("17:00", MONDAY + timedelta(days=6)))
    assert len(layout.days) == 7
    assert (layout.starts, layout.slots) == (390, 23)
    assert (layout.opens, layout.closes) == (3, 21)


def test_a_meeting_that_ends_after_midnight_is_cut_at_midnight() -> None:
    layout = week(row("23:00", slots=4))
    assert layout.slots == 32


def test_meetings_without_an_hour_lie_above_the_first_half_hour() -> None:
    layout = week(row(None), row(None))
    assert layout.first_slot == HOURLESS
    assert [block.lane for block in layout.at(0, HOURLESS)] == [0, 1]
    assert layout.time_of(HOURLESS) is None


@pytest.mark.parametrize(
    ("attendance", "is_shared", "is_free"),
    [("", False, False), ("hadir", False, False), ("mangkir", False, True), ("izin", False, True), ("", True, True)],
)
def test_an_hour_is_offered_where_nobody_is_met_or_another_counsellor_is_free(
    attendance: str, *, is_shared: bool, is_free: bool
) -> None:
    layout = week(row(attendance=attendance), is_shared=is_shared)
    assert (None in layout.stops(0, 2)) is is_free


def test_the_cursor_goes_through_those_who_are_met_at_one_hour_and_then_to_the_next_day() -> None:
    layout = week(row("09:00"), row("09:00"), is_shared=True)
    cursor = Cursor(0, 2)
    places = []
    for _ in range(3):
        places.append((cursor.column, cursor.place))
        following = cursor.sideways(layout, 1, is_carrying=False)
        assert following is not None
        cursor = following
    assert places == [(0, 0), (0, 1), (0, 2)]
    assert cursor == Cursor(1, 2, 0)
    assert cursor.sideways(layout, -1, is_carrying=False) == Cursor(0, 2, 2)


def test_a_meeting_is_passed_in_one_step_and_the_ends_of_the_day_hold() -> None:
    layout = week(row("09:00"))
    assert Cursor(0, 1).upwards(layout, 1, is_carrying=False).slot == 2
    assert Cursor(0, 2).upwards(layout, 1, is_carrying=False).slot == 4
    assert Cursor(0, 3).upwards(layout, -1, is_carrying=False).slot == 1
    assert Cursor(0, 0).upwards(layout, -1, is_carrying=False).slot == 0
    assert Cursor(0, 17).upwards(layout, 1, is_carrying=False).slot == 17


def test_who_carries_goes_by_half_hours_and_days_whoever_is_met_there() -> None:
    layout = week(row("09:00"), row("09:00"), is_shared=True)
    assert Cursor(0, 2).upwards(layout, 1, is_carrying=True).slot == 3
    following = Cursor(0, 2).sideways(layout, 1, is_carrying=True)
    assert following is not None
    assert following.column == 1


def test_left_of_monday_and_right_of_saturday_is_another_week() -> None:
    layout = week()
    assert Cursor(0, 2).sideways(layout, -1, is_carrying=False) is None
    assert Cursor(5, 2).sideways(layout, 1, is_carrying=False) is None


def test_a_cursor_is_brought_back_into_a_week_that_became_smaller() -> None:
    assert Cursor(99, 99, 9).within(week()) == Cursor(5, 17, 0)


def test_the_monday_of_a_sunday_is_that_of_the_week_before_it() -> None:
    assert monday_of(date(2023, 1, 22)) == MONDAY


def test_a_block_is_found_by_its_meeting() -> None:
    meeting = row()
    found = week(meeting).block_of(key_of(meeting))
    assert found is not None
    assert found.row is meeting
    assert week().block_of(key_of(meeting)) is None
