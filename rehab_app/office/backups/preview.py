"""Looking into a backup before anything is changed: what is in it, and how it differs from the clinic's present data."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select

from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.backups.archive import Archive
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.opening import OpenClinic
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.ledger import AUDIT_ENTRY, Head, head
from rehab_app.store.meta import STORE_ID, read_meta
from rehab_app.store.snapshot import row_counts
from rehab_app.store.store import translated
from rehab_app.store.upgrade import LATEST, known_revisions


@dataclass(frozen=True, slots=True)
class CountChange:
    """How many rows a table has now and has in the backup; ``now`` is None where the present data cannot be read."""

    table: str
    now: int | None
    then: int


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What a restore would bring.

    ``head_now`` and ``is_other_store`` are None where there is no present data or the backup's key does not open it.
    ``is_ancestor`` tells that the present audit goes on from the backup's: exactly ``entries_after`` entries came since. False:
    the two went different ways after an earlier restore. ``missing`` counts attachments the backup lacks.
    """

    file: Path
    at: datetime
    size: int
    program: str
    revision: str
    store_id: UUID
    attachments: int
    missing: int
    counts: tuple[CountChange, ...]
    head_then: Head
    head_now: Head | None
    is_other_store: bool | None
    is_ancestor: bool | None

    @property
    def needs_upgrade(self) -> bool:
        """Whether the restore also brings the schema up to this program's."""
        return self.revision != LATEST

    @property
    def entries_after(self) -> int | None:
        """How many audit entries were made since, or None where that cannot be said."""
        return self.head_now.number - self.head_then.number if self.head_now and self.is_ancestor else None


@dataclass(frozen=True, slots=True)
class _Present:
    store_id: str
    head: Head
    counts: Mapping[str, int]
    is_ancestor: bool


def inspect(
    file: Path, opener: BackupOpener, *, folder: DataFolder | None = None, clinic_now: OpenClinic | None = None
) -> RestorePreview:
    """Open the backup, prove every byte of it and compare it with the present data; nothing is changed.

    The present data is that of ``clinic_now``, or that in ``folder`` where the backup's own key opens it. Raises Trouble:
    ``backups.missing``, ``not_one``, ``damaged``, ``newer``, or as ``BackupOpener.open`` tells.
    """
    archive = readable(file)
    data_key, _ = opener.open(archive)
    try:
        archive.prove(data_key)
        present = _present(archive, data_key, folder, clinic_now)
    finally:
        data_key.forget()
    manifest = archive.manifest
    return RestorePreview(
        file=file,
        at=manifest.at,
        size=file.stat().st_size,
        program=manifest.program,
        revision=manifest.revision,
        store_id=manifest.store_id,
        attachments=len(manifest.files) - 2,
        missing=manifest.missing,
        counts=_changes(manifest.counts, present),
        head_then=manifest.head,
        head_now=present.head if present else None,
        is_other_store=present.store_id != manifest.store_id.hex if present else None,
        is_ancestor=present.is_ancestor if present else None,
    )


def readable(file: Path) -> Archive:
    """Return the backup, with a schema that this program knows; raises Trouble as ``Archive.read`` does."""
    archive = Archive.read(file)
    if archive.manifest.revision not in known_revisions():
        raise Trouble("backups.newer", file=file.name)
    return archive


@contextmanager
def present_connection(database: Path, data_key: DataKey) -> Iterator[Connection]:
    """Open the present database for reading; raises Trouble where the key does not open it."""
    engine = encrypted_engine(database, data_key.derive(DATABASE))
    try:
        with translated(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def has_entry(connection: Connection, then: Head) -> bool:
    """Whether the ledger holds the very entry that ``then`` was the head of."""
    query = select(AUDIT_ENTRY.c.hash).where(AUDIT_ENTRY.c.number == then.number)
    return then.number == 0 or connection.execute(query).scalar() == then.hash


def _present(
    archive: Archive, data_key: DataKey, folder: DataFolder | None, clinic_now: OpenClinic | None
) -> _Present | None:
    if clinic_now is not None:
        folder, data_key = clinic_now.folder, clinic_now.keys.data_key
    if folder is None or not folder.database.exists():
        return None
    try:
        with present_connection(folder.database, data_key) as connection:
            return _Present(
                store_id=read_meta(connection, STORE_ID) or "",
                head=head(connection),
                counts=row_counts(connection),
                is_ancestor=has_entry(connection, archive.manifest.head),
            )
    except Trouble:
        return None  # damaged or under another key: that it cannot be compared is the answer


def _changes(then: Mapping[str, int], present: _Present | None) -> tuple[CountChange, ...]:
    now = present.counts if present else {}
    return tuple(CountChange(name, now.get(name) if present else None, count) for name, count in then.items())
