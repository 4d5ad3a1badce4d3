"""Loads what a service of this room, or of a room above, is about to change or to hang something on."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.episodes.rules import Person, State
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.accounts.model import Account
from rehab_app.store.work import Work

CARING: Final = frozenset({Role.KONSELOR, Role.DOKTER, Role.PERAWAT, Role.PSIKOLOG})


def loaded_client(work: Work, client_id: UUID) -> Client:
    """Return a client, kept from other writers until commit; raises RuleBroken("episodes.unknown_client")."""
    client = work.session.exec(select(Client).where(Client.id == client_id).with_for_update()).first()
    if client is None:
        raise RuleBroken("episodes.unknown_client", field="client_id")
    return client


def loaded_episode(work: Work, episode_id: UUID, row_version: int | None = None) -> Episode:
    """Return an episode, kept from other writers until commit.

    Raises RuleBroken("episodes.unknown"), or StaleRecord where it is no longer in the version the caller saw.
    """
    episode = work.session.exec(select(Episode).where(Episode.id == episode_id).with_for_update()).first()
    if episode is None:
        raise RuleBroken("episodes.unknown")
    if row_version is not None and episode.row_version != row_version:
        raise StaleRecord("store.stale", table="episode")
    return episode


def require_not_closed(episode: Episode) -> None:
    """Refuse what is not done on an episode that has ended."""
    if episode.state == State.CLOSED:
        raise RuleBroken("episodes.closed", number=episode.registration_number)


def person_of(client: Client | ClientDraft) -> Person:
    """Return what an episode copies or reckons from a client."""
    return Person(
        birth_date=client.birth_date,
        stated_age=client.stated_age,
        stated_age_on=client.stated_age_on,
        sex=client.sex,
        place_code=client.place_code,
        occupation=client.occupation,
        education=client.education,
    )


def last_step_day(work: Work, episode: Episode) -> date:
    """Return the day of the latest step of an episode, the registration where there was no other."""
    days = select(col(EpisodeStep.happened_on)).where(
        EpisodeStep.episode_id == episode.id, EpisodeStep.from_state != "", EpisodeStep.row_version == 1
    )
    latest: date = max([episode.registered_on, *work.session.exec(days)])
    return latest


def require_caring_account(work: Work, account_id: UUID, field: str) -> None:
    """Refuse an account that is retired, unknown, or of nobody who looks after clients."""
    roles = work.session.exec(select(Account.roles).where(Account.id == account_id, col(Account.is_active))).first()
    if roles is None or CARING.isdisjoint(roles):
        raise RuleBroken("episodes.no_counsellor", field=field)
