"""Durable files: written whole or not at all, private to this account, with the disk's refusals turned into known troubles.

A file is written under a passing name in the same folder, flushed to the disk, renamed over the old one, and
the folder is flushed too: after a power cut there is the old file or the new one, never half of either. Only
the standard library is used, because the way to the sign-in window passes here.
"""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from rehab_app.foundation.errors import Trouble

MEGABYTE: Final = 1024 * 1024
_PASSING: Final = ".unfinished"
_PREVIOUS: Final = ".previous"
_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700
_ANY_RIGHT: Final = 0o777
_IS_WINDOWS: Final = os.name == "nt"
# Seconds; a virus scanner lets go of a new file within these.
_RENAME_PAUSES: Final = (0.02, 0.05, 0.1, 0.2, 0.4)


def _numbers(names: str) -> frozenset[int]:
    return frozenset(getattr(errno, name) for name in names.split() if hasattr(errno, name))


_NO_SPACE: Final = _numbers("ENOSPC EDQUOT")
_NO_RIGHT: Final = _numbers("EROFS EACCES EPERM")
_HELD: Final = _numbers("EBUSY ETXTBSY")
_TOO_BIG: Final = _numbers("EFBIG")
_GONE: Final = _numbers("EIO ENODEV ENXIO ENOENT ENOTDIR EISDIR EEXIST ELOOP ESTALE")
_WINDOWS_HELD: Final = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_WINDOWS_NO_SPACE: Final = frozenset({39, 112, 1295})  # ERROR_HANDLE_DISK_FULL, _DISK_FULL, _DISK_QUOTA_EXCEEDED


@contextmanager
def disk_troubles(path: Path) -> Iterator[None]:
    """Turn an OSError about ``path`` into the Trouble behind it; an OSError without a known cause stays a bug.

    Codes: ``store.disk_full`` (no space, quota), ``store.read_only`` (read-only medium, no rights),
    ``store.locked_file`` (another program holds it), ``store.file_too_big`` (a FAT stick's 4 GB),
    ``store.unreadable`` (drive unplugged or failing, folder gone). Facts: ``file``, ``folder``, ``number``.
    """
    try:
        yield
    except OSError as error:
        trouble = _trouble_of(error, {"file": path.name, "folder": str(path.parent), "number": error.errno})
        if trouble is None:
            raise
        raise trouble from error


def _trouble_of(error: OSError, facts: dict[str, Any]) -> Trouble | None:
    number, windows = error.errno, getattr(error, "winerror", None)
    if windows in _WINDOWS_HELD or number in _HELD:
        return Trouble("store.locked_file", **facts)
    if windows in _WINDOWS_NO_SPACE or number in _NO_SPACE:
        return Trouble("store.disk_full", **facts)
    if number in _NO_RIGHT:
        return Trouble("store.read_only", **facts)
    if number in _TOO_BIG:
        return Trouble("store.file_too_big", **facts)
    return Trouble("store.unreadable", **facts) if number in _GONE else None


def previous_of(path: Path) -> Path:
    """Return where the previous generation of ``path`` is kept."""
    return path.with_name(path.name + _PREVIOUS)


def write_whole(path: Path, data: bytes, *, keep_previous: bool = False) -> None:
    """Replace ``path`` by ``data``, durably: at any instant the file is the old one or the new one, whole.

    With ``keep_previous`` the bytes that stood there are kept as ``<name>.previous``, just as durably, before
    the new ones take their place. Files are readable by this account alone (0600). Raises Trouble as
    ``disk_troubles`` tells; the old file and the old previous generation then still stand.
    """
    if keep_previous:
        with suppress(FileNotFoundError), disk_troubles_but_missing(path):
            write_whole(previous_of(path), path.read_bytes())
    with writing_whole(path) as file:
        file.write(data)


