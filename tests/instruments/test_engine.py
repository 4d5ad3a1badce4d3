"""The engine scores every shape of instrument the clinic will add: published and derived vectors of five of them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_app.instruments.engine import Bands, Item, Method, Scale, half_up


def _likert(numbers: tuple[int, ...], reverse: tuple[int, ...] = ()) -> tuple[Item, ...]:
    return tuple(Item(f"q{number}", (1, 2, 3, 4, 5), is_reversed=number in reverse) for number in numbers)


DAST_10 = Scale(
    "total",
    tuple(Item(f"q{number}", (0, 1), is_reversed=number == 3) for number in range(1, 11)),
    bands=Bands(((0, "none"), (1, "low"), (3, "moderate"), (6, "substantial"), (9, "severe"))),
)
URICA = [
    Scale(name, _likert(numbers), Method.MEAN)
    for name, numbers in {
        "precontemplation": (1, 5, 11, 13, 23, 26, 29),
        "contemplation": (2, 8, 12, 15, 19, 21, 24),
        "action": (3, 7, 10, 14, 17, 25, 30),
        "maintenance": (6, 16, 18, 22, 27, 28, 32),
    }.items()
]
WHOQOL = [
    Scale(name, _likert(numbers, (3, 4, 26)), Method.MEAN, least)
    for name, numbers, least in (
        ("physical", (3, 4, 10, 15, 16, 17, 18), 6),
        ("psychological", (5, 6, 7, 11, 19, 26), 5),
        ("social", (20, 21, 22), 2),
        ("environment", (8, 9, 12, 13, 14, 23, 24, 25), 6),
    )
]
WHOQOL_RAW = [4, 4, 4, 5, 4, 3, 4, 5, 3, 4, 5, 3, 4, 3, 4, 3, 4, 4, 5, 4, 3, 5, 4, 3, 4, 4]


def _numbered(values: list[int]) -> dict[str, int]:
    return {f"q{number}": value for number, value in enumerate(values, start=1)}


@pytest.mark.parametrize(
    ("answers", "score", "band"),
    [
        ([1, 0, 0, 1, 0, 0, 1, 0, 0, 0], 4, "moderate"),
        ([1] * 10, 9, "severe"),
        ([0] * 10, 1, "low"),
    ],
)
def test_a_reversed_item_of_a_sum_counts_from_the_other_end(answers: list[int], score: int, band: str) -> None:
    measure = DAST_10.measure(_numbered(answers))
    assert (measure.score(), measure.band, measure.missing) == (score, band, ())


def test_a_sum_with_a_missing_item_has_no_value_and_names_it() -> None:
    measure = DAST_10.measure(_numbered([0] * 9))
    assert (measure.value, measure.score(), measure.band, measure.missing) == (None, None, None, ("q10",))


def test_an_empty_form_has_no_value_not_zero() -> None:
    for scale in (DAST_10, *URICA, *WHOQOL):
        assert scale.measure({}).value is None


def test_a_scale_that_could_do_without_all_items_still_has_no_value_without_any() -> None:
    assert Scale("loose", _likert((1, 2)), Method.MEAN, least=0).measure({}).value is None


@pytest.mark.parametrize("answer", [1, 2, 3, 4, 5])
def test_means_of_equal_answers_make_a_readiness_of_twice_the_answer(answer: int) -> None:
    values = [scale.measure(_numbered([answer] * 32)).value for scale in URICA]
    assert values == [answer] * 4
    precontemplation, *ready = (value for value in values if value is not None)
    assert sum(ready) - precontemplation == 2 * answer


@pytest.mark.parametrize(
    ("raw", "transformed"),
    [
        (WHOQOL_RAW, ["53.57", "70.83", "75.00", "65.63"]),
        ([3] * 26, ["50.00"] * 4),
        ([1] * 26, ["28.57", "16.67", "0.00", "0.00"]),
        ([5] * 26, ["71.43", "83.33", "100.00", "100.00"]),
    ],
)
def test_means_with_reversed_items_transform_to_the_published_values(raw: list[int], transformed: list[str]) -> None:
    values = [scale.measure(_numbered(raw)).value for scale in WHOQOL]
    shown = [half_up((value * 4 - 4) * Fraction(100, 16), 2) for value in values if value is not None]
    assert shown == [Decimal(text) for text in transformed]


def test_a_mean_stands_for_as_many_missing_items_as_the_key_allows() -> None:
    social = WHOQOL[2]
    assert social.measure({"q20": 4, "q22": 5}).value == Fraction(9, 2)
    assert social.measure({"q20": 4, "q22": 5}).missing == ("q21",)
    assert social.measure({"q20": 4}).value is None


def test_a_sum_never_does_without_an_item_even_if_told_so() -> None:
    assert Scale("sum", _likert((1, 2)), Method.SUM, least=1).measure({"q1": 3}).value is None


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction("65.625"), 2, "65.63"),
        (Fraction("64.995"), 2, "65.00"),
        (Fraction("64.99"), 2, "64.99"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction("-0.125"), 2, "-0.13"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(0), 2, "0.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: Fraction, places: int, shown: str) -> None:
    rounded = half_up(value, places)
    assert str(rounded) == shown
    assert isinstance(rounded, int if places == 0 else Decimal)


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(min_value=0, max_value=4))
def test_rounding_stays_within_half_a_step(value: Fraction, places: int) -> None:
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(st.fractions(min_value=-50, max_value=50), st.fractions(min_value=-50, max_value=50))
def test_a_higher_value_never_has_a_lower_band(one: Fraction, other: Fraction) -> None:
    bands = DAST_10.bands
    assert bands is not None
    low, high = sorted((one, other))
    assert bands.names.index(bands.of(low)) <= bands.names.index(bands.of(high))
