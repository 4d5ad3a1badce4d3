"""Meetings read for the file and for the lists of the day. Notes leave here only for those who may read them."""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, exists, false, func, or_, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.meanings import held_codes, missed_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.rows import MissedRow, SessionListRow, SessionRow
from rehab_app.clinic.sessions.rules import CANCELLED, WORDS, reads_notes
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.emergency.openings import is_open_in_emergency
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_ELSEWHERE: Final = {"initials": _CLIENT, "rm_number": _CLIENT, "target_sessions": _EPISODE}
_LISTED: Final = [_ELSEWHERE.get(name, _SESSION).c[name] for name in SessionListRow.__slots__]
_WORDLESS: Final[dict[str, Any]] = dict.fromkeys(WORDS, "")
_OF_CLIENT: Final = [
    _EPISODE.c.id,
    _EPISODE.c.client_id,
    _CLIENT.c.initials,
    _CLIENT.c.rm_number,
    _EPISODE.c.registration_number,
    _EPISODE.c.counsellor_id,
    _EPISODE.c.channel,
]
_WHOLE: Final = select(*shown_columns(SessionRow, _SESSION, is_note_withheld=false()))
_BY_DAY: Final = (_SESSION.c.held_on, _SESSION.c.held_at.nulls_last(), _SESSION.c.number)
# Put together once: every opened file asks them.
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_SESSION.c.episode_id == bindparam("of_episode"), is_current(_SESSION)).order_by(*_BY_DAY)
)
_VERSIONS: Final = Direct(_WHOLE.where(_SESSION.c.series_id == bindparam("of_series")).order_by(_SESSION.c.row_version))
_OWNER: Final = Direct(
    select(_EPISODE.c.counsellor_id, _EPISODE.c.client_id).where(_EPISODE.c.id == bindparam("of_episode"))
)
_JOINED: Final = _SESSION.join(_EPISODE, _SESSION.c.episode_id == _EPISODE.c.id).join(
    _CLIENT, _SESSION.c.client_id == _CLIENT.c.id
)
_LIST: Final = select(*_LISTED).select_from(_JOINED)
_HELD_BETWEEN: Final = (
    _LIST.where(
        is_current(_SESSION),
        _SESSION.c.held_on.between(bindparam("first"), bindparam("last")),
        _SESSION.c.attendance != CANCELLED,
        _EPISODE.c.state != State.CLOSED.value,
    )
).order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last(), _CLIENT.c.rm_number)
_BETWEEN: Final = Direct(_HELD_BETWEEN)
_BETWEEN_OF_ONE: Final = Direct(_HELD_BETWEEN.where(_SESSION.c.counsellor_id == bindparam("counsellor")))
_UNRECORDED: Final = Direct(
    _LIST.where(
        is_current(_SESSION),
        _SESSION.c.held_on >= bindparam("since"),
        _SESSION.c.held_on < bindparam("today"),
        _SESSION.c.attendance == "",
        _EPISODE.c.state != State.CLOSED.value,
    ).order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last())
)
_UNSIGNED: Final = Direct(
    _LIST.where(
        is_current(_SESSION),
        _SESSION.c.held_on >= bindparam("since"),
        _SESSION.c.counsellor_id == bindparam("me"),
        _SESSION.c.attendance != "",
        _SESSION.c.signed_at.is_(None),
        or_(*(_SESSION.c[name] != "" for name in WORDS)),
    ).order_by(_SESSION.c.held_on, _SESSION.c.held_at.nulls_last())
)
_ATTENDED: Final = (
    select(func.count())
    .select_from(_SESSION)
    .where(
        _SESSION.c.episode_id == bindparam("of_episode"),
        _SESSION.c.attendance.in_(bindparam("held", expanding=True)),
        is_current(_SESSION),
    )
)


