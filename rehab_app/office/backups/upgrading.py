"""Upgrading a store to this program's schema: backed up, migrated on a copy, verified, swapped in; the old one is kept.

Whatever fails, the old database stands as it was, and the sentence says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.archive import DATABASE_NAME
from rehab_app.office.backups.making import (
    BackupReport,
    StoreFacts,
    facts_of,
    pack_copy,
    require_space_for,
    still,
    target_in,
)
from rehab_app.office.backups.opener import actor_by_slot
from rehab_app.office.backups.service import LAST_PROVEN
from rehab_app.office.opening import Seat
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.files import require_space
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.keys.slots import Slots
from rehab_app.store.meta import INDEX_CHECK, SLOTS_VERSION, read_meta, write_meta
from rehab_app.store.snapshot import aside, copy_in_use, nobody_else
from rehab_app.store.store import Store, translated
from rehab_app.store.swap import finish_swap, swap_in
from rehab_app.store.upgrade import LATEST, migrate, needs_upgrade

# What a migration may well change: the engine's own numbers, the revision itself, and the few facts a store keeps of itself.
_NOT_COMPARED: Final = {"alembic_version", "store_meta"}


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """An upgrade that was done: from which revision to which, rows by table before and after, the backup, the old database."""

    from_revision: str
    to_revision: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    backup: Path
    replaced: Path


def upgrade_store(folder: DataFolder, login: str, passphrase: str, seat: Seat) -> UpgradeReport | None:
    """Bring the store in ``folder`` to this program's schema, and return what was done; None where nothing was due.

    Nobody may have the store open. Raises Trouble: ``keys.wrong_passphrase``, ``store.newer_schema``, ``store.in_use``,
    ``store.upgrade_failed`` (facts ``revision``, ``file`` of the backup), or as ``make_backup`` does.
    """
    finish_swap(folder.root)
    slots = Slots.load(folder.slots)
    data_key, slot_id = slots.open(login, passphrase)
    try:
        with nobody_else(folder.database, data_key.derive(DATABASE)), aside(folder.root) as work_folder:
            staged = DataFolder(work_folder / "staged")
            staged.root.mkdir()
            require_space(folder.root, 3 * folder.database.stat().st_size)
            copy_in_use(folder.database, data_key.derive(DATABASE), staged.database)
            if not _is_due(staged.database, slots, data_key):
                return None
            return _upgraded(folder, staged, slots, data_key, slot_id, seat)
    finally:
        data_key.forget()


def _is_due(copy: Path, slots: Slots, data_key: DataKey) -> bool:
    with still(copy, data_key) as connection:
        slots.require_current(data_key, int(read_meta(connection, SLOTS_VERSION) or 0))
        return needs_upgrade(connection)


def _upgraded(
    folder: DataFolder, staged: DataFolder, slots: Slots, data_key: DataKey, slot_id: str, seat: Seat
) -> UpgradeReport:
    at = seat.clock.now()
    local = at.astimezone(seat.clock.zone)
    target = target_in(_place(folder, staged.database, data_key), local)
    require_space_for(folder, target)
    backup = pack_copy(staged.database, slots, folder, data_key, target, at)
    with still(staged.database, data_key) as connection:
        before = facts_of(staged.database, data_key)
        actor = actor_by_slot(connection, slot_id, seat.name)
    after = _migrated(staged.database, data_key, before, backup)
    store = Store(encrypted_engine(staged.database, data_key.derive(DATABASE)), seat.clock, Bus())
    try:
        with store.writing(actor) as work:
            work.note("backup.make")
            work.note(f"store.upgraded:{before.revision}:{LATEST}")
            write_meta(work.connection, LAST_PROVEN, at.isoformat())
            write_meta(work.connection, INDEX_CHECK, "due")
    finally:
        store.close()
    replaced = swap_in(folder.root, staged.root, [DATABASE_NAME], local)
    return UpgradeReport(before.revision, LATEST, before.counts, after.counts, backup.path, replaced)


def _migrated(copy: Path, data_key: DataKey, before: StoreFacts, backup: BackupReport) -> StoreFacts:
    """Migrate the copy and prove that every row and the whole audit came through."""
    failure = Trouble("store.upgrade_failed", revision=before.revision, file=backup.path.name)
    engine = encrypted_engine(copy, data_key.derive(DATABASE))
    try:
        with translated():
            migrate(engine)
            with engine.connect() as connection:
                verdict = verify(connection, SQLModel.metadata)
    except SQLAlchemyError:
        raise failure from None
    finally:
        engine.dispose()
    after = facts_of(copy, data_key)
    is_whole = all(
        after.counts.get(name) == count for name, count in before.counts.items() if name not in _NOT_COMPARED
    )
    if not (is_whole and verdict.is_unbroken and after.head == before.head and after.revision == LATEST):
        raise failure
    return after


def _place(folder: DataFolder, copy: Path, data_key: DataKey) -> Path:
    """Return the office's place of backups where it is there, else the folder of backups: no upgrade waits for a stick."""
    with still(copy, data_key) as connection:
        chosen = connection.execute(select(OfficeProfile.__table__.c.backup_place)).scalar()  # type: ignore[attr-defined]
    place = Path(str(chosen)) if chosen else folder.backups
    return place if place.is_dir() else folder.backups
