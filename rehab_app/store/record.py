"""The base of every record: a UUID, its author, UTC time and a version, with a history table beside each table.

``Record`` is administrative: it may be changed, and each version is kept in ``<table>_history``. ``ClinicalRecord`` is only
ever added to: a correction is a new row of the same series, and the database itself refuses to update or delete one.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CHAR, Column, DateTime, Dialect, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

HISTORY_SUFFIX = "_history"


class UtcTime(TypeDecorator[datetime]):
    """An instant: given aware, stored in UTC, returned aware in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC; a naive one is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy
        """Return the instant aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what reads a column; SQLite's text is read in one step, since every row of a file has some."""
        return _instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


class Record(SQLModel):
    """What every stored record has. ``created_by`` and ``changed_by`` are account ids."""

    id: UUID = Field(primary_key=True)
    row_version: int = Field(default=1, nullable=False)
    created_at: datetime = Field(default=None, sa_type=UtcTime, nullable=False)
    created_by: UUID = Field(default=None, nullable=False)
    changed_at: datetime = Field(default=None, sa_type=UtcTime, nullable=False)
    changed_by: UUID = Field(default=None, nullable=False)

    is_clinical: ClassVar[bool] = False

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands the class
        table: Table | None = getattr(cls, "__table__", None)
        if table is None or cls.is_clinical:
            return {}
        return {"version_id_col": table.c.row_version}


class ClinicalRecord(Record):
    """A record that is never updated: ``series_id`` stays over its versions, ``reason`` says why a later one was written.

    The first version has ``series_id == id`` and ``row_version == 1``. The current version of a series is the one with the
    highest ``row_version``; (series_id, row_version) is unique, so two corrections of one version cannot both be kept.
    What was entered by mistake goes into the recycle bin by a version with ``is_binned``, and comes back by another.
    """

    series_id: UUID = Field(default=None, nullable=False, index=True)
    reason: str = Field(default="", nullable=False)
    is_binned: bool = Field(default=False, nullable=False)

    is_clinical: ClassVar[bool] = True


def history_of(table: Table) -> Table:
    """Return the history table of a record table, defining it in the same metadata where it is not yet there.

    Columns: record_id, row_version (together the key), at, by, payload (canonical JSON of the row), digest (SHA-256 hex).
    """
    name = table.name + HISTORY_SUFFIX
    known = table.metadata.tables.get(name)
    if known is not None:
        return known
    return Table(
        name,
        table.metadata,
        Column("record_id", Uuid, primary_key=True),
        Column("row_version", Integer, primary_key=True, autoincrement=False),
        Column("at", UtcTime, nullable=False),
        Column("by", Uuid, nullable=False),
        Column("payload", Text, nullable=False),
        Column("digest", CHAR(64), nullable=False),
    )


def record_tables(metadata: MetaData) -> list[Table]:
    """Return the tables that hold records, in name order."""
    return [
        table
        for name, table in sorted(metadata.tables.items())
        if not name.endswith(HISTORY_SUFFIX) and "row_version" in table.columns and "created_by" in table.columns
    ]


def clinical_tables(metadata: MetaData) -> list[Table]:
    """Return the tables whose rows are never updated, in name order."""
    return [table for table in record_tables(metadata) if "series_id" in table.columns]


def add_histories(metadata: MetaData) -> None:
    """Define the history table of every record table; called once by ``rehab_app.tables``."""
    for table in record_tables(metadata):
        history_of(table)


def values_of(record: Record) -> dict[str, Any]:
    """Return what a record has in the columns of its table."""
    table: Table = record.__table__  # type: ignore[attr-defined]
    return {column.key: getattr(record, column.key) for column in table.columns}


def payload_of(values: Mapping[str, object]) -> str:
    """Return the canonical JSON of the columns of a record: sorted keys, no spaces, instants as ISO UTC."""
    return json.dumps(plain_values(values), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain_values(values: Mapping[str, object]) -> dict[str, object]:
    """Return column values as a payload holds them: instants, days and hours as ISO text, ids as hex, bytes as hex."""
    return {name: _plain(value) for name, value in values.items()}


def digest_of(payload: str) -> str:
    """Return the SHA-256 (hex) of a payload."""
    return hashlib.sha256(payload.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    return value
