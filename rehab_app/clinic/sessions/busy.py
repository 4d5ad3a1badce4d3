"""Who and what is taken at an hour: one counsellor, one room and one client serve one meeting at a time.

The rule stands here because every plan passes through this room. Group meetings belong to the schedule above, so their table
is named by text alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Date, Integer, Row, String, Table, Time, Uuid, column, or_, select, table

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.rules import CANCELLED
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

SLOT_MINUTES: Final = 30
_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_GROUP: Final = table(
    "group_meeting",
    column("id", Uuid),
    column("held_on", Date),
    column("held_at", Time),
    column("slots", Integer),
    column("room", String),
    column("topic", String),
    column("counsellor_id", Uuid),
    column("state", String),
)
_GROUP_CANCELLED: Final = "cancelled"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An hour that is asked for: whom and what it takes, and which meeting or group asks, so that it is not in its own way."""

    day: date
    at: time
    slots: int
    counsellor_id: UUID
    room: str = ""
    client_id: UUID | None = None
    series_id: UUID | None = None
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A meeting that stands on that day: ``who`` is the client by initials and RM, or the topic of a group."""

    at: time
    slots: int
    counsellor_id: UUID
    room: str
    client_id: UUID | None
    who: str
    is_group: bool = False
    is_seat: bool = False


def minutes(at: time) -> int:
    """Return the minutes since midnight."""
    return at.hour * 60 + at.minute


def overlaps(at: time, slots: int, other_at: time, other_slots: int) -> bool:
    """Whether two meetings on one day share a minute; one that begins when the other ends does not."""
    start, other = minutes(at), minutes(other_at)
    return start < other + other_slots * SLOT_MINUTES and other < start + slots * SLOT_MINUTES


def hour_range(at: time, slots: int) -> str:
    """Return ``09.00-10.00`` with an en dash, as the screen and the troubles show it."""
    end = minutes(at) + slots * SLOT_MINUTES
    return f"{at:%H.%M}\u2013{end // 60 % 24:02d}.{end % 60:02d}"


def clashes(work: Work, wanted: Wanted) -> list[RuleBroken]:
    """Return what refuses an hour: ``schedule.counsellor_busy``, ``schedule.room_busy`` or ``schedule.client_busy``.

    Each stands beside ``held_at`` and names who is there (``who``), the day and the hours. In a group it is
    ``counsellor_in_group`` and ``room_in_group``.
    """
    found: dict[str, RuleBroken] = {}
    for taken in taken_on(work, wanted):
        if overlaps(wanted.at, wanted.slots, taken.at, taken.slots):
            for trouble in _troubles(wanted, taken):
                found.setdefault(trouble.code, trouble)
    return list(found.values())


def in_the_way(work: Work, session: CareSession) -> list[RuleBroken]:
    """Return what refuses a meeting its place: another one of its kind that day, and who is met at its hour.

    ``sessions.same_day`` stands beside ``held_on``. Of a meeting that was recorded no hour is refused: it took place.
    """
    query = select(_SESSION.c.id).where(
        _SESSION.c.client_id == session.client_id,
        _SESSION.c.held_on == session.held_on,
        _SESSION.c.kind == session.kind,
        _SESSION.c.attendance != CANCELLED,
        _SESSION.c.series_id != session.series_id,
        is_current(_SESSION),
    )
    if work.connection.execute(query.limit(1)).first() is not None:
        return [RuleBroken("sessions.same_day", field="held_on")]
    if session.attendance or session.held_at is None:
        return []
    wanted = Wanted(
        session.held_on,
        session.held_at,
        session.slots,
        session.counsellor_id,
        session.room,
        session.client_id,
        session.series_id,
        session.group_id,
    )
    return clashes(work, wanted)


def taken_on(work: Work, wanted: Wanted) -> Iterator[Taken]:
    """Yield the meetings of the day that share counsellor, room or client with what is wanted, whatever their hour.

    A meeting that was missed, excused or cancelled takes nobody's time, nor does one that was planned in an episode that ended.
    """
    for row in work.connection.execute(_sessions(wanted)):
        who = f"{row.initials} {row.rm_number}"
        yield Taken(
            row.held_at, row.slots, row.counsellor_id, row.room, row.client_id, who, is_seat=row.group_id is not None
        )
    for row in work.connection.execute(_groups(wanted)):
        yield _taken_by_group(row)


def _sessions(wanted: Wanted) -> Any:  # noqa: ANN401 - SQLAlchemy's select of seven columns
    joined = _SESSION.join(_EPISODE, _SESSION.c.episode_id == _EPISODE.c.id)
    joined = joined.join(_CLIENT, _SESSION.c.client_id == _CLIENT.c.id)
    shown = [_SESSION.c[name] for name in ("held_at", "slots", "counsellor_id", "room", "client_id", "group_id")]
    shares = [_SESSION.c.counsellor_id == wanted.counsellor_id]
    if wanted.room:
        shares.append(_SESSION.c.room == wanted.room)
    if wanted.client_id is not None:
        shares.append(_SESSION.c.client_id == wanted.client_id)
    held = _SESSION.c.attendance.in_(held_codes())
    awaited = (_SESSION.c.attendance == "") & (_EPISODE.c.state != State.CLOSED.value)
    query = (
        select(*shown, _CLIENT.c.initials, _CLIENT.c.rm_number)
        .select_from(joined)
        .where(
            _SESSION.c.held_on == wanted.day,
            _SESSION.c.held_at.is_not(None),
            or_(*shares),
            held | awaited,
            is_current(_SESSION),
        )
        .order_by(_SESSION.c.held_at)
    )
    if wanted.series_id is not None:
        query = query.where(_SESSION.c.series_id != wanted.series_id)
    if wanted.group_id is not None:
        query = query.where(_SESSION.c.group_id.is_distinct_from(wanted.group_id))
    return query


def _groups(wanted: Wanted) -> Any:  # noqa: ANN401 - SQLAlchemy's select of five columns
    shares = [_GROUP.c.counsellor_id == wanted.counsellor_id]
    if wanted.room:
        shares.append(_GROUP.c.room == wanted.room)
    query = (
        select(_GROUP.c.held_at, _GROUP.c.slots, _GROUP.c.counsellor_id, _GROUP.c.room, _GROUP.c.topic)
        .where(_GROUP.c.held_on == wanted.day, _GROUP.c.state != _GROUP_CANCELLED, or_(*shares))
        .order_by(_GROUP.c.held_at)
    )
    return query.where(_GROUP.c.id != wanted.group_id) if wanted.group_id is not None else query


def _taken_by_group(row: Row[Any]) -> Taken:
    return Taken(row.held_at, row.slots, row.counsellor_id, row.room, None, row.topic, is_group=True)


def _troubles(wanted: Wanted, taken: Taken) -> Iterator[RuleBroken]:
    """Yield what is taken; a seat takes its client alone, its group takes the counsellor and the room."""
    facts = {"who": taken.who, "day": format_short(wanted.day), "hours": hour_range(taken.at, taken.slots)}
    field, is_group = "held_at", taken.is_group
    if not taken.is_seat and taken.counsellor_id == wanted.counsellor_id:
        yield (
            RuleBroken("schedule.counsellor_in_group", field=field, **facts)
            if is_group
            else RuleBroken("schedule.counsellor_busy", field=field, **facts)
        )
    if not taken.is_seat and wanted.room and taken.room == wanted.room:
        yield (
            RuleBroken("schedule.room_in_group", field=field, **facts)
            if is_group
            else RuleBroken("schedule.room_busy", field=field, **facts)
        )
    if wanted.client_id is not None and taken.client_id == wanted.client_id:
        yield RuleBroken("schedule.client_busy", field=field, **facts)
