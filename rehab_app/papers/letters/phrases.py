"""Phrases of letters, in Indonesian as letters are: how long somebody has used, a diagnosis with its name, a urine test."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from rehab_app.clinic.diagnoses.codes import title_of
from rehab_app.foundation.dates import MONTHS, WEEKDAYS, format_long
from rehab_app.papers.letters.templates import Sentences, filled, in_words, template

_MONTHS_A_YEAR: Final = 12
_HUNDRED: Final = 100
_THOUSAND: Final = 1000


def months_in_words(months: int) -> str:
    """Return ``3 tahun 2 bulan`` for 38 months, ``kurang dari 1 bulan`` for none; raises ValueError below 0."""
    if months < 0:
        raise ValueError("a duration is not negative")
    years, rest = divmod(months, _MONTHS_A_YEAR)
    parts = [f"{count} {unit}" for count, unit in ((years, "tahun"), (rest, "bulan")) if count]
    return " ".join(parts) or "kurang dari 1 bulan"


def date_in_words(day: date) -> str:
    """Return ``Senin tanggal dua belas bulan Januari tahun dua ribu dua puluh enam``, as minutes begin."""
    weekday, month = WEEKDAYS["id"][day.weekday()], MONTHS["id"][day.month - 1]
    return f"{weekday} tanggal {in_words(day.day)} bulan {month} tahun {_year_in_words(day.year)}"


def _year_in_words(year: int) -> str:
    thousands, rest = divmod(year, _THOUSAND)
    hundreds, rest = divmod(rest, _HUNDRED)
    parts = [
        "seribu" if thousands == 1 else f"{in_words(thousands)} ribu",
        ("seratus" if hundreds == 1 else f"{in_words(hundreds)} ratus") if hundreds else "",
        in_words(rest) if rest else "",
    ]
    return " ".join(part for part in parts if part)


def diagnosis_in_words(code: str, title: str = "") -> str:
    """Return ``F15.2 sindrom ketergantungan, stimulansia lain`` for ``F15.2``; a code without a name stands alone.

    The doctor's own ``title`` goes before the name of the code. Names after PPDGJ-III / ICD-10.
    """
    return f"{code.strip()} {title.strip() or title_of(code.strip())}".strip()


def urine_in_words(
    day: date, results: Mapping[str, str], explained: Collection[str] = (), *, is_sample_doubted: bool = False
) -> str:
    """Return ``1 Maret 2022: MET positif, AMP positif; THC, COC negatif`` for the results of a test (codes of ``urine_result``).

    Positives first. Of one that a prescribed medicine explains it says so, not which medicine; what was not tested is left out.
    """
    said = template("urine").parts["results"]
    groups = [_strips(said, result, results, explained) for result in ("positive", "explained", "negative", "invalid")]
    if is_sample_doubted:
        groups.append(said["doubted"])
    return filled(said["test"], day=format_long(day), results="; ".join(group for group in groups if group))


def _strips(said: Sentences, kind: str, results: Mapping[str, str], explained: Collection[str]) -> str:
    """Return the parameters of one kind with its word, an empty text where there are none."""
    kinds = {
        parameter: "explained" if result == "positive" and parameter in explained else result
        for parameter, result in results.items()
    }
    found = [parameter for parameter, shown in kinds.items() if shown == kind]
    if kind in {"positive", "explained"}:
        return ", ".join(filled(said[kind], parameter=parameter) for parameter in found)
    return filled(said[kind], parameters=", ".join(found)) if found else ""
