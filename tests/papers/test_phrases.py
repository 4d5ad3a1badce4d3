"""Phrases of letters: durations and diagnoses in words."""

import pytest

from rehab_app.papers.letters.phrases import diagnosis_in_words, months_in_words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "kurang dari 1 bulan"),
        (1, "1 bulan"),
        (11, "11 bulan"),
        (12, "1 tahun"),
        (38, "3 tahun 2 bulan"),
        (1200, "100 tahun"),
    ],
)
def test_months_are_said_as_years_and_months(months: int, words: str) -> None:
    assert months_in_words(months) == words


def test_a_duration_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        months_in_words(-1)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("F15.2", "F15.2 sindrom ketergantungan, stimulansia lain"),
        ("F10.0", "F10.0 intoksikasi akut, alkohol"),
        ("F19", "F19 zat multipel atau zat lain"),
        ("Z50.3", "Z50.3 rehabilitasi ketergantungan obat"),
        ("Z50.9", "Z50.9"),
        ("", ""),
    ],
)
def test_a_diagnosis_is_named(code: str, words: str) -> None:
    assert diagnosis_in_words(code) == words
