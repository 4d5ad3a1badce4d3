"""Which attachments a database names: the columns ``digest`` and ``*_digest`` of its records, now and in their history."""

import json
from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import Column, Connection, MetaData, Table, inspect, select

from rehab_app.store.record import history_of, record_tables

_DIGEST_LENGTH = 64


def attachments_named(connection: Connection, metadata: MetaData, *, with_history: bool = False) -> set[str]:
    """Return the digests (SHA-256 in hex) that the database names; ``with_history`` adds those that earlier versions named.

    Tables that this database does not have yet, before its upgrade, are passed over.
    """
    known = set(inspect(connection).get_table_names())
    found: set[str] = set()
    for table in record_tables(metadata):
        columns = _digest_columns(table)
        if columns and table.name in known:
            for row in connection.execute(select(*columns)):
                found.update(value for value in row if _is_digest(value))
            if with_history:
                found.update(_in_history(connection, table, columns))
    return found


def digests_in(connection: Connection, table: Table, record_ids: Collection[UUID]) -> set[str]:
    """Return the digests that some records of a table name, now and in their history."""
    columns = _digest_columns(table)
    if not columns:
        return set()
    found: set[str] = set()
    history = history_of(table)
    for record_id in record_ids:
        for row in connection.execute(select(*columns).where(table.c.id == record_id)):
            found.update(value for value in row if _is_digest(value))
        for (payload,) in connection.execute(select(history.c.payload).where(history.c.record_id == record_id)):
            kept = json.loads(payload)
            found.update(kept[column.key] for column in columns if _is_digest(kept.get(column.key)))
    return found


def _in_history(connection: Connection, table: Table, columns: list[Column[str]]) -> Iterator[str]:
    for (payload,) in connection.execute(select(history_of(table).c.payload)):
        kept = json.loads(payload)
        yield from (kept[column.key] for column in columns if _is_digest(kept.get(column.key)))


def _digest_columns(table: Table) -> list[Column[str]]:
    return [column for column in table.columns if column.name == "digest" or column.name.endswith("_digest")]


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == _DIGEST_LENGTH
