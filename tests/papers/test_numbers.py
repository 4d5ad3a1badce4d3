"""Letter numbers follow the office's pattern."""

from dataclasses import replace
from datetime import date

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.letters.numbers import NumberParts, check_pattern, letter_number
from rehab_app.papers.register.types import delivered_types

DELIVERED = delivered_types()["R"].pattern
PARTS = NumberParts("R", 12, date(2022, 9, 5), "KA", "RH.00.00", "BNNK-BPP")


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (DELIVERED, "R/12/IX/KA/RH.00.00/2022/BNNK-BPP"),
        (
            "{sifat}/{nomor}/{penandatangan}/{bulan_romawi}/{klasifikasi}/{tahun}/{unit}",
            "R/12/KA/IX/RH.00.00/2022/BNNK-BPP",
        ),
        ("{nomor:03}/{tahun}", "012/2022"),
        ("B/UND-{nomor}/{tahun}", "B/UND-12/2022"),
        ("  {nomor}/{tahun}  ", "12/2022"),
        ("{{x}}{nomor}/{tahun}", "{x}12/2022"),
    ],
)
def test_numbers_follow_the_pattern(pattern: str, number: str) -> None:
    assert letter_number(pattern, PARTS) == number


@pytest.mark.parametrize(("month", "roman"), [(1, "I"), (4, "IV"), (8, "VIII"), (12, "XII")])
def test_the_month_is_roman(month: int, roman: str) -> None:
    assert (
        letter_number("{nomor}/{bulan_romawi}/{tahun}", replace(PARTS, day=date(2026, month, 1))) == f"12/{roman}/2026"
    )


def test_numbers_beyond_the_padding_keep_their_digits() -> None:
    assert letter_number("{nomor:02}/{tahun}", replace(PARTS, nomor=1234)) == "1234/2022"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("", "papers.pattern_lacks"),
        ("{nomor}", "papers.pattern_lacks"),
        ("{tahun}", "papers.pattern_lacks"),
        ("{nomor}/{tahun}/{kota}", "papers.pattern_unknown"),
        ("{nomor}/{tahun}/{}", "papers.pattern_unknown"),
        ("{nomor}/{tahun}/{nomor.real}", "papers.pattern_unknown"),
        ("{nomor}/{tahun}/{unit[0]}", "papers.pattern_unknown"),
        ("{nomor/{tahun}", "papers.pattern_malformed"),
        ("{nomor}/{tahun}}", "papers.pattern_malformed"),
        ("{nomor}/{tahun!r}", "papers.pattern_malformed"),
        ("{nomor:>9999}/{tahun}", "papers.pattern_malformed"),
        ("{nomor}/{tahun:04}", "papers.pattern_malformed"),
        ("{nomor:{tahun}}/{tahun}", "papers.pattern_malformed"),
    ],
)
def test_a_pattern_that_cannot_number_letters_is_refused(pattern: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_pattern(pattern)
    assert refused.value.code == code
    assert refused.value.field == "pattern"
    with pytest.raises(RuleBroken):
        letter_number(pattern, PARTS)


def test_the_missing_part_is_named() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_pattern("{nomor}")
    assert refused.value.facts == {"part": "tahun"}


@pytest.mark.parametrize("part", ["sifat", "penandatangan", "klasifikasi", "unit"])
def test_a_part_the_pattern_asks_for_may_not_be_blank(part: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        letter_number(DELIVERED, replace(PARTS, **{part: "  "}))  # type: ignore[arg-type] # one text part
    assert (refused.value.code, refused.value.field) == ("papers.number_part_empty", part)


def test_a_blank_part_the_pattern_leaves_out_is_no_matter() -> None:
    assert letter_number("{nomor}/{tahun}", replace(PARTS, unit="", sifat="")) == "12/2022"


def test_line_breaks_in_a_part_do_not_break_the_number() -> None:
    assert letter_number("{nomor}/{tahun}/{unit}", replace(PARTS, unit=" BNNK\n BPP ")) == "12/2022/BNNK BPP"


@pytest.mark.parametrize("number", [0, -1])
def test_running_numbers_begin_at_one(number: int) -> None:
    with pytest.raises(ValueError, match="begin at 1"):
        letter_number(DELIVERED, replace(PARTS, nomor=number))
