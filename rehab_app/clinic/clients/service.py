"""Registering a person, changing what is known of her, opening her file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, bindparam
from sqlalchemy import select as columns
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select

from rehab_app.clinic.clients.draft import ClientDraft, ContactDraft
from rehab_app.clinic.clients.facts import ClientChanged, ClientRegistered
from rehab_app.clinic.clients.merging import resolved, taken_in
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.clients.rows import ClientFile
from rehab_app.clinic.clients.rules import Examined, age_of, examine, identity_gaps, is_minor, warnings_of
from rehab_app.clinic.clients.search_index import CLIENTS, entry_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.numbers.counters import take_number
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.work import Work

RM_SERIES: Final = "rm"
RM_PATTERN: Final = "{number:06d}"
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
# Put together once: every registration asks them.
_HOLDERS: Final = {
    field: Direct(columns(_CLIENT.c.id, _CLIENT.c.rm_number).where(_CLIENT.c[field] == bindparam("number")).limit(1))
    for field in ("nik", "rm_number")
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A client that was registered or changed, with the codes of what should be looked at (``rules.WARNINGS``)."""

    id: UUID
    rm_number: str
    row_version: int
    warnings: tuple[str, ...]


@needs(DataClass.ADMINISTRATIF, Right.INPUT)
def register(work: Work, draft: ClientDraft, rm_pattern: str = RM_PATTERN) -> Kept:
    """Keep a new person under the next No. Rekam Medis, or under the one her paper file has.

    Raises RulesBroken with every trouble of the draft, among them ``clients.nik_taken`` and ``clients.rm_taken`` (``rm``,
    ``client_id``).
    """
    next_number = "" if draft.rm_number else _next_rm_number(work, rm_pattern)
    kept = _examined(work, draft)
    client = Client(id=work.new_id(), rm_number=draft.rm_number or next_number, **kept.values)
    work.add(client, "clients.register")
    contacts = [_add_contact(work, client.id, values) for _, values in kept.contacts or ()]
    CLIENTS.put(work.connection, client.id, entry_of(client, contacts))
    work.publish(ClientRegistered(client.id))
    return _kept(work, client, draft)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def update(work: Work, client_id: UUID, draft: ClientDraft, row_version: int) -> Kept:
    """Keep what a draft says of a client of whom version ``row_version`` was shown; contacts that it leaves out are removed.

    A draft that changes nothing writes nothing. Raises RuleBroken ``clients.unknown``, StaleRecord where another seat was
    faster, and RulesBroken as ``register`` does.
    """
    client = _client(work, client_id)
    if client.row_version != row_version:
        raise StaleRecord("store.stale", table="client")
    kept = _examined(work, draft, client)
    contacts = _contacts(work, client_id)
    others = taken_in(work, client_id)
    before = entry_of(client, contacts, others)
    is_changed = kept.contacts is not None and _change_contacts(work, client_id, contacts, kept.contacts)
    is_changed |= _apply(client, {**kept.values, "rm_number": draft.rm_number or client.rm_number})
    if is_changed:
        # A change of contacts alone is a new version of the client too, or another seat would not be told.
        flag_modified(client, "initials")
        work.change(client, "clients.change")
        CLIENTS.change(work.connection, client_id, before, entry_of(client, _contacts(work, client_id), others))
        work.publish(ClientChanged(client_id))
    return _kept(work, client, draft)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def open_file(work: Work, client_id: UUID) -> ClientFile:
    """Return a client's file and write into the audit that it was looked at; raises RuleBroken ``clients.unknown``.

    Of a record that was taken into another the other's file is opened: its old No. Rekam Medis keeps working.
    """
    client = _client(work, client_id)
    if client.merged_into is not None:
        client = _client(work, resolved(work, client_id))
        client_id = client.id
    work.note("clients.view", "client", client_id)
    today = work.clock.today()
    draft = _draft_of(client, _contacts(work, client_id))
    return ClientFile(
        id=client.id,
        row_version=client.row_version,
        rm_number=client.rm_number,
        draft=draft,
        age=age_of(client, today),
        is_minor=is_minor(client, today),
        gaps=identity_gaps(client),
        warnings=tuple(warnings_of(draft, today)),
        registered_at=client.created_at,
        changed_at=client.changed_at,
        changed_by=client.changed_by,
    )


