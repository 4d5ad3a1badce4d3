"""What people type becomes the day they meant, and what is printed is read back as the same day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.foundation.dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    age_on,
    day_of,
    format_full,
    format_instant,
    format_long,
    format_short,
    format_time,
    month_name,
    parse_date,
    roman_month,
)
from rehab_app.foundation.errors import RuleBroken

TODAY = date(2026, 1, 12)
ZONES = tuple(ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))
days = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))


def trouble(text: str, *, is_birth: bool = False) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        parse_date(text, today=TODAY, is_birth=is_birth, field="birth_date")
    return caught.value


@pytest.mark.parametrize(
    "typed",
    [
        "1/2/90",
        "01/02/1990",
        "01-02-1990",
        "1.2.1990",
        "1 2 1990",
        "1990-02-01",
        "1990/2/1",
        "01021990",
        "19900201",
        "010290",
        "1 Februari 1990",
        "1 pebruari 90",
        "1 peb 1990",
        "1-Feb-90",
        "1Feb1990",
        "1 FEBRUARI 1990",
        "February 1, 1990",
        "1/II/1990",
        "Kamis, 1 Februari 1990",
        "hari Kamis tgl 1 Februari 1990",
        "Thu 1 Feb 1990",
        "  01 – 02 – 1990 ",
        "０１/０２/１９９０",
        "1/2/'90",
    ],
)
def test_every_way_to_type_one_day_means_that_day(typed: str) -> None:
    assert parse_date(typed, today=TODAY, is_birth=True) == date(1990, 2, 1)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("17 agt 90", 8),
        ("17 ags 90", 8),
        ("17 agu 90", 8),
        ("17 Agustus 1990", 8),
        ("17 Aug 90", 8),
        ("17 mei 90", 5),
        ("17 May 90", 5),
        ("17 Nopember 90", 11),
        ("17 nop 90", 11),
        ("17 Desember 90", 12),
        ("17 dec 90", 12),
        ("17 okt 90", 10),
        ("17 juni 90", 6),
        ("17 juli 90", 7),
        ("17 mar 90", 3),
    ],
)
def test_months_are_known_by_their_names_and_short_forms(typed: str, month: int) -> None:
    assert parse_date(typed, today=TODAY) == date(1990, month, 17)


@pytest.mark.parametrize(
    ("typed", "distance"),
    [
        ("hari ini", 0),
        ("Hari  Ini", 0),
        ("kemarin", -1),
        ("KEMAREN", -1),
        ("besok", 1),
        ("lusa", 2),
        ("today", 0),
        ("kemarin lusa", -2),
    ],
)
def test_near_days_are_counted_from_today(typed: str, distance: int) -> None:
    assert parse_date(typed, today=TODAY) == TODAY + timedelta(days=distance)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12/1/26", date(2026, 1, 12)),
        ("13/1/26", date(1926, 1, 13)),
        ("1/1/27", date(1927, 1, 1)),
        ("1/1/00", date(2000, 1, 1)),
    ],
)
def test_short_birth_year_is_the_latest_one_not_after_today(typed: str, meant: date) -> None:
    assert parse_date(typed, today=TODAY, is_birth=True) == meant


@pytest.mark.parametrize(
    ("typed", "year"), [("1/3/26", 2026), ("1/3/46", 2046), ("1/3/47", 1947), ("1/3/99", 1999), ("1/3/25", 2025)]
)
def test_short_year_of_other_dates_lies_between_79_years_before_and_20_after(typed: str, year: int) -> None:
    assert parse_date(typed, today=TODAY) == date(year, 3, 1)


def test_day_comes_before_month_and_is_never_swapped_in_silence() -> None:
    assert parse_date("03/04/2001", today=TODAY) == date(2001, 4, 3)
    assert trouble("04/13/2001").code == "dates.unreadable"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "tidak tahu",
        "1990",
        "1/2",
        "1/2/190",
        "1/2/3/4",
        "17 Foo 1990",
        "ag 17 1990",
        "2026-01-12T07:30",
        "12/1/2026 07:30",
        "32 3 1",
        "1/2/0026",
        "1/2/2500",
        "123456789",
        "1234567",
        "🙂",
        "١/٢/١٩٩٠",
        "17 Ağustos 1990",
        "0/0/0",
    ],
)
def test_what_is_no_date_is_refused_beside_its_field_with_an_example(typed: str) -> None:
    refused = trouble(typed)
    assert (refused.code, refused.field) == ("dates.unreadable", "birth_date")
    assert parse_date(str(refused.facts["example"]), today=TODAY) == date(1990, 8, 17)


@pytest.mark.parametrize("typed", ["31/02/1990", "29-2-2023", "310690", "0/5/1990", "32/1/1990"])
def test_a_day_that_no_calendar_has_is_told_apart_from_an_unreadable_one(typed: str) -> None:
    assert trouble(typed).code == "dates.no_such_day"


def test_a_weekday_that_contradicts_the_date_is_refused() -> None:
    assert trouble("Jumat, 1 Februari 1990").code == "dates.other_weekday"


@pytest.mark.parametrize("typed", ["13/01/2026", "besok", "1/1/2027"])
def test_nobody_is_born_after_today(typed: str) -> None:
    refused = trouble(typed, is_birth=True)
    assert (refused.code, refused.field) == ("dates.in_future", "birth_date")
    assert parse_date(typed, today=TODAY) > TODAY


def test_a_birth_date_beyond_any_human_age_is_refused() -> None:
    assert trouble("11/1/1905", is_birth=True).code == "dates.too_long_ago"
    assert parse_date("13/1/1905", today=TODAY, is_birth=True) == date(1905, 1, 13)


@settings(deadline=None)
@given(days)
def test_every_format_reads_back_as_the_same_day(day: date) -> None:
    written = [
        format_short(day),
        day.isoformat(),
        f"{day:%d%m%Y}",
        f"{day:%Y%m%d}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
    ]
    written += [form(day, language) for form in (format_long, format_full) for language in ("id", "en")]
    written.append(f"{day.day}/{roman_month(day.month)}/{day.year}")
    written.append(f"{day.day} {month_name(day.month)[:3]} {day.year}")
    assert {parse_date(text, today=TODAY) for text in written} == {day}


@settings(deadline=None)
@given(st.dates(TODAY - timedelta(days=36_500), TODAY))
def test_a_birth_date_typed_with_a_short_year_is_the_person_under_a_hundred(birth: date) -> None:
    assert parse_date(f"{birth:%d%m%y}", today=TODAY, is_birth=True) == birth


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_gives_a_date_or_a_known_trouble(text: str) -> None:
    answers: list[object] = []
    try:
        answers.append(parse_date(text, today=TODAY))
    except RuleBroken as refused:
        answers.append(refused.code)
    assert type(answers[0]) is date or str(answers[0]).startswith("dates.")


@settings(deadline=None)
@given(days.filter(lambda day: day.year >= 1990), st.times(), st.sampled_from(ZONES))
def test_conversion_through_utc_never_shifts_the_office_day(day: date, clock: time, zone: ZoneInfo) -> None:
    instant = datetime.combine(day, clock, zone).astimezone(UTC)
    assert day_of(instant, zone) == day


def test_early_morning_in_balikpapan_is_the_day_before_in_utc() -> None:
    instant = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert day_of(instant) == date(2026, 3, 1)
    assert format_time(instant) == "07:30 WITA"
    assert format_instant(instant) == "01/03/2026 07:30 WITA"
    assert [format_time(instant, zone) for zone in ZONES] == ["06:30 WIB", "07:30 WITA", "08:30 WIT"]
    assert format_time(instant, ZoneInfo("Asia/Kathmandu")) == "05:15 UTC+5.75"


def test_an_instant_is_not_taken_for_a_day() -> None:
    instant = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    for form in (format_short, format_long, format_full):
        with pytest.raises(TypeError):
            form(instant)
    with pytest.raises(ValueError, match="zone"):
        day_of(datetime(2026, 2, 28, 23, 30))  # noqa: DTZ001 - the naive instant under test


def test_dates_are_printed_as_the_office_writes_them() -> None:
    assert format_short(TODAY) == "12/01/2026"
    assert format_long(TODAY) == "12 Januari 2026"
    assert format_full(TODAY) == "Senin, 12 Januari 2026"
    assert format_full(TODAY, "en") == "Monday, 12 January 2026"
    assert [roman_month(month) for month in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 1, 13), date(2026, 1, 12), 17),
        (date(2008, 1, 12), date(2026, 1, 12), 18),
        (date(2004, 2, 29), date(2023, 2, 28), 18),
        (date(2004, 2, 29), date(2023, 3, 1), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (TODAY, TODAY, 0),
    ],
)
def test_age_is_whole_years_floored(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


def test_no_age_before_birth() -> None:
    with pytest.raises(RuleBroken, match=r"dates\.before_birth"):
        age_on(TODAY, TODAY - timedelta(days=1))
