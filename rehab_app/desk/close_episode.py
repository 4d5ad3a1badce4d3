"""Ends an episode: the sessions are counted here, so that a completion before the target is noticed."""

from uuid import UUID

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.sessions.queries import count_attended
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def close_episode(work: Work, episode_id: UUID, row_version: int, draft: CloseDraft) -> None:
    """End an episode with its outcome; see ``episodes.service.close`` for what refuses it."""
    episodes.close(work, episode_id, row_version, draft, count_attended(work, episode_id))
