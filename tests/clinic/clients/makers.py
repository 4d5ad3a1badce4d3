"""Makers of clients through the real service."""

from datetime import date
from typing import Any
from uuid import UUID

from rehab_app.clinic.clients import service
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.search_index import add_registration
from rehab_app.clinic.clients.service import Kept
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import Actor, Role
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.makers import make_actor

CLERK: Actor = make_actor(Role.PENDAFTARAN, name="Rina Loket")
BORN = date(1990, 8, 17)


def draft_of(name: str = "Budi Santoso", **known: Any) -> ClientDraft:  # noqa: ANN401 - fields of any type
    """Return the draft of a grown man, changed by what is given."""
    return ClientDraft.model_validate({"full_name": name, "sex": "L", "birth_date": BORN, **known})


def register(store: Store, name: str = "Budi Santoso", **known: Any) -> Kept:  # noqa: ANN401 - fields of any type
    """Register one client in a transaction of its own."""
    with store.writing(CLERK) as work:
        return service.register(work, draft_of(name, **known))


def register_all(store: Store, *names: str) -> dict[str, UUID]:
    """Register a client for each name and return the ids by name."""
    with store.writing(CLERK) as work:
        return {name: service.register(work, draft_of(name)).id for name in names}


def open_episode(work: Work, client_id: UUID, number: str, period: int = 1, state: str = "registered") -> None:
    """Enter an episode with a number of one's own choice, as the room above does."""
    episode = Episode(
        id=work.new_id(),
        client_id=client_id,
        registration_number=number,
        registered_on=work.clock.today(),
        period_number=period,
        channel="voluntary",
        state=state,
    )
    work.add(episode, "episodes.open")
    add_registration(work.connection, client_id, number)
