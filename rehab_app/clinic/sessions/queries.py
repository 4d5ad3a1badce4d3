"""Meetings read for the file and for the lists of the day. Notes leave here only for those who may read them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Select, Table, bindparam, exists, func, or_, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.rows import MissedRow, SessionListRow, SessionRow
from rehab_app.clinic.sessions.rules import CANCELLED, WORDS, held_codes, missed_codes, reads_notes
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.emergency.openings import is_open_in_emergency
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import current, is_current, is_in_bin
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_ELSEWHERE: Final = {"initials": _CLIENT, "rm_number": _CLIENT, "target_sessions": _EPISODE}
_LISTED: Final = [_ELSEWHERE.get(name, _SESSION).c[name] for name in SessionListRow.__slots__]
_OF_CLIENT: Final = [
    _EPISODE.c.id,
    _EPISODE.c.client_id,
    _CLIENT.c.initials,
    _CLIENT.c.rm_number,
    _EPISODE.c.registration_number,
    _EPISODE.c.counsellor_id,
    _EPISODE.c.channel,
]
# Put together once: every opened file asks it.
_OF_EPISODE: Final = (
    current(_SESSION)
    .where(_SESSION.c.episode_id == bindparam("of_episode"))
    .order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last(), _SESSION.c.number)
)
_OF_CLIENT_ALL: Final = (
    current(_SESSION)
    .where(_SESSION.c.client_id == bindparam("of_client"))
    .order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last(), _SESSION.c.number)
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def of_episode(work: Work, episode_id: UUID) -> tuple[SessionRow, ...]:
    """Return the meetings of an episode in their current versions, the first held first; notes for those who may read them."""
    return _shown(work, work.connection.execute(_OF_EPISODE, {"of_episode": episode_id}).all())


@needs(DataClass.KLINIS, Right.MELIHAT)
def session_versions(work: Work, series_id: UUID) -> tuple[SessionRow, ...]:
    """Return every version of one meeting, the first one first; notes for those who may read them."""
    query = select(_SESSION).where(_SESSION.c.series_id == series_id).order_by(_SESSION.c.row_version)
    return _shown(work, work.connection.execute(query).all())


@needs(DataClass.KLINIS, Right.MELIHAT)
def of_client(work: Work, client_id: UUID) -> tuple[SessionRow, ...]:
    """Return every meeting of a client in all her episodes, the first held first; notes for those who may read them."""
    rows = work.connection.execute(_OF_CLIENT_ALL, {"of_client": client_id}).all()
    is_readable = {episode_id: may_read_notes(work, episode_id) for episode_id in {row.episode_id for row in rows}}
    return tuple(_row(row, is_open=is_readable[row.episode_id]) for row in rows)


@needs(DataClass.KLINIS, Right.MELIHAT)
def in_the_bin(work: Work) -> tuple[SessionListRow, ...]:
    """Return the meetings that lie in the recycle bin, the latest held first."""
    query = select(*_LISTED).select_from(_joined()).where(is_in_bin(_SESSION)).order_by(_SESSION.c.held_on.desc())
    return tuple(SessionListRow(*row) for row in work.connection.execute(query))


@needs(DataClass.KLINIS, Right.MELIHAT)
def count_attended(work: Work, episode_id: UUID) -> int:
    """Return how many meetings of an episode the client came to."""
    query = (
        select(func.count())
        .select_from(_SESSION)
        .where(_SESSION.c.episode_id == episode_id, _SESSION.c.attendance.in_(held_codes()), is_current(_SESSION))
    )
    return int(work.connection.execute(query).scalar_one())


@needs(DataClass.KLINIS, Right.MELIHAT)
def may_read_notes(work: Work, episode_id: UUID) -> bool:
    """Whether the acting user may read the notes of an episode: by her work, or because she broke the glass."""
    query = select(_EPISODE.c.counsellor_id, _EPISODE.c.client_id).where(_EPISODE.c.id == episode_id)
    row = work.connection.execute(query).one()
    return reads_notes(work.actor, row.counsellor_id) or is_open_in_emergency(work, row.client_id)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def sessions_between(
    work: Work, first: date, last: date, *, counsellor_id: UUID | None = None
) -> tuple[SessionListRow, ...]:
    """Return the meetings of open episodes from ``first`` to ``last``, cancelled ones left out, in the order of the day."""
    query = _list().where(
        _SESSION.c.held_on.between(first, last),
        _SESSION.c.attendance != CANCELLED,
        _EPISODE.c.state != State.CLOSED.value,
    )
    if counsellor_id is not None:
        query = query.where(_SESSION.c.counsellor_id == counsellor_id)
    query = query.order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last(), _CLIENT.c.rm_number)
    return tuple(SessionListRow(*row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def today(work: Work) -> tuple[SessionListRow, ...]:
    """Return today's meetings."""
    day = work.clock.today()
    return sessions_between(work, day, day)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def unrecorded(work: Work, since: date) -> tuple[SessionListRow, ...]:
    """Return the meetings of open episodes since ``since`` whose day has passed unrecorded, the oldest first."""
    query = _list().where(
        _SESSION.c.held_on >= since,
        _SESSION.c.held_on < work.clock.today(),
        _SESSION.c.attendance == "",
        _EPISODE.c.state != State.CLOSED.value,
    )
    query = query.order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last())
    return tuple(SessionListRow(*row) for row in work.connection.execute(query))


