"""Making one backup file: a consistent copy, opened and counted while it is packed, read back, and only then given its name."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import SQLModel

from rehab_app import __version__
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.backups.archive import (
    ATTACHMENTS_NAME,
    DATABASE_NAME,
    ENDING,
    SLOTS_NAME,
    Archive,
    Manifest,
    Packer,
)
from rehab_app.store.attached import attachments_named
from rehab_app.store.attachments import Attachments
from rehab_app.store.files import (
    MEGABYTE,
    disk_troubles,
    ensure_folder,
    flush_folder,
    passing_file,
    require_space,
)
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.keys.slots import Slots
from rehab_app.store.ledger import Head, head
from rehab_app.store.meta import STORE_ID, read_meta
from rehab_app.store.snapshot import (
    aside,
    companions,
    copy_in_use,
    quick_check,
    row_counts,
    still_engine,
    writers_waiting,
)
from rehab_app.store.store import translated
from rehab_app.store.upgrade import present_revision
from rehab_app.store.watch import Watch

BEGINNING: Final = "cadangan-"
_ROOM: Final = 4 * MEGABYTE  # for the manifest, the folder's own growth and what is written meanwhile


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was opened and counted: where it stands, its instant, size in bytes, rows by table, ledger head.

    ``missing`` counts the attachments that the database names and the data folder has no more; the backup cannot hold them.
    """

    path: Path
    at: datetime
    size: int
    counts: Mapping[str, int]
    head: Head
    missing: int = 0


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a database says of itself when it is read through."""

    store_id: UUID
    revision: str
    head: Head
    counts: Mapping[str, int]
    digests: frozenset[str]


def target_in(place: Path, at: datetime) -> Path:
    """Return the next free name in ``place``: ``cadangan-<yyyymmdd-hhmmss>-<n>.rbk`` in the office's time as ``at`` has it."""
    number = 1
    while (path := place / f"{BEGINNING}{at:%Y%m%d-%H%M%S}-{number}{ENDING}").exists():
        number += 1
    return path


def require_space_for(folder: DataFolder, target: Path) -> None:
    """Raise Trouble("store.too_little_space") unless copy and backup fit where they are to be written."""
    database = _database_size(folder)
    packed = database + _attachments_size(folder) + _ROOM
    # Copy and backup often share one disk; asked together, both fit there.
    is_one_disk = _device_of(folder.root) == _device_of(target.parent)
    require_space(folder.root, database + (packed if is_one_disk else 0))
    require_space(target.parent, packed)


def bytes_through(folder: DataFolder) -> int:
    """Return about how many bytes a backup of ``folder`` moves: the database is copied, then all is packed and read back."""
    database, wal = _size(folder.database), _size(companions(folder.database)[0])
    packed = max(database, wal)  # a young store stands in its WAL alone; later the WAL is the small one
    return database + wal + 2 * (packed + _attachments_size(folder))


def make_backup(
    folder: DataFolder, data_key: DataKey, target: Path, at: datetime, watch: Watch | None = None
) -> BackupReport:
    """Write a backup of a store that may be in use to ``target``; ``watch`` follows it and may stop it.

    Raises Trouble: ``store.too_little_space``, ``store.disk_full`` and its kin, ``store.damaged`` where the database does not
    hold together, ``backups.exists`` where a file stands there; then nothing is left at ``target``.
    """
    if target.exists():
        raise Trouble("backups.exists", file=target.name, folder=str(target.parent))
    require_space_for(folder, target)
    watch = watch or Watch()
    watch.expect(bytes_through(folder))
    raw_key = data_key.derive(DATABASE)
    with aside(folder.root) as work_folder:
        copy = work_folder / DATABASE_NAME
        with writers_waiting(folder.database, raw_key):
            copy_in_use(folder.database, raw_key, copy, watch)
            # Slots change inside a writing transaction, so under the same lock they are of one generation with the copy.
            slots = Slots.load(folder.slots)
        return pack_copy(copy, slots, folder, data_key, target, at, watch)


