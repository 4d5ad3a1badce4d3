"""Restoring a backup: unpacked and proved beside the present data, then swapped in; what stood there is kept whole.

The backup's database and its slots are of one generation, so no check against roll-back stands in the way at the next
sign-in. The restored audit goes on with an entry that names both heads: its own, and the head of the data that was replaced.
Undo: restore the safety backup that was made just before, or open the folder of the replaced data (``--data``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlmodel import SQLModel

from rehab_app.foundation.actor import Actor
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.archive import ATTACHMENTS_NAME, DATABASE_NAME, SLOTS_NAME, Archive
from rehab_app.office.backups.making import bytes_through, facts_of, make_backup, require_space_for, still, target_in
from rehab_app.office.backups.opener import BackupOpener, require_restoring
from rehab_app.office.backups.preview import readable
from rehab_app.office.backups.service import LAST_PROVEN
from rehab_app.office.opening import OpenClinic, Seat, exists
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.files import MEGABYTE, previous_of, require_space
from rehab_app.store.keys.attempts import Attempts
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.keys.slots import Slots
from rehab_app.store.ledger import Head, head
from rehab_app.store.meta import ATTEMPTS_SEGMENT, INDEX_CHECK, SLOTS_VERSION, read_meta, write_meta
from rehab_app.store.snapshot import aside, companions, nobody_else
from rehab_app.store.store import Store, translated
from rehab_app.store.swap import finish_swap, swap_in
from rehab_app.store.upgrade import migrate
from rehab_app.store.watch import Watch
from rehab_app.store.window import hold_window

_HASH_SHOWN: Final = 16
# Where the present data cannot say which segment of failed sign-ins was the last, so many are skipped.
_SEGMENTS_SKIPPED: Final = 1 << 20
_UNREADABLE: Final = {"store.damaged", "store.disk_error", "store.missing", "keys.tampered", "keys.other_store"}


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A restore that was done: the restored head, the replaced one (None: unreadable), and where the former data is.

    ``replaced`` is the folder of the replaced data, ``safety`` the backup made of it just before; both None on an empty
    machine.
    """

    at_head: Head
    from_head: Head | None
    replaced: Path | None
    safety: Path | None
    missing: int


@dataclass(frozen=True, slots=True)
class _Former:
    """What is known of the present data before it is replaced; the key is None where nothing opens it."""

    data_key: DataKey | None
    safety: Path | None


def restore(
    file: Path,
    folder: DataFolder,
    opener: BackupOpener,
    seat: Seat,
    clinic_now: OpenClinic | None = None,
    *,
    is_window_held: bool = False,
    watch: Watch | None = None,
) -> RestoreReport:
    """Put the backup in the place of what ``folder`` holds; afterwards somebody signs in anew.

    ``clinic_now`` is the clinic open on ``folder``, if one is: its key is forgotten just before the swap. Without it nobody
    may have the folder open; ``is_window_held`` says that the caller's own window holds its lock. Raises Trouble as
    ``inspect`` does, ``backups.audit_broken``, ``store.in_use``, ``store.window_open``, ``store.too_little_space`` and the
    disk's troubles; NotAllowed. Whatever is raised, also by ``watch``, the present data stands as it was; once the swap has
    begun, nothing stops it.
    """
    watch = watch or Watch()
    archive = readable(file)
    if clinic_now is not None:
        require_restoring(clinic_now.actor)
    data_key, slot_id = opener.open(archive)
    with _key_forgotten(data_key), _window(folder, seat, is_held=is_window_held or clinic_now is not None):
        finish_swap(folder.root)
        require_space(folder.root, archive.path.stat().st_size + 4 * MEGABYTE)
        with aside(folder.root) as work_folder:
            staged = DataFolder(work_folder / "staged")
            watch.expect(sum(one.size for one in archive.manifest.files.values()) + bytes_through(folder))
            archive.unpack(staged.root, data_key, watch)
            actor = _proved(staged, archive, data_key, slot_id, opener, seat, watch)
            former = _secured(folder, data_key, seat, clinic_now, watch)
            watch.passed()
            return _swapped(folder, staged, archive, data_key, actor, former, seat, clinic_now)


def _proved(
    staged: DataFolder,
    archive: Archive,
    data_key: DataKey,
    slot_id: str,
    opener: BackupOpener,
    seat: Seat,
    watch: Watch,
) -> Actor:
    """Prove the unpacked store to be what the manifest says, bring it up to this schema, and return who restores."""
    slots, manifest = Slots.load(staged.slots), archive.manifest
    facts = facts_of(staged.database, data_key, watch)
    is_as_written = (facts.store_id, facts.counts, facts.head) == (manifest.store_id, manifest.counts, manifest.head)
    if not is_as_written or slots.store_id != manifest.store_id:
        raise Trouble("backups.damaged", file=archive.path.name)
    with still(staged.database, data_key) as connection:
        actor = opener.actor(connection, slot_id, seat.name)
        slots.require_current(data_key, int(read_meta(connection, SLOTS_VERSION) or 0))
    engine = encrypted_engine(staged.database, data_key.derive(DATABASE))
    try:
        with translated():
            migrate(engine)
            watch.passed()
            with engine.connect() as connection, watch.over(connection.connection.dbapi_connection), translated():
                verdict = verify(connection, SQLModel.metadata)
    finally:
        engine.dispose()
    if not verdict.is_unbroken:
        raise Trouble("backups.audit_broken", file=archive.path.name, entry=verdict.first_bad)
    return actor