@needs(DataClass.KLINIS, Right.MELIHAT)
def unsigned(work: Work, since: date) -> tuple[SessionListRow, ...]:
    """Return the acting user's meetings since ``since`` that have a note she has not signed, the oldest first."""
    query = _list().where(
        _SESSION.c.held_on >= since,
        _SESSION.c.counsellor_id == work.actor.user_id,
        _SESSION.c.attendance != "",
        _SESSION.c.signed_at.is_(None),
        or_(*(_SESSION.c[name] != "" for name in WORDS)),
    )
    query = query.order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last())
    return tuple(SessionListRow(*row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def missed(work: Work, since: date) -> tuple[MissedRow, ...]:
    """Return the clients with an open episode who stayed away without notice since ``since`` and have not come after that.

    One row for each client: the next attended meeting or the end of the episode takes her off the list.
    """
    came, expected = _SESSION.alias(), _SESSION.alias()
    # Only the days since the missed one are looked at: few rows of an episode, by the index of its days.
    came_since = exists(
        select(1).where(*_meetings_of_row(came, held_codes()), came.c.held_on >= _SESSION.c.held_on)
    ).correlate(_EPISODE, _SESSION)
    next_on = (
        select(func.min(expected.c.held_on))
        .where(*_meetings_of_row(expected, ("",)), expected.c.held_on >= work.clock.today())
        .correlate(_EPISODE)
        .scalar_subquery()
    )
    last = func.max(_SESSION.c.held_on)
    shown = [*_OF_CLIENT, last.label("last_missed_on"), func.count().label("times"), next_on.label("next_on")]
    query = (
        select(*shown)
        .select_from(_joined())
        .where(
            _SESSION.c.held_on >= since,
            _SESSION.c.attendance.in_(missed_codes()),
            _EPISODE.c.state != State.CLOSED.value,
            is_current(_SESSION),
            ~came_since,
        )
        .group_by(*_OF_CLIENT)
        .order_by(last, _CLIENT.c.rm_number)
    )
    return tuple(MissedRow(*row) for row in work.connection.execute(query))


def _joined() -> FromClause:
    sessions = _SESSION.join(_EPISODE, _SESSION.c.episode_id == _EPISODE.c.id)
    return sessions.join(_CLIENT, _SESSION.c.client_id == _CLIENT.c.id)


def _list() -> Select[Any]:
    return select(*_LISTED).select_from(_joined()).where(is_current(_SESSION))


def _meetings_of_row(other: FromClause, attendances: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that ``other`` is a meeting of the row's episode that has one of ``attendances``."""
    return other.c.episode_id == _EPISODE.c.id, other.c.attendance.in_(attendances), is_current(other)


def _shown(work: Work, rows: Sequence[Row[Any]]) -> tuple[SessionRow, ...]:
    """Return rows of one episode with their notes, or without where the acting user may not read them."""
    is_open = bool(rows) and may_read_notes(work, rows[0].episode_id)
    return tuple(_row(row, is_open=is_open) for row in rows)


def _row(row: Row[Any], *, is_open: bool) -> SessionRow:
    words = {name: getattr(row, name) for name in WORDS}
    return SessionRow(
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=row.episode_id,
        client_id=row.client_id,
        held_on=row.held_on,
        held_at=row.held_at,
        number=row.number,
        kind=row.kind,
        service=row.service,
        counsellor_id=row.counsellor_id,
        attendance=row.attendance,
        attendance_reason=row.attendance_reason,
        is_note_withheld=any(words.values()) and not is_open,
        reason=row.reason if is_open else "",
        entered_at=row.created_at,
        entered_by=row.created_by,
        room=row.room,
        slots=row.slots,
        group_id=row.group_id,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        is_binned=row.is_binned,
        **(words if is_open else dict.fromkeys(WORDS, "")),
    )
