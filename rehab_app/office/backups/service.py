"""Making backups, the instant of the last proved one, and thinning out old ones.

Who may make one: every signed-in person. A backup shows nobody anything (it opens with the same passphrases as the clinic
itself), and the one at the close is made, and old ones thinned out then, by whoever closes. Thinning out at will, restoring,
upgrading and a new data key ask for rights.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlmodel import select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import Trouble
from rehab_app.office.backups.archive import ENDING, Archive
from rehab_app.office.backups.making import BEGINNING, BackupReport, make_backup, target_in
from rehab_app.office.opening import OpenClinic
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import open_to_all
from rehab_app.office.settings.present import setting
from rehab_app.store.files import remove_file, remove_unfinished
from rehab_app.store.meta import read_meta, write_meta
from rehab_app.store.watch import Watch
from rehab_app.store.work import Work

LAST_PROVEN: Final = "last_proven_backup"
_NAME: Final = re.compile(rf"{BEGINNING}(\d{{8}}-\d{{6}})-(\d+){re.escape(ENDING)}")
# One for each of so many days, weeks and months that have a backup, beside the newest ones.
_DAYS: Final = 7
_WEEKS: Final = 8
_MONTHS: Final = 24
_STALE: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup of this clinic in the place of backups: its file, its instant, the program that made it, its size in bytes."""

    path: Path
    at: datetime
    program: str
    size: int


def back_up(clinic: OpenClinic, to: Path | None = None, watch: Watch | None = None) -> BackupReport:
    """Make and prove a backup, enter it in the audit and remember its instant; for the window and for commands alike.

    ``to`` is a folder or the file's own name; without it the backup goes to the office's place of backups. ``watch`` follows it
    and may stop it; then no file and no entry is left. Raises Trouble as
    ``make_backup`` does, ``backups.place_missing`` where the office's place is not there (a stick not plugged in), and
    ``backups.attachments_missing`` (facts ``count``, ``file``) where the backup was made but the data folder lacks attachments.
    """
    at = clinic.store.clock.now()
    local = at.astimezone(clinic.store.clock.zone)
    place = _place(clinic) if to is None else to
    is_file = to is not None and not to.is_dir()
    target = place if is_file else target_in(place, local)
    _sweep(clinic.folder.root, target.parent, at - _STALE)
    report = make_backup(clinic.folder, clinic.keys.data_key, target, at, watch)
    with clinic.writing() as work:
        work.note("backup.make" if not report.missing else "backup.make_incomplete")
        if not report.missing:
            write_meta(work.connection, LAST_PROVEN, at.isoformat())
    if report.missing:
        raise Trouble("backups.attachments_missing", count=report.missing, file=target.name)
    return report


def back_up_at_close(clinic: OpenClinic) -> BackupReport:
    """Make the backup of the close and thin out old ones, whoever closes the program; raises as ``back_up`` does."""
    report = back_up(clinic)
    _thin_out(clinic)
    return report


@open_to_all
def last_proven(work: Work) -> datetime | None:
    """Return when the last backup was made, opened and counted, or None; for the status bar."""
    kept = read_meta(work.connection, LAST_PROVEN)
    return datetime.fromisoformat(kept) if kept else None


def backups_of(clinic: OpenClinic, place: Path | None = None) -> list[BackupRow]:
    """Return the whole backups of this clinic under its present data key, newest first; anything else there is passed over."""
    rows = []
    for path in _named(place or _place(clinic)):
        try:
            archive = Archive.read(path)
        except Trouble:
            continue
        if archive.is_signed_by(clinic.keys.data_key):
            manifest = archive.manifest
            rows.append(BackupRow(path, manifest.at, manifest.program, path.stat().st_size))
    return sorted(rows, key=lambda row: (row.at, row.path.name), reverse=True)


def thin_out(clinic: OpenClinic) -> int:
    """Remove backups that are no longer needed from the office's place, and return how many; for those who keep the settings.

    Kept are the newest ones (setting ``backups_kept``), and the last of each of the latest 7 days, 8 weeks and 24 months that
    have one. Damaged files, backups of other clinics or of an earlier data key, and files with other names are left alone;
    the only backup always stays. Raises NotAllowed.
    """
    clinic.actor.require(DataClass.PENGATURAN, Right.INPUT)
    return _thin_out(clinic)


def _thin_out(clinic: OpenClinic) -> int:
    with clinic.reading() as work:
        kept_count = int(setting(work, "backups_kept"))
    rows = backups_of(clinic)
    zone = clinic.store.clock.zone
    kept = kept_of([row.at.astimezone(zone) for row in rows], kept_count)
    surplus = [row for place, row in enumerate(rows) if place not in kept]
    for row in surplus:
        remove_file(row.path)
    if surplus:
        with clinic.writing() as work:
            work.note(f"backup.thin_out:{len(surplus)}")
    return len(surplus)


def kept_of(instants: list[datetime], newest: int) -> set[int]:
    """Return the places in ``instants`` (newest first, local time) that are kept when old backups are thinned out."""
    kept = set(range(min(len(instants), max(1, newest))))
    for pattern, most in (("%Y-%m-%d", _DAYS), ("%G-%V", _WEEKS), ("%Y-%m", _MONTHS)):
        seen: dict[str, int] = {}
        for place, instant in enumerate(instants):
            seen.setdefault(instant.strftime(pattern), place)
        kept |= set(list(seen.values())[:most])
    return kept


def _place(clinic: OpenClinic) -> Path:
    """Return the office's place of backups. One that is not there is not made: the stick may be missing."""
    with clinic.reading() as work:
        chosen = work.session.exec(select(OfficeProfile.backup_place)).first()
    if not chosen:
        return clinic.folder.backups
    place = Path(chosen)
    if not place.is_dir():
        raise Trouble("backups.place_missing", folder=chosen)
    return place


def _sweep(root: Path, place: Path, before: datetime) -> None:
    """Remove what killed runs left: below the data folder, and in the place of backups itself, which may be a whole stick."""
    remove_unfinished(root, before)
    for path in place.glob(f".{BEGINNING}*.unfinished"):
        with suppress(OSError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                path.unlink()


def _named(place: Path) -> list[Path]:
    return [path for path in sorted(place.glob(f"{BEGINNING}*{ENDING}")) if _NAME.fullmatch(path.name)]
