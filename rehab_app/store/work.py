"""The unit of work: one transaction, the acting user, the clock, and the only way to write a record.

Each write stamps author and UTC time, writes the history row and appends the audit entry in the same transaction. A row that
reaches the database by another way is refused by the session, so no write can miss its audit entry.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, Insert, Table, event, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import UOWTransaction
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from rehab_app.foundation.actor import Actor
from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import StaleRecord
from rehab_app.foundation.events import Fact
from rehab_app.store.ledger import Ledger
from rehab_app.store.record import ClinicalRecord, Record, digest_of, history_of, payload_of

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=ClinicalRecord)


class Work:
    """What a service is given. It never opens or commits: whoever made the unit of work does."""

    def __init__(
        self,
        connection: Connection,
        actor: Actor,
        clock: Clock,
        new_id: Callable[[], UUID],
        *,
        is_writing: bool,
    ) -> None:
        self.connection = connection
        """The Core connection of this transaction, for lists and counts."""
        self.actor = actor
        self.clock = clock
        self.new_id = new_id
        self.is_writing = is_writing
        self.facts: list[Fact] = []
        self._ledger: Ledger | None = None
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The session of this transaction, for records; made when it is first asked for, since lists do without."""
        if self._session is None:
            self._session = _AuditedSession(bind=self.connection, expire_on_commit=False, autoflush=False)
        return self._session

    def flush(self) -> None:
        """Refuse what was put into the session past this unit of work; called before the commit."""
        if self._session is not None:
            self._session.flush()

    def close(self) -> None:
        """Let go of the session; called when the transaction has ended."""
        if self._session is not None:
            self._session.close()

    def add(self, record: R, action: str) -> R:
        """Insert a new record; ``action`` names the deed in the audit, e.g. ``clients.register``."""
        now = self.clock.now()
        record.created_at = record.changed_at = now
        record.created_by = record.changed_by = self.actor.user_id
        record.row_version = 1
        if isinstance(record, ClinicalRecord):
            record.series_id = record.id
        self._write(record, action)
        return record

    def change(self, record: R, action: str) -> R:
        """Write a loaded administrative record that was altered; raises StaleRecord where another seat was faster."""
        if record.is_clinical:
            raise TypeError("a clinical record is corrected by a new version, never changed")
        record.changed_at = self.clock.now()
        record.changed_by = self.actor.user_id
        flag_modified(record, "changed_at")  # a deed that alters no value is a version too
        self._write(record, action)
        return record

    def correct(self, old: ClinicalRecord, new: C, action: str, reason: str) -> C:
        """Write ``new`` as the next version of ``old``'s series, with the reason for it.

        Raises StaleRecord where a later version than ``old`` is already there.
        """
        now = self.clock.now()
        new.created_at = new.changed_at = now
        new.created_by = new.changed_by = self.actor.user_id
        new.series_id = old.series_id
        new.row_version = old.row_version + 1
        new.reason = reason
        table = type(new).__table__  # type: ignore[attr-defined]
        later = select(table.c.id).where(table.c.series_id == old.series_id, table.c.row_version > old.row_version)
        if self.connection.execute(later.limit(1)).first():
            raise StaleRecord("store.stale", table=table.name)
        self._write(new, action)
        return new

    def note(self, action: str, table: str = "", record_id: UUID | None = None) -> int:
        """Append an audit entry for a deed that writes no record: a view, a print, an export, a sign-in.

        Returns the entry's number.
        """
        return self._audit().append(
            at=self.clock.now(),
            actor_id=self.actor.user_id,
            seat=self.actor.seat,
            action=action,
            record_table=table,
            record_id=record_id,
        )

    def publish(self, fact: Fact) -> None:
        """Tell the subscribers once this unit of work is on disk."""
        self.facts.append(fact)

    def _write(self, record: Record, action: str) -> None:
        self._audit()
        approved: set[int] = self.session.info.setdefault("approved", set())
        approved.add(id(record))
        table = record.__table__  # type: ignore[attr-defined]
        self.session.add(record)
        try:
            self.session.flush()
        except StaleDataError:
            raise StaleRecord("store.stale", table=table.name) from None
        except IntegrityError as error:
            if record.is_clinical and record.row_version > 1 and "series_id" in str(error.orig):
                raise StaleRecord("store.stale", table=table.name) from None
            raise
        finally:
            approved.discard(id(record))
        payload = payload_of(record)
        digest = digest_of(payload)
        self.connection.execute(
            _into_history(table),
            {
                "record_id": record.id,
                "row_version": record.row_version,
                "at": record.changed_at,
                "by": record.changed_by,
                "payload": payload,
                "digest": digest,
            },
        )
        self._audit().append(
            at=record.changed_at,
            actor_id=self.actor.user_id,
            seat=self.actor.seat,
            action=action,
            record_table=table.name,
            record_id=record.id,
            row_version=record.row_version,
            row_digest=digest,
        )

    def _audit(self) -> Ledger:
        if not self.is_writing:
            raise RuntimeError("a reading unit of work cannot write")
        if self._ledger is None:
            self._ledger = Ledger(self.connection)
        return self._ledger


@cache
def _into_history(table: Table) -> Insert:
    return insert(history_of(table))


class _AuditedSession(Session):
    """A session that writes approved records alone."""


class UnauditedWrite(Exception):  # noqa: N818 - named for what happened
    """A record was about to be written without its audit entry: a bug."""


@event.listens_for(_AuditedSession, "before_flush")
def _refuse_unaudited(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    """Refuse rows that did not come through Work.add, change or correct; listens before each flush."""
    approved: set[int] = session.info.get("approved", set())
    for record in (*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))):
        if id(record) not in approved:
            raise UnauditedWrite(type(record).__name__)
