"""Keeping the text index of clients: counted anew when idle, and made anew where it is missing or damaged."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from rehab_app.clinic.clients.finding import EPISODE
from rehab_app.clinic.clients.merging import resolved, taken_in
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.clients.search_index import CLIENTS, entry_of, registration_keys
from rehab_app.office.rights.needs import open_to_all
from rehab_app.store.text_index import Entry
from rehab_app.store.work import Work

_BATCH: Final = 1000


@open_to_all
def optimise(work: Work) -> None:
    """Count anew who uses which word, for a time when nobody waits; searches then choose the quicker way more often."""
    CLIENTS.recount(work.connection)


@open_to_all
def is_index_complete(work: Work) -> bool:
    """Whether the index knows every client; where it does not (after an upgrade), ``rebuild_index`` is due."""
    standing = select(func.count()).select_from(Client).where(col(Client.merged_into).is_(None))
    clients = work.session.exec(standing).one()
    return clients == work.connection.execute(select(func.count()).select_from(CLIENTS.entry)).scalar_one()


@open_to_all
def rebuild_index(work: Work) -> int:
    """Make the whole index anew from the clients and return how many there are; shows nobody's data."""
    work.note("clients.rebuild_index")
    return CLIENTS.rebuild(work.connection, _entries(work))


def _entries(work: Work) -> Iterator[tuple[UUID, Entry]]:
    """Yield every client's entry in the order of registration, a batch in memory at a time."""
    order = (col(Client.created_at), col(Client.rm_number))
    ids = work.session.exec(select(Client.id).where(col(Client.merged_into).is_(None)).order_by(*order)).all()
    others = {one: taken_in(work, one) for one in _with_others(work)}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        clients = {one.id: one for one in work.session.exec(select(Client).where(col(Client.id).in_(batch)))}
        contacts: dict[UUID, list[ClientContact]] = {client_id: [] for client_id in batch}
        for contact in work.session.exec(select(ClientContact).where(col(ClientContact.client_id).in_(batch))):
            contacts[contact.client_id].append(contact)
        registrations: dict[UUID, set[tuple[str, int]]] = {client_id: set() for client_id in batch}
        numbers = select(EPISODE.c.client_id, EPISODE.c.registration_number).where(EPISODE.c.client_id.in_(batch))
        for client_id, number in work.connection.execute(numbers):
            registrations[client_id] |= registration_keys(number)
        for client_id in batch:
            entry = entry_of(clients[client_id], contacts[client_id], others.get(client_id, ()))
            yield client_id, replace(entry, keys=entry.keys | registrations[client_id])


def _with_others(work: Work) -> set[UUID]:
    """Return the clients into whose records others were taken, straight or through others."""
    merged = work.session.exec(select(Client.id).where(col(Client.merged_into).is_not(None)))
    return {resolved(work, client_id) for client_id in merged}
