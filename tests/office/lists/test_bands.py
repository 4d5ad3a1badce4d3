"""Every age falls into exactly one band, whatever bands the office sets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.bands import DEFAULT_STARTS, OLDEST, AgeBand, band_of, bands_from, parse_bands


def labels(bands: tuple[AgeBand, ...]) -> list[str]:
    return [band.label for band in bands]


def test_the_default_keeps_children_apart() -> None:
    assert labels(bands_from()) == ["0-14", "15-17", "18-24", "25-34", "35-44", "45-54", "55+"]
    assert band_of(17, bands_from()).label == "15-17"
    assert band_of(18, bands_from()).label == "18-24"


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("0-15, 16-19, 20-24, 25-40, 41-59", ["0-15", "16-19", "20-24", "25-40", "41-59", "60+"]),
        ("<15; 15 – 24; >24", ["0-14", "15-24", "25+"]),
        ("15-17", ["0-14", "15-17", "18+"]),
        ("17, 18-20", ["0-16", "17", "18-20", "21+"]),
        ("18+", ["0-17", "18+"]),
        ("0+", ["0+"]),
        ("0-14\n15+\n", ["0-14", "15+"]),
    ],
)
def test_bands_are_read_and_every_age_gets_one(text: str, bands: list[str]) -> None:
    assert labels(parse_bands(text)) == bands


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bands.unreadable"),
        (" , ", "bands.unreadable"),
        ("muda, tua", "bands.unreadable"),
        ("0-14-20", "bands.unreadable"),
        ("-5", "bands.unreadable"),
        ("20-24, 15-19", "bands.not_rising"),
        ("0-15, 15-20", "bands.not_rising"),
        ("24-20", "bands.not_rising"),
        ("18+, 25+", "bands.not_rising"),
        ("0-14, 300+", "bands.gap"),
        ("0-299, 300+", "bands.not_rising"),
        ("0-14, 16-20", "bands.gap"),
    ],
)
def test_bands_that_do_not_fit_are_refused(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        parse_bands(text, "age_bands")
    assert (caught.value.code, caught.value.field) == (code, "age_bands")


@pytest.mark.parametrize("starts", [(20, 15), (15, 15), (-1,), (15, OLDEST + 1)])
def test_starts_must_rise_within_a_human_life(starts: tuple[int, ...]) -> None:
    with pytest.raises(RuleBroken, match=r"bands\.not_rising"):
        bands_from(starts)


def test_no_age_is_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        band_of(-1, bands_from())


@settings(deadline=None)
@given(st.sets(st.integers(1, OLDEST)).map(sorted), st.integers(0, 150))
def test_each_age_lies_in_the_one_band_that_holds_it(starts: list[int], age: int) -> None:
    bands = bands_from(starts)
    holding = [band for band in bands if band.lowest <= age and (band.highest is None or age <= band.highest)]
    assert holding == [band_of(age, bands)]
    assert parse_bands(", ".join(labels(bands))) == bands


def test_the_default_is_what_the_setting_would_hold() -> None:
    assert bands_from(DEFAULT_STARTS) == bands_from((0, *DEFAULT_STARTS))
