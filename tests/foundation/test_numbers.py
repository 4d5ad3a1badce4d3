"""Numbers are shown with a comma, and halves are rounded up once."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rehab_app.foundation.numbers import format_number, format_percent


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (12350, 0, "12.350"),
        (3.2333, 2, "3,23"),
        (Decimal("76.605"), 2, "76,61"),
        (76.605, 2, "76,61"),
        (Fraction(291, 90), 2, "3,23"),
        (Fraction(1, 9), 3, "0,111"),
        (Fraction(-1, 8), 2, "-0,13"),
        (1234567.5, 1, "1.234.567,5"),
        (-0.001, 2, "0,00"),
        (0, 0, "0"),
        (10**15, 2, "1.000.000.000.000.000,00"),
    ],
)
def test_numbers_are_shown_the_indonesian_way(value: float | Decimal | Fraction, places: int, shown: str) -> None:
    assert format_number(value, places) == shown


def test_a_share_of_nothing_is_left_empty() -> None:
    assert format_percent(17, 60) == "28,3%"
    assert format_percent(0, 60) == "0,0%"
    assert format_percent(0, 0) == ""
