"""Every age falls into exactly one band, whatever bands the office sets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.bands import OLDEST, AgeBand, band_of, bands_from


def labels(bands: tuple[AgeBand, ...]) -> list[str]:
    return [band.label for band in bands]


STARTS = (15, 18, 25, 35, 45, 55)


def test_bands_may_keep_children_apart() -> None:
    bands = bands_from(STARTS)
    assert labels(bands) == ["0-14", "15-17", "18-24", "25-34", "35-44", "45-54", "55+"]
    assert band_of(17, bands).label == "15-17"
    assert band_of(18, bands).label == "18-24"


def test_a_single_year_is_written_alone() -> None:
    assert labels(bands_from((17, 18))) == ["0-16", "17", "18+"]


@pytest.mark.parametrize("starts", [(20, 15), (15, 15), (-1,), (15, OLDEST + 1)])
def test_starts_must_rise_within_a_human_life(starts: tuple[int, ...]) -> None:
    with pytest.raises(RuleBroken, match=r"bands\.not_rising"):
        bands_from(starts)


def test_no_age_is_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        band_of(-1, bands_from(STARTS))


@settings(deadline=None)
@given(st.sets(st.integers(1, OLDEST)).map(sorted), st.integers(0, 150))
def test_each_age_lies_in_the_one_band_that_holds_it(starts: list[int], age: int) -> None:
    bands = bands_from(starts)
    holding = [band for band in bands if band.lowest <= age and (band.highest is None or age <= band.highest)]
    assert holding == [band_of(age, bands)]


def test_a_start_at_birth_says_nothing_new() -> None:
    assert bands_from(STARTS) == bands_from((0, *STARTS))
