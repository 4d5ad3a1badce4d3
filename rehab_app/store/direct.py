"""A statement that is put together once and run straight on the driver's cursor: for searches at every keystroke.

The engine spends some 130 microseconds on each execution, more than such a statement takes. This is the same statement in the
same transaction on the same connection; parameters are never logged, and what the driver raises comes as the engine would
raise it. Only SQLite is asked so; on another database the engine executes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from rehab_app.store.engine import driver_of

DIRECT_DIALECT: Final = "sqlite"


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as the driver takes it: its text, the names of its parameters in order, and how columns are read."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]


class Direct:
    """One query of text and number parameters. Lists of any length (``expanding``) are refused: their text changes."""

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self._text: _Text | None = None

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Return every row, its columns in order and of their Python types."""
        if connection.dialect.name != DIRECT_DIALECT:
            return connection.execute(self.statement, values).all()
        known = self._text
        if known is None:
            known = self._text = _put_together(self.statement, connection.dialect)
        given = {**known.fixed, **values} if known.fixed else values
        found = fetched(connection, known.text, [given[name] for name in known.names])
        if not found or not known.readers:
            return found
        columns = list(zip(*found, strict=True))
        for place, reader in known.readers:
            columns[place] = tuple(map(reader, columns[place]))
        return list(zip(*columns, strict=True))


def fetched(connection: Connection, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of one query as the driver gives them; raises DBAPIError without its parameters, as the engine does."""
    try:
        found: list[tuple[Any, ...]] = driver_of(connection).execute(text, values).fetchall()
    except sqlcipher.Error as error:
        raise DBAPIError.instance(text, None, error, sqlcipher.Error, hide_parameters=True) from None
    return found


def _put_together(statement: Select[Any], dialect: Dialect) -> _Text:
    compiled: Compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params:
        raise TypeError("a statement whose text depends on its parameters")
    names = tuple(compiled.positiontup or ())
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    readers = []
    for place, column in enumerate(statement.selected_columns):
        reader = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if reader is not None:
            readers.append((place, reader))
    return _Text(compiled.string, names, fixed, tuple(readers))
