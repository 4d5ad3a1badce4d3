"""The week of the clinic, its free hours, and the roster of a group."""

from datetime import date, time, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Table, bindparam, func, or_, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.schedule import rules
from rehab_app.clinic.schedule.model import GroupMeeting
from rehab_app.clinic.schedule.rows import GroupRow, RosterRow, SlotRow, WeekDay
from rehab_app.clinic.schedule.rules import GroupState
from rehab_app.clinic.sessions.busy import Wanted, overlaps, taken_on
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.rules import CANCELLED
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.office.calendar.days import closed_days, years_without_holidays
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.direct import Direct
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_GROUP: Final[Table] = GroupMeeting.__table__  # type: ignore[attr-defined]
_LAST: Final = timedelta(days=6)
_EARLIEST: Final = time(0)
_SINGLE: Final = (
    *(_SESSION.c[name] for name in ("held_on", "held_at", "slots", "kind", "service", "counsellor_id", "room")),
    *(_SESSION.c[name] for name in ("row_version", "series_id", "episode_id", "client_id")),
    _CLIENT.c.initials,
    _CLIENT.c.rm_number,
    _SESSION.c.number,
    _SESSION.c.attendance,
    _SESSION.c.group_id,
)
_ALONE: Final[tuple[Any, ...]] = ("", 1, "")
_SEATS: Final = (
    select(func.count())
    .select_from(_SESSION)
    .where(_SESSION.c.group_id == _GROUP.c.id, _SESSION.c.attendance != CANCELLED, is_current(_SESSION))
    .correlate(_GROUP)
    .scalar_subquery()
)
_GROUPED: Final = [_SEATS if name == "seats" else _GROUP.c[name] for name in GroupRow.__slots__]
_SEATED: Final = [
    *(_SESSION.c[name] for name in ("series_id", "row_version", "episode_id", "client_id")),
    _CLIENT.c.initials,
    _CLIENT.c.rm_number,
    _SESSION.c.number,
    _EPISODE.c.target_sessions,
    *(_SESSION.c[name] for name in ("attendance", "attendance_reason", "signed_at")),
]
# A plan of an episode that has ended will not be met; what was recorded stays in its week.
_STANDS: Final = or_(_SESSION.c.attendance != "", _EPISODE.c.state != State.CLOSED.value)
_OF_CLIENTS: Final = _SESSION.join(_EPISODE, _SESSION.c.episode_id == _EPISODE.c.id).join(
    _CLIENT, _SESSION.c.client_id == _CLIENT.c.id
)
_ONE_GROUP: Final = select(*_GROUPED).where(_GROUP.c.id == bindparam("of_group"))
_ROSTER: Final = (
    select(*_SEATED)
    .select_from(_OF_CLIENTS)
    .where(_SESSION.c.group_id == bindparam("of_group"), _SESSION.c.attendance != CANCELLED, is_current(_SESSION))
    .order_by(_CLIENT.c.rm_number)
)
# Put together once: the week is read again at every key.
_WEEK_OF_CLIENTS: Final = (
    select(*_SINGLE)
    .select_from(_OF_CLIENTS)
    .where(
        _SESSION.c.held_on.between(bindparam("first"), bindparam("last")),
        _SESSION.c.attendance != CANCELLED,
        _STANDS,
        is_current(_SESSION),
    )
)
_WEEK_OF_GROUPS: Final = select(*_GROUPED).where(
    _GROUP.c.held_on.between(bindparam("first"), bindparam("last")), _GROUP.c.state != GroupState.CANCELLED.value
)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def week(work: Work, first_day: date, counsellor_id: UUID | None = None, room: str = "") -> tuple[SlotRow, ...]:
    """Return the meetings of the seven days from ``first_day``, by day, hour and client; cancelled ones are left out.

    Seats of a group stand in the one row of their group. Closed days are told by ``week_days``.
    """
    values = {"first": first_day, "last": first_day + _LAST, "counsellor": counsellor_id, "room": room}
    narrowed = {"has_counsellor": counsellor_id is not None, "has_room": bool(room)}
    rows = [
        SlotRow(*row, *_ALONE)
        for row in _narrowed(_WEEK_OF_CLIENTS, _SESSION, **narrowed).rows(work.connection, values)
        if row[-1] is None
    ]
    rows += map(_grouped, _narrowed(_WEEK_OF_GROUPS, _GROUP, **narrowed).made(work.connection, GroupRow, values))
    return tuple(sorted(rows, key=lambda row: (row.day, row.at or _EARLIEST, row.rm_number, row.topic)))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def week_days(work: Work, first_day: date) -> tuple[WeekDay, ...]:
    """Return the seven days from ``first_day``, each with why the clinic is closed, if it is."""
    closed = closed_days(work, first_day, first_day + _LAST)
    unknown = years_without_holidays(first_day, first_day + _LAST)
    days = (first_day + timedelta(days=number) for number in range(7))
    return tuple(WeekDay(day, closed.get(day, ""), day.year not in unknown) for day in days)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def notices_of(work: Work, day: date, at: time | None, slots: int | None = None) -> tuple[Notice, ...]:
    """Return what should be said of an hour before it is planned: a closed day, an hour outside the clinic's."""
    length = slots or int(setting(work, "session_slots"))
    return rules.notices(day, at, length, closed_days(work, day, day).get(day, ""), _hours(work))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def free_slots(
    work: Work,
    day: date,
    counsellor_id: UUID,
    room: str = "",
    slots: int | None = None,
    client_id: UUID | None = None,
) -> tuple[time, ...]:
    """Return the half hours of a day at which counsellor, room and client are free for ``slots`` half hours.

    Only within the clinic's hours, and none on a closed day: there an hour can be planned, but is not proposed.
    """
    if closed_days(work, day, day):
        return ()
    length = slots or int(setting(work, "session_slots"))
    taken = list(taken_on(work, Wanted(day, _EARLIEST, length, counsellor_id, room, client_id)))
    return tuple(
        at
        for at in rules.hours_of(*_hours(work), length)
        if not any(overlaps(at, length, one.at, one.slots) for one in taken)
    )


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def group(work: Work, group_id: UUID) -> GroupRow:
    """Return one group meeting; raises RuleBroken("schedule.unknown_group")."""
    row = work.connection.execute(_ONE_GROUP, {"of_group": group_id}).first()
    if row is None:
        raise RuleBroken("schedule.unknown_group")
    return GroupRow(*row)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def group_roster(work: Work, group_id: UUID) -> tuple[RosterRow, ...]:
    """Return the members of a group meeting by No. Rekam Medis; those who were taken out are left out."""
    return tuple(_seat(row) for row in work.connection.execute(_ROSTER, {"of_group": group_id}))


@cache
def _narrowed(query: Select[Any], table: Table, *, has_counsellor: bool, has_room: bool) -> Direct:
    """Return a query of the week for everybody, or of one ``counsellor`` or ``room``; put together once for each."""
    if has_counsellor:
        query = query.where(table.c.counsellor_id == bindparam("counsellor"))
    return Direct(query.where(table.c.room == bindparam("room")) if has_room else query)


def _hours(work: Work) -> tuple[int, int]:
    return int(setting(work, "day_starts_at")), int(setting(work, "day_ends_at"))


def _seat(row: Row[Any]) -> RosterRow:
    values: list[Any] = list(row)
    values[-1] = values[-1] is not None
    return RosterRow(*values)


def _grouped(group: GroupRow) -> SlotRow:
    return SlotRow(
        day=group.held_on,
        at=group.held_at,
        slots=group.slots,
        kind=group.kind,
        service=group.service,
        counsellor_id=group.counsellor_id,
        room=group.room,
        row_version=group.row_version,
        series_id=None,
        episode_id=None,
        client_id=None,
        initials="",
        rm_number="",
        number=0,
        attendance="",
        group_id=group.id,
        topic=group.topic,
        seats=group.seats,
        state=group.state,
    )
