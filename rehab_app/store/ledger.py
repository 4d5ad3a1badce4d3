"""The audit ledger: a gapless chain of entries, each holding the hash of the one before it.

An entry never holds a value of a record, only the digest of the history row that was written with it. Appends are serialised
by the writing transaction (``dialects.wait_for_turn``).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, String, Table, Uuid, insert, select
from sqlmodel import SQLModel

from rehab_app.store.direct import Direct
from rehab_app.store.record import UtcTime

FIRST_PREVIOUS = "0" * 64


def _define(metadata: MetaData) -> Table:
    table = Table(
        "audit_entry",
        metadata,
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("at", UtcTime, nullable=False),
        Column("actor_id", Uuid, nullable=False),
        Column("seat", String(120), nullable=False),
        Column("action", String(80), nullable=False),
        Column("record_table", String(80), nullable=False),
        Column("record_id", Uuid, nullable=True),
        Column("row_version", BigInteger, nullable=True),
        Column("row_digest", String(64), nullable=False),
        Column("previous_hash", String(64), nullable=False),
        Column("hash", String(64), nullable=False),
    )
    Index("ix_audit_entry_record_id", table.c.record_id)
    return table


AUDIT_ENTRY = _define(SQLModel.metadata)

# Put together once: they are part of every write.
_HEAD: Final = Direct(select(AUDIT_ENTRY.c.number, AUDIT_ENTRY.c.hash).order_by(AUDIT_ENTRY.c.number.desc()).limit(1))
_APPEND: Final = insert(AUDIT_ENTRY)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger; ``row_version`` and ``row_digest`` point at the history row it was written with."""

    number: int
    at: datetime
    actor_id: UUID
    seat: str
    action: str
    record_table: str
    record_id: UUID | None
    row_version: int | None
    row_digest: str
    previous_hash: str

    def hash(self) -> str:
        """Return the entry's hash: SHA-256 over its fields, the previous hash among them."""
        fields = [
            self.number,
            self.at.astimezone(UTC).isoformat(),
            self.actor_id.hex,
            self.seat,
            self.action,
            self.record_table,
            self.record_id.hex if self.record_id else "",
            self.row_version,
            self.row_digest,
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """What an entry says of the history row it is written with; empty for a deed that writes none."""

    record_table: str = ""
    record_id: UUID | None = None
    row_version: int | None = None
    row_digest: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry's number and hash; number 0 where there is none."""

    number: int
    hash: str


def head(connection: Connection) -> Head:
    """Return the head of the ledger."""
    row = _HEAD.first(connection, {})
    return Head(*row) if row else Head(0, FIRST_PREVIOUS)


class Ledger:
    """Appends entries within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._head: Head | None = None

    def append(
        self,
        *,
        at: datetime,
        actor_id: UUID,
        seat: str,
        action: str,
        record_table: str = "",
        record_id: UUID | None = None,
        row_version: int | None = None,
        row_digest: str = "",
    ) -> int:
        """Append one entry and return its number."""
        written = Written(record_table, record_id, row_version, row_digest)
        return self.append_many([written], at=at, actor_id=actor_id, seat=seat, action=action)

    def append_many(self, written: Sequence[Written], *, at: datetime, actor_id: UUID, seat: str, action: str) -> int:
        """Append an entry for each of ``written``, in their order, with one statement; return the last one's number.

        The chain is the one that as many calls of ``append`` would make.
        """
        last = head(self._connection) if self._head is None else self._head
        rows: list[dict[str, Any]] = []
        for one in written:
            entry = Entry(
                number=last.number + 1,
                at=at,
                actor_id=actor_id,
                seat=seat,
                action=action,
                record_table=one.record_table,
                record_id=one.record_id,
                row_version=one.row_version,
                row_digest=one.row_digest,
                previous_hash=last.hash,
            )
            last = Head(entry.number, entry.hash())
            rows.append({**{name: getattr(entry, name) for name in Entry.__slots__}, "hash": last.hash})
        if rows:
            self._connection.execute(_APPEND, rows)
        self._head = last
        return last.number
