"""The rules of the compulsory track: the states of a case, what each asks for, its days in order, and the days of the duty."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, cycle, pairwise, takewhile
from types import MappingProxyType
from typing import Final

from rehab_app.clinic.episodes.meanings import days_between
from rehab_app.clinic.tat.draft import CaseDraft, DutyDraft, MemberDraft, ReportDraft
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import unknown_codes

COMPULSORY: Final = "compulsory"
INPATIENT: Final = "inpatient"
OUTPATIENT: Final = "outpatient"
# A year typed wrong is the usual reason for a longer one.
LONGEST_DUTY: Final = timedelta(days=2 * 366)
_MONTHS: Final = 12


class CaseState(StrEnum):
    """Where a case stands; a code of the list ``tat_state``."""

    REQUESTED = "requested"
    VERIFIED = "verified"
    ASSESSED = "assessed"
    RECOMMENDED = "recommended"
    DUTY = "duty"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


OPEN: Final = (CaseState.REQUESTED, CaseState.VERIFIED, CaseState.ASSESSED, CaseState.RECOMMENDED, CaseState.DUTY)

STEPS: Final[Mapping[CaseState, tuple[CaseState, ...]]] = MappingProxyType(
    {
        CaseState.REQUESTED: (CaseState.VERIFIED, CaseState.WITHDRAWN),
        CaseState.VERIFIED: (CaseState.ASSESSED, CaseState.WITHDRAWN),
        CaseState.ASSESSED: (CaseState.RECOMMENDED, CaseState.WITHDRAWN),
        CaseState.RECOMMENDED: (CaseState.DUTY, CaseState.ENDED),
        CaseState.DUTY: (CaseState.ENDED,),
        CaseState.ENDED: (),
        CaseState.WITHDRAWN: (),
    }
)
"""The allowed steps: request -> papers verified -> assessed by the team -> recommended -> duty to report -> ended."""

ASKED: Final[Mapping[CaseState, tuple[str, ...]]] = MappingProxyType(
    {
        CaseState.REQUESTED: ("agency", "requested_on"),
        CaseState.VERIFIED: ("request_number",),
        CaseState.ASSESSED: ("register_number", "assessed_on", "team"),
        CaseState.RECOMMENDED: ("conclusion", "recommendation", "recommendation_number", "recommended_on"),
    }
)
"""The fields each state asks for, on top of those of the states before it."""

_PASSED: Final = (CaseState.REQUESTED, CaseState.VERIFIED, CaseState.ASSESSED, CaseState.RECOMMENDED)
_PARTS: Final = ("chair", "medical", "legal")
_IN_ORDER: Final = ("requested_on", "assessed_on", "plenary_on", "recommended_on")
# Twice a week is Tuesday and Friday, say: three and four days apart in turn.
_TWICE_WEEKLY: Final = ("twice_weekly", (3, 4))
_MONTHLY: Final = "monthly"


def require_step(start: str, end: str) -> CaseState:
    """Return the state a case moves to; refuse a step that ``STEPS`` does not have."""
    if end not in list(CaseState) or CaseState(end) not in STEPS[CaseState(start)]:
        raise RuleBroken("tat.no_such_step", start=start, end=end)
    return CaseState(end)


def case_troubles(draft: CaseDraft, state: CaseState, birth_date: date | None, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this case in ``state``, each beside its field.

    The request may be older than the registration: the client often comes to the clinic only after the recommendation.
    """
    troubles = [RuleBroken("draft.required", field=name) for name in _asked(state) if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"network": "tat_network", "recommendation": "tat_recommendation"})
    troubles += _team_troubles(draft.team)
    if draft.recommendation == INPATIENT and draft.months is None:
        troubles.append(RuleBroken("draft.required", field="months"))
    if draft.recommendation == OUTPATIENT and draft.sessions is None:
        troubles.append(RuleBroken("draft.required", field="sessions"))
    return troubles + _day_troubles(draft, birth_date, today)


def _asked(state: CaseState) -> Iterator[str]:
    """Yield what a case in ``state`` must say; of a withdrawn one the request alone."""
    if state is CaseState.WITHDRAWN:
        yield from ASKED[CaseState.REQUESTED]
        return
    last = _PASSED.index(state) if state in _PASSED else len(_PASSED) - 1
    for passed in _PASSED[: last + 1]:
        yield from ASKED[passed]


