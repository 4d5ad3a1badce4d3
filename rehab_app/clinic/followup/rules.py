"""The rules of following up: why somebody is on the list, which calls and summons are accepted, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from rehab_app.clinic.followup.draft import CallDraft, SummonsDraft
from rehab_app.clinic.followup.rows import AbsenceReason
from rehab_app.foundation.dates import day_of, format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

SUMMONS: Final = "summons"
NOTICE: Final = "investigator_notice"
COMPULSORY: Final = "compulsory"
LAST_SUMMONS: Final = 3
LONGEST_AHEAD: Final = timedelta(days=366)

MISSED: Final = "followup.missed"
NO_CONTACT: Final = "followup.no_contact"
PROMISE_BROKEN: Final = "followup.promise_broken"
REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        MISSED: N_("Meetings missed in a row: {count} ({days})."),
        NO_CONTACT: N_("No contact for {days} days, since {since}."),
        PROMISE_BROKEN: N_("Promised to come on {day} and has not come."),
    }
)
"""The sentence of each reason for which a client is on the list."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The office's rule: on how many missed meetings in a row, and after how many days without contact, a client is called."""

    missed: int
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the record says of a client's coming: ``since`` is the start of outpatient care."""

    since: date
    attended_on: date | None
    reached_at: datetime | None
    missed_on: tuple[date, ...]
    promised_on: date | None
    promised_at: datetime | None

    def contact_on(self, zone: ZoneInfo) -> date:
        """Return the day of the last contact."""
        days = [self.since]
        if self.attended_on is not None:
            days.append(self.attended_on)
        if self.reached_at is not None:
            days.append(day_of(self.reached_at, zone))
        return max(days)


def reached_codes() -> tuple[str, ...]:
    """Return the codes of the list ``call_outcome`` that mean the client herself was spoken to."""
    return tuple(choice.code for choice in lists_in_force().of("call_outcome") if choice.is_marked("is_reached"))


def reasons(standing: Standing, limits: Limits, today: date, zone: ZoneInfo) -> tuple[AbsenceReason, ...]:
    """Return why a client is on the list, nothing where she is not.

    Missed meetings count from the last attended one until she is reached after the last of them; a call that reached her ends
    the days without contact too. A promise counts against her once its day has passed and she has not come since the call.
    """
    found = []
    reached_on = day_of(standing.reached_at, zone) if standing.reached_at is not None else None
    missed = standing.missed_on
    is_reached_since = reached_on is not None and bool(missed) and reached_on >= missed[-1]
    if len(missed) >= limits.missed and not is_reached_since:
        days = ", ".join(map(format_short, missed))
        found.append(AbsenceReason(MISSED, {"count": len(missed), "days": days}))
    contact = standing.contact_on(zone)
    if (today - contact).days >= limits.days:
        found.append(AbsenceReason(NO_CONTACT, {"days": (today - contact).days, "since": format_short(contact)}))
    if _is_promise_broken(standing, today, zone):
        found.append(AbsenceReason(PROMISE_BROKEN, {"day": format_short(standing.promised_on or today)}))
    return tuple(found)


def _is_promise_broken(standing: Standing, today: date, zone: ZoneInfo) -> bool:
    if standing.promised_on is None or standing.promised_at is None or standing.promised_on >= today:
        return False
    promised = day_of(standing.promised_at, zone)
    return standing.attended_on is None or standing.attended_on < promised


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day of the office begins."""
    return datetime.combine(day, time(), zone)


def call_troubles(draft: CallDraft, registered_on: date, now: datetime, zone: ZoneInfo) -> list[RuleBroken]:
    """Return every rule that refuses this call, each beside its field; an outcome that asks for a next try needs its day."""
    troubles = [RuleBroken("draft.required", field=name) for name in ("channel", "outcome") if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"channel": "call_channel", "outcome": "call_outcome"})
    called_at = draft.instant(now)
    called_on = day_of(called_at, zone)
    if called_at > now:
        troubles.append(RuleBroken("followup.called_in_future", field="called_at"))
    elif called_on < registered_on:
        facts = {"day": format_short(registered_on)}
        troubles.append(RuleBroken("followup.before_registration", field="called_at", **facts))
    outcome = lists_in_force().get("call_outcome", draft.outcome)
    if outcome is not None and outcome.is_marked("tries_again") and draft.next_try_on is None:
        troubles.append(RuleBroken("followup.next_try_missing", field="next_try_on"))
    for field in ("promised_on", "next_try_on"):
        day = getattr(draft, field)
        if day is not None and not called_on <= day <= called_on + LONGEST_AHEAD:
            troubles.append(RuleBroken("followup.day_not_after_call", field=field))
    return troubles


def summons_troubles(draft: SummonsDraft, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses the days of this summons, each beside its field."""
    if draft.dated_on is None:
        return [RuleBroken("draft.required", field="dated_on")]
    troubles = []
    if draft.dated_on > today:
        troubles.append(RuleBroken("followup.dated_in_future", field="dated_on"))
    if draft.dated_on < registered_on:
        facts = {"day": format_short(registered_on)}
        troubles.append(RuleBroken("followup.before_registration", field="dated_on", **facts))
    if draft.new_on is not None and not draft.dated_on <= draft.new_on <= draft.dated_on + LONGEST_AHEAD:
        troubles.append(RuleBroken("followup.invited_before", field="new_on"))
    if draft.new_at is not None and draft.new_on is None:
        troubles.append(RuleBroken("draft.required", field="new_on"))
    return troubles


@dataclass(frozen=True, slots=True)
class Earlier:
    """A summons of the same row of summonses, not cancelled."""

    number: int
    sent_on: date | None


def next_number(earlier: Sequence[Earlier], dated_on: date, waiting_days: int) -> int:
    """Return the number of the next summons: 1, then 2, then 3, each only after the one before was sent and its days are over.

    ``earlier`` are those since the client last came. Raises RuleBroken ``followup.earlier_not_sent``, ``followup.too_early``
    and ``followup.no_fourth``.
    """
    if not earlier:
        return 1
    last = max(earlier, key=lambda one: one.number)
    if last.sent_on is None:
        raise RuleBroken("followup.earlier_not_sent", field="dated_on", number=last.number)
    if last.number >= LAST_SUMMONS:
        raise RuleBroken("followup.no_fourth")
    due = last.sent_on + timedelta(days=waiting_days)
    if dated_on < due:
        raise RuleBroken("followup.too_early", field="dated_on", number=last.number, day=format_short(due))
    return last.number + 1
