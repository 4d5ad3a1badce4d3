"""The rules of the week: what is only said of an hour, what refuses a group, and the days of a repetition."""

from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.sessions.busy import SLOT_MINUTES, minutes
from rehab_app.clinic.sessions.rules import LONGEST_AHEAD
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import unknown_codes

MOST_TIMES: Final = 52
_WEEK: Final = timedelta(days=7)
_ALONE: Final = "individual"


class GroupState(StrEnum):
    """Where a group meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


CLOSED_DAY: Final = N_("The clinic is closed on {day}: {name}.")
OUTSIDE_HOURS: Final = N_("This is outside the clinic's hours ({start} to {end}).")


def notices(day: date, at: time | None, slots: int, closed: str, hours: tuple[int, int]) -> tuple[Notice, ...]:
    """Return what should be said of an hour; ``closed`` is why the clinic is closed that day, ``hours`` its first and last.

    The fact ``name`` may be a message of its own (a weekend day).
    """
    found = []
    if closed:
        found.append(Notice(CLOSED_DAY, "held_on", {"day": format_short(day), "name": closed}))
    opens, ends = hours
    if at is not None and not opens * 60 <= minutes(at) <= ends * 60 - slots * SLOT_MINUTES:
        found.append(Notice(OUTSIDE_HOURS, "held_at", {"start": f"{opens:02d}.00", "end": f"{ends:02d}.00"}))
    return tuple(found)


def hours_of(opens: int, ends: int, slots: int) -> tuple[time, ...]:
    """Return each half hour at which a meeting of ``slots`` half hours can begin and end within the clinic's hours."""
    last = ends * 60 - slots * SLOT_MINUTES
    return tuple(time(start // 60, start % 60) for start in range(opens * 60, last + 1, SLOT_MINUTES))


def group_troubles(draft: GroupDraft, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this group meeting, each beside its field."""
    troubles = [
        RuleBroken("draft.required", field=name) for name in ("held_on", "held_at", "kind") if not getattr(draft, name)
    ]
    troubles += unknown_codes(draft, {"kind": "session_kind", "service": "session_type", "room": "consulting_room"})
    if draft.kind == _ALONE:
        troubles.append(RuleBroken("schedule.group_of_one", field="kind"))
    if draft.held_at is not None and draft.held_at.tzinfo is not None:
        troubles.append(RuleBroken("sessions.hour_with_zone", field="held_at"))
    if draft.held_on is not None and draft.held_on > today + LONGEST_AHEAD:
        troubles.append(RuleBroken("sessions.too_far_ahead", field="held_on"))
    return troubles


def weeks_after(day: date, times: int) -> tuple[date, ...]:
    """Return the same weekday of the next ``times`` weeks; raises RuleBroken("schedule.times") unless there are 1 to 52."""
    if not 1 <= times <= MOST_TIMES:
        raise RuleBroken("schedule.times", field="times", most=MOST_TIMES)
    return tuple(day + _WEEK * number for number in range(1, times + 1))
