"""Urine tests of the practice clinic: at intake what fits the substance, later fewer positives, one doubted and one explained."""

from datetime import date, time
from random import Random
from typing import Final

from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.desk.practice.cases import SEED, Case
from rehab_app.desk.practice.people import happens
from rehab_app.desk.practice.words import drawn, told

PANEL: Final = ("MET", "AMP", "THC", "BZO", "MOP", "COC")
NEGATIVE: Final = "negative"
POSITIVE: Final = "positive"
INVALID: Final = "invalid"
EXPLAINED_PLACE: Final = 6
"""Whose benzodiazepine comes from a psychiatrist."""
INVALID_PLACE: Final = 14
"""Whose first strip shows nothing."""
_OLD_KIT_PLACE: Final = 23
_POSITIVES: Final = {"sabu": ("MET", "AMP"), "ganja": ("THC",)}
_KIT: Final = "Rapid test urin 6 parameter"
# How likely a positive is: at intake, and at the next tests in care.
_AT_INTAKE: Final = (0.85, 0.8)
_IN_CARE: Final = (0.35, 0.12, 0.04)


def intake_results(case: Case) -> dict[str, str]:
    """Return the result of each parameter when she came, always the same for one client."""
    chance = Random(f"{SEED}/{case.place}/urine")  # noqa: S311 - invented people, no secrets
    found = dict.fromkeys(PANEL, NEGATIVE)
    for parameter, share in zip(_POSITIVES.get(case.substance, ()), _AT_INTAKE, strict=False):
        if happens(chance, share):
            found[parameter] = POSITIVE
    if case.place == EXPLAINED_PLACE:
        found["BZO"] = POSITIVE
    return found


def intake_text(case: Case) -> str:
    """Return the same in words, for the use profile."""
    found = [f"{parameter} positif" for parameter, result in intake_results(case).items() if result == POSITIVE]
    return ", ".join(found) or f"Negatif ({len(PANEL)} parameter)"


def intake_test(case: Case, day: date, chance: Random, *, is_repeated: bool = False) -> UrineTestDraft:
    """Return the test at intake; the one of ``INVALID_PLACE`` shows nothing until it is repeated."""
    results, remark = intake_results(case), ""
    if case.place == INVALID_PLACE and not is_repeated:
        results, remark = dict.fromkeys(PANEL, INVALID), told("body", "doubted")
    is_explained = results["BZO"] == POSITIVE
    return UrineTestDraft(
        taken_on=day,
        taken_at=time(9, 10),
        occasion="repeat" if is_repeated else "intake",
        kit=_KIT,
        lot=_lot(day),
        expires_on=date(day.year - (case.place == _OLD_KIT_PLACE), 12, 31),
        watched_by=drawn("body", "watchers", chance),
        results=results,
        medicines=told("body", "medicines") if is_explained else "",
        explained=["BZO"] if is_explained else [],
        remark=remark,
    )


def care_test(case: Case, day: date, number: int, chance: Random, *, is_last: bool) -> UrineTestDraft:
    """Return the ``number``-th test in care (from 0): most turn negative, who uses heavily later than others."""
    share = _IN_CARE[min(number, len(_IN_CARE) - 1)] * (1.6 if case.is_high else 1)
    results = dict.fromkeys(PANEL, NEGATIVE)
    if happens(chance, 0 if is_last else share):
        results |= dict.fromkeys(_POSITIVES.get(case.substance, ())[:1], POSITIVE)
    return UrineTestDraft(
        taken_on=day,
        taken_at=time(9, 40),
        occasion="exit" if is_last else "periodic",
        kit=_KIT,
        lot=_lot(day),
        expires_on=date(day.year + 1, 6, 30),
        watched_by=drawn("body", "watchers", chance),
        results=results,
    )


def _lot(day: date) -> str:
    return f"UR{day:%y}{(day.month + 2) // 3:02d}"
