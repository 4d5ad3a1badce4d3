"""The current version of clinical records: the row of each series that no later one stands above."""

from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Table, exists, false, select, true
from sqlmodel import col
from sqlmodel import select as select_records

from rehab_app.foundation.errors import StaleRecord
from rehab_app.store.record import ClinicalRecord
from rehab_app.store.work import Work

C = TypeVar("C", bound=ClinicalRecord)

_OF_THE_VERSION: Final = frozenset(
    {"id", "series_id", "row_version", "reason", "is_binned", "created_at", "created_by", "changed_at", "changed_by"}
)


def is_current(table: FromClause) -> ColumnElement[bool]:
    """Return the condition that a row of a clinical table (or of its alias) is the latest version of its series, and not binned.

    One look into the unique index on (series_id, row_version) for each row, so it costs what the other conditions leave over.
    """
    return _of_table(table) if isinstance(table, Table) else _condition(table)


@cache
def _of_table(table: Table) -> ColumnElement[bool]:
    """Return the condition of a table, built once: daily lists ask for it hundreds of times. Aliases come and go, tables stay."""
    return _condition(table)


def _condition(table: FromClause) -> ColumnElement[bool]:
    return ~_has_later(table) & (table.c.is_binned == false())


def is_latest(table: FromClause) -> ColumnElement[bool]:
    """Return the condition that a row is the latest version of its series, in the recycle bin or out of it."""
    return _latest_of_table(table) if isinstance(table, Table) else ~_has_later(table)


@cache
def _latest_of_table(table: Table) -> ColumnElement[bool]:
    """Return the condition of a table, built once, as ``_of_table`` is."""
    return ~_has_later(table)


def _has_later(table: FromClause) -> ColumnElement[bool]:
    later = table.alias()
    return (
        exists(select(1).where(later.c.series_id == table.c.series_id, later.c.row_version > table.c.row_version))
    ).correlate(table)


def is_in_bin(table: FromClause) -> ColumnElement[bool]:
    """Return the condition that a row is the latest version of a series that lies in the recycle bin."""
    return ~_has_later(table) & (table.c.is_binned == true())


def current(table: Table) -> Select[Any]:
    """Return the current versions of a clinical table, all columns, to be narrowed with ``where``."""
    return select(table).where(is_current(table))


def loaded_current(work: Work, kind: type[C], series_id: UUID, row_version: int) -> C:
    """Return the record to be corrected.

    Raises StaleRecord where ``row_version`` is no longer its series' current one, or the series was put into the bin.
    """
    record = _latest(work, kind, series_id, row_version)
    if record.is_binned:
        raise StaleRecord("store.stale", table=str(kind.__tablename__))
    return record


def put_in_bin(work: Work, kind: type[C], series_id: UUID, row_version: int, action: str, reason: str) -> C:
    """Put a series that was entered by mistake into the recycle bin, by a version that says why; returns that version.

    Raises StaleRecord as ``loaded_current`` does.
    """
    return _moved(work, loaded_current(work, kind, series_id, row_version), action, reason, is_binned=True)


def take_from_bin(work: Work, kind: type[C], series_id: UUID, row_version: int, action: str, reason: str) -> C:
    """Take a series out of the recycle bin as it was, by another version; raises StaleRecord where it is not in the bin."""
    old = _latest(work, kind, series_id, row_version)
    if not old.is_binned:
        raise StaleRecord("store.stale", table=str(kind.__tablename__))
    return _moved(work, old, action, reason, is_binned=False)


def copy_of(work: Work, record: C) -> C:
    """Return an unsaved copy of a clinical record under a new id, for the next version; author, time and reason are left out."""
    table: Table = type(record).__table__  # type: ignore[attr-defined]
    kept = {column.key: getattr(record, column.key) for column in table.columns if column.key not in _OF_THE_VERSION}
    return type(record)(id=work.new_id(), **kept)


def _moved(work: Work, old: C, action: str, reason: str, *, is_binned: bool) -> C:
    new = copy_of(work, old)
    new.is_binned = is_binned
    return work.correct(old, new, action, reason)


def _latest(work: Work, kind: type[C], series_id: UUID, row_version: int) -> C:
    query = select_records(kind).where(kind.series_id == series_id).order_by(col(kind.row_version).desc()).limit(1)
    record = work.session.exec(query).one()
    if record.row_version != row_version:
        raise StaleRecord("store.stale", table=str(kind.__tablename__))
    return record
