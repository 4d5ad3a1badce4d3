"""Columns read straight into the rows that are shown: the fields of a row class in their order, nothing in between."""

from collections.abc import Callable
from dataclasses import Field, fields
from typing import Any, Final, get_origin

from sqlalchemy import JSON, ColumnElement, Dialect, FromClause, type_coerce
from sqlalchemy.types import TypeDecorator

_WRITTEN: Final = {"entered_at": "created_at", "entered_by": "created_by"}


class Listed(TypeDecorator[tuple[Any, ...]]):
    """A list kept as JSON, read as a tuple; most are empty and need no reading."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> tuple[Any, ...] | None:  # noqa: ARG002 - SQLAlchemy
        """Return the list as a tuple."""
        return None if value is None else tuple(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a column, which knows the empty list by sight."""
        read = super().result_processor(dialect, coltype)
        return read if read is None else lambda stored: () if stored == "[]" else read(stored)


def shown_columns(row: type, table: FromClause, **others: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Return a column for each field of the dataclass ``row``, in order, so that a row of them makes one by place.

    A field is the column of its name, ``entered_at`` and ``entered_by`` those of who wrote the version; a field that is a tuple
    is kept as a JSON list. ``others`` says what stands for the fields that are no column.
    """
    return [_column(field, table, others.get(field.name)) for field in fields(row)]


def _column(field: Field[Any], table: FromClause, other: ColumnElement[Any] | None) -> ColumnElement[Any]:
    if other is not None:
        return other.label(field.name)
    found = table.c[_WRITTEN.get(field.name, field.name)]
    return type_coerce(found, Listed()).label(field.name) if get_origin(field.type) is tuple else found
