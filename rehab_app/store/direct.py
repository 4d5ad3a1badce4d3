"""A statement that is put together once and run straight on the driver's cursor: searches at every keystroke, opened files.

The engine spends some 130 microseconds on each execution, more than such a statement takes. This is the same statement in the
same transaction on the same connection; parameters are never logged, and what the driver raises comes as the engine would
raise it. Only SQLite is asked so; on another database the engine executes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import CompoundSelect, Connection, Dialect, Select
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.sql.compiler import SQLCompiler

from rehab_app.store.engine import driver_of

R = TypeVar("R")
Change = Callable[[Any], Any]

DIRECT_DIALECT: Final = "sqlite"


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as the driver takes it: its text, its parameters in order, how they are written and how columns are read."""

    text: str
    names: tuple[tuple[str, Change | None], ...]
    fixed: Mapping[str, Any]
    readers: tuple[tuple[int, Change], ...]


class Direct:
    """One query. Lists of any length (``expanding``) are refused: their text changes."""

    def __init__(self, statement: Select[Any] | CompoundSelect[Any]) -> None:
        self.statement = statement
        self._text: _Text | None = None

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Return every row, its columns in order and of their Python types."""
        if connection.dialect.name != DIRECT_DIALECT:
            return connection.execute(self.statement, values).all()
        known = self._known(connection)
        found = _asked(connection, known, values)
        if not found or not known.readers:
            return found
        return list(zip(*_read(known, found), strict=True))

    def made(self, connection: Connection, make: Callable[..., R], values: Mapping[str, Any]) -> tuple[R, ...]:
        """Return what ``make`` makes of each row's columns, given by place."""
        if connection.dialect.name != DIRECT_DIALECT:
            return tuple(make(*row) for row in connection.execute(self.statement, values))
        known = self._known(connection)
        found = _asked(connection, known, values)
        return tuple(map(make, *_read(known, found))) if found else ()

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any] | None:
        """Return the first row, or None."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def one(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """Return the first row of a query that has one; raises NoResultFound, which is a bug."""
        found = self.first(connection, values)
        if found is None:
            raise NoResultFound("a query that has a row")
        return found

    def _known(self, connection: Connection) -> _Text:
        if self._text is None:
            self._text = _put_together(self.statement, connection.dialect)
        return self._text


def _asked(connection: Connection, known: _Text, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    given = {**known.fixed, **values} if known.fixed else values
    written = [given[name] if write is None else write(given[name]) for name, write in known.names]
    return fetched(connection, known.text, written)


def _read(known: _Text, found: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the columns of rows, each read as its type: a column at a time, since most are read by one call of C."""
    columns = list(zip(*found, strict=True))
    for place, reader in known.readers:
        columns[place] = tuple(map(reader, columns[place]))
    return columns


def fetched(connection: Connection, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of one query as the driver gives them; raises DBAPIError without its parameters, as the engine does."""
    try:
        found: list[tuple[Any, ...]] = driver_of(connection).execute(text, values).fetchall()
    except sqlcipher.Error as error:
        raise DBAPIError.instance(text, None, error, sqlcipher.Error, hide_parameters=True) from None
    return found


def _put_together(statement: Select[Any] | CompoundSelect[Any], dialect: Dialect) -> _Text:
    compiled: Compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params:
        raise TypeError("a statement whose text depends on its parameters")
    writers = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()
    }
    names = tuple((name, writers[name]) for name in compiled.positiontup or ())
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    readers = []
    for place, column in enumerate(statement.selected_columns):
        reader = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if reader is not None:
            readers.append((place, reader))
    return _Text(compiled.string, names, fixed, tuple(readers))
