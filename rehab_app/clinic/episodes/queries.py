"""Episodes read for file and list, without loading records."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.episodes.rows import EpisodeListRow, EpisodeRow, StepRow
from rehab_app.clinic.episodes.rules import State
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_STEP: Final[Table] = EpisodeStep.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_WHOLE: Final = [_EPISODE.c[name] for name in EpisodeRow.__slots__]
_LISTED: Final = [
    _CLIENT.c[name] if name in {"initials", "rm_number"} else _EPISODE.c[name] for name in EpisodeListRow.__slots__
]
_STEPPED: Final = [
    _STEP.c[name]
    for name in ("series_id", "from_state", "to_state", "happened_on", "explanation", "created_at", "created_by")
]
# Named one by one, the open states are found by their index; "not closed" looks through every episode there ever was.
_OPEN: Final = [state.value for state in State if state is not State.CLOSED]
# Put together once: every opened file asks them.
_OF_CLIENT: Final = Direct(
    select(*_WHOLE).where(_EPISODE.c.client_id == bindparam("of_client")).order_by(_EPISODE.c.period_number.desc())
)
_ONE: Final = Direct(select(*_WHOLE).where(_EPISODE.c.id == bindparam("of_episode")))
_STEPS: Final = Direct(
    select(*_STEPPED)
    .where(_STEP.c.episode_id == bindparam("of_episode"), is_current(_STEP))
    .order_by(_STEP.c.happened_on, _STEP.c.created_at)
)

_WAITING: Final = (
    select(*_LISTED)
    .join_from(_EPISODE, _CLIENT)
    .where(_EPISODE.c.state.in_(_OPEN), _EPISODE.c.is_waiting_guardian)
    .order_by(_EPISODE.c.registered_on, _EPISODE.c.registration_number)
)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def episode(work: Work, episode_id: UUID) -> EpisodeRow:
    """Return one episode; raises RuleBroken("episodes.unknown") where there is none."""
    row = _ONE.first(work.connection, {"of_episode": episode_id})
    if row is None:
        raise RuleBroken("episodes.unknown")
    return EpisodeRow(*row)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def episodes_of(work: Work, client_id: UUID) -> tuple[EpisodeRow, ...]:
    """Return every episode of one client, the latest first."""
    return _OF_CLIENT.made(work.connection, EpisodeRow, {"of_client": client_id})


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def open_episode_of(work: Work, client_id: UUID) -> EpisodeRow | None:
    """Return the episode of a client that has not ended, or None; there is never more than one."""
    return next((row for row in episodes_of(work, client_id) if row.state != State.CLOSED), None)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def steps_of(work: Work, episode_id: UUID) -> tuple[StepRow, ...]:
    """Return the steps of an episode in their current versions, the first one first."""
    return _STEPS.made(work.connection, StepRow, {"of_episode": episode_id})


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def episodes_in(
    work: Work, states: Sequence[State], *, counsellor_id: UUID | None = None, limit: int = 200
) -> tuple[EpisodeListRow, ...]:
    """Return at most ``limit`` episodes that stand in ``states``, the latest registered first; of one counsellor if given."""
    query = select(*_LISTED).join_from(_EPISODE, _CLIENT).where(_EPISODE.c.state.in_([state.value for state in states]))
    if counsellor_id is not None:
        query = query.where(_EPISODE.c.counsellor_id == counsellor_id)
    query = query.order_by(_EPISODE.c.registered_on.desc(), _EPISODE.c.registration_number.desc()).limit(limit)
    return tuple(EpisodeListRow(*row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def waiting_for_guardian(work: Work) -> tuple[EpisodeListRow, ...]:
    """Return the open episodes whose client under 18 waits for parent or guardian, the longest waiting first."""
    return tuple(EpisodeListRow(*row) for row in work.connection.execute(_WAITING))
