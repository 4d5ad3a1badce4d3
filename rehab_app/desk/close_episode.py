"""Ends an episode: its sessions are counted, so that an early completion is noticed, and no referral is left open."""

from datetime import date
from typing import Final
from uuid import UUID

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.rules import OPEN
from rehab_app.clinic.sessions.queries import count_attended
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

REFERRED: Final = "referred"
"""The outcome under which the destination goes on with her, so that its referral stays open."""


@needs(DataClass.KLINIS, Right.INPUT)
def close_episode(work: Work, episode_id: UUID, row_version: int, draft: CloseDraft) -> None:
    """End an episode with its outcome; see ``episodes.service.close`` for what refuses it.

    Raises RuleBroken("referrals.open_at_close") too, where a referral has not come to its end and the outcome is another than
    ``referred``.
    """
    if draft.outcome != REFERRED:
        _require_no_open_referral(work, episode_id, "outcome")
    episodes.close(work, episode_id, row_version, draft, count_attended(work, episode_id))


@needs(DataClass.KLINIS, Right.INPUT)
def close_examined_only(work: Work, episode_id: UUID, row_version: int, on: date | None, explanation: str) -> None:
    """End the episode of a client who was only examined; raises as ``close_episode`` and ``episodes.close_examined_only`` do."""
    _require_no_open_referral(work, episode_id)
    episodes.close_examined_only(work, episode_id, row_version, on, explanation)


def _require_no_open_referral(work: Work, episode_id: UUID, field: str = "") -> None:
    if any(row.state in OPEN for row in referrals.of_episode(work, episode_id)):
        raise RuleBroken("referrals.open_at_close", field=field)
