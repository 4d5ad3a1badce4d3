"""Dates as people type and read them: many spellings in, a few fixed ones out.

A date is a day on a calendar and never an instant, so nothing here has an hour except where an instant is shown in the
office's zone (``format_time``, ``day_of``). Month and day names are constants: loading a locale library for nineteen words
would cost the way to the first window.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rehab_app.foundation.clock import WITA
from rehab_app.foundation.errors import RuleBroken

MONTHS: Final = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
WEEKDAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
ROMAN_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199
OLDEST_AGE: Final = 120
# A two-digit year of an ordinary date lies in the hundred years that end this many years after today.
YEARS_AHEAD: Final = 20

_NEAR_DAYS: Final = {
    "hari ini": 0, "hariini": 0, "sekarang": 0, "today": 0,
    "kemarin": -1, "kemaren": -1, "yesterday": -1,
    "kemarin dulu": -2, "kemarin lusa": -2,
    "besok": 1, "esok": 1, "tomorrow": 1,
    "lusa": 2, "besok lusa": 2,
}  # fmt: skip
# Spellings beside the full names and their beginnings of three letters or more.
_ODD_MONTHS: Final = {
    "agt": 8, "ags": 8, "agst": 8, "peb": 2, "pebruari": 2, "nop": 11, "nopember": 11, "mrt": 3,
}  # fmt: skip
_ODD_WEEKDAYS: Final = {"jum'at": 4, "jumat": 4, "ahad": 6}
_FILLERS: Final = frozenset({"tgl", "tanggal", "hari", "th", "thn", "tahun"})
_PARTS: Final = re.compile(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)?")
_ALLOWED: Final = re.compile(r"[0-9a-z\s/.,'\-]+")
_ZONE_NAMES: Final = {7: "WIB", 8: "WITA", 9: "WIT"}


def parse_date(text: str, *, today: date, is_birth: bool = False, field: str = "") -> date:
    """Return the day that ``text`` means: ``1/2/90``, ``1.2.1990``, ``17 agt 90``, ``17081990``, ISO, ``hari ini``, ``lusa``.

    Day before month always; a year of two digits is read by a stated window: a birth date is the latest one that is not after
    ``today``, any other date lies between 79 years before and 20 years after ``today``. Raises RuleBroken
    ``dates.unreadable`` (with an ``example``), ``dates.no_such_day``, ``dates.other_weekday``, and for a birth date
    ``dates.in_future`` and ``dates.too_long_ago``; each carries ``field``.
    """
    try:
        day = _read(_tidy(text), today, is_birth=is_birth)
    except RuleBroken as trouble:
        raise trouble.beside(field) from None
    if is_birth and day > today:
        raise RuleBroken("dates.in_future", field=field, today=format_short(today))
    if is_birth and age_on(day, today) > OLDEST_AGE:
        raise RuleBroken("dates.too_long_ago", field=field, years=OLDEST_AGE)
    return day


def _tidy(text: str) -> str:
    """Return ``text`` in small letters, one space between words, typographic dashes and quotes made plain."""
    plain = unicodedata.normalize("NFKC", text).translate(
        {0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-", 0x2019: "'"}
    )
    return " ".join(plain.lower().split())


def _read(tidy: str, today: date, *, is_birth: bool) -> date:
    """Read tidied text; raise RuleBroken without a field."""
    if tidy in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[tidy])
    if not _ALLOWED.fullmatch(tidy):
        raise _unreadable()
    parts = [part for part in _PARTS.findall(tidy) if part not in _FILLERS]
    weekday = None
    if parts and (weekday := _weekday(parts[0])) is not None:
        parts = parts[1:]
    if len(parts) == 1:
        parts = _split_digits(parts[0])
    if len(parts) != 3:  # noqa: PLR2004 - day, month, year
        raise _unreadable()
    day = _build(*_ordered(parts), today, is_birth=is_birth)
    if weekday is not None and day.weekday() != weekday:
        raise RuleBroken("dates.other_weekday", date=format_short(day))
    return day


def _unreadable() -> RuleBroken:
    """The refusal of a text that is no date."""
    return RuleBroken("dates.unreadable", example="17/08/1990")


def _split_digits(digits: str) -> list[str]:
    """Split ``17081990``, ``170890`` or ``19900817`` into parts; the year's range makes eight digits unambiguous."""
    match (digits.isdecimal(), len(digits)):
        case (True, 6):
            return [digits[:2], digits[2:4], digits[4:]]
        case (True, 8) if EARLIEST_YEAR <= int(digits[4:]) <= LATEST_YEAR:
            return [digits[:2], digits[2:4], digits[4:]]
        case (True, 8):
            return [digits[:4], digits[4:6], digits[6:]]
        case _:
            raise _unreadable()


