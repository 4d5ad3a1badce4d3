"""Makers of clients, accounts and episodes for the tests of the rooms."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import EpisodeDraft, OutpatientDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rows import Opened
from rehab_app.foundation.actor import Actor
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.accounts.model import Account
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.record import Record, history_of
from rehab_app.store.store import Store
from rehab_app.store.work import Work

TODAY = date(2022, 3, 1)
ADULT = date(1990, 8, 17)
CHILD = date(2006, 5, 20)


def keep_accounts(store: Store, *actors: Actor) -> None:
    """Enter an account behind each actor, so that she can be a counsellor."""
    for actor in actors:
        with store.writing(actor) as work:
            account = Account(
                id=actor.user_id,
                login=actor.user_id.hex,
                full_name=actor.name,
                roles=sorted(role.value for role in actor.roles),
            )
            work.add(account, "accounts.add")


def make_client(work: Work, **known: object) -> UUID:
    """Enter a client, by default a grown man of Balikpapan Barat; return her id."""
    values: dict[str, Any] = {
        "full_name": "Budi Santoso",
        "initials": "BS",
        "sex": "L",
        "birth_date": ADULT,
        "place_code": "64.71.02.1001",
        "occupation": "labourer",
        "education": "primary",
        "is_identity_complete": True,
        **known,
    }
    number = work.connection.execute(select(func.count()).select_from(table_of(Client))).scalar_one() + 1
    return work.add(Client(id=work.new_id(), rm_number=f"{number:06d}", **values), "clients.register").id


def registration(**typed: object) -> EpisodeDraft:
    """Return a registration of a voluntary client on 1 March 2022, with what is given changed."""
    return EpisodeDraft.model_validate({"registered_on": TODAY, "channel": "voluntary", **typed})


def open_episode(work: Work, client_id: UUID | None = None, /, **typed: object) -> Opened:
    """Register a client, a new one where none is given."""
    return episodes.open_episode(work, client_id or make_client(work), registration(**typed))


def make_outpatient(store: Store, counsellor: Actor, /, **typed: object) -> UUID:
    """Return an episode in outpatient care since its registration, with its counsellor."""
    with store.writing(counsellor) as work:
        opened = open_episode(work, **typed)
        day = work.session.get_one(Episode, opened.episode_id).registered_on
        draft = OutpatientDraft(on=day, counsellor_id=counsellor.user_id)
        episodes.open_outpatient(work, opened.episode_id, 1, draft)
    return opened.episode_id


def table_of(kind: type[Record]) -> Table:
    """Return the table of a record class."""
    table: Table = kind.__table__  # type: ignore[attr-defined]
    return table


def versions_kept(store: Store, actor: Actor, kind: type[Record]) -> int:
    """Return how many rows the history of a table holds."""
    with store.reading(actor) as work:
        return int(work.connection.execute(select(func.count()).select_from(history_of(table_of(kind)))).scalar_one())


def deeds(store: Store, actor: Actor) -> list[str]:
    """Return the actions in the audit, in order."""
    with store.reading(actor) as work:
        return list(work.connection.execute(select(AUDIT_ENTRY.c.action).order_by(AUDIT_ENTRY.c.number)).scalars())


def codes(trouble: RuleBroken) -> dict[str, str]:
    """Return code by field of every trouble in one."""
    troubles = trouble.troubles if isinstance(trouble, RulesBroken) else [trouble]
    return {found.field: found.code for found in troubles}
