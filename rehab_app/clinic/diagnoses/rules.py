"""The rules of a diagnosis: its code, its day, who makes it, and what a screening proposes."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from rehab_app.clinic.diagnoses.codes import group_of_assist, has_form, is_of_use, title_of
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.diagnoses.rows import ProposedGroup
from rehab_app.clinic.episodes.entries import care_day_troubles
from rehab_app.clinic.episodes.rules import Person
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.lists.in_force import unknown_codes

# WHO's bands that call for more than advice, the graver first.
PROPOSING: Final = ("high", "moderate")


def require_doctor(actor: Actor) -> None:
    """Refuse everybody but a doctor: the diagnosis is her act."""
    if not actor.has(Role.DOKTER):
        raise NotAllowed("diagnoses.doctor_only", field="code")


def diagnosis_troubles(draft: DiagnosisDraft, person: Person, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this diagnosis of ``person``, each beside its field.

    F10 to F19 carry the fourth character, which says the state; a code without words of ours needs a title.
    """
    troubles = care_day_troubles(draft.made_on, "made_on", person, registered_on, today)
    troubles += unknown_codes(draft, {"severity": "risk_class"})
    if not draft.code:
        troubles.append(RuleBroken("draft.required", field="code"))
    elif not has_form(draft.code):
        troubles.append(RuleBroken("diagnoses.form", field="code"))
    elif is_of_use(draft.code) and "." not in draft.code:
        troubles.append(RuleBroken("diagnoses.fourth_character", field="code", group=draft.code))
    elif not draft.title and not title_of(draft.code):
        troubles.append(RuleBroken("diagnoses.title_needed", field="title"))
    return troubles


def require_end(ended_on: date | None, made_on: date, today: date) -> date:
    """Return the day a diagnosis ends; refuse none, one in the future, or one before it was made."""
    if ended_on is None:
        raise RuleBroken("draft.required", field="ended_on")
    if ended_on > today:
        raise RuleBroken("diagnoses.ended_in_future", field="ended_on")
    if ended_on < made_on:
        raise RuleBroken("diagnoses.ended_before_made", field="ended_on", day=format_short(made_on))
    return ended_on


def proposed_groups(scores: Mapping[str, int | None], bands: Mapping[str, str | None]) -> tuple[ProposedGroup, ...]:
    """Return the groups of substances that ASSIST scores and bands point to, the gravest first.

    ASSIST's ten groups answer to F10 to F19 one to one; a low risk proposes nothing. The doctor alone decides, and the state
    (harmful use, dependence) is hers to find.
    """
    groups = group_of_assist()
    found = [
        ProposedGroup(groups[name], name, score, band)
        for name, score in scores.items()
        if score is not None and name in groups and (band := bands.get(name)) is not None and band in PROPOSING
    ]
    return tuple(sorted(found, key=lambda one: (PROPOSING.index(one.band), -one.score, one.group)))
