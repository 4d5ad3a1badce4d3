"""The rules of aftercare: its days, what is said of a visit, and the outcome that the last visit points to."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count, islice, takewhile
from typing import Final

from rehab_app.clinic.aftercare.draft import AftercarePlanDraft, VisitDraft, VisitPlanDraft
from rehab_app.clinic.aftercare.rows import VisitRow
from rehab_app.clinic.episodes.meanings import days_between, held_codes, missed_codes
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import unknown_codes

NOT_MET: Final = "not_met"
# A year typed wrong is the usual reason for a plan further ahead.
LONGEST_AHEAD: Final = timedelta(days=2 * 366)
MOST_VISITS: Final = 100
_RECOVERING: Final = frozenset({"stable", "at_risk"})


def plan_troubles(draft: AftercarePlanDraft, begun_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this plan of an episode whose registration was on ``begun_on``."""
    troubles = [RuleBroken("draft.required", field=name) for name in ("kind", "started_on") if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"kind": "aftercare_kind", "rhythm": "rhythm"})
    start = draft.started_on
    if start is None:
        return troubles
    if start < begun_on:
        troubles.append(RuleBroken("aftercare.before_registration", field="started_on", day=format_short(begun_on)))
    elif start > today + LONGEST_AHEAD:
        troubles.append(RuleBroken("aftercare.too_far_ahead", field="started_on"))
    if draft.until is not None and draft.until < start:
        troubles.append(RuleBroken("aftercare.ends_before_start", field="until", day=format_short(start)))
    elif draft.until is not None and draft.until > start + LONGEST_AHEAD:
        troubles.append(RuleBroken("aftercare.too_far_ahead", field="until"))
    return troubles


def visit_plan_troubles(draft: VisitPlanDraft, begun_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this planned visit."""
    troubles = [RuleBroken("draft.required", field=name) for name in ("due_on", "kind") if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"kind": "aftercare_activity"})
    if draft.due_on is not None and draft.due_on < begun_on:
        troubles.append(RuleBroken("aftercare.before_registration", field="due_on", day=format_short(begun_on)))
    if draft.due_on is not None and draft.due_on > today + LONGEST_AHEAD:
        troubles.append(RuleBroken("aftercare.too_far_ahead", field="due_on"))
    return troubles


def visit_troubles(draft: VisitDraft, due_on: date | None, begun_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses what is said of a visit.

    A visit that took place has its day and the client's condition; nobody has stayed away on a day that is still ahead.
    """
    if not draft.attendance:
        return [RuleBroken("draft.required", field="attendance")]
    troubles = unknown_codes(draft, {"attendance": "attendance", "condition": "recovery_condition"})
    if draft.attendance in held_codes():
        troubles += [
            RuleBroken("draft.required", field=name) for name in ("held_on", "condition") if not getattr(draft, name)
        ]
    if draft.held_on is not None:
        if draft.held_on > today:
            troubles.append(RuleBroken("aftercare.held_in_future", field="held_on"))
        elif draft.held_on < begun_on:
            troubles.append(RuleBroken("aftercare.before_registration", field="held_on", day=format_short(begun_on)))
    if draft.attendance in missed_codes() and due_on is not None and due_on > today:
        troubles.append(RuleBroken("aftercare.not_yet_due", field="attendance", day=format_short(due_on)))
    return troubles


def visit_days(rhythm: str, first: date, visits: int, until: date | None) -> tuple[date, ...]:
    """Return the days of at most ``visits`` visits from ``first`` in this rhythm; raises where the rhythm has no days."""
    step = days_between(rhythm)
    if step is None:
        raise RuleBroken("aftercare.rhythm_without_days", field="rhythm")
    days = (first + timedelta(days=step) * number for number in count())
    return tuple(islice(takewhile(lambda day: until is None or day <= until, days), min(visits, MOST_VISITS)))


def proposed_outcome(visits: Sequence[VisitRow]) -> str:
    """Return the code of ``aftercare_outcome`` that the last visit at which she was met points to, or an empty text.

    Recovered where she is stable or at risk, productive where she works or learns.
    """
    met = [row for row in visits if row.attendance in held_codes() and row.condition not in {"", NOT_MET}]
    if not met:
        return ""
    last = max(met, key=lambda row: (row.held_on or row.due_on, row.entered_at))
    if last.is_working is None:
        return ""
    recovered = "P" if last.condition in _RECOVERING else "TP"
    return recovered + ("P" if last.is_working else "TP")
