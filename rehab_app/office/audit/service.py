"""Reading the audit: some records' entries, the newest entries, the monthly seal, and the verifier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlmodel import SQLModel

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.model import Account
from rehab_app.office.audit.verify import Seal, Verdict, verify
from rehab_app.office.rights.needs import needs
from rehab_app.store.ledger import AUDIT_ENTRY, Head, head
from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry as it is shown; never a value of a record."""

    number: int
    at: datetime
    actor_name: str
    seat: str
    action: str
    record_table: str
    record_id: UUID | None
    hash: str


@needs(DataClass.PENGATURAN, Right.MELIHAT)
def newest(work: Work, limit: int = 200, before: int | None = None, *, deeds: Sequence[str] = ()) -> list[AuditRow]:
    """Return entries newest first, those below number ``before`` where it is given.

    ``deeds`` are beginnings of actions (``sign_in.``); where some are given, only entries that begin with one of them.
    """
    query = _rows().order_by(AUDIT_ENTRY.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(AUDIT_ENTRY.c.number < before)
    if deeds:
        query = query.where(or_(*(AUDIT_ENTRY.c.action.startswith(deed, autoescape=True) for deed in deeds)))
    return _read(work, query)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def of_records(work: Work, record_ids: Sequence[UUID], limit: int = 200) -> list[AuditRow]:
    """Return the entries that name one of several records, newest first; which records may be asked for is the caller's care."""
    return _read(work, _naming(record_ids, limit))


@needs(DataClass.PENGATURAN, Right.MELIHAT)
def check(work: Work, seal: Seal | None = None) -> Verdict:
    """Walk the whole ledger; see ``verify``."""
    return verify(work.connection, SQLModel.metadata, seal)


@needs(DataClass.PENGATURAN, Right.INPUT)
def print_seal(work: Work) -> Head:
    """Enter the printing of a seal and return the head it must carry: the entry of this very printing."""
    work.note("audit.print_seal")
    return head(work.connection)


def _rows() -> Select[tuple[object, ...]]:
    account: type[Account] = Account
    names = select(account.id, account.full_name).subquery()  # type: ignore[call-overload]
    return select(
        AUDIT_ENTRY.c.number,
        AUDIT_ENTRY.c.at,
        names.c.full_name,
        AUDIT_ENTRY.c.seat,
        AUDIT_ENTRY.c.action,
        AUDIT_ENTRY.c.record_table,
        AUDIT_ENTRY.c.record_id,
        AUDIT_ENTRY.c.hash,
    ).select_from(AUDIT_ENTRY.outerjoin(names, names.c.id == AUDIT_ENTRY.c.actor_id))


def _naming(record_ids: Sequence[UUID], limit: int) -> Select[tuple[object, ...]]:
    named = AUDIT_ENTRY.c.record_id.in_(record_ids)
    return _rows().where(named).order_by(AUDIT_ENTRY.c.number.desc()).limit(limit)


def _read(work: Work, query: Select[tuple[object, ...]]) -> list[AuditRow]:
    return [
        AuditRow(
            number=row.number,
            at=row.at,
            actor_name=row.full_name or "",
            seat=row.seat,
            action=row.action,
            record_table=row.record_table,
            record_id=row.record_id,
            hash=row.hash,
        )
        for row in work.connection.execute(query)
    ]
