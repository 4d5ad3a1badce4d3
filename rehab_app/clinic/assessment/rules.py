"""The rules of screening and assessment: days, the routing that is chosen, and the form of a diagnosis."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from rehab_app.clinic.assessment.draft import InstrumentDraft, ScreeningDraft, UseProfileDraft
from rehab_app.clinic.episodes.rules import Person
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import assist
from rehab_app.instruments.instrument import Scored
from rehab_app.instruments.routing import Band, Proposal, RiskClass, Routing, RoutingSettings
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

MONTHS_A_YEAR: Final = 12
# ICD-10 F10-F19 with the fourth character that says the state, or Z50.x: care involving rehabilitation (Z50.3 for drugs).
_DIAGNOSIS: Final = re.compile(r"(?:F1[0-9]|Z50)\.[0-9]")
_TOBACCO: Final = "tobacco"

# The items of PP 25/2011 Pasal 18 that a use profile answers, and the fields of which one at least must be filled.
PROFILE_ITEMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "substance": ("main_substance",),
        "duration": ("months_of_use",),
        "route": ("route",),
        "diagnosis": ("diagnosis",),
        "treatment": ("treatment_history", "therapy"),
    }
)


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers come to under the office's settings; ``main_substance`` is the ASSIST group that leads."""

    key_version: str
    scored: Scored
    routing: Routing
    main_substance: str

    @property
    def proposal(self) -> str:
        """The proposed routing as a code of the list ``routing``, empty where nothing is proposed."""
        return "" if self.routing.proposal is Proposal.NONE else self.routing.proposal.value


@cache
def _instrument() -> assist.Assist:
    return assist.load()


def routing_settings(letters: list[str], classes: Mapping[str, str]) -> RoutingSettings:
    """Return the settings ``routing_letters`` and ``routing_classes`` as the instrument takes them."""
    class_of = {Band(band): RiskClass(risk_class) for band, risk_class in classes.items()}
    return RoutingSettings(letters=frozenset(letters), class_of=class_of)


def score(answers: object, settings: RoutingSettings) -> Result:
    """Score ASSIST answers and propose a routing; raises RuleBroken that names the item of an impossible answer."""
    instrument = _instrument()
    scored = instrument.score(answers)
    routing = instrument.propose(scored, settings)
    return Result(instrument.version, scored, routing, _main_substance(scored, routing))


def _main_substance(scored: Scored, routing: Routing) -> str:
    """Return the cause of the proposal; without one the highest score above 0, tobacco last of all."""
    if routing.substances:
        return routing.substances[0]
    used = {name: value for name, value in scored.scores.items() if value}
    return max(used, key=lambda name: (name != _TOBACCO, used[name]), default="")


def screening_troubles(
    draft: ScreeningDraft, proposal: str, person: Person, registered_on: date, today: date
) -> list[RuleBroken]:
    """Return every rule that refuses this screening: its day, and a routing that differs from ``proposal`` unexplained."""
    troubles = _day_troubles(draft.taken_on, "taken_on", person, registered_on, today)
    troubles += unknown_codes(draft, {"routing": "routing"})
    if proposal and not draft.routing:
        troubles.append(RuleBroken("draft.required", field="routing"))
    elif draft.routing != proposal and not draft.override_reason:
        troubles.append(RuleBroken("assessment.override_reason", field="override_reason"))
    return troubles


def instrument_troubles(draft: InstrumentDraft, person: Person, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses the day and the moment of a filled instrument; its answers are checked by its form."""
    troubles = _day_troubles(draft.taken_on, "taken_on", person, registered_on, today)
    if not draft.moment:
        troubles.append(RuleBroken("draft.required", field="moment"))
    return troubles + unknown_codes(draft, {"moment": "instrument_moment"})


def profile_troubles(draft: UseProfileDraft, person: Person, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this use profile, each beside its field."""
    troubles = _day_troubles(draft.assessed_on, "assessed_on", person, registered_on, today)
    troubles += unknown_codes(draft, {"main_substance": "substance", "route": "route"})
    others = draft.other_substances
    if unknown := [code for code in others if lists_in_force().get("substance", code) is None]:
        troubles.append(RuleBroken("lists.unknown", field="other_substances", list="substance", value=unknown[0]))
    if len(set(others)) < len(others) or draft.main_substance in others:
        troubles.append(RuleBroken("assessment.substance_twice", field="other_substances"))
    if draft.diagnosis and not _DIAGNOSIS.fullmatch(draft.diagnosis):
        troubles.append(RuleBroken("assessment.diagnosis_form", field="diagnosis"))
    age = person.age(draft.assessed_on or today)
    if draft.months_of_use is not None and age is not None and draft.months_of_use > (age + 1) * MONTHS_A_YEAR:
        troubles.append(RuleBroken("assessment.longer_than_life", field="months_of_use", age=age))
    return troubles


def _day_troubles(day: date | None, field: str, person: Person, registered_on: date, today: date) -> list[RuleBroken]:
    if day is None:
        return [RuleBroken("draft.required", field=field)]
    if day > today:
        return [RuleBroken("assessment.in_future", field=field)]
    if person.birth_date is not None and day < person.birth_date:
        return [RuleBroken("assessment.before_birth", field=field)]
    if day < registered_on:
        return [RuleBroken("assessment.before_registration", field=field, day=format_short(registered_on))]
    return []


def unknown_items(profile: object | None) -> tuple[str, ...]:
    """Return the items of Pasal 18 that a profile (a row, a record, or none at all) does not answer yet."""
    return tuple(
        item
        for item, fields in PROFILE_ITEMS.items()
        if profile is None or all(getattr(profile, field) in {None, ""} for field in fields)
    )


def substance_of_group(group: str) -> str:
    """Return the substance that an ASSIST group counts as in the figures, empty for no group.

    The list ``substance`` marks it with ``leads_group``: sabu for amphetamine-type stimulants.
    """
    leading = (
        choice.code
        for choice in lists_in_force().of("substance")
        if choice.is_marked("leads_group") and choice.text("assist") == group
    )
    return next(leading, "")
