"""Phrases of letters: durations, diagnoses and urine tests in words."""

from datetime import date

import pytest

from rehab_app.papers.letters.phrases import diagnosis_in_words, months_in_words, urine_in_words

DAY = date(2022, 3, 1)


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


def test_the_doctors_own_title_goes_before_the_name_of_the_code() -> None:
    assert diagnosis_in_words("B18.2", "hepatitis C kronis") == "B18.2 hepatitis C kronis"
    assert diagnosis_in_words("F15.2", " ") == "F15.2 sindrom ketergantungan, stimulansia lain"


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ({"MET": "negative", "THC": "negative"}, "1 Maret 2022: MET, THC negatif"),
        ({"THC": "negative", "MET": "positive"}, "1 Maret 2022: MET positif; THC negatif"),
        (
            {"MET": "positive", "AMP": "positive", "COC": "negative"},
            "1 Maret 2022: MET positif, AMP positif; COC negatif",
        ),
        ({"MET": "positive", "COC": "not_tested"}, "1 Maret 2022: MET positif"),
        (
            {"MET": "invalid", "BZO": "positive", "AMP": "positive", "COC": "negative"},
            "1 Maret 2022: AMP positif; BZO positif karena obat yang diresepkan; COC negatif; MET tidak valid",
        ),
    ],
)
def test_a_urine_test_says_positives_first_and_which_a_medicine_explains(results: dict[str, str], words: str) -> None:
    assert urine_in_words(DAY, results, ["BZO"]) == words


def test_a_doubted_sample_is_said() -> None:
    said = urine_in_words(DAY, {"MET": "negative"}, is_sample_doubted=True)
    assert said == "1 Maret 2022: MET negatif; keaslian sampel diragukan"
