"""The rules of a care plan: its problems and goals, its next review, and who signs it.

PP 25/2011: the plan is agreed and signed by the client, by parent, guardian or family, and by the head of the facility; a client
under 18 cannot agree without parent or guardian.
"""

from datetime import date, timedelta
from enum import Enum, auto
from typing import Any, Final

from rehab_app.clinic.episodes.entries import care_day_troubles
from rehab_app.clinic.episodes.rules import Modality, Person, is_guardian
from rehab_app.clinic.plans.draft import PlanDraft, ProblemDraft, SignatureDraft
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

# A year typed wrong is the usual reason for a review further ahead.
LONGEST_UNTIL_REVIEW: Final = timedelta(days=366)
OTHER_RHYTHM: Final = "other"
CLIENT: Final = "client"
GUARDIAN: Final = "guardian"
HEAD: Final = "head"
SIGNED_FIELDS: Final = {
    CLIENT: "signed_by_client_on",
    GUARDIAN: "signed_by_guardian_on",
    HEAD: "signed_by_head_on",
}
"""The column of the day on which each party signed."""
_GOAL_FIELDS: Final = ("domain", "problem", "goal")


class Review(Enum):
    """How the day of a plan's review stands to today."""

    AHEAD = auto()
    TODAY = auto()
    LATE = auto()


def is_due(review_on: Any, today: Any) -> Any:  # noqa: ANN401 - two days and a bool, or in a statement columns and a condition
    """Whether a plan is to be renewed: on the day of its review, and after it as long as it is not."""
    return review_on <= today


def review_of(review_on: date, today: date) -> Review:
    """Return how a day of review stands to today; it is late only when it is past."""
    if not is_due(review_on, today):
        return Review.AHEAD
    return Review.TODAY if review_on == today else Review.LATE


def plan_troubles(draft: PlanDraft, person: Person, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this plan of ``person``, each beside its field (``problems.0.goal``)."""
    troubles = care_day_troubles(draft.made_on, "made_on", person, registered_on, today)
    troubles += unknown_codes(draft, {"modality": "modality", "rhythm": "rhythm"})
    if draft.modality == Modality.EXAMINED_ONLY:
        troubles.append(RuleBroken("plans.no_care", field="modality"))
    if draft.rhythm == OTHER_RHYTHM and not draft.rhythm_text:
        troubles.append(RuleBroken("draft.required", field="rhythm_text"))
    if not draft.problems:
        troubles.append(RuleBroken("plans.no_problem", field="problems"))
    for place, problem in enumerate(draft.problems):
        troubles += _problem_troubles(problem, f"problems.{place}")
    if draft.made_on is not None and draft.review_on is not None:
        troubles += _review_troubles(draft.made_on, draft.review_on)
    return troubles


def _problem_troubles(problem: ProblemDraft, field: str) -> list[RuleBroken]:
    troubles = [RuleBroken("draft.required", field=name) for name in _GOAL_FIELDS if not getattr(problem, name)]
    troubles += unknown_codes(problem, {"domain": "problem_domain", "state": "goal_state"})
    if not problem.state:
        troubles.append(RuleBroken("draft.required", field="state"))
    lists = lists_in_force()
    if unknown := [code for code in problem.interventions if lists.get("session_type", code) is None]:
        troubles.append(RuleBroken("lists.unknown", field="interventions", list="session_type", value=unknown[0]))
    return [trouble.beside(f"{field}.{trouble.field}") for trouble in troubles]


def _review_troubles(made_on: date, review_on: date) -> list[RuleBroken]:
    if review_on <= made_on:
        return [RuleBroken("plans.review_too_early", field="review_on", day=format_short(made_on))]
    if review_on > made_on + LONGEST_UNTIL_REVIEW:
        return [RuleBroken("plans.review_too_late", field="review_on")]
    return []


def signature_troubles(draft: SignatureDraft, plan: CarePlan, person: Person, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this signature under ``plan``.

    For a client under 18 on the day of the plan a parent or guardian signs, and before the head does; for others any of the
    family may.
    """
    if getattr(plan, SIGNED_FIELDS[draft.party]) is not None:
        return [RuleBroken("plans.already_signed", field="party")]
    troubles = _signing_day_troubles(draft.signed_on, plan.made_on, today)
    is_minor = person.is_minor(plan.made_on)
    if draft.party == GUARDIAN:
        troubles += _guardian_troubles(draft, is_minor=is_minor)
    if draft.party == HEAD and is_minor and plan.signed_by_guardian_on is None:
        troubles.append(RuleBroken("plans.guardian_signs_first", field="party"))
    return troubles


def _signing_day_troubles(day: date | None, made_on: date, today: date) -> list[RuleBroken]:
    if day is None:
        return [RuleBroken("draft.required", field="signed_on")]
    if day > today:
        return [RuleBroken("episodes.day_in_future", field="signed_on")]
    if day < made_on:
        return [RuleBroken("plans.signed_too_early", field="signed_on", day=format_short(made_on))]
    return []


def _guardian_troubles(draft: SignatureDraft, *, is_minor: bool) -> list[RuleBroken]:
    troubles = [RuleBroken("draft.required", field=name) for name in ("name", "relation") if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"relation": "relation"})
    if not troubles and is_minor and not is_guardian(draft.relation):
        troubles.append(RuleBroken("plans.parent_or_guardian_signs", field="relation"))
    return troubles