@contextmanager
def disk_troubles_but_missing(path: Path) -> Iterator[None]:
    """Do as ``disk_troubles``, but let FileNotFoundError through for a caller to whom absence is an answer."""
    try:
        with disk_troubles(path):
            yield
    except Trouble as trouble:
        if isinstance(trouble.__cause__, FileNotFoundError):
            raise trouble.__cause__ from None
        raise


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Hand out a file to fill in pieces; at the end of the block it takes the place of ``path`` durably.

    Where the block raises, nothing has changed and the passing file is removed.
    """
    with passing_file(path.parent, about=path) as (file, settle):
        yield file
        settle(path)


@contextmanager
def passing_file(folder: Path, *, about: Path | None = None) -> Iterator[tuple[BinaryIO, Callable[[Path], None]]]:
    """Hand out a new private file in ``folder`` and the function that durably gives it its final name there or below.

    Serves a file whose name is known only when it is written. What was not settled is removed at the end of
    the block. A Trouble names ``about``, or the folder where nothing better is known.
    """
    passing = folder / f".{secrets.token_hex(8)}{_PASSING}"
    try:
        with disk_troubles(about or folder):
            descriptor = os.open(
                passing, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _PRIVATE_FILE
            )
            with os.fdopen(descriptor, "wb") as file:

                def settle(path: Path) -> None:
                    file.flush()
                    os.fsync(file.fileno())
                    file.close()
                    _rename(passing, path)
                    flush_folder(path.parent)

                yield file, settle
    finally:
        # The first trouble is the one to tell; a passing file that cannot be removed now is swept up later.
        with suppress(OSError):
            passing.unlink(missing_ok=True)


def _rename(passing: Path, path: Path) -> None:
    for pause in _RENAME_PAUSES if _IS_WINDOWS else ():
        try:
            os.replace(passing, path)  # noqa: PTH105 - the one call that tests make fail
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(passing, path)  # noqa: PTH105 - as above


def flush_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable; Windows keeps them with the file and has nothing to flush."""
    if _IS_WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def ensure_folder(folder: Path) -> None:
    """Create ``folder`` and the missing folders above it, private to this account and durable. Raises Trouble."""
    if folder.is_dir():
        return
    with disk_troubles(folder):
        ensure_folder(folder.parent)
        folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        flush_folder(folder.parent)


def keep_private(path: Path) -> None:
    """Make ``path``, empty, where it is missing, and let this account alone read it, whatever the umask; never raises.

    SQLite gives a WAL and a shared-memory file the rights of their database. Where the disk refuses, whoever opens the file
    next tells why.
    """
    with suppress(OSError):
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE))
        if not _IS_WINDOWS and path.stat().st_mode & _ANY_RIGHT != _PRIVATE_FILE:
            path.chmod(_PRIVATE_FILE)


def remove_file(path: Path) -> None:
    """Remove ``path`` durably; nothing happens where it is gone already. Raises Trouble."""
    with suppress(FileNotFoundError), disk_troubles_but_missing(path):
        path.unlink()
        flush_folder(path.parent)


def require_space(folder: Path, needed: int) -> None:
    """Raise Trouble("store.too_little_space") unless ``needed`` bytes are free where ``folder`` is, or would be created.

    Facts: ``folder``, ``needed_mb`` and ``free_mb``, whole megabytes rounded against the disk.
    """
    place = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    with disk_troubles(place):
        free = shutil.disk_usage(place).free
    if free < needed:
        needed_mb, free_mb = -(-needed // MEGABYTE), free // MEGABYTE
        raise Trouble("store.too_little_space", folder=str(folder), needed_mb=needed_mb, free_mb=free_mb)


def remove_unfinished(folder: Path, before: datetime) -> int:
    """Remove what killed writes left below ``folder`` earlier than ``before`` (aware), and return how many files.

    The age spares a file that a command beside the window is writing now.
    """
    removed = 0
    for path in folder.rglob(f".*{_PASSING}"):
        with suppress(OSError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                path.unlink()
                removed += 1
    return removed
