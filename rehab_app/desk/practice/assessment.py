"""The assessment form (Formulir Asesmen Wajib Lapor) as invented clients answer it: whole, or its first half."""

from datetime import date
from random import Random
from typing import Any, Final

from rehab_app.desk.practice.cases import Case, Course
from rehab_app.desk.practice.people import happens
from rehab_app.desk.practice.urine import POSITIVE, intake_results
from rehab_app.desk.practice.words import told

_NOT_APPLICABLE: Final = {"no_value": "not_applicable"}
_REFUSED: Final = {"no_value": "refused"}
_WORKS: Final = 2
_WORK_STATUS: Final = {"unemployed": 1, "student": 8, "pupil": 8, "housewife": 9}
_DRUG_ROWS: Final = {"sabu": ("8", 3), "ganja": ("9", 3), "double_l": ("6", 1), "lem": ("11", 2)}
_CHARGES: Final = (
    "shoplifting", "parole", "drugs", "forgery", "armed_assault", "burglary", "robbery", "assault", "arson", "rape",
    "homicide", "prostitution", "contempt", "other",
)  # fmt: skip
_RELATIVES: Final = (
    "mother", "father", "siblings", "partner", "children", "other_family", "close_friends", "neighbours", "colleagues",
)  # fmt: skip
_COMPLAINTS: Final = (
    "depression", "anxiety", "hallucinations", "concentration", "violence", "suicidal_thoughts", "suicide_attempt",
    "psychiatric_care",
)  # fmt: skip
_NEVER: Final = frozenset({"suicidal_thoughts", "suicide_attempt", "psychiatric_care", "hallucinations"})
_URINE: Final = {"benzodiazepine": "BZO", "cannabis": "THC", "opiates": "MOP", "amphetamine": "AMP", "cocaine": "COC"}
# Where an interview is broken off: after drugs, before the law.
_FIRST_HALF: Final = 26
_MARRIED_LIVING: Final = (1, 1, 2, 5)
_SINGLE_LIVING: Final = (4, 4, 5, 6, 7)


def assessed(case: Case, day: date, chance: Random) -> dict[str, object]:
    """Return whole answers of ``case``'s client on ``day``."""
    items = _person(case, chance) | _drugs(case, chance) | _law_and_family(case, chance) | _mind_and_body(case, chance)
    return {"items": items | _summed_up(case, day, chance)}


def halved(answers: dict[str, Any]) -> dict[str, object]:
    """Return the answers of the first half, in the form's order."""
    return {"items": dict(list(answers["items"].items())[:_FIRST_HALF])}


def _person(case: Case, chance: Random) -> dict[str, object]:
    status = _WORK_STATUS.get(case.occupation, _WORKS)
    work: dict[str, object] = {"work_pattern": chance.choice((1, 2, 99)), "occupation": case.occupation}
    return {
        "arrived_on": case.registered_on.isoformat(),
        "marital_status": case.marital_status,
        "education": case.education,
        "hospital_stays": _NOT_APPLICABLE,
        "has_chronic_illness": False,
        "in_medical_therapy": False,
        "infection_tests": {name: {"tested": happens(chance, 0.3)} for name in _TESTS},
        "client_medical": chance.choice((0, 0, 1, 2)),
        "work_status": status,
        **(work if status == _WORKS else {}),
        "skills": _REFUSED
        if happens(chance, 0.05)
        else chance.choice(("Mengemudi", "Las", "Dagang", "Memasak", "Bangunan")),
        "has_support": True,
        "supporter": "Ibu",
        "support_kinds": {name: {"given": happens(chance, 0.7)} for name in ("money", "housing", "food", "treatment")},
        "client_employment": chance.choice((0, 1, 2, 3)),
    }


_TESTS: Final = ("hiv", "hepatitis_a", "hepatitis_b", "hepatitis_c")


def _drugs(case: Case, chance: Random) -> dict[str, object]:
    row, route = _DRUG_ROWS[case.substance]
    grid: dict[str, object] = {str(number): {"days_30": 0, "years": 0} for number in range(1, 13)}
    days = chance.randrange(12, 29) if case.is_high else chance.randrange(2, 13)
    grid[row] = {"days_30": days, "years": chance.randrange(1, 8), "route": route}
    if happens(chance, 0.3):
        grid["1"] = {"days_30": chance.randrange(4), "years": chance.randrange(1, 4), "route": 1}
    return {
        "drug_grid": grid,
        "main_substance": case.substance,
        "had_rehabilitation": False,
        "had_overdose": False,
        "client_drug": 4 if case.is_high else chance.choice((2, 3)),
    }


def _law_and_family(case: Case, chance: Random) -> dict[str, object]:
    charged = 1 if case.is_compulsory else 0
    is_married = case.marital_status == "married"
    return {
        "charges": {name: {"count": charged if name == "drugs" else 0} for name in _CHARGES},
        "convictions": 0,
        "client_legal": 2 if charged else 0,
        "living": chance.choice(_MARRIED_LIVING if is_married else _SINGLE_LIVING),
        "lives_with_user": False,
        "conflicts": {
            name: {"days_30": happens(chance, 0.15), "lifetime": happens(chance, 0.3)} for name in _RELATIVES
        },
        "client_family": chance.choice((1, 2, 3)),
    }


def _mind_and_body(case: Case, chance: Random) -> dict[str, object]:
    found = intake_results(case)
    urine: dict[str, object] = {name: {"is_positive": found[code] == POSITIVE} for name, code in _URINE.items()}
    return {
        "psychiatric": {
            name: {
                "days_30": name not in _NEVER and happens(chance, 0.3),
                "lifetime": name not in _NEVER and happens(chance, 0.45),
            }
            for name in _COMPLAINTS
        },
        "client_psychiatric": chance.choice((0, 1, 1, 2)),
        "systolic": chance.randrange(108, 140),
        "diastolic": chance.randrange(66, 90),
        "pulse": chance.randrange(68, 100),
        "respiration": chance.randrange(16, 21),
        "temperature": 36,
        "systems": _NOT_APPLICABLE,
        "pupils": "isochoric",
        "urinalysis": urine | {"barbiturates": _NOT_APPLICABLE, "alcohol": _NOT_APPLICABLE},
    }


def _summed_up(case: Case, day: date, chance: Random) -> dict[str, object]:
    is_sent_on = case.course in {Course.REFERRED, Course.OUTPATIENT_THEN_REFERRED}
    return {
        "severity_medical": chance.randrange(4),
        "severity_employment": chance.randrange(1, 6),
        "severity_drug": chance.randrange(6, 9) if case.is_high else chance.randrange(3, 6),
        "severity_legal": chance.randrange(3, 6) if case.is_compulsory else chance.randrange(2),
        "severity_family": chance.randrange(2, 6),
        "severity_psychiatric": chance.randrange(4),
        "drug_diagnosis": "Gangguan mental dan perilaku akibat penggunaan zat",
        "other_diagnosis": _NOT_APPLICABLE,
        "problem_summary": told("measures", "summary"),
        "therapy_plan": ["inpatient"] if is_sent_on else ["motivational_interview", "counselling"],
        "status": "done",
        "completed_on": day.isoformat(),
        "next_process": "inpatient" if is_sent_on else "outpatient",
    }
