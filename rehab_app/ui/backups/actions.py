"""What the page of backups asks of the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.seat import seat_name
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.job import Failed, Job

if TYPE_CHECKING:
    from rehab_app.office.backups.making import BackupReport
    from rehab_app.office.backups.opener import BackupOpener
    from rehab_app.office.backups.preview import RestorePreview
    from rehab_app.office.backups.restore import RestoreReport
    from rehab_app.office.backups.service import BackupRow  # noqa: TC004 - handed on to the pages as a type alone
    from rehab_app.office.opening import OpenClinic
    from rehab_app.ui.shell.session import Session

__all__ = [
    "BackupRow",
    "BackupsShown",
    "OpenedBy",
    "bring_back",
    "look_into",
    "make_backup",
    "read_backups",
]


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
    """The backups of this clinic in the office's place, the place itself, and when one was last proved."""

    rows: tuple[BackupRow, ...]
    place: str
    proven_at: datetime | None


def read_backups(session: Session, done: Callable[[BackupsShown], None], failed: Failed | None, owner: QObject) -> Job:
    """List the backups; reads each file's manifest."""
    clinic = session.clinic

    def task() -> BackupsShown:
        from rehab_app.office.backups.service import backups_of, last_proven  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.profile.service import profile  # noqa: PLC0415 - as above

        with clinic.reading() as work:
            proven = last_proven(work)
            chosen = profile(work).backup_place
        return BackupsShown(tuple(backups_of(clinic)), chosen or str(clinic.folder.backups), proven)

    return session.context.jobs.read(task, done, failed, owner=owner)


def make_backup(
    session: Session,
    to: Path | None,
    done: Callable[[BackupReport], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Make and prove a backup in the office's place, or in folder ``to``; the office's place is thinned out then."""
    clinic = session.clinic

    def task() -> BackupReport:
        from rehab_app.office.backups.service import back_up, thin_out  # noqa: PLC0415 - loaded off the UI thread

        report = back_up(clinic, to)
        if to is None:
            thin_out(clinic)
        return report

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
    *,
    clinic: OpenClinic | None = None,
    is_window_held: bool = False,
) -> Job:
    """Put a backup in the place of the present data, which is kept; afterwards somebody signs in anew."""
    clock = context.clock

    def task() -> RestoreReport:
        from rehab_app.office.backups.restore import restore  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.opening import Seat  # noqa: PLC0415 - as above

        seat = Seat(seat_name(), clock, bus)
        return restore(file, folder, opened_by.opener(), seat, clinic, is_window_held=is_window_held)

    return context.jobs.write(task, done, failed)
