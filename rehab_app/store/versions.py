"""The current version of clinical records: the row of each series that no later one stands above."""

from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Table, exists, select
from sqlmodel import col
from sqlmodel import select as select_records

from rehab_app.foundation.errors import StaleRecord
from rehab_app.store.record import ClinicalRecord
from rehab_app.store.work import Work

C = TypeVar("C", bound=ClinicalRecord)


def is_current(table: FromClause) -> ColumnElement[bool]:
    """Return the condition that a row of a clinical table (or of its alias) is the latest version of its series.

    One look into the unique index on (series_id, row_version) for each row, so it costs what the other conditions leave over.
    """
    return _of_table(table) if isinstance(table, Table) else _condition(table)


@cache
def _of_table(table: Table) -> ColumnElement[bool]:
    """Return the condition of a table, built once: daily lists ask for it hundreds of times. Aliases come and go, tables stay."""
    return _condition(table)


def _condition(table: FromClause) -> ColumnElement[bool]:
    later = table.alias()
    return ~exists(
        select(1).where(later.c.series_id == table.c.series_id, later.c.row_version > table.c.row_version)
    ).correlate(table)


def current(table: Table) -> Select[Any]:
    """Return the current versions of a clinical table, all columns, to be narrowed with ``where``."""
    return select(table).where(is_current(table))


def loaded_current(work: Work, kind: type[C], series_id: UUID, row_version: int) -> C:
    """Return the record to be corrected; raises StaleRecord where ``row_version`` is no longer its series' current one."""
    query = select_records(kind).where(kind.series_id == series_id).order_by(col(kind.row_version).desc()).limit(1)
    record = work.session.exec(query).one()
    if record.row_version != row_version:
        raise StaleRecord("store.stale", table=str(kind.__tablename__))
    return record