def _ordered(parts: list[str]) -> tuple[str, int, str]:
    """Return day, month and year of three parts: year first where it has four digits, a named month in either place."""
    first, second, third = parts
    if len(first) == 4 and first.isdecimal():  # noqa: PLR2004 - a full year
        first, third = third, first
    if not first.isdecimal() and second.isdecimal():
        first, second = second, first
    month = int(second) if second.isdecimal() and len(second) <= 2 else _month(second)  # noqa: PLR2004 - two digits
    if month is None or not (first.isdecimal() and third.isdecimal()):
        raise _unreadable()
    return first, month, third


def _build(day: str, month: int, year: str, today: date, *, is_birth: bool) -> date:
    """Return the date of three read parts."""
    if len(day) > 2 or len(year) not in {2, 4} or not 1 <= month <= 12:  # noqa: PLR2004 - digits of day, year and month
        raise _unreadable()
    full_year = int(year)
    if len(year) == 2:  # noqa: PLR2004 - a short year
        full_year = _full_year(int(day), month, full_year, today, is_birth=is_birth)
    if not EARLIEST_YEAR <= full_year <= LATEST_YEAR:
        raise _unreadable()
    try:
        return date(full_year, month, int(day))
    except ValueError:
        raise RuleBroken("dates.no_such_day", month=f"{month:02d}/{full_year}") from None


def _full_year(day: int, month: int, short_year: int, today: date, *, is_birth: bool) -> int:
    """Return the year with its century, by the window that ``parse_date`` states."""
    latest = today.year if is_birth else today.year + YEARS_AHEAD
    year = latest - (latest - short_year) % 100
    if is_birth and (year, month, day) > (today.year, today.month, today.day):
        year -= 100
    return year


def _month(word: str) -> int | None:
    """Return the month that ``word`` names: in full, by three letters or more, by an odd spelling, or in Roman numerals."""
    if word in _ODD_MONTHS:
        return _ODD_MONTHS[word]
    if word.upper() in ROMAN_MONTHS:
        return ROMAN_MONTHS.index(word.upper()) + 1
    return _beginning(word, MONTHS, 1)


def _weekday(word: str) -> int | None:
    """Return the weekday that ``word`` names, Monday being 0, unless it names a month as well."""
    if word in _ODD_WEEKDAYS:
        return _ODD_WEEKDAYS[word]
    return None if _month(word) else _beginning(word, WEEKDAYS, 0)


def _beginning(word: str, names: Mapping[str, tuple[str, ...]], first: int) -> int | None:
    """Return the number of the name that begins with ``word``, where three letters or more are given."""
    if len(word) < 3:  # noqa: PLR2004 - fewer letters name nothing
        return None
    for language in names.values():
        for number, name in enumerate(language, first):
            if name.lower().startswith(word):
                return number
    return None


def _day_only(day: date) -> date:
    """Return ``day``; an instant is refused, because its day depends on a zone (see ``day_of``)."""
    if isinstance(day, datetime):
        raise TypeError("a day is wanted, not an instant; ask day_of")
    return day


def format_short(day: date) -> str:
    """Return ``17/08/1990``."""
    _day_only(day)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_long(day: date, language: str = "id") -> str:
    """Return ``17 Agustus 1990``."""
    _day_only(day)
    return f"{day.day} {month_name(day.month, language)} {day.year:04d}"


def format_full(day: date, language: str = "id") -> str:
    """Return ``Jumat, 17 Agustus 1990``."""
    return f"{WEEKDAYS[language][_day_only(day).weekday()]}, {format_long(day, language)}"


def month_name(month: int, language: str = "id") -> str:
    """Return the name of month 1 to 12."""
    return MONTHS[language][month - 1]


def roman_month(month: int) -> str:
    """Return month 1 to 12 in Roman numerals, as letter numbers write it."""
    return ROMAN_MONTHS[month - 1]


def day_of(instant: datetime, zone: ZoneInfo = WITA) -> date:
    """Return the office's day of an aware ``instant``; raises ValueError for a naive one."""
    return _in_zone(instant, zone).date()


def format_time(instant: datetime, zone: ZoneInfo = WITA) -> str:
    """Return ``07:30 WITA`` of an aware ``instant``."""
    local = _in_zone(instant, zone)
    return f"{local:%H:%M} {_zone_name(local)}"


def format_instant(instant: datetime, zone: ZoneInfo = WITA) -> str:
    """Return ``12/01/2026 07:30 WITA`` of an aware ``instant``."""
    return f"{format_short(day_of(instant, zone))} {format_time(instant, zone)}"


def _in_zone(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return ``instant`` on the office's clock."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no day")
    return instant.astimezone(zone)


def _zone_name(local: datetime) -> str:
    """Return WIB, WITA or WIT, else the distance from UTC."""
    hours = (local.utcoffset() or timedelta()) / timedelta(hours=1)
    return _ZONE_NAMES.get(int(hours), f"UTC{hours:+g}") if hours == int(hours) else f"UTC{hours:+g}"


def age_on(birth: date, day: date) -> int:
    """Return the whole years lived on ``day``; born on 29 February, one is a year older on 1 March of a common year.

    Raises RuleBroken ``dates.before_birth`` where ``day`` lies before ``birth``.
    """
    if day < birth:
        raise RuleBroken("dates.before_birth")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
