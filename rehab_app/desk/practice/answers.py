"""ASSIST answers of invented people: plausible, and of the risk that a story asks for."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType
from typing import Final

from rehab_app.desk.practice.people import happens
from rehab_app.instruments import registry

_GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {"sabu": "amphetamine", "ganja": "cannabis", "double_l": "other", "lem": "inhalants"}
)
# The points of the form that each answer is drawn from; a high risk is 27 and more, a moderate one 4 to 26.
_HIGH: Final = {"q2": (6,), "q3": (5, 6), "q4": (5, 6, 7), "q5": (6, 7, 8), "q6": (3, 6), "q7": (3, 6)}
_MODERATE: Final = {"q2": (2, 3, 4), "q3": (3, 4), "q4": (0, 4), "q5": (0, 5), "q6": (0, 3), "q7": (0, 3)}
_TOBACCO: Final = {"q2": (4, 6), "q3": (0, 3), "q4": (0,), "q6": (0, 3), "q7": (0, 3)}
_ALCOHOL: Final = {"q2": (2,), "q3": (0,), "q4": (0,), "q5": (0,), "q6": (0,), "q7": (0,)}


def answers(substance: str, chance: Random, *, is_high: bool) -> dict[str, object]:
    """Return what somebody answers whose main substance is ``substance``, in the instrument's own shape."""
    filled = {"tobacco": _drawn(_TOBACCO, chance), _GROUPS[substance]: _drawn(_HIGH if is_high else _MODERATE, chance)}
    if happens(chance, 0.3):
        filled["alcohol"] = _drawn(_ALCOHOL, chance)
    return whole_interview(filled)


def whole_interview(used: Mapping[str, Mapping[str, int]]) -> dict[str, object]:
    """Return the answers of an interview that was led to its end: other substances were never used, nothing was injected."""
    names = [row.name for item in registry.form("assist").items for row in item.rows]
    return {"substances": {name: {"q1": 1, **used[name]} if name in used else {"q1": 0} for name in names}, "q8": 0}


def _drawn(points: Mapping[str, tuple[int, ...]], chance: Random) -> dict[str, int]:
    return {question: chance.choice(choices) for question, choices in points.items()}
