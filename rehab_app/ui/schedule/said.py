"""How the week is said: the lines of a meeting, its one sentence, and the heads of the days."""

from collections.abc import Sequence
from datetime import date, timedelta

from rehab_app.clinic.schedule.rows import RosterRow, SlotRow, WeekDay
from rehab_app.clinic.sessions.busy import hour_range
from rehab_app.foundation.dates import WEEKDAYS, format_long, format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.calendar.days import WEEKEND
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.schedule.actions import Week
from rehab_app.ui.schedule.blocks import Layout, arrange, key_of
from rehab_app.ui.schedule.week_painter import DayHead, WeekShown
from rehab_app.ui.shell.session import Session


def shown(session: Session, week: Week, *, is_shared: bool) -> WeekShown:
    """Return a week ready to be painted."""
    layout = arrange(week.first_day, week.rows, week.opens, week.closes, is_shared=is_shared)
    return WeekShown(
        layout=layout,
        heads=heads(session, week, layout),
        lines={key_of(row): lines(session, week, row) for row in week.rows},
        hourless=session.say("no hour"),
    )


def heads(session: Session, week: Week, layout: Layout) -> tuple[DayHead, ...]:
    """Return what stands above each day: a closed day with its name, and today."""
    known = {one.day: one for one in week.days}
    return tuple(_head(session, known[day], week.today) for day in layout.days)


def lines(session: Session, week: Week, row: SlotRow) -> tuple[str, ...]:
    """Return the lines of a meeting, the most important first; initials are masked while names are."""
    where = session.label("consulting_room", row.room) if row.room else ""
    return tuple(
        line
        for line in (
            row.topic if row.group_id is not None else who(session, row),
            joined([hours_of(row), members_of(session, row) or session.label("session_kind", row.kind)]),
            counsellor_of(week, row),
            where,
            session.label("attendance", row.attendance) if row.attendance else "",
        )
        if line
    )


def who(session: Session, row: SlotRow) -> str:
    """Return whom a meeting is with: initials and RM, or the topic of a group with its members."""
    if row.group_id is not None:
        return f"{row.topic} ({members_of(session, row)})"
    return f"{session.context.privacy.mask(row.initials)} {row.rm_number}"


def members_of(session: Session, row: SlotRow) -> str:
    """Return how many members a group has, empty for a meeting of one client."""
    if row.group_id is None:
        return ""
    return session.context.words.say_many("{count} member", "{count} members", row.seats)


def seat(session: Session, row: RosterRow) -> str:
    """Return a member of a group, the number last so that it stands where names are masked."""
    return f"{session.context.privacy.mask(row.initials)} {row.rm_number}"


def hours_of(row: SlotRow) -> str:
    """Return ``09.00–10.00``, empty for a meeting without an hour."""
    return hour_range(row.at, row.slots) if row.at is not None else ""


def counsellor_of(week: Week, row: SlotRow) -> str:
    """Return who leads a meeting."""
    return week.names.get(row.counsellor_id, "")


def day_said(session: Session, day: date) -> str:
    """Return ``Senin 16/01/2023``."""
    return f"{WEEKDAYS[session.context.words.language][day.weekday()]} {format_short(day)}"


def closed_said(session: Session, week: Week, day: date) -> str:
    """Return why the clinic is closed on a day, whole where the head of the column has to cut it; empty where it is open."""
    return next((_closed(session, one) for one in week.days if one.day == day), "")


def span_said(session: Session, first_day: date) -> str:
    """Return the week as ``16 Januari 2023 – 21 Januari 2023``."""
    language = session.context.words.language
    return f"{format_long(first_day, language)} \u2013 {format_long(first_day + timedelta(days=5), language)}"


def keys_said(session: Session, row: SlotRow | None, *, may_plan: bool) -> str:
    """Return what the keys do where the cursor stands."""
    say = session.say
    if row is None and may_plan:
        return say("Enter plans a meeting here, G a group. Page Up and Page Down: week, T: today, A: mine or all.")
    if row is None or not may_plan:
        return say("Enter opens a meeting. Page Up and Page Down: week, T: today, A: mine or all.")
    if row.group_id is not None and row.is_movable:
        return say("Enter opens the group, M moves it, E changes it, R repeats it weekly, Delete cancels it.")
    if row.is_movable:
        return say("Enter opens the meeting, M moves it, E changes it, R repeats it weekly.")
    return say("Enter opens the meeting, R repeats it weekly.")


def members_troubled(session: Session, troubles: Sequence[RuleBroken], names: Sequence[str]) -> list[RuleBroken]:
    """Return troubles of members beside the field of all members, each with whom it is about.

    A trouble stands beside ``episode_ids.<place>``; other troubles stay as they are.
    """
    return [_member_troubled(session, trouble, names) for trouble in troubles]


def _member_troubled(session: Session, trouble: RuleBroken, names: Sequence[str]) -> RuleBroken:
    field, _, place = trouble.field.partition(".")
    if field != "episode_ids" or not place.isdigit() or int(place) >= len(names):
        return trouble
    why = session.context.trouble(trouble)
    return RuleBroken("schedule_ui.member", field="members", who=names[int(place)], why=why)


def seats_troubled(session: Session, troubles: Sequence[RuleBroken], names: dict[str, str]) -> list[RuleBroken]:
    """Return troubles of seats (``<series>.<field>``) beside the roster, each with whom it is about."""
    found, whom = [], dict[str, list[str]]()
    for trouble in troubles:
        name = names.get(trouble.field.partition(".")[0])
        if name is None:
            found.append(trouble)
        else:
            whom.setdefault(session.context.trouble(trouble), []).append(name)
    told = [RuleBroken("schedule_ui.member", field="roster", who=", ".join(who), why=why) for why, who in whom.items()]
    return [*found, *told]


def _closed(session: Session, day: WeekDay) -> str:
    if not day.closed:
        return ""
    is_weekend = day.closed in WEEKEND.values()
    return session.say("closed") if is_weekend else session.say("closed: {name}", name=day.closed)


def _head(session: Session, day: WeekDay, today: date) -> DayHead:
    name = WEEKDAYS[session.context.words.language][day.day.weekday()]
    closed = _closed(session, day)
    is_today = day.day == today
    remark = joined([session.say("today") if is_today else "", closed])
    return DayHead(f"{name} {day.day:%d/%m}", f"{name[:3]} {day.day:%d/%m}", remark, bool(day.closed), is_today)
