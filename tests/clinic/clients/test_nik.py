"""A NIK is read and compared, and only what cannot be one is refused."""

from datetime import date, timedelta

import lokal
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.clinic.clients import nik
from rehab_app.clinic.clients.nik import WARNINGS, check, decode, read_kk, read_nik
from rehab_app.foundation.errors import RuleBroken

TODAY = date(2026, 1, 12)
MAN = "6471050503900001"
WOMAN = "6471054503900001"

# The patients of the SATUSEHAT sandbox: NIK, and the birth date and sex that its digits say.
SANDBOX = [
    ("9271060312000001", date(2000, 12, 3), "L"),
    ("9204014804000002", date(2000, 4, 8), "P"),
    ("9104224509000003", date(2000, 9, 5), "P"),
    ("9104223107000004", date(2000, 7, 31), "L"),
    ("9104224606000005", date(2000, 6, 6), "P"),
    ("9104025209000006", date(2000, 9, 12), "P"),
    ("9201076001000007", date(2000, 1, 20), "P"),
    ("9201394901000008", date(2000, 1, 9), "P"),
    ("9201076407000009", date(2000, 7, 24), "P"),
    ("9210060207000010", date(2000, 7, 2), "L"),
]


def warnings(number: str, birth_date: date | None = None, sex: str = "", kk: str = "") -> list[str]:
    return check(number, birth_date=birth_date, sex=sex, kk=kk, today=TODAY)


def refusal(number: str, kk: str = "") -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        warnings(number, kk=kk)
    return caught.value


@pytest.mark.parametrize(("number", "birth", "sex"), SANDBOX)
def test_sandbox_numbers_are_decoded_and_their_old_regions_known(number: str, birth: date, sex: str) -> None:
    facts = decode(number, TODAY)
    assert (facts.birth_date, facts.sex, facts.serial) == (birth, sex, number[12:])
    assert facts.regency
    assert warnings(number, birth, sex) == []


def test_a_birth_date_that_the_nik_contradicts_is_a_warning_only() -> None:
    assert warnings("9271060312000001", date(1992, 1, 9), "L") == [nik.OTHER_BIRTH_DATE]


def test_a_woman_has_forty_more_in_her_day_of_birth() -> None:
    assert (decode(MAN, TODAY).sex, decode(MAN, TODAY).birth_date) == ("L", date(1990, 3, 5))
    assert (decode(WOMAN, TODAY).sex, decode(WOMAN, TODAY).birth_date) == ("P", date(1990, 3, 5))
    assert decode(WOMAN, TODAY).region_code == "64.71.05"
    assert decode(WOMAN, TODAY).regency == "Kota Balikpapan"
    assert warnings(WOMAN, date(1990, 3, 5), "L") == [nik.OTHER_SEX]
    assert warnings(WOMAN, date(1990, 3, 6), "L") == [nik.OTHER_BIRTH_DATE, nik.OTHER_SEX]


@pytest.mark.parametrize(
    ("digits", "birth"),
    [
        ("120126", date(2026, 1, 12)),
        ("130126", date(1926, 1, 13)),
        ("311226", date(1926, 12, 31)),
        ("010127", date(1927, 1, 1)),
        ("290200", date(2000, 2, 29)),
        ("290204", date(2004, 2, 29)),
        ("290226", None),
        ("310490", None),
        ("000190", None),
        ("320190", None),
        ("720190", None),
        ("011390", None),
    ],
)
def test_the_year_is_the_latest_that_is_not_to_come(digits: str, birth: date | None) -> None:
    assert decode(f"647105{digits}0001", TODAY).birth_date == birth


def test_an_old_person_is_not_warned_about_for_the_century() -> None:
    assert warnings("6471051001250001", date(1925, 1, 10), "L") == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("6471053202900001", [nik.IMPOSSIBLE_DATE]),
        ("0000050503900001", [nik.UNKNOWN_REGION]),
        ("6499050503900001", [nik.UNKNOWN_REGION]),
        ("6473010503900001", []),
        ("6471990503900001", []),
        ("6471050503900000", [nik.NO_SERIAL]),
        ("1111111111111111", [nik.MADE_UP]),
        ("0000000000000000", [nik.MADE_UP]),
        ("1234567890123456", [nik.MADE_UP]),
    ],
)
def test_doubtful_numbers_are_warned_about_and_kept(number: str, expected: list[str]) -> None:
    assert warnings(number) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "64 7105 050390 0001",
        "6471.05.050390.0001",
        "6471-0505-0390-0001",
        " 6471050503900001\n",
        "６４７１０５０５０３９００００１",
    ],
)
def test_separators_are_forgiven(typed: str) -> None:
    assert read_nik(typed.strip("\n")) == MAN


@pytest.mark.parametrize("typed", ["647105050390000", "64710505039000012", "", "12"])
def test_wrong_length_is_refused_with_the_count(typed: str) -> None:
    refused = refusal(typed)
    assert (refused.code, refused.field, refused.facts["count"]) == ("nik.length", "nik", len(typed))


@pytest.mark.parametrize("typed", ["64710505039O0001", "tidak ada", "٦٤٧١٠٥٠٥٠٣٩٠٠٠٠١", "6471050503900001x", "🙂"])
def test_anything_but_digits_is_refused(typed: str) -> None:
    assert (refusal(typed).code, refusal(typed).field) == ("nik.not_digits", "nik")


def test_the_number_of_the_family_card_is_not_a_nik() -> None:
    assert refusal(MAN, kk="6471.05.050390.0001").code == "nik.same_as_kk"
    assert warnings(MAN, kk="6471050101150007") == []


def test_the_family_card_has_its_own_words() -> None:
    assert read_kk("6471 0501 0115 0007") == "6471050101150007"
    for typed, code in [("6471", "kk.length"), ("KK hilang", "kk.not_digits")]:
        with pytest.raises(RuleBroken) as caught:
            read_kk(typed)
        assert (caught.value.code, caught.value.field) == (code, "kk_number")


@settings(deadline=None)
@given(st.dates(TODAY - timedelta(days=36_500), TODAY), st.sampled_from("LP"), st.integers(1, 9999))
def test_what_is_put_into_a_nik_is_read_out_again(birth: date, sex: str, serial: int) -> None:
    day = birth.day + (40 if sex == "P" else 0)
    number = f"647103{day:02d}{birth:%m%y}{serial:04d}"
    facts = decode(number, TODAY)
    assert (facts.birth_date, facts.sex, facts.serial) == (birth, sex, f"{serial:04d}")
    assert warnings(number, birth, sex) == []


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_another_reader_of_nik_agrees_but_for_births_to_come(number: str) -> None:
    theirs = lokal.parse_nik(number, reference_date=TODAY)
    ours = decode(number, TODAY)
    if theirs.birth_date and date.fromisoformat(theirs.birth_date) <= TODAY:
        assert ours.birth_date == date.fromisoformat(theirs.birth_date)
        assert ours.sex == theirs.gender
    assert set(warnings(number)) <= set(WARNINGS)
