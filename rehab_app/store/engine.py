"""The engine: SQLCipher for one PC, PostgreSQL for several seats, both behind the same unit of work.

Parameters are hidden, nothing is echoed, temporary storage stays in memory, and every SQLite connection is asserted to be
encrypted and to sync fully before anything is done with it. Cost figures: a raw key opens in 0.1 ms.
"""

from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import BinaryExpression, Connection, Engine, Select, Uuid, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.pool import QueuePool

from rehab_app.store.files import keep_private
from rehab_app.store.stored_ids import StoredId

WRITING: Final = "rehab_writing"
WAIT_SECONDS: Final = 5.0
_SYNCHRONOUS_FULL = 2
_TEMP_STORE_MEMORY = 2
_CACHE_LEAST_KIB = 16 * 1024
_CACHE_MOST_KIB = 256 * 1024


def cache_kib(path: Path) -> int:
    """Return the page cache for a database file: near the file's size, from 16 to 256 MiB, in KiB."""
    size = path.stat().st_size // 1024 if path.exists() else 0
    return max(_CACHE_LEAST_KIB, min(_CACHE_MOST_KIB, size + size // 8))


def connect(path: Path, raw_key: bytes, *, cache: int | None = None) -> Any:  # noqa: ANN401 - the driver is untyped
    """Open one SQLCipher connection on ``path`` with a raw 32-byte key, in autocommit until BEGIN.

    Raises the driver's DatabaseError (code 26) where the key is wrong or the file is not a database.
    """
    keep_private(path)
    connection = sqlcipher.connect(str(path), timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA secure_delete = FAST")
        connection.execute(f"PRAGMA cache_size = -{cache or cache_kib(path)}")
        _assert_safe(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _assert_safe(connection: Any) -> None:  # noqa: ANN401 - the driver is untyped
    def pragma(name: str) -> Any:  # noqa: ANN401 - a pragma answers text or number
        row = connection.execute(f"PRAGMA {name}").fetchone()
        return row[0] if row else None

    if not pragma("cipher_version"):
        raise RuntimeError("the database driver does not encrypt")
    if pragma("synchronous") != _SYNCHRONOUS_FULL or pragma("temp_store") != _TEMP_STORE_MEMORY:
        raise RuntimeError("the database connection is not set up safely")


def encrypted_engine(path: Path, raw_key: bytes, *, cache: int | None = None) -> Engine:
    """Return an engine on the SQLCipher file at ``path``; its pool keeps one connection per lane."""
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, raw_key, cache=cache),
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=2,
        pool_reset_on_return=None,
        hide_parameters=True,
        echo=False,
    )
    engine.dialect.statement_compiler = ReadOnceCompiler
    engine.dialect.colspecs = {**engine.dialect.colspecs, Uuid: StoredId}
    event.listen(engine, "begin", _begin)
    return engine


class ReadOnceCompiler(SQLiteCompiler):
    """Writes statements that SQLite reads and plans once and then keeps.

    It plans a statement anew at each execution where a bare parameter stands in LIMIT or at the right of LIKE, because their
    values could change the plan (``sqlite3VdbeSetVarmask``). That costs 80 microseconds, more than most searches; no index here
    serves LIKE. As part of an expression they change no plan.
    """

    def limit_clause(self, select: Select[Any], **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
        """Write LIMIT, and OFFSET only where there is one."""
        limit = select._limit_clause  # noqa: SLF001 - as the compiler it extends
        if limit is None or select._offset_clause is not None:  # noqa: SLF001 - as above
            return str(super().limit_clause(select, **kw))  # type: ignore[no-untyped-call]
        return f"\n LIMIT ({self.process(limit, **kw)} + 0)"

    def visit_like_op_binary(self, binary: BinaryExpression[bool], operator: Any, **kw: Any) -> str:  # noqa: ANN401 - as above
        """Write LIKE with its pattern made an expression."""
        if binary.modifiers.get("escape"):
            return str(super().visit_like_op_binary(binary, operator, **kw))  # type: ignore[no-untyped-call]
        return f"{self.process(binary.left, **kw)} LIKE ('' || {self.process(binary.right, **kw)})"


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Takes no lock and cannot fail, so it needs none of SQLAlchemy's care, which costs as much as a short query.
        driver_of(connection).execute("BEGIN")


def changes_by_others(connection: Connection) -> int | None:
    """Return a number that is another one once another connection has committed; None where the engine tells none."""
    if connection.dialect.name != "sqlite":
        return None
    return int(driver_of(connection).execute("PRAGMA data_version").fetchone()[0])


def driver_of(connection: Connection) -> Any:  # noqa: ANN401 - the driver is untyped
    """Return the driver's own connection behind one of the engine's, in the same transaction."""
    return connection.connection.dbapi_connection


def server_engine(address: str) -> Engine:
    """Return an engine on a PostgreSQL server (``postgresql+psycopg://...``); used by tests, not offered to users yet."""
    return create_engine(address, hide_parameters=True, echo=False, pool_pre_ping=True)
