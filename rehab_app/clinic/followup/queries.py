"""Calls and summons read for the file, and all that was tried since a client last came."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, false, func, select

from rehab_app.clinic.episodes.meanings import held_codes, missed_codes
from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.followup.rows import CallRow, SummonsRow, Tried
from rehab_app.clinic.followup.rules import day_start
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.queries import may_read_notes
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import current, is_current
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_CALL: Final[Table] = ContactCall.__table__  # type: ignore[attr-defined]
_SUMMONS: Final[Table] = Summons.__table__  # type: ignore[attr-defined]
_PLAIN_SUMMONS: Final = tuple(
    name for name in SummonsRow.__slots__ if name not in {"missed_on", "entered_at", "entered_by"}
)
# Put together once: every opened file asks them.
_WHOLE_CALL: Final = select(*shown_columns(CallRow, _CALL, is_said_withheld=false()))
_LATEST_FIRST: Final = _CALL.c.called_at.desc()
_CALLS_OF_EPISODE: Final = Direct(
    _WHOLE_CALL.where(_CALL.c.episode_id == bindparam("of_episode"), is_current(_CALL)).order_by(_LATEST_FIRST)
)
_CALL_VERSIONS: Final = Direct(
    _WHOLE_CALL.where(_CALL.c.series_id == bindparam("of_series")).order_by(_CALL.c.row_version)
)
_NUMBERED: Final = (_SUMMONS.c.dated_on.desc(), _SUMMONS.c.number.desc())
_SUMMONSES_OF_EPISODE: Final = (
    current(_SUMMONS).where(_SUMMONS.c.episode_id == bindparam("of_episode")).order_by(*_NUMBERED)
)

_MISSED: Final = (
    select(_SESSION.c.held_on)
    .where(
        _SESSION.c.episode_id == bindparam("of_episode"),
        _SESSION.c.attendance.in_(bindparam("missed", expanding=True)),
        _SESSION.c.held_on > bindparam("since"),
        is_current(_SESSION),
    )
    .order_by(_SESSION.c.held_on)
)
_LAST_HELD: Final = select(func.max(_SESSION.c.held_on)).where(
    _SESSION.c.episode_id == bindparam("of_episode"),
    _SESSION.c.attendance.in_(bindparam("held", expanding=True)),
    is_current(_SESSION),
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def calls_of_episode(work: Work, episode_id: UUID) -> tuple[CallRow, ...]:
    """Return the calls of an episode in their current versions, the latest first."""
    return _as_may_be_read(work, _CALLS_OF_EPISODE.made(work.connection, CallRow, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def call_versions(work: Work, series_id: UUID) -> tuple[CallRow, ...]:
    """Return every version of one call, the first one first."""
    return _as_may_be_read(work, _CALL_VERSIONS.made(work.connection, CallRow, {"of_series": series_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def summonses_of_episode(work: Work, episode_id: UUID) -> tuple[SummonsRow, ...]:
    """Return the summons and notices of an episode in their current versions, the latest first, the cancelled ones too."""
    return tuple(map(_summons, work.connection.execute(_SUMMONSES_OF_EPISODE, {"of_episode": episode_id})))


@needs(DataClass.KLINIS, Right.MELIHAT)
def summons(work: Work, series_id: UUID) -> SummonsRow:
    """Return one summons in its current version; raises RuleBroken("followup.unknown_summons")."""
    row = work.connection.execute(current(_SUMMONS).where(_SUMMONS.c.series_id == series_id)).first()
    if row is None:
        raise RuleBroken("followup.unknown_summons")
    return _summons(row)


@needs(DataClass.KLINIS, Right.MELIHAT)
def summons_versions(work: Work, series_id: UUID) -> tuple[SummonsRow, ...]:
    """Return every version of one summons, the first one first."""
    query = select(_SUMMONS).where(_SUMMONS.c.series_id == series_id).order_by(_SUMMONS.c.row_version)
    return tuple(map(_summons, work.connection.execute(query)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def missed_days(work: Work, episode_id: UUID) -> tuple[date, ...]:
    """Return the days of the meetings that were missed since the client last came, the first one first."""
    since = _attended_on(work, episode_id) or date.min
    values = {"of_episode": episode_id, "missed": missed_codes(), "since": since}
    return tuple(work.connection.execute(_MISSED, values).scalars())


@needs(DataClass.KLINIS, Right.MELIHAT)
def tried(work: Work, episode_id: UUID) -> Tried:
    """Return what was tried to bring a client back since she last came: shown to whoever decides on a drop-out."""
    came = _attended_on(work, episode_id)
    since: datetime | None = day_start(came, work.clock.zone) if came is not None else None
    calls = calls_of_episode(work, episode_id)
    sent = summonses_of_episode(work, episode_id)
    return Tried(
        last_attended_on=came,
        missed_on=missed_days(work, episode_id),
        calls=tuple(call for call in calls if since is None or call.called_at >= since),
        summonses=tuple(one for one in sent if not one.is_cancelled and (came is None or one.dated_on > came)),
    )


def _attended_on(work: Work, episode_id: UUID) -> date | None:
    values = {"of_episode": episode_id, "held": held_codes()}
    came: date | None = work.connection.execute(_LAST_HELD, values).scalar_one()
    return came


def _as_may_be_read(work: Work, rows: tuple[CallRow, ...]) -> tuple[CallRow, ...]:
    """Return calls with what was said, for those who may read the notes of the episode or wrote it themselves."""
    closed = {one for one in {row.episode_id for row in rows} if not may_read_notes(work, one)}
    me = work.actor.user_id
    return tuple(_withheld(row) if row.episode_id in closed and row.entered_by != me else row for row in rows)


def _withheld(row: CallRow) -> CallRow:
    return replace(row, said="", reason="", is_said_withheld=bool(row.said))


def _summons(row: Row[Any]) -> SummonsRow:
    return SummonsRow(
        **{name: getattr(row, name) for name in _PLAIN_SUMMONS},
        missed_on=tuple(date.fromisoformat(day) for day in row.missed_on),
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
