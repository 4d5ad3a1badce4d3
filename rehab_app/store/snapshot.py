"""Copies of the database file while the program runs: taken consistently, opened still, checked and counted.

Why a byte copy of a database in use can be consistent. SQLite in WAL mode has two files: the database, and the WAL with the
pages changed since. While somebody else holds the write lock nobody commits, so the WAL gets no new frame and is not begun
anew: both need that lock. A passive checkpoint may still run and write into the database file, but it writes only pages that
stand in the WAL, and the WAL is copied *after* the database: whatever half of such a page the first copy caught, the WAL's
whole page comes over it when the copy is opened. The connection that holds the lock is open all the while, so no other one is
the last to close, and nobody removes the WAL.

Why another process reads the files. POSIX takes *all* locks of a process on a file away when the process closes *any*
descriptor of it (https://sqlite.org/howtocorrupt.html, 2.2): a plain copy inside the program would take the locks from under
its own connections. On Windows locks belong to the handle, and the plain copy is right.
"""

import errno
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from rehab_app.foundation.errors import Trouble
from rehab_app.store.dialects import trouble_of_driver
from rehab_app.store.engine import WAIT_SECONDS, cache_kib, connect
from rehab_app.store.files import MEGABYTE, disk_troubles, ensure_folder
from rehab_app.store.store import translated
from rehab_app.store.swap import ASIDE
from rehab_app.store.watch import Watch

_IS_WINDOWS: Final = os.name == "nt"
_STALE_SECONDS: Final = 24 * 3600
_LOCK_SECONDS: Final = 30
_LOCK_PAUSE: Final = 0.002
_LOOK_SECONDS: Final = 0.1
_BUSY: Final = 5


def companions(database: Path) -> tuple[Path, Path]:
    """Return the WAL and the shared-memory file that belong to a database file while it is open."""
    return database.with_name(database.name + "-wal"), database.with_name(database.name + "-shm")


@contextmanager
def aside(root: Path) -> Iterator[Path]:
    """Hand out a new private folder in ``root`` for files in the making, and remove it at the end of the block.

    What a killed run left there is removed when it is a day old.
    """
    ensure_folder(root)
    for left in root.glob(f"{ASIDE}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
    folder = root / f"{ASIDE}{secrets.token_hex(8)}"
    with disk_troubles(folder):
        folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writers_waiting(database: Path, raw_key: bytes) -> Iterator[None]:
    """Hold the write lock of a database in use; others read on and wait to write.

    Raises Trouble("store.busy") where the lock cannot be had within half a minute: a backup waits longer than a click.
    """
    with driver_troubles():
        holder = _connected(database, raw_key)
        try:
            _take_write_lock(holder)
            yield
            holder.execute("ROLLBACK")
        finally:
            holder.close()


def _connected(database: Path, raw_key: bytes) -> Any:  # noqa: ANN401 - the driver is untyped
    if not database.exists():
        raise Trouble("store.missing")  # the driver would make an empty one
    return connect(database, raw_key)


def _take_write_lock(connection: Any) -> None:  # noqa: ANN401 - the driver is untyped
    # SQLite's own waiting sleeps ever longer, and a long import that commits row by row would never let it in.
    connection.execute("PRAGMA busy_timeout = 0")
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlcipher.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != _BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_LOCK_PAUSE)
        else:
            return


@contextmanager
def nobody_else(database: Path, raw_key: bytes) -> Iterator[None]:
    """Hold a database for this block alone: no other connection has it open, and all of it stands in one file.

    Raises Trouble("store.in_use") where a window or a command has it open. On Windows, where an open file cannot be moved, the
    hold ends just before the block begins: there the window lock and the moment's shortness must do.
    """
    with driver_troubles():
        holder = _connected(database, raw_key)
    try:
        try:
            # Leaving WAL mode needs every other connection gone, and brings the WAL into the one file.
            holder.execute("PRAGMA locking_mode = EXCLUSIVE")
            mode = holder.execute("PRAGMA journal_mode = DELETE").fetchone()
            if mode != ("delete",):
                raise Trouble("store.in_use")
            holder.execute("BEGIN EXCLUSIVE")
        except sqlcipher.OperationalError:
            raise Trouble("store.in_use") from None
        if _IS_WINDOWS:
            holder.close()
        yield
    finally:
        holder.close()