def pack_copy(
    copy: Path,
    slots: Slots,
    folder: DataFolder,
    data_key: DataKey,
    target: Path,
    at: datetime,
    watch: Watch | None = None,
) -> BackupReport:
    """Pack a database copy that nobody writes, the slots and the attachments; raises as ``make_backup`` does."""
    watch = watch or Watch()
    slots.verify(data_key)
    attachments = Attachments(folder.attachments, data_key)
    ensure_folder(target.parent)
    unproved = target.with_name(f".{target.name}.unfinished")  # swept up by name, as every unfinished file
    try:
        with passing_file(target.parent, about=target) as (file, settle):
            packer = Packer(file, watch)
            # Hashing and packing wait for the disk and the checking for the cipher: side by side they cost little more than one.
            with ThreadPoolExecutor(1, "backup") as beside:
                packed = beside.submit(_pack, packer, copy, slots.as_bytes(), folder.attachments)
                facts = facts_of(copy, data_key, watch)
                packed.result()
            slots.require_store(facts.store_id)
            missing = sum(not attachments.exists(digest) for digest in facts.digests)
            manifest = _manifest(facts, packer, at, missing)
            with disk_troubles(target):
                packer.finish(manifest, data_key)
                settle(unproved)
        is_other_disk = _device_of(folder.root) != _device_of(target.parent)
        _read_back(unproved, data_key, watch, is_other_disk=is_other_disk)
        with disk_troubles(target):
            unproved.rename(target)
            flush_folder(target.parent)
    except BaseException:
        with suppress(OSError):  # the first trouble is the one to tell
            unproved.unlink(missing_ok=True)
        raise
    return BackupReport(target, at, target.stat().st_size, facts.counts, facts.head, missing)


def facts_of(database: Path, data_key: DataKey, watch: Watch | None = None) -> StoreFacts:
    """Read a database that nobody writes through to its last page, and count it. Raises Trouble("store.damaged")."""
    with still(database, data_key) as connection:
        quick_check(connection, watch)
        store_id, revision = read_meta(connection, STORE_ID), present_revision(connection)
        if store_id is None or revision is None:
            raise Trouble("store.damaged", number=0)
        return StoreFacts(
            store_id=UUID(store_id),
            revision=revision,
            head=head(connection),
            counts=row_counts(connection),
            digests=frozenset(attachments_named(connection, SQLModel.metadata)),
        )


@contextmanager
def still(database: Path, data_key: DataKey) -> Iterator[Connection]:
    """Open a database that nobody writes, for reading."""
    engine = still_engine(database, data_key.derive(DATABASE))
    try:
        with translated(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _pack(packer: Packer, copy: Path, slots: bytes, attachments: Path) -> None:
    packer.add(DATABASE_NAME, copy)
    packer.add_bytes(SLOTS_NAME, slots)
    for path in _files_below(attachments):
        packer.add(f"{ATTACHMENTS_NAME}/{path.relative_to(attachments).as_posix()}", path)
    packer.flush()  # here, beside the checking, rather than after it


def _manifest(facts: StoreFacts, packer: Packer, at: datetime, missing: int) -> Manifest:
    return Manifest(
        store_id=facts.store_id,
        revision=facts.revision,
        program=__version__,
        at=at,
        head=facts.head,
        counts=facts.counts,
        missing=missing,
        files=packer.files,
    )


def _read_back(path: Path, data_key: DataKey, watch: Watch, *, is_other_disk: bool) -> None:
    """Read what was written and compare its hashes; from the stick itself, not from memory, where the system allows."""
    if is_other_disk and hasattr(os, "posix_fadvise"):
        with disk_troubles(path), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    Archive.read(path).prove(data_key, watch)


def _files_below(attachments: Path) -> Iterable[Path]:
    return (path for path in sorted(attachments.glob("??/??/*")) if path.name.isalnum())


def _database_size(folder: DataFolder) -> int:
    return sum(_size(path) for path in (folder.database, *companions(folder.database)))


def _attachments_size(folder: DataFolder) -> int:
    return sum(_size(path) for path in _files_below(folder.attachments))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _device_of(path: Path) -> int:
    return next(place for place in (path, *path.parents) if place.exists()).stat().st_dev
