"""The rules of an examination: what cannot be is refused, what is unusual is said.

A value is impossible where no living person has it, so it was mistyped. It is unusual outside what a nurse's chart calls usual
for somebody grown up and at rest; youths differ little, and the nurse decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from rehab_app.clinic.episodes.entries import care_day_troubles
from rehab_app.clinic.episodes.rules import Person
from rehab_app.clinic.examination.draft import ExaminationDraft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

_TENTHS: Final = frozenset({"temperature", "weight"})
_LISTS: Final[Mapping[str, str]] = MappingProxyType({"signs": "use_sign", "comorbidities": "comorbidity"})
_WHEN: Final = frozenset({"examined_on", "examined_at"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the greatest possible value, the usual span, and what is said outside it; units as in the draft."""

    least: int
    usual_from: int
    usual_to: int
    greatest: int
    message: str


LIMITS: Final[Mapping[str, Limits]] = MappingProxyType(
    {
        "systolic": Limits(
            40,
            90,
            139,
            300,
            N_("Systolic pressure {value} mmHg is unusual ({low} to {high}). Measure again, tell the doctor."),
        ),
        "diastolic": Limits(
            20,
            60,
            89,
            200,
            N_("Diastolic pressure {value} mmHg is unusual ({low} to {high}). Measure again, tell the doctor."),
        ),
        "pulse": Limits(
            20, 60, 100, 250, N_("Pulse {value} a minute is unusual ({low} to {high}). Count again, tell the doctor.")
        ),
        "respiration": Limits(
            4, 12, 20, 80, N_("Breathing {value} a minute is unusual ({low} to {high}). Count again, tell the doctor.")
        ),
        "temperature": Limits(
            250,
            360,
            375,
            450,
            N_("Temperature {value} °C is unusual ({low} to {high}). Measure again, tell the doctor."),
        ),
        "saturation": Limits(
            40,
            95,
            100,
            100,
            N_("Oxygen saturation {value} % is unusual ({low} to {high}). Measure again, tell the doctor."),
        ),
        "weight": Limits(100, 350, 1500, 4000, N_("Weight {value} kg is unusual. Look whether it was typed right.")),
        "height": Limits(60, 130, 200, 250, N_("Height {value} cm is unusual. Look whether it was typed right.")),
    }
)
"""What each vital sign can be and usually is."""


def examination_troubles(draft: ExaminationDraft, person: Person, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this examination of ``person``, each beside its field."""
    troubles = care_day_troubles(draft.examined_on, "examined_on", person, registered_on, today)
    troubles += unknown_codes(draft, {"consciousness": "consciousness", "pupils": "pupils"})
    troubles += [
        trouble for field, name in _LISTS.items() for trouble in _unknown_of(getattr(draft, field), field, name)
    ]
    troubles += _unknown_of(list(draft.findings), "findings", "body_system")
    troubles += _impossible(draft)
    if all(getattr(draft, name) in (None, "", [], {}) for name in ExaminationDraft.model_fields if name not in _WHEN):
        troubles.append(RuleBroken("examination.empty"))
    return troubles


def _unknown_of(values: list[str], field: str, name: str) -> list[RuleBroken]:
    unknown = [code for code in values if lists_in_force().get(name, code) is None]
    return [RuleBroken("lists.unknown", field=field, list=name, value=unknown[0])] if unknown else []


def _impossible(draft: ExaminationDraft) -> list[RuleBroken]:
    troubles = [
        RuleBroken(
            "examination.impossible", field=name, low=shown(name, limits.least), high=shown(name, limits.greatest)
        )
        for name, limits in LIMITS.items()
        if (value := getattr(draft, name)) is not None and not limits.least <= value <= limits.greatest
    ]
    upper, lower = draft.systolic, draft.diastolic
    if (upper is None) != (lower is None):
        troubles.append(RuleBroken("examination.half_a_pressure", field="systolic" if upper is None else "diastolic"))
    elif upper is not None and lower is not None and lower >= upper:
        troubles.append(RuleBroken("examination.pressure_order", field="diastolic"))
    return troubles


def notices(measured: object) -> tuple[Notice, ...]:
    """Return what is unusual in the vital signs of a draft or a row; it refuses nothing."""
    found = ((name, limits, getattr(measured, name)) for name, limits in LIMITS.items())
    return tuple(
        Notice(
            limits.message,
            name,
            {"value": shown(name, value), "low": shown(name, limits.usual_from), "high": shown(name, limits.usual_to)},
        )
        for name, limits, value in found
        if value is not None and not limits.usual_from <= value <= limits.usual_to
    )


def shown(name: str, value: int) -> str:
    """Return a vital sign as it is read: ``36,7`` for a temperature of 367 tenths."""
    return f"{value // 10},{value % 10}" if name in _TENTHS else str(value)


def body_mass_index(weight: int | None, height: int | None) -> int | None:
    """Return tenths of kg/m², rounded half up, from tenths of a kilogram and cm; None where one of them is not known."""
    if weight is None or not height:
        return None
    # weight/10 kg over (height/100 m) squared, times 10: weight * 10000 / height².
    return (2 * weight * 10_000 + height * height) // (2 * height * height)
