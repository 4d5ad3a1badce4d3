"""Phrases of letters, in Indonesian as letters are: how long somebody has used, and a diagnosis with its name."""

from typing import Final

from rehab_app.papers.letters.templates import template

_MONTHS_A_YEAR: Final = 12


def months_in_words(months: int) -> str:
    """Return ``3 tahun 2 bulan`` for 38 months, ``kurang dari 1 bulan`` for none; raises ValueError below 0."""
    if months < 0:
        raise ValueError("a duration is not negative")
    years, rest = divmod(months, _MONTHS_A_YEAR)
    parts = [f"{count} {unit}" for count, unit in ((years, "tahun"), (rest, "bulan")) if count]
    return " ".join(parts) or "kurang dari 1 bulan"


def diagnosis_in_words(code: str) -> str:
    """Return ``F15.2 sindrom ketergantungan, stimulansia lain`` for ``F15.2``; a code without a name stands alone.

    Names after PPDGJ-III / ICD-10, F10 to F19.
    """
    words = template("diagnosis").parts
    group, _, state = code.strip().partition(".")
    names = [words["states"].get(state, ""), words["groups"].get(group, "")] if group in words["groups"] else []
    name = ", ".join(part for part in names if part) or words["others"].get(code.strip(), "")
    return f"{code.strip()} {name}".strip()
