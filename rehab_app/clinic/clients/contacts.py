"""Safe contact: whom the clinic may call about a client, when, with which words, and what may be left behind.

Who calls without these rules can tell a family, an employer or a rival that somebody is in rehabilitation. A contact of whom
nothing is known counts as one who does not know of the care.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Table, false, select
from sqlmodel import select as select_records

from rehab_app.clinic.clients.draft import Flag, Line, Lines
from rehab_app.clinic.clients.facts import ClientChanged
from rehab_app.clinic.clients.model import ClientContact
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

_CONTACT: Final[Table] = ClientContact.__table__  # type: ignore[attr-defined]


class SafeContactDraft(BaseModel):
    """The rules of one contact as typed; ``is_informed`` None means that nobody has asked yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    is_informed: Flag | None = None
    who_may_answer: Line = ""
    call_times: Line = ""
    discreet_sentence: Lines = ""
    may_leave_message: Flag = False
    needs_plain_envelope: Flag = True


@dataclass(frozen=True, slots=True)
class SafeContactRow:
    """One contact with the rules for calling her."""

    id: UUID
    row_version: int
    client_id: UUID
    name: str
    relation: str
    phone: str
    is_guardian: bool
    is_informed: bool | None
    who_may_answer: str
    call_times: str
    discreet_sentence: str
    may_leave_message: bool
    needs_plain_envelope: bool


_SHOWN: Final = [_CONTACT.c[name] for name in SafeContactRow.__slots__]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def safe_contacts(work: Work, client_ids: Sequence[UUID]) -> tuple[SafeContactRow, ...]:
    """Return those who stand by these clients with the rules for calling them, guardians first."""
    query = (
        select(*_SHOWN)
        .where(_CONTACT.c.client_id.in_(list(client_ids)), _CONTACT.c.is_removed == false())
        .order_by(_CONTACT.c.client_id, _CONTACT.c.is_guardian.desc(), _CONTACT.c.created_at, _CONTACT.c.id)
    )
    return tuple(SafeContactRow(*row) for row in work.connection.execute(query))


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def set_safe_contact(work: Work, contact_id: UUID, row_version: int, draft: SafeContactDraft) -> None:
    """Keep the rules for calling one contact; a draft that changes nothing writes nothing.

    Who may leave a message must know of the care: RuleBroken("clients.message_to_uninformed") beside ``may_leave_message``.
    Raises RuleBroken("clients.unknown_contact") for one who was removed, StaleRecord where another seat was faster.
    """
    contact = work.session.exec(select_records(ClientContact).where(ClientContact.id == contact_id)).first()
    if contact is None or contact.is_removed:
        raise RuleBroken("clients.unknown_contact")
    if contact.row_version != row_version:
        raise StaleRecord("store.stale", table="client_contact")
    if draft.may_leave_message and draft.is_informed is not True:
        raise RuleBroken("clients.message_to_uninformed", field="may_leave_message")
    changed = {name: value for name, value in draft.model_dump().items() if getattr(contact, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(contact, name, value)
    work.change(contact, "clients.set_safe_contact")
    work.publish(ClientChanged(contact.client_id))