def _secured(folder: DataFolder, data_key: DataKey, seat: Seat, clinic_now: OpenClinic | None, watch: Watch) -> _Former:
    """Make the safety backup of the present data where its key is at hand and it holds together; else its files must do."""
    if not exists(folder):
        return _Former(None, None)
    key = DataKey(clinic_now.keys.data_key.raw) if clinic_now else DataKey(data_key.raw)
    at = seat.clock.now()
    target = target_in(folder.backups, at.astimezone(seat.clock.zone))
    require_space_for(folder, target)
    try:
        make_backup(folder, key, target, at, watch)
    except Trouble as trouble:
        if trouble.code in _UNREADABLE or trouble.code.startswith("keys.slots"):
            key.forget()
            return _Former(None, None)
        raise
    return _Former(key, target)


def _swapped(
    folder: DataFolder,
    staged: DataFolder,
    archive: Archive,
    data_key: DataKey,
    actor: Actor,
    former: _Former,
    seat: Seat,
    clinic_now: OpenClinic | None,
) -> RestoreReport:
    stood = exists(folder)
    if clinic_now is not None:
        clinic_now.forget()
    with _alone(folder, former) as (from_head, segment):
        _enter(staged, archive, data_key, actor, from_head, segment, seat)
        keeps_drafts = former.data_key is not None and former.data_key.raw == data_key.raw
        local = seat.clock.now().astimezone(seat.clock.zone)
        replaced = swap_in(folder.root, staged.root, _names(folder, keeps_drafts=keeps_drafts), local)
    manifest = archive.manifest
    return RestoreReport(manifest.head, from_head, replaced if stood else None, former.safety, manifest.missing)


@contextmanager
def _alone(folder: DataFolder, former: _Former) -> Iterator[tuple[Head | None, int | None]]:
    """Hold the present database alone, where its key is known, and hand out its last head and segment of failed sign-ins."""
    if former.data_key is None:
        yield None, None
        return
    with _key_forgotten(former.data_key) as key, nobody_else(folder.database, key.derive(DATABASE)):
        with still(folder.database, key) as connection:
            last, segment = head(connection), int(read_meta(connection, ATTEMPTS_SEGMENT) or 0)
        yield last, segment


def _enter(
    staged: DataFolder,
    archive: Archive,
    data_key: DataKey,
    actor: Actor,
    from_head: Head | None,
    segment: int | None,
    seat: Seat,
) -> None:
    """Go on with the restored audit: one entry with both heads, and a new segment of failed sign-ins never used before."""
    then = archive.manifest.head
    told = f"{from_head.number}:{from_head.hash[:_HASH_SHOWN]}" if from_head else "unreadable"
    store = Store(encrypted_engine(staged.database, data_key.derive(DATABASE)), seat.clock, Bus())
    try:
        with store.writing(actor) as work:
            work.note(f"backup.restored:{then.number}:{then.hash[:_HASH_SHOWN]}:from:{told}")
            write_meta(work.connection, LAST_PROVEN, archive.manifest.at.isoformat())
            write_meta(work.connection, INDEX_CHECK, "due")
            own = int(read_meta(work.connection, ATTEMPTS_SEGMENT) or 0)
            fresh = own + _SEGMENTS_SKIPPED if segment is None else max(own, segment) + 1
            Attempts(staged.attempts).begin_segment(data_key, fresh, seat.clock.now())
            write_meta(work.connection, ATTEMPTS_SEGMENT, str(fresh))
    finally:
        store.close()
    staged.attempts.with_name(f"{staged.attempts.name}.lock").unlink(missing_ok=True)


def _names(folder: DataFolder, *, keeps_drafts: bool) -> list[str]:
    """Return what is swapped, the slots last: while they stand the folder is never taken for an empty one."""
    beside = [path.name for path in companions(folder.database)]
    drafts = [] if keeps_drafts else [folder.drafts.name]
    files = [DATABASE_NAME, ATTACHMENTS_NAME, folder.attempts.name, *drafts, previous_of(folder.slots).name, SLOTS_NAME]
    return [*beside, *files]


@contextmanager
def _window(folder: DataFolder, seat: Seat, *, is_held: bool) -> Iterator[None]:
    if is_held:
        yield
        return
    lock = hold_window(folder, seat.name, seat.clock.now())
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _key_forgotten(data_key: DataKey) -> Iterator[DataKey]:
    try:
        yield data_key
    finally:
        data_key.forget()
