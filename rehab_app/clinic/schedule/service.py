"""Meetings put into the week: planned, moved by key or mouse, and repeated week by week."""

from datetime import date, time
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.schedule import rules
from rehab_app.clinic.schedule.queries import notices_of
from rehab_app.clinic.schedule.rows import Planned, Repeated, Skipped
from rehab_app.clinic.sessions import planning
from rehab_app.clinic.sessions.draft import PlanDraft
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.notices import Notice
from rehab_app.office.calendar.days import closed_days
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import loaded_current
from rehab_app.store.work import Work

_KEPT: Final = ("kind", "service", "counsellor_id", "room", "slots")


@needs(DataClass.KLINIS, Right.INPUT)
def plan_meeting(work: Work, episode_id: UUID, draft: PlanDraft) -> Planned:
    """Plan a meeting of one client; returns its series and what should be said of its hour.

    Refused as ``sessions.planning.plan_session`` says, among it who is met already at that hour.
    """
    series_id = planning.plan_session(work, episode_id, draft)
    planned = work.session.get_one(CareSession, series_id)
    return Planned(series_id, notices_of(work, planned.held_on, planned.held_at, planned.slots))


@needs(DataClass.KLINIS, Right.INPUT)
def move_meeting(
    work: Work,
    series_id: UUID,
    row_version: int,
    day: date,
    at: time | None,
    *,
    counsellor_id: UUID | None = None,
    room: str | None = None,
) -> tuple[Notice, ...]:
    """Move a planned meeting to another day and hour, and to another counsellor or room where one is given.

    Everything else stays. Returns what should be said of the new hour; refused as ``sessions.planning.replan_session`` says.
    """
    old = loaded_current(work, CareSession, series_id, row_version)
    draft = PlanDraft(
        held_on=day,
        held_at=at,
        kind=old.kind,
        service=old.service,
        counsellor_id=counsellor_id or old.counsellor_id,
        room=room,
    )
    planning.replan_session(work, series_id, row_version, draft)
    return notices_of(work, day, at, old.slots)


@needs(DataClass.KLINIS, Right.INPUT)
def repeat_weekly(work: Work, series_id: UUID, times: int) -> Repeated:
    """Plan a meeting again on the same weekday and hour of the next ``times`` weeks.

    Closed days and hours that are taken are skipped and named, none is moved to another day. Raises
    RuleBroken("schedule.times") unless ``times`` is 1 to 52, and ``schedule.unknown_meeting``.
    """
    newest = select(CareSession).where(CareSession.series_id == series_id).order_by(col(CareSession.row_version).desc())
    pattern = work.session.exec(newest.limit(1)).first()
    if pattern is None or pattern.is_binned:
        raise RuleBroken("schedule.unknown_meeting")
    if pattern.group_id is not None:
        raise RuleBroken("sessions.seat_of_group")
    days = rules.weeks_after(pattern.held_on, times)
    closed = closed_days(work, days[0], days[-1])
    kept = {name: getattr(pattern, name) for name in _KEPT}
    planned: list[UUID] = []
    skipped: list[Skipped] = []
    for day in days:
        if day in closed:
            skipped.append(closed_day(day, closed[day]))
            continue
        draft = PlanDraft(held_on=day, held_at=pattern.held_at, **kept)
        try:
            planned.append(planning.plan_session(work, pattern.episode_id, draft))
        except RulesBroken as refused:
            skipped += [Skipped(day, trouble.code, trouble.facts) for trouble in refused.troubles]
    return Repeated(tuple(planned), tuple(skipped))


def closed_day(day: date, name: str) -> Skipped:
    """Return the mark of a day that a repetition left out because the clinic is closed."""
    trouble = RuleBroken("schedule.closed_day", day=format_short(day), name=name)
    return Skipped(day, trouble.code, trouble.facts)