def _client(work: Work, client_id: UUID) -> Client:
    client = work.session.get(Client, client_id)
    if client is None:
        raise RuleBroken("clients.unknown")
    return client


def _contacts(work: Work, client_id: UUID) -> Sequence[ClientContact]:
    """Return those who stand by a client, in the order they were written down."""
    here = (col(ClientContact.client_id) == client_id) & col(ClientContact.is_removed).is_(False)
    order = (col(ClientContact.created_at), col(ClientContact.id))
    return work.session.exec(select(ClientContact).where(here).order_by(*order)).all()


def _examined(work: Work, draft: ClientDraft, client: Client | None = None) -> Examined:
    """Read a draft, compare its numbers with those of all other clients, and raise RulesBroken where anything refuses it."""
    kept = examine(draft, work.clock.today())
    troubles = []
    if (other := _other_holder(work, "nik", kept.values["nik"], client)) is not None:
        troubles.append(RuleBroken("clients.nik_taken", field="nik", rm=other[1], client_id=other[0]))
    if (other := _other_holder(work, "rm_number", draft.rm_number, client)) is not None:
        troubles.append(RuleBroken("clients.rm_taken", field="rm_number", rm=other[1], client_id=other[0]))
    kept.refuse_troubles(troubles)
    return kept


def _other_holder(work: Work, field: str, number: str | None, client: Client | None) -> tuple[UUID, str] | None:
    """Return id and No. Rekam Medis of the other client who has a number, or None."""
    if not number:
        return None
    other = _HOLDERS[field].first(work.connection, {"number": number})
    return None if other is None or (client is not None and other[0] == client.id) else (other[0], other[1])


def _next_rm_number(work: Work, pattern: str) -> str:
    """Take the next number that no paper file was registered under."""
    while True:
        number = pattern.format(number=take_number(work, RM_SERIES), year=work.clock.today().year)
        if _other_holder(work, "rm_number", number, None) is None:
            return number


def _kept(work: Work, client: Client, draft: ClientDraft) -> Kept:
    return Kept(client.id, client.rm_number, client.row_version, tuple(warnings_of(draft, work.clock.today())))


def _apply(record: Client | ClientContact, values: Mapping[str, Any]) -> bool:
    """Set what differs and return whether anything did."""
    changed = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in changed.items():
        setattr(record, name, value)
    return bool(changed)


def _add_contact(work: Work, client_id: UUID, values: Mapping[str, Any]) -> ClientContact:
    return work.add(ClientContact(id=work.new_id(), client_id=client_id, **values), "clients.add_contact")


def _change_contacts(
    work: Work,
    client_id: UUID,
    kept: Sequence[ClientContact],
    wanted: Sequence[tuple[ContactDraft, Mapping[str, Any]]],
) -> bool:
    """Make the contacts those that are wanted, and return whether anything changed; raises RulesBroken for a strange id."""
    by_id = {contact.id: contact for contact in kept}
    strange = [place for place, (one, _) in enumerate(wanted) if one.id is not None and one.id not in by_id]
    if strange:
        raise RulesBroken([RuleBroken("clients.unknown_contact", field=f"contacts.{place}") for place in strange])
    is_changed = False
    for one, values in wanted:
        if one.id is None:
            _add_contact(work, client_id, values)
            is_changed = True
        elif _apply(by_id[one.id], values):
            work.change(by_id[one.id], "clients.change_contact")
            is_changed = True
    for contact_id in by_id.keys() - {one.id for one, _ in wanted}:
        by_id[contact_id].is_removed = True
        work.change(by_id[contact_id], "clients.remove_contact")
        is_changed = True
    return is_changed


def _draft_of(client: Client, contacts: Sequence[ClientContact]) -> ClientDraft:
    """Return a stored client as the form takes it up; stored values are past the gate already."""
    values = {name: getattr(client, name) for name in ClientDraft.model_fields if name != "contacts"}
    kept = [
        ContactDraft.model_construct(**{name: getattr(contact, name) for name in ContactDraft.model_fields})
        for contact in contacts
    ]
    return ClientDraft.model_construct(**{**values, "nik": client.nik or "", "contacts": kept})