def _put_together() -> Select[Any]:
    """Return the query of ``missed``."""
    came, expected = _SESSION.alias(), _SESSION.alias()
    # Only the days since the missed one are looked at: few rows of an episode, by the index of its days.
    came_since = exists(
        select(1).where(
            came.c.episode_id == _EPISODE.c.id,
            came.c.attendance.in_(bindparam("held", expanding=True)),
            is_current(came),
            came.c.held_on >= _SESSION.c.held_on,
        )
    ).correlate(_EPISODE, _SESSION)
    next_on = (
        select(func.min(expected.c.held_on))
        .where(
            expected.c.episode_id == _EPISODE.c.id,
            expected.c.attendance == "",
            is_current(expected),
            expected.c.held_on >= bindparam("today"),
        )
        .correlate(_EPISODE)
        .scalar_subquery()
    )
    last = func.max(_SESSION.c.held_on)
    return (
        select(*_OF_CLIENT, last.label("last_missed_on"), func.count().label("times"), next_on.label("next_on"))
        .select_from(_JOINED)
        .where(
            _SESSION.c.held_on >= bindparam("since"),
            _SESSION.c.attendance.in_(bindparam("missed", expanding=True)),
            _EPISODE.c.state != State.CLOSED.value,
            is_current(_SESSION),
            ~came_since,
        )
        .group_by(*_OF_CLIENT)
        .order_by(last, _CLIENT.c.rm_number)
    )


_MISSED: Final = _put_together()


@needs(DataClass.KLINIS, Right.MELIHAT)
def of_episode(work: Work, episode_id: UUID) -> tuple[SessionRow, ...]:
    """Return the meetings of an episode in their current versions, the first held first; notes for those who may read them."""
    return _as_may_be_read(work, _OF_EPISODE.made(work.connection, SessionRow, {"of_episode": episode_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def session_versions(work: Work, series_id: UUID) -> tuple[SessionRow, ...]:
    """Return every version of one meeting, the first one first; notes for those who may read them."""
    return _as_may_be_read(work, _VERSIONS.made(work.connection, SessionRow, {"of_series": series_id}))


@needs(DataClass.KLINIS, Right.MELIHAT)
def count_attended(work: Work, episode_id: UUID) -> int:
    """Return how many meetings of an episode the client came to."""
    values = {"of_episode": episode_id, "held": held_codes()}
    return int(work.connection.execute(_ATTENDED, values).scalar_one())


@needs(DataClass.KLINIS, Right.MELIHAT)
def may_read_notes(work: Work, episode_id: UUID) -> bool:
    """Whether the acting user may read the notes of an episode: by her work, or because she broke the glass."""
    counsellor_id, client_id = _OWNER.one(work.connection, {"of_episode": episode_id})
    return reads_notes(work.actor, counsellor_id) or is_open_in_emergency(work, client_id)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def sessions_between(
    work: Work, first: date, last: date, *, counsellor_id: UUID | None = None
) -> tuple[SessionListRow, ...]:
    """Return the meetings of open episodes from ``first`` to ``last``, cancelled ones left out, in the order of the day."""
    query = _BETWEEN if counsellor_id is None else _BETWEEN_OF_ONE
    return query.made(work.connection, SessionListRow, {"first": first, "last": last, "counsellor": counsellor_id})


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def today(work: Work) -> tuple[SessionListRow, ...]:
    """Return today's meetings."""
    day = work.clock.today()
    return sessions_between(work, day, day)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def unrecorded(work: Work, since: date) -> tuple[SessionListRow, ...]:
    """Return the meetings of open episodes since ``since`` whose day has passed unrecorded, the oldest first."""
    return _UNRECORDED.made(work.connection, SessionListRow, {"since": since, "today": work.clock.today()})


@needs(DataClass.KLINIS, Right.MELIHAT)
def unsigned(work: Work, since: date) -> tuple[SessionListRow, ...]:
    """Return the acting user's meetings since ``since`` that have a note she has not signed, the oldest first."""
    return _UNSIGNED.made(work.connection, SessionListRow, {"since": since, "me": work.actor.user_id})


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def missed(work: Work, since: date) -> tuple[MissedRow, ...]:
    """Return the clients with an open episode who stayed away without notice since ``since`` and have not come after that.

    One row for each client: the next attended meeting or the end of the episode takes her off the list.
    """
    values = {"since": since, "today": work.clock.today(), "held": held_codes(), "missed": missed_codes()}
    return tuple(MissedRow(*row) for row in work.connection.execute(_MISSED, values))


def _as_may_be_read(work: Work, rows: tuple[SessionRow, ...]) -> tuple[SessionRow, ...]:
    """Return meetings with their notes, or without where the acting user may not read those of their episode."""
    closed = {one for one in {row.episode_id for row in rows} if not may_read_notes(work, one)}
    return tuple(_withheld(row) if row.episode_id in closed else row for row in rows) if closed else rows


def _withheld(row: SessionRow) -> SessionRow:
    has_words = any(getattr(row, name) for name in WORDS)
    return replace(row, **_WORDLESS, reason="", is_note_withheld=has_words)
