"""The unit of work: one transaction, the acting user, the clock, and the only way to write a record.

Each write stamps author and UTC time, writes the history row and appends the audit entry in the same transaction. A row that
reaches the database by another way is refused by the session, so no write can miss its audit entry.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Insert, Table, event, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import UOWTransaction
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from rehab_app.foundation.actor import Actor
from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import StaleRecord
from rehab_app.foundation.events import Fact
from rehab_app.store.attachments import Attachments
from rehab_app.store.ledger import Ledger, Written
from rehab_app.store.record import ClinicalRecord, Record, digest_of, history_of, payload_of, values_of

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=ClinicalRecord)

_BATCH: Final = 400


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
        self.attachments: Attachments | None = None
        """The attachments beside this database, where whoever opened the store has their key."""
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
        table = _table_of(new)
        later = select(table.c.id).where(table.c.series_id == old.series_id, table.c.row_version > old.row_version)
        if self.connection.execute(later.limit(1)).first():
            raise StaleRecord("store.stale", table=table.name)
        self._write(new, action)
        return new

    def correct_many(
        self, table: Table, latest: Sequence[Mapping[str, Any]], changes: Mapping[str, Any], action: str, reason: str
    ) -> list[dict[str, Any]]:
        """Write the next version of many series of one clinical table: as the ``latest`` row has it, but for ``changes``.

        Rows, history and the ledger's chain are those that ``correct`` would leave one by one; they take a statement each, and
        all bear one instant. Returns the rows written, in order. Raises StaleRecord where a series has a later version or stands
        twice in ``latest``; then nothing is written.
        """
        ledger, now, by = self._audit(), self.clock.now(), self.actor.user_id
        self._refuse_stale(table, latest)
        stamp = {"created_at": now, "changed_at": now, "created_by": by, "changed_by": by, "reason": reason}
        rows = [
            {**old, **changes, **stamp, "id": self.new_id(), "row_version": old["row_version"] + 1} for old in latest
        ]
        if rows:
            history = [_history_row(row) for row in rows]
            self.connection.execute(_into(table), rows)
            self.connection.execute(_into_history(table), history)
            written = [Written(table.name, one["record_id"], one["row_version"], one["digest"]) for one in history]
            ledger.append_many(written, at=now, actor_id=by, seat=self.actor.seat, action=action)
        return rows

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

    def _refuse_stale(self, table: Table, latest: Sequence[Mapping[str, Any]]) -> None:
        """Refuse series with a later version, asked for in batches that every engine takes, and series that stand twice."""
        versions = {row["series_id"]: row["row_version"] for row in latest}
        series = list(versions)
        for start in range(0, len(series), _BATCH):
            query = (
                select(table.c.series_id, func.max(table.c.row_version))
                .where(table.c.series_id.in_(series[start : start + _BATCH]))
                .group_by(table.c.series_id)
            )
            if any(version > versions[key] for key, version in self.connection.execute(query)):
                raise StaleRecord("store.stale", table=table.name)
        if len(versions) < len(latest):
            raise StaleRecord("store.stale", table=table.name)

    def _write(self, record: Record, action: str) -> None:
        self._audit()
        approved: set[int] = self.session.info.setdefault("approved", set())
        approved.add(id(record))
        table = _table_of(record)
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
        kept = _history_row(values_of(record))
        self.connection.execute(_into_history(table), kept)
        self._audit().append(
            at=record.changed_at,
            actor_id=self.actor.user_id,
            seat=self.actor.seat,
            action=action,
            record_table=table.name,
            record_id=record.id,
            row_version=record.row_version,
            row_digest=kept["digest"],
        )

    def _audit(self) -> Ledger:
        if not self.is_writing:
            raise RuntimeError("a reading unit of work cannot write")
        if self._ledger is None:
            self._ledger = Ledger(self.connection)
        return self._ledger


def _table_of(record: Record) -> Table:
    table: Table = type(record).__table__  # type: ignore[attr-defined]
    return table


def _history_row(values: Mapping[str, Any]) -> dict[str, Any]:
    payload = payload_of(values)
    return {
        "record_id": values["id"],
        "row_version": values["row_version"],
        "at": values["changed_at"],
        "by": values["changed_by"],
        "payload": payload,
        "digest": digest_of(payload),
    }


@cache
def _into(table: Table) -> Insert:
    return insert(table)


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
