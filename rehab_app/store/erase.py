"""Lawful erasure: everything that hangs on one record is removed for good, though the database guards it.

What remains is the audit chain, which holds no values, and one ``Erasure``, which says by table, id and version what is gone. The
verifier takes a missing history row for lawful only where an erasure names it, and the erasure itself stands in the chain.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, MetaData, Table, delete, select
from sqlmodel import Field

from rehab_app.store.attached import attachments_named, digests_in
from rehab_app.store.dialects import guards_of, lift_guards, set_guards
from rehab_app.store.record import Record, UtcTime, history_of, record_tables
from rehab_app.store.versions import is_latest
from rehab_app.store.work import Work

_BATCH: Final = 500

Rows = Mapping[Table, Collection[UUID]]
"""Record ids by table."""


class Erasure(Record, table=True):
    """One lawful erasure: what it began from, on what ground, and what is gone.

    ``erased`` maps tables to ``[record id in hex, row_version]`` of every history row that was removed; no value of any record.
    ``kept_until`` is the end of the time the record had to be kept.
    """

    __tablename__ = "erasure"

    root_table: str
    root_id: UUID
    ground: str
    kept_until: date
    asked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    erased: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    rows: int
    files: int


@dataclass(frozen=True, slots=True)
class Removed:
    """What an erasure removed: the history rows by table, live rows in all, and the attachments nobody names any more."""

    versions: Mapping[str, list[tuple[str, int]]]
    rows: int
    digests: frozenset[str]


def rows_hanging_on(
    connection: Connection, metadata: MetaData, root: Table, ids: Collection[UUID]
) -> dict[Table, set[UUID]]:
    """Return the records that hang on ``ids`` of ``root``: through foreign keys, and columns named ``<root>_id``, to any depth.

    The roots themselves are among them.
    """
    found: dict[Table, set[UUID]] = defaultdict(set)
    found[root] = set(ids)
    open_ends: list[tuple[Table, set[UUID]]] = [(root, set(ids))]
    while open_ends:
        owner, owned = open_ends.pop()
        for table in record_tables(metadata):
            for column in _pointing(table, owner):
                more = _holders(connection, table, column, owned) - found[table]
                if more:
                    found[table] |= more
                    open_ends.append((table, more))
    for table, here in list(found.items()):
        if "series_id" in table.columns:
            found[table] = here | _of_their_series(connection, table, here)
    return {table: here for table, here in found.items() if here}


def remove(work: Work, metadata: MetaData, rows: Rows) -> Removed:
    """Remove records with their history, guards lifted for these tables within the transaction; call it with all that hangs on.

    Attachment files are not touched: they go once the transaction is on disk (``Removed.digests``).
    """
    connection = work.connection
    tables = [table for table in reversed(metadata.sorted_tables) if table in rows]
    named = {digest for table in tables for digest in digests_in(connection, table, rows[table])}
    versions = {table.name: _versions(connection, table, rows[table]) for table in tables}
    count = 0
    guarded = [name for table in tables for name in (table.name, history_of(table).name)]
    with _unguarded(connection, guarded):
        for table in tables:
            for batch in _batches(rows[table]):
                count += connection.execute(delete(table).where(table.c.id.in_(batch))).rowcount
                history = history_of(table)
                connection.execute(delete(history).where(history.c.record_id.in_(batch)))
    left = attachments_named(connection, metadata, with_history=True) if named else set()
    return Removed(versions, count, frozenset(named - left))


def erased_versions(connection: Connection) -> frozenset[tuple[str, UUID, int]]:
    """Return table, id and version of every history row that a lawful erasure removed."""
    table: Table = Erasure.__table__  # type: ignore[attr-defined]
    return frozenset(
        (name, UUID(record_id), version)
        for (erased,) in connection.execute(select(table.c.erased))
        for name, versions in erased.items()
        for record_id, version in versions
    )


def _pointing(table: Table, owner: Table) -> list[Column[Any]]:
    """Return the columns of ``table`` that name a record of ``owner``."""
    by_key = {key.parent for key in table.foreign_keys if key.column.table is owner}
    return [column for column in table.columns if column in by_key or column.name == f"{owner.name}_id"]


def _holders(connection: Connection, table: Table, column: Column[Any], ids: Collection[UUID]) -> set[UUID]:
    return {
        record_id
        for batch in _batches(ids)
        for record_id in connection.execute(select(table.c.id).where(column.in_(batch))).scalars()
    }


def _of_their_series(connection: Connection, table: Table, ids: Collection[UUID]) -> set[UUID]:
    """Return every version of the series whose latest version is among ``ids``: earlier ones may have hung on a merged record."""
    found: set[UUID] = set()
    for batch in _batches(ids):
        latest = select(table.c.series_id).where(table.c.id.in_(batch), is_latest(table))
        found |= set(connection.execute(select(table.c.id).where(table.c.series_id.in_(latest))).scalars())
    return found


def _versions(connection: Connection, table: Table, ids: Collection[UUID]) -> list[tuple[str, int]]:
    history = history_of(table)
    found = [
        (row.record_id.hex, row.row_version)
        for batch in _batches(ids)
        for row in connection.execute(
            select(history.c.record_id, history.c.row_version).where(history.c.record_id.in_(batch))
        )
    ]
    return sorted(found)


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


@contextmanager
def _unguarded(connection: Connection, names: Collection[str]) -> Iterator[None]:
    """Lift the guards of some tables; they stand again at the end, and a roll-back brings them back too."""
    guards = guards_of(connection, names)
    lift_guards(connection, guards)
    yield
    set_guards(connection, guards)
