"""The folders of replaced data that a restore, an upgrade and a new data key leave beside the store, and taking them away.

They are whole stores that open with the passphrases of their day, so they cost space and are worth guarding; nobody else
removes them.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.office.opening import OpenClinic
from rehab_app.store.files import disk_troubles, flush_folder
from rehab_app.store.swap import is_unfinished, replaced_in


@dataclass(frozen=True, slots=True)
class ReplacedRow:
    """A folder of replaced data: where it is, when it was put aside, and how many bytes its files take."""

    path: Path
    at: datetime
    size: int


def replaced_of(clinic: OpenClinic) -> list[ReplacedRow]:
    """Return the folders of replaced data of this clinic, newest first; none for those who may not change settings."""
    if not clinic.actor.may(DataClass.PENGATURAN, Right.PERBAIKAN):
        return []
    return [_row(path) for path in replaced_in(clinic.folder.root)]


def remove_replaced(clinic: OpenClinic, name: str, typed: str) -> None:
    """Remove one folder of replaced data for good, once its ``name`` was typed to confirm it.

    The entry in the audit is written first: what cannot be entered is not removed. Raises NotAllowed,
    RuleBroken("backups.replaced_gone") where no such folder stands, RuleBroken("backups.replaced_name") beside ``typed`` where
    another name was typed, and the disk's troubles; what was not removed then is listed on.
    """
    clinic.actor.require(DataClass.PENGATURAN, Right.PERBAIKAN)
    folder = next((path for path in replaced_in(clinic.folder.root) if path.name == name), None)
    if folder is None:
        raise RuleBroken("backups.replaced_gone", folder=name)
    if typed.strip().casefold() != name:
        raise RuleBroken("backups.replaced_name", field="typed", folder=name)
    if is_unfinished(clinic.folder.root):
        raise Trouble("store.in_use")  # a swap is under way and may still need what lies there
    with clinic.writing() as work:
        work.note(f"backup.remove_replaced:{name}")
    with disk_troubles(folder):
        shutil.rmtree(folder)
        flush_folder(folder.parent)


def _row(path: Path) -> ReplacedRow:
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    # The folder's own time changes when a file is moved into it, and not afterwards.
    return ReplacedRow(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), size)
