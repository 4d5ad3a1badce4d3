"""The NIK (Nomor Induk Kependudukan): what its 16 digits say, and where they contradict the rest of an identity.

Six digits of the kecamatan of *first* registration, the birth date as DDMMYY (women: DD + 40), four of serial number. A NIK is
never changed, not when its owner moves nor when the birth date is corrected later (PP 37/2007 Pasal 37; Dukcapil), so every
contradiction is a warning; refused is only what cannot be a NIK, or is the number of the family card. There is no check digit.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.office.places.gazetteer import gazetteer

DIGITS: Final = 16
_WOMEN: Final = 40
_LAST_DAY: Final = 31
_SEPARATORS: Final = frozenset(" .-\t")

OTHER_BIRTH_DATE: Final = "nik.other_birth_date"
OTHER_SEX: Final = "nik.other_sex"
UNKNOWN_REGION: Final = "nik.unknown_region"
IMPOSSIBLE_DATE: Final = "nik.impossible_date"
NO_SERIAL: Final = "nik.no_serial"
MADE_UP: Final = "nik.made_up"

WARNINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        OTHER_BIRTH_DATE: N_("The NIK names another birth date. Compare it with the identity paper."),
        OTHER_SEX: N_("The NIK names the other sex. Compare it with the identity paper."),
        UNKNOWN_REGION: N_("The NIK begins with a region that is not known. Check the first four digits."),
        IMPOSSIBLE_DATE: N_("The NIK holds a birth date that does not exist. Check digits 7 to 12."),
        NO_SERIAL: N_("The NIK ends with 0000. Check the last four digits."),
        MADE_UP: N_("The NIK looks like a number typed to fill the field. If there is none, choose no identity paper."),
    }
)


@dataclass(frozen=True, slots=True)
class NikFacts:
    """What a NIK says: region code (``64.71.05``) and regency of first registration, birth date, sex (L or P), serial.

    The regency is empty where its code is unknown, the date None and the sex empty where the digits cannot be one.
    """

    number: str
    region_code: str
    regency: str
    birth_date: date | None
    sex: str
    serial: str


def read_nik(text: str, field: str = "nik") -> str:
    """Return the 16 digits of a typed NIK; raises RuleBroken ``nik.not_digits`` or ``nik.length`` (with ``count``)."""
    bare = _bare(text)
    if not _is_number(bare):
        raise RuleBroken("nik.not_digits", field=field)
    if len(bare) != DIGITS:
        raise RuleBroken("nik.length", field=field, count=len(bare))
    return bare


def read_kk(text: str, field: str = "kk_number") -> str:
    """Return the 16 digits of a typed Nomor KK; raises RuleBroken ``kk.not_digits`` or ``kk.length`` (with ``count``)."""
    bare = _bare(text)
    if not _is_number(bare):
        raise RuleBroken("kk.not_digits", field=field)
    if len(bare) != DIGITS:
        raise RuleBroken("kk.length", field=field, count=len(bare))
    return bare


def decode(nik: str, today: date, regency_name: Callable[[str], str] | None = None) -> NikFacts:
    """Return what a read NIK says. Its year has two digits: the latest birth date that is not after ``today`` is meant."""
    region = f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"
    day = int(nik[6:8])
    sex = ""
    if 1 <= day <= _LAST_DAY:
        sex = "L"
    elif 1 <= day - _WOMEN <= _LAST_DAY:
        sex, day = "P", day - _WOMEN
    name = (regency_name or gazetteer().regency_name)(region[:5])
    return NikFacts(nik, region, name, _birth(day, int(nik[8:10]), int(nik[10:12]), today), sex, nik[12:])


def _birth(day: int, month: int, short_year: int, today: date) -> date | None:
    """Return the latest date of these digits that is not after ``today``, or None where there is none."""
    for century in (today.year - today.year % 100, today.year - today.year % 100 - 100):
        try:
            born = date(century + short_year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None


def check(
    nik: str,
    *,
    birth_date: date | None,
    sex: str,
    kk: str,
    today: date,
    regency_name: Callable[[str], str] | None = None,
) -> list[str]:
    """Return the warnings about a NIK beside what else is known of the person: codes of ``WARNINGS``, gravest first.

    ``nik`` and ``kk`` may be as typed; what is not known (None, empty) is not compared, and of the year two digits are. Raises
    RuleBroken as ``read_nik`` does, and ``nik.same_as_kk`` where it is the family card's number.
    """
    number = read_nik(nik)
    if number == _bare(kk):
        raise RuleBroken("nik.same_as_kk", field="nik")
    facts = decode(number, today, regency_name)
    if len(set(number)) == 1 or number in "12345678901234567890":
        return [MADE_UP]
    found = []
    if facts.birth_date is None:
        found.append(IMPOSSIBLE_DATE)
    elif birth_date is not None and f"{facts.birth_date:%d%m%y}" != f"{birth_date:%d%m%y}":
        found.append(OTHER_BIRTH_DATE)
    if sex and facts.sex and sex != facts.sex:
        found.append(OTHER_SEX)
    if not facts.regency:
        found.append(UNKNOWN_REGION)
    if facts.serial == "0000":
        found.append(NO_SERIAL)
    return found


def _is_number(bare: str) -> bool:
    """Whether nothing but digits stands there; an empty text lacks digits, it does not hold wrong ones."""
    return not bare or (bare.isascii() and bare.isdecimal())


def _bare(text: str) -> str:
    """Return a number without the separators people type, full-width digits made plain."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if sign not in _SEPARATORS and unicodedata.category(sign) != "Cf")
