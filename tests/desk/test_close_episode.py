"""Ending an episode counts the meetings the client came to."""

from datetime import date
from pathlib import Path

import pytest

from rehab_app.clinic.episodes import queries
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk.close_episode import close_episode
from rehab_app.foundation.errors import RuleBroken
from tests.clinic.makers import TODAY, keep_accounts, make_outpatient
from tests.makers import make_actor, make_store

SITI = make_actor()
COMPLETED = CloseDraft(on=TODAY, outcome="completed")


def test_seven_of_eight_meetings_need_a_reason_and_eight_do_not(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    keep_accounts(store, SITI)
    episode_id = make_outpatient(store, SITI, registered_on=date(2022, 2, 1))
    with store.writing(SITI) as work:
        for day in range(2, 9):
            came = AttendanceDraft(attendance="hadir")
            sessions.record_session(work, episode_id, PlanDraft(held_on=date(2022, 2, day)), came)
    with pytest.raises(RuleBroken, match="completed_early") as refused, store.writing(SITI) as work:
        close_episode(work, episode_id, 2, COMPLETED)
    assert refused.value.facts == {"attended": 7, "target": 8}
    with store.writing(SITI) as work:
        came = AttendanceDraft(attendance="hadir")
        sessions.record_session(work, episode_id, PlanDraft(held_on=TODAY), came)
        close_episode(work, episode_id, 2, COMPLETED)
    with store.reading(SITI) as work:
        assert queries.episode(work, episode_id).state == "closed"
