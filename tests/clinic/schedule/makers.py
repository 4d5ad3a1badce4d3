"""Makers for the tests of the week: a clinic with two counsellors, and clients in outpatient care."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.schedule import groups
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.foundation.clock import SetClock
from rehab_app.store.store import Store
from tests.clinic.makers import keep_accounts, make_client, open_episode
from tests.makers import make_actor, make_store

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, 09.00 WITA


def make_week(folder: Path, clock: SetClock | None = None) -> Store:
    """Return a clinic on Monday 2 March 2026, whose decree of holidays is shipped."""
    store = make_store(folder, clock or SetClock(NOW))
    keep_accounts(store, SITI, RINA)
    return store


def make_outpatients(store: Store, *initials: str) -> list[UUID]:
    """Return the episodes of clients with these initials, in outpatient care of Siti since Monday."""
    made = []
    with store.writing(SITI) as work:
        for letters in initials:
            client_id = make_client(work, initials=letters, full_name=f"Klien {letters}")
            opened = open_episode(work, client_id, registered_on=MONDAY)
            day = work.session.get_one(Episode, opened.episode_id).registered_on
            draft = OutpatientDraft(on=day, counsellor_id=SITI.user_id)
            episodes.open_outpatient(work, opened.episode_id, 1, draft)
            made.append(opened.episode_id)
    return made


def plan_group(store: Store, members: Sequence[UUID] = (), /, **typed: object) -> UUID:
    """Plan a group meeting on Tuesday at 10.00 unless told otherwise, and return its id."""
    known = {"held_on": date(2026, 3, 3), "held_at": "10:00", "topic": "Mengenal pemicu", "episode_ids": tuple(members)}
    with store.writing(SITI) as work:
        return groups.plan_group(work, GroupDraft.model_validate({**known, **typed})).id
