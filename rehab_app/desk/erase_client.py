"""Erases a client lawfully: her records with their history and her files, once they need not be kept any more.

The audit chain keeps its entries, which hold no values, and gets one that says how much was erased. Backups that were made
before still hold her: the office lets them go as its rules say (``BACKUPS_REMAIN``).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Table
from sqlmodel import SQLModel, col, select

from rehab_app.clinic.clients.merging import entry_in, resolved, taken_in
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.search_index import CLIENTS
from rehab_app.clinic.privacy.facts import ClientErased
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.privacy.rules import ERASURE, GRANTED, require_decider
from rehab_app.desk.retention import retention
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.office.rights.needs import needs
from rehab_app.store.attached import attachments_named
from rehab_app.store.attachments import Attachments
from rehab_app.store.erase import Erasure, remove, rows_hanging_on
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

BY_REQUEST: Final = "request"
TIME_IS_OVER: Final = "retention_over"
BACKUPS_REMAIN: Final = N_(
    "Backups made before today still hold this client. Let them go as the rules of the office say, and make a new backup now."
)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: records (every version is one), history rows with them, and how many files nobody names any more."""

    rows: int
    versions: int
    files: int
    keep_until: date


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def erase_client(work: Work, client_id: UUID) -> Erased:
    """Erase a client and everything that hangs on her, with the records that were taken into hers; for Kepala and Subkoordinator.

    Refused while the record must be kept (``privacy.kept_until``), and of a record that was taken into another one
    (``privacy.erase_the_kept``). Her files go by ``remove_files``, in a unit of work of its own once this one is on disk.
    """
    require_decider(work.actor)
    if resolved(work, client_id) != client_id:
        raise RuleBroken("privacy.erase_the_kept")
    kept = retention(work, client_id)
    if not kept.is_over(work.clock.today()):
        raise RuleBroken("privacy.kept_until", until=format_short(kept.keep_until))
    request = _granted_request(work, client_id)
    client = work.session.get_one(Client, client_id)
    roots = {client_id, *(one.id for one in taken_in(work, client_id))}
    CLIENTS.remove(work.connection, client_id, entry_in(work, client))
    CLIENTS.recount(work.connection)  # words of her name that nobody else has go too
    table: Table = Client.__table__  # type: ignore[attr-defined]
    removed = remove(work, SQLModel.metadata, rows_hanging_on(work.connection, SQLModel.metadata, table, roots))
    erasure = Erasure(
        id=work.new_id(),
        root_table=table.name,
        root_id=client_id,
        ground=BY_REQUEST if request else TIME_IS_OVER,
        kept_until=kept.keep_until,
        asked_at=request.asked_at if request else None,
        decided_at=request.decided_at if request else None,
        erased={name: [list(one) for one in versions] for name, versions in removed.versions.items()},
        rows=removed.rows,
        files=len(removed.digests),
    )
    work.add(erasure, "privacy.erase")
    work.publish(ClientErased(client_id))
    versions = sum(len(found) for found in removed.versions.values())
    return Erased(removed.rows, versions, len(removed.digests), kept.keep_until)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def remove_files(work: Work, attachments: Attachments) -> int:
    """Remove the files that no record names any more and return how many; call it after an erasure is on disk.

    It holds the turn of a writer, so that no other seat is keeping an attachment whose row is still to come. Called again after
    a power cut it ends what was begun.
    """
    require_decider(work.actor)
    gone = attachments.remove_unnamed(attachments_named(work.connection, SQLModel.metadata, with_history=True))
    work.note("privacy.remove_files")
    return gone


def _granted_request(work: Work, client_id: UUID) -> SubjectRequest | None:
    """Return the erasure that was asked for and granted, if there is one; the time being over is ground enough without."""
    table: Table = SubjectRequest.__table__  # type: ignore[attr-defined]
    query = select(SubjectRequest).where(
        SubjectRequest.client_id == client_id,
        SubjectRequest.kind == ERASURE,
        SubjectRequest.decision == GRANTED,
        is_current(table),
    )
    return work.session.exec(query.order_by(col(SubjectRequest.decided_at).desc())).first()
