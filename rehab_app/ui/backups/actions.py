"""What the page of backups asks of the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.seat import seat_name
from rehab_app.store.watch import Watch
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.job import Failed, Job, Progress

if TYPE_CHECKING:
    from rehab_app.office.backups.making import BackupReport
    from rehab_app.office.backups.opener import BackupOpener
    from rehab_app.office.backups.preview import RestorePreview
    from rehab_app.office.backups.replaced import ReplacedRow  # noqa: TC004 - handed on to the pages as a type alone
    from rehab_app.office.backups.restore import RestoreReport
    from rehab_app.office.backups.service import BackupRow  # noqa: TC004 - handed on to the pages as a type alone
    from rehab_app.office.opening import OpenClinic
    from rehab_app.ui.shell.session import Session

__all__ = [
    "BackupRow",
    "BackupsShown",
    "OpenedBy",
    "ReplacedRow",
    "bring_back",
    "look_into",
    "make_backup",
    "read_backups",
    "remove_folder",
    "size_text",
    "watch_of",
]

MEGABYTE: Final = 1024 * 1024
_KIBIBYTE: Final = 1024  # a bar counts in numbers of 32 bits
_STEPS: Final = 400  # a bar has not more points to show


def size_text(size: int) -> str:
    """Return a size in megabytes with a decimal comma."""
    return f"{size / MEGABYTE:.1f} MB".replace(".", ",")


def watch_of(progress: Progress) -> Watch:
    """Return what a service tells how far it is, shown in ``progress``; its Cancel stops the service."""
    shown = -1

    def tell(done: int, total: int) -> None:
        nonlocal shown
        step = done * _STEPS // total if total else 0
        if step != shown or progress.is_cancelled:
            shown = step
            progress.reach(done // _KIBIBYTE, total // _KIBIBYTE, f"{size_text(done)} / {size_text(total)}")

    return Watch(tell)


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """What was typed to open a backup: the sign-in name with a passphrase, or with the recovery key."""

    login: str
    passphrase: str = field(default="", repr=False)
    recovery_key: str = field(default="", repr=False)

    def opener(self) -> BackupOpener:
        """Return what the service takes; raises RuleBroken where the recovery key was mistyped."""
        from rehab_app.office.backups.opener import BackupOpener  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.store.keys.recovery import RecoveryKey  # noqa: PLC0415 - as above

        key = RecoveryKey.parse(self.recovery_key) if self.recovery_key else None
        return BackupOpener(self.login, self.passphrase, key)


@dataclass(frozen=True, slots=True)
class BackupsShown:
    """The backups of this clinic in the office's place, the place itself, when one was last proved, and replaced data beside."""

    rows: tuple[BackupRow, ...]
    place: str
    proven_at: datetime | None
    replaced: tuple[ReplacedRow, ...] = ()


def read_backups(session: Session, done: Callable[[BackupsShown], None], failed: Failed | None, owner: QObject) -> Job:
    """List the backups; reads each file's manifest."""
    clinic = session.clinic

    def task() -> BackupsShown:
        from rehab_app.office.backups.replaced import replaced_of  # noqa: PLC0415 - as above
        from rehab_app.office.backups.service import backups_of, last_proven  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.profile.present import profile  # noqa: PLC0415 - as above

        with clinic.reading() as work:
            proven = last_proven(work)
            chosen = profile(work).backup_place
        place = chosen or str(clinic.folder.backups)
        return BackupsShown(tuple(backups_of(clinic)), place, proven, tuple(replaced_of(clinic)))

    return session.context.jobs.read(task, done, failed, owner=owner)


def make_backup(
    session: Session,
    to: Path | None,
    done: Callable[[BackupReport], None],
    failed: Failed,
    owner: QObject,
    progress: Progress,
) -> Job:
    """Make and prove a backup in the office's place, or in folder ``to``; who keeps the settings thins the office's place out."""
    clinic, watch = session.clinic, watch_of(progress)
    thins_out = to is None and session.may(DataClass.PENGATURAN, Right.INPUT)

    def task() -> BackupReport:
        from rehab_app.office.backups.service import back_up, thin_out  # noqa: PLC0415 - loaded off the UI thread

        report = back_up(clinic, to, watch)
        if thins_out:
            thin_out(clinic)
        return report

    return session.context.jobs.write(task, done, failed, owner=owner, progress=progress)


def remove_folder(
    session: Session, row: ReplacedRow, typed: str, done: Callable[[None], None], failed: Failed, owner: QObject
) -> Job:
    """Remove a folder of replaced data whose name was typed."""
    clinic, name = session.clinic, row.path.name

    def task() -> None:
        from rehab_app.office.backups.replaced import remove_replaced  # noqa: PLC0415 - loaded off the UI thread

        remove_replaced(clinic, name, typed)

    return session.context.jobs.write(task, done, failed, owner=owner)


def look_into(
    context: ScreenContext,
    file: Path,
    opened_by: OpenedBy,
    done: Callable[[RestorePreview], None],
    failed: Failed,
    owner: QObject,
    *,
    folder: DataFolder | None = None,
    clinic: OpenClinic | None = None,
) -> Job:
    """Open a backup, prove every byte of it, and compare it with the present data; nothing is changed."""

    def task() -> RestorePreview:
        from rehab_app.office.backups.preview import inspect  # noqa: PLC0415 - loaded off the UI thread

        return inspect(file, opened_by.opener(), folder=folder, clinic_now=clinic)

    return context.jobs.read(task, done, failed, owner=owner)


def bring_back(
    context: ScreenContext,
    bus: Bus,
    file: Path,
    folder: DataFolder,
    opened_by: OpenedBy,
    done: Callable[[RestoreReport], None],
    failed: Failed,
    progress: Progress,
    *,
    clinic: OpenClinic | None = None,
    is_window_held: bool = False,
) -> Job:
    """Put a backup in the place of the present data, which is kept; afterwards somebody signs in anew."""
    clock, watch = context.clock, watch_of(progress)

    def task() -> RestoreReport:
        from rehab_app.office.backups.restore import restore  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.opening import Seat  # noqa: PLC0415 - as above

        seat = Seat(seat_name(), clock, bus)
        return restore(file, folder, opened_by.opener(), seat, clinic, is_window_held=is_window_held, watch=watch)

    return context.jobs.write(task, done, failed, progress=progress)
