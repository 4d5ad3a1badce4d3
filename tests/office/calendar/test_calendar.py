"""The calendar: weekends, the joint decree of the years that are shipped, and the office's own days above both."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, StaleRecord
from rehab_app.office.calendar import holidays
from rehab_app.office.calendar.service import (
    OfficeDayDraft,
    add_office_day,
    closed_days,
    is_open,
    office_days,
    take_out_office_day,
    years_without_holidays,
)
from rehab_app.store.store import Store
from tests.makers import make_actor, make_store

HEAD = make_actor(Role.KEPALA)
SITI = make_actor()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


def _closed(store: Store, first: date, last: date) -> dict[date, str]:
    with store.reading(SITI) as work:
        return dict(closed_days(work, first, last))


def _add(store: Store, day: date | None, name: str = "", *, is_open: bool = False) -> None:
    with store.writing(HEAD) as work:
        add_office_day(work, OfficeDayDraft(day=day, name=name, is_open=is_open))


def test_weekends_and_the_decree_close_the_clinic(store: Store) -> None:
    assert _closed(store, date(2026, 3, 16), date(2026, 3, 22)) == {
        date(2026, 3, 18): "Hari Suci Nyepi (Tahun Baru Saka 1948)",
        date(2026, 3, 19): "Hari Suci Nyepi (Tahun Baru Saka 1948)",
        date(2026, 3, 20): "Idulfitri 1447 H",
        date(2026, 3, 21): "Idulfitri 1447 H",
        date(2026, 3, 22): "Idulfitri 1447 H",
    }
    assert _closed(store, date(2026, 1, 9), date(2026, 1, 12)) == {
        date(2026, 1, 10): "Saturday",
        date(2026, 1, 11): "Sunday",
    }


def test_a_year_whose_decree_is_not_shipped_is_said_to_be_unknown(store: Store) -> None:
    assert holidays.holidays_of(2022) is None
    assert years_without_holidays(date(2025, 12, 29), date(2026, 1, 4)) == (2025,)
    assert years_without_holidays(date(2026, 1, 5), date(2026, 1, 11)) == ()
    assert date(2022, 8, 17) not in _closed(store, date(2022, 8, 15), date(2022, 8, 19))


def test_each_shipped_year_has_its_holidays_with_joint_leave_marked() -> None:
    for year in holidays.years_known():
        found = holidays.holidays_of(year)
        assert found is not None
        assert len(found) > 15
        assert {one.day.year for one in found} == {year}
        assert {one.is_joint_leave for one in found} == {True, False}


def test_the_office_closes_a_day_and_opens_another(store: Store) -> None:
    wednesday, saturday = date(2026, 1, 14), date(2026, 1, 17)
    _add(store, wednesday, "Rapat kerja tahunan")
    _add(store, saturday, is_open=True)
    closed = _closed(store, date(2026, 1, 12), date(2026, 1, 18))
    assert closed == {
        wednesday: "Rapat kerja tahunan",
        date(2026, 1, 16): "Isra Mikraj Nabi Muhammad saw.",
        date(2026, 1, 18): "Sunday",
    }
    with store.reading(SITI) as work:
        assert (is_open(work, wednesday), is_open(work, saturday)) == (False, True)
        rows = office_days(work, 2026)
    assert [(row.day, row.is_open, row.calendar_name) for row in rows] == [
        (wednesday, False, ""),
        (saturday, True, "Saturday"),
    ]


def test_a_day_that_is_taken_out_follows_the_calendar_and_may_be_put_in_again(store: Store) -> None:
    day = date(2026, 1, 14)
    _add(store, day, "Rapat kerja tahunan")
    with store.reading(HEAD) as work:
        (row,) = office_days(work, 2026)
    with store.writing(HEAD) as work:
        take_out_office_day(work, row.id, row.row_version)
    assert _closed(store, day, day) == {}
    with pytest.raises(RuleBroken, match=r"calendar\.unknown_day"), store.writing(HEAD) as work:
        take_out_office_day(work, row.id, row.row_version + 1)
    _add(store, day, "Upacara")
    assert _closed(store, day, day) == {day: "Upacara"}


@pytest.mark.parametrize(
    ("day", "name", "opens", "field", "code"),
    [
        (None, "Rapat", False, "day", "draft.required"),
        (date(2026, 1, 14), "  ", False, "name", "draft.required"),
        (date(2026, 1, 14), "Rapat", True, "is_open", "calendar.says_nothing"),
    ],
)
def test_each_wrong_day_is_told_beside_its_field(
    store: Store, day: date | None, name: str, *, opens: bool, field: str, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        _add(store, day, name, is_open=opens)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_day_is_put_in_once_and_the_slower_seat_is_told(store: Store) -> None:
    day = date(2026, 1, 14)
    _add(store, day, "Rapat")
    with pytest.raises(RuleBroken, match=r"calendar\.day_taken"):
        _add(store, day, "Rapat lain")
    with store.reading(HEAD) as work:
        (row,) = office_days(work, 2026)
    with pytest.raises(StaleRecord), store.writing(HEAD) as work:
        take_out_office_day(work, row.id, row.row_version + 1)


def test_only_those_who_keep_the_office_change_its_days(store: Store) -> None:
    with pytest.raises(NotAllowed), store.writing(SITI) as work:
        add_office_day(work, OfficeDayDraft(day=date(2026, 1, 14), name="Rapat"))
    assert _closed(store, date(2026, 1, 14), date(2026, 1, 14)) == {}


def test_a_span_of_many_years_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="three years"):
        _closed(store, date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=1200))