def _team_troubles(team: list[MemberDraft]) -> list[RuleBroken]:
    """A team has one chair, and somebody of the medical and of the legal side; each has a name."""
    if not team:
        return []
    troubles = [
        RuleBroken("draft.required", field=f"team.{place}.name") for place, one in enumerate(team) if not one.name
    ]
    strange = [place for place, one in enumerate(team) if one.part not in _PARTS]
    troubles += [RuleBroken("tat.unknown_part", field=f"team.{place}.part") for place in strange]
    parts = [one.part for one in team]
    if not strange and (parts.count("chair") != 1 or not {"medical", "legal"} <= set(parts)):
        troubles.append(RuleBroken("tat.team_incomplete", field="team"))
    return troubles


def _day_troubles(draft: CaseDraft, birth_date: date | None, today: date) -> list[RuleBroken]:
    """Each day follows the one before it, none lies ahead or before the client's birth."""
    known = [(name, day) for name in _IN_ORDER if (day := getattr(draft, name)) is not None]
    troubles = [RuleBroken("tat.in_future", field=name) for name, day in known if day > today]
    troubles += [
        RuleBroken("tat.before_birth", field=name) for name, day in known if birth_date is not None and day < birth_date
    ]
    troubles += [
        RuleBroken("tat.out_of_order", field=later, day=format_short(before))
        for (_, before), (later, day) in pairwise(known)
        if day < before
    ]
    return troubles


def duty_troubles(draft: DutyDraft, recommended_on: date | None) -> list[RuleBroken]:
    """Return what refuses a duty to report; it begins with the recommendation at the earliest and lasts two years at most."""
    names = ("rhythm", "begins_on", "until")
    troubles = [RuleBroken("draft.required", field=name) for name in names if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"rhythm": "rhythm"})
    if not troubles and days_between(draft.rhythm) is None:
        troubles.append(RuleBroken("tat.rhythm_without_days", field="rhythm"))
    if draft.begins_on is None or draft.until is None:
        return troubles
    if recommended_on is not None and draft.begins_on < recommended_on:
        troubles.append(RuleBroken("tat.out_of_order", field="begins_on", day=format_short(recommended_on)))
    if draft.until < draft.begins_on:
        troubles.append(RuleBroken("tat.out_of_order", field="until", day=format_short(draft.begins_on)))
    elif draft.until > draft.begins_on + LONGEST_DUTY:
        troubles.append(RuleBroken("tat.duty_too_long", field="until"))
    return troubles


def duty_days(rhythm: str, begins_on: date, until: date) -> tuple[date, ...]:
    """Return the days on which reports fall due, both ends included: by months for a monthly rhythm, else by its days."""
    if rhythm == _MONTHLY:
        days: Iterator[date] = (_months_later(begins_on, months) for months in count())
    else:
        days = _stepping(begins_on, cycle(_steps(rhythm)))
    return tuple(takewhile(lambda day: day <= until, days))


def _steps(rhythm: str) -> tuple[int, ...]:
    """Return the days from one report to the next, taken in turn; raises where the rhythm has no days."""
    if rhythm == _TWICE_WEEKLY[0]:
        return _TWICE_WEEKLY[1]
    days = days_between(rhythm)
    if days is None:
        raise RuleBroken("tat.rhythm_without_days", field="rhythm")
    return (days,)


def _stepping(day: date, steps: Iterator[int]) -> Iterator[date]:
    yield day
    for step in steps:
        day += timedelta(days=step)
        yield day


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def report_troubles(draft: ReportDraft, due_on: date, duty_from: date | None, today: date) -> list[RuleBroken]:
    """Return what refuses what is said of a report: kept on a day that has come, or missed on a day that is over."""
    if draft.is_kept is None:
        return [RuleBroken("draft.required", field="is_kept")]
    if draft.is_kept:
        return _kept_troubles(draft.reported_on, duty_from, today)
    troubles = []
    if draft.reported_on is not None:
        troubles.append(RuleBroken("tat.missed_has_no_day", field="reported_on"))
    if due_on > today:
        troubles.append(RuleBroken("tat.not_yet_due", field="is_kept", day=format_short(due_on)))
    return troubles


def _kept_troubles(reported_on: date | None, duty_from: date | None, today: date) -> list[RuleBroken]:
    if reported_on is None:
        return [RuleBroken("draft.required", field="reported_on")]
    if reported_on > today:
        return [RuleBroken("tat.in_future", field="reported_on")]
    if duty_from is not None and reported_on < duty_from:
        return [RuleBroken("tat.out_of_order", field="reported_on", day=format_short(duty_from))]
    return []


def require_end_day(day: date | None, begun_on: date | None, today: date) -> date:
    """Return the day on which a case ends; refuse none, one ahead, or one before duty or recommendation began."""
    if day is None:
        raise RuleBroken("draft.required", field="on")
    if day > today:
        raise RuleBroken("tat.in_future", field="on")
    if begun_on is not None and day < begun_on:
        raise RuleBroken("tat.out_of_order", field="on", day=format_short(begun_on))
    return day
