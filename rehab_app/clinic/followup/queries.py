"""Calls and summons read for the file, and all that was tried since a client last came."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, func, select

from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.followup.rows import CallRow, SummonsRow, Tried
from rehab_app.clinic.followup.rules import day_start
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.queries import may_read_notes
from rehab_app.clinic.sessions.rules import held_codes, missed_codes
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current, is_current
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_CALL: Final[Table] = ContactCall.__table__  # type: ignore[attr-defined]
_SUMMONS: Final[Table] = Summons.__table__  # type: ignore[attr-defined]
_PLAIN_CALL: Final = (
    *("series_id", "row_version", "episode_id", "client_id", "called_at", "contact_id", "channel", "reached_name"),
    *("outcome", "promised_on", "next_try_on"),
)
_PLAIN_SUMMONS: Final = tuple(
    name for name in SummonsRow.__slots__ if name not in {"missed_on", "entered_at", "entered_by"}
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def calls_of_episode(work: Work, episode_id: UUID) -> tuple[CallRow, ...]:
    """Return the calls of an episode in their current versions, the latest first."""
    query = current(_CALL).where(_CALL.c.episode_id == episode_id).order_by(_CALL.c.called_at.desc())
    return _calls(work, work.connection.execute(query).all())


@needs(DataClass.KLINIS, Right.MELIHAT)
def calls_of_client(work: Work, client_id: UUID) -> tuple[CallRow, ...]:
    """Return the calls of a client in all her episodes, the latest first."""
    query = current(_CALL).where(_CALL.c.client_id == client_id).order_by(_CALL.c.called_at.desc())
    return _calls(work, work.connection.execute(query).all())


@needs(DataClass.KLINIS, Right.MELIHAT)
def call_versions(work: Work, series_id: UUID) -> tuple[CallRow, ...]:
    """Return every version of one call, the first one first."""
    query = select(_CALL).where(_CALL.c.series_id == series_id).order_by(_CALL.c.row_version)
    return _calls(work, work.connection.execute(query).all())


@needs(DataClass.KLINIS, Right.MELIHAT)
def summonses_of_episode(work: Work, episode_id: UUID) -> tuple[SummonsRow, ...]:
    """Return the summons and notices of an episode in their current versions, the latest first, the cancelled ones too."""
    query = current(_SUMMONS).where(_SUMMONS.c.episode_id == episode_id)
    query = query.order_by(_SUMMONS.c.dated_on.desc(), _SUMMONS.c.number.desc())
    return tuple(map(_summons, work.connection.execute(query)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def summonses_of_client(work: Work, client_id: UUID) -> tuple[SummonsRow, ...]:
    """Return the summons and notices of a client in all her episodes, the latest first."""
    query = current(_SUMMONS).where(_SUMMONS.c.client_id == client_id)
    query = query.order_by(_SUMMONS.c.dated_on.desc(), _SUMMONS.c.number.desc())
    return tuple(map(_summons, work.connection.execute(query)))


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
    query = select(_SESSION.c.held_on).where(
        _SESSION.c.episode_id == episode_id,
        _SESSION.c.attendance.in_(missed_codes()),
        _SESSION.c.held_on > since,
        is_current(_SESSION),
    )
    return tuple(work.connection.execute(query.order_by(_SESSION.c.held_on)).scalars())


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
    query = select(func.max(_SESSION.c.held_on)).where(
        _SESSION.c.episode_id == episode_id, _SESSION.c.attendance.in_(held_codes()), is_current(_SESSION)
    )
    came: date | None = work.connection.execute(query).scalar_one()
    return came


def _calls(work: Work, rows: Sequence[Row[Any]]) -> tuple[CallRow, ...]:
    """Return rows with what was said, for those who may read the notes of the episode or wrote it themselves."""
    is_readable = {episode_id: may_read_notes(work, episode_id) for episode_id in {row.episode_id for row in rows}}
    me = work.actor.user_id
    return tuple(_call(row, is_open=is_readable[row.episode_id] or row.created_by == me) for row in rows)


def _call(row: Row[Any], *, is_open: bool) -> CallRow:
    return CallRow(
        **{name: getattr(row, name) for name in _PLAIN_CALL},
        said=row.said if is_open else "",
        is_said_withheld=bool(row.said) and not is_open,
        reason=row.reason if is_open else "",
        entered_at=row.created_at,
        entered_by=row.created_by,
    )


def _summons(row: Row[Any]) -> SummonsRow:
    return SummonsRow(
        **{name: getattr(row, name) for name in _PLAIN_SUMMONS},
        missed_on=tuple(date.fromisoformat(day) for day in row.missed_on),
        entered_at=row.created_at,
        entered_by=row.created_by,
    )