def copy_in_use(database: Path, raw_key: bytes, target: Path, watch: Watch | None = None) -> None:
    """Copy a database to ``target`` as one file, consistently; call it while ``writers_waiting`` or ``nobody_else`` holds.

    Raises Trouble as ``disk_troubles`` tells. The copy is not yet flushed to the disk.
    """
    copy_file(database, target, watch)
    wal, _ = companions(database)
    if wal.exists() and wal.stat().st_size:
        copy_file(wal, companions(target)[0], watch)
        _settle(target, raw_key)


def copy_file(source: Path, target: Path, watch: Watch | None = None) -> None:
    """Copy the bytes of a file that this process may hold locks on; ``target`` is private to this account."""
    watch = watch or Watch()
    with disk_troubles(target):
        target.touch(mode=0o600)
        if _IS_WINDOWS:
            with source.open("rb") as read, target.open("wb") as written:
                while piece := read.read(MEGABYTE):
                    watch.passed(written.write(piece))
            return
    with subprocess.Popen(["cp", "--", str(source), str(target)], stderr=subprocess.DEVNULL) as copying:  # noqa: S603, S607 - the system's own
        try:
            _follow(copying, target, watch)
        except BaseException:
            copying.kill()
            raise
    if copying.returncode:
        with disk_troubles(target):
            raise _cause(source, target)


def _follow(copying: "subprocess.Popen[bytes]", target: Path, watch: Watch) -> None:
    """Tell how much is there until the copy has ended."""
    told, is_over = 0, False
    while not is_over:
        with suppress(subprocess.TimeoutExpired):
            copying.wait(_LOOK_SECONDS)
            is_over = True
        size = target.stat().st_size
        watch.passed(size - told)
        told = size


def _cause(source: Path, target: Path) -> OSError:
    """Return what made a copy fail, as far as it can still be told."""
    try:
        missing = source.stat().st_size - target.stat().st_size
    except OSError as error:
        return error
    is_full = shutil.disk_usage(target.parent).free < max(missing, 1)
    return OSError(errno.ENOSPC if is_full else errno.EIO, "copy")


def _settle(copy: Path, raw_key: bytes) -> None:
    """Bring the WAL of a copy into its one file. Nothing is flushed: the copy is still a thing in the making."""
    with driver_troubles():
        connection = _bare(copy.absolute().as_uri(), raw_key)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy and busy[0]:
                raise Trouble("store.busy")
        finally:
            connection.close()


def still_engine(path: Path, raw_key: bytes) -> Engine:
    """Return an engine on a database file that nobody writes: it leaves the file and its folder as they are."""

    def creator() -> Any:  # noqa: ANN401 - the driver is untyped
        connection = _bare(f"{path.absolute().as_uri()}?mode=ro&immutable=1", raw_key)
        connection.execute(f"PRAGMA cache_size = -{cache_kib(path)}")
        connection.execute("PRAGMA query_only = ON")
        return connection

    return create_engine(
        "sqlite://", module=sqlcipher, creator=creator, poolclass=NullPool, hide_parameters=True, echo=False
    )


def _bare(address: str, raw_key: bytes) -> Any:  # noqa: ANN401 - the driver is untyped
    connection = sqlcipher.connect(
        address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def quick_check(connection: Connection, watch: Watch | None = None) -> None:
    """Read every page of the database and raise Trouble("store.damaged") unless all of it holds together."""
    with (watch or Watch()).over(connection.connection.dbapi_connection), translated():
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise Trouble("store.damaged", number=0)


def row_counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table of the database has, by name, the engine's own tables left out."""
    names = connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    ).scalars()
    return {
        name: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()) for name in sorted(names)
    }


@contextmanager
def driver_troubles() -> Iterator[None]:
    """Turn an error of the driver itself into the known trouble behind it; what stays is a bug."""
    try:
        yield
    except sqlcipher.Error as error:
        trouble = trouble_of_driver(error)
        if trouble is None:
            raise
        raise trouble from None
