"""Two records of one person: what differs between them, what is taken over, and how they are parted again.

This room knows the person alone. What hangs on her in other rooms is moved by ``desk.merge_clients`` in the same transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.clients.rules import identity_gaps
from rehab_app.clinic.clients.search_index import CLIENTS, entry_of
from rehab_app.foundation.errors import RuleBroken
from rehab_app.store.record import plain_values
from rehab_app.store.text_index import Entry
from rehab_app.store.work import Work

# What a person has once: the number of her paper file, which both records keep, and the contacts, which are moved.
_NOT_COMPARED: Final = frozenset({"rm_number", "contacts"})
COMPARED: Final = tuple(name for name in ClientDraft.model_fields if name not in _NOT_COMPARED)
GO_TOGETHER: Final = (
    ("full_name", "initials"),
    ("stated_age", "stated_age_on"),
    ("place_code", "place_text", "postcode"),
)
"""Fields that are taken over together or not at all: initials are those of a name, an age is said on a day, a place is one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which two records differ. ``is_taken`` is the proposal: what the kept record lacks is taken over.

    Of fields that ``GO_TOGETHER`` all are proposed or none, so that nothing the kept record says is lost unseen.
    """

    field: str
    kept: Any
    merged: Any
    is_taken: bool


def differences(kept: Client, merged: Client) -> tuple[Difference, ...]:
    """Return the fields in which ``merged`` says something that ``kept`` does not, in the order of the form."""
    found = []
    for name in COMPARED:
        mine, other = getattr(kept, name), getattr(merged, name)
        if _is_empty(other) or other == mine:
            continue
        together = companions(name)
        # Initials are there for everybody: a full name takes them along.
        said = [one for one in together if one != "initials" or together == (name,)]
        is_taken = all(_is_empty(getattr(kept, one)) for one in said) and (
            name != "initials" or not _is_empty(merged.full_name)
        )
        found.append(Difference(name, mine, other, is_taken))
    return tuple(found)


def companions(name: str) -> tuple[str, ...]:
    """Return the fields that are taken over together with one, itself among them."""
    return next((group for group in GO_TOGETHER if name in group), (name,))


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def resolved(work: Work, client_id: UUID) -> UUID:
    """Return the record that a client's record was taken into, through every merge; itself where it stands alone."""
    query = select(Client.merged_into).where(Client.id == client_id)
    seen = {client_id}
    while (following := work.session.exec(query).first()) is not None and following not in seen:
        client_id = following
        seen.add(client_id)
        query = select(Client.merged_into).where(Client.id == client_id)
    return client_id


def taken_in(work: Work, client_id: UUID) -> list[Client]:
    """Return the records that were taken into this one, also through others; empty for nearly everybody."""
    found: list[Client] = []
    wanted = [client_id]
    while wanted:
        rows = work.session.exec(select(Client).where(col(Client.merged_into).in_(wanted))).all()
        found += rows
        wanted = [row.id for row in rows]
    return found


def contacts_of(work: Work, client_id: UUID) -> Sequence[ClientContact]:
    """Return all who were ever written down as standing by a client."""
    return work.session.exec(select(ClientContact).where(ClientContact.client_id == client_id)).all()


def entry_in(work: Work, client: Client) -> Entry:
    """Return what the index knows of a client: herself, her contacts, and the records taken into hers."""
    return entry_of(client, contacts_of(work, client.id), taken_in(work, client.id))


def require_apart(kept: Client, merged: Client) -> None:
    """Refuse to merge a client with herself, or a record that was merged before."""
    if kept.id == merged.id:
        raise RuleBroken("merge.same_client")
    for client in (kept, merged):
        if client.merged_into is not None:
            raise RuleBroken("merge.already_merged", rm=client.rm_number)


def take_over(work: Work, kept: Client, merged: Client, taken: Collection[str]) -> dict[str, list[object]]:
    """Let ``kept`` have the ``taken`` fields of ``merged``, mark ``merged`` as taken in, and return what stood there before.

    The answer maps each field to its value before and after, in the plain form of a payload. A NIK is unique: it moves from one
    record to the other. Raises RuleBroken ``merge.unknown_field``.
    """
    names = _with_companions(taken)
    if unknown := [name for name in names if name not in COMPARED]:
        raise RuleBroken("merge.unknown_field", name=unknown[0])
    values = {name: getattr(merged, name) for name in names}
    before = {name: [getattr(kept, name), value] for name, value in values.items()}
    merged.merged_into = kept.id
    if "nik" in values:
        merged.nik = None
    work.change(merged, "clients.merge")
    _set(work, kept, values, "clients.merge")
    return {name: _plain(pair) for name, pair in before.items()}


def give_back(work: Work, kept: Client, merged: Client, taken: dict[str, list[Any]], returned: Collection[str]) -> None:
    """Part two records: ``merged`` stands alone again, and ``kept`` has what it had before in the ``returned`` fields."""
    values = {name: _read(name, taken[name][0]) for name in returned}
    nik = taken["nik"][1] if "nik" in returned else None
    if values:
        _set(work, kept, values, "clients.part")
    else:
        work.change(kept, "clients.part")
    merged.merged_into = None
    if nik is not None:
        merged.nik = str(nik)
    work.change(merged, "clients.part")


def stands_as_taken(kept: Client, field: str, pair: Sequence[object]) -> bool:
    """Whether the kept record still has in ``field`` what was taken over, so that nothing was written there since."""
    return _plain([getattr(kept, field)])[0] == pair[1]


def reindex(work: Work, client: Client, before: Entry) -> None:
    """Write into the index what became of a client's entry."""
    CLIENTS.change(work.connection, client.id, before, entry_in(work, client))


def _set(work: Work, client: Client, values: dict[str, Any], action: str) -> None:
    for name, value in values.items():
        setattr(client, name, value)
    client.is_identity_complete = not identity_gaps(client)
    work.change(client, action)


def _with_companions(taken: Collection[str]) -> list[str]:
    return list(dict.fromkeys(one for name in taken for one in companions(name)))


def _plain(values: Sequence[object]) -> list[object]:
    return list(plain_values({str(place): value for place, value in enumerate(values)}).values())


def _read(name: str, plain: object) -> object:
    """Return a plain value as the field holds it: a day from its ISO text."""
    is_day = name in {"birth_date", "stated_age_on"}
    return date.fromisoformat(str(plain)) if is_day and plain else plain
