"""What the shell asks of the services: what its status line shows, when it locks itself, and the way in and out.

Nothing heavy is imported before it is needed: the sign-in window comes this way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.seat import seat_name
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.jobs import Jobs

if TYPE_CHECKING:
    from rehab_app.office.opening import OpenClinic
    from rehab_app.store.keys.attempts import Attempts
    from rehab_app.store.work import Work
    from rehab_app.ui.shell.session import Session

OLD_AFTER: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ShellFacts:
    """When the program locks itself, and when a backup was last proved."""

    idle_minutes: int
    proven_at: datetime | None
    is_backup_old: bool


def read_shell_facts(session: Session, done: Callable[[ShellFacts], None], owner: QObject) -> None:
    """Read what the shell shows."""

    def task(work: Work) -> ShellFacts:
        from rehab_app.office.backups.service import last_proven  # noqa: PLC0415 - loaded behind the gate
        from rehab_app.office.settings.service import setting  # noqa: PLC0415 - as above

        proven = last_proven(work)
        is_old = proven is None or work.clock.now() - proven > OLD_AFTER
        return ShellFacts(int(setting(work, "idle_lock_minutes")), proven, is_old)

    session.read(task, done, owner=owner)


def sign_in(
    context: ScreenContext,
    folder: DataFolder,
    bus: Bus,
    attempts: Attempts,
    login: str,
    passphrase: str,
    done: Callable[[OpenClinic], None],
    failed: Failed,
) -> Job:
    """Open the clinic in ``folder``; key derivation alone takes most of a second."""
    clock = context.clock

    def task() -> OpenClinic:
        from rehab_app.desk.entry import enter_clinic  # noqa: PLC0415 - loaded behind the gate
        from rehab_app.office.opening import Seat  # noqa: PLC0415 - as above

        return enter_clinic(folder, login, passphrase, Seat(seat_name(), clock, bus), attempts)

    return context.jobs.write(task, done, failed)


def change_first_passphrase(
    context: ScreenContext,
    clinic: OpenClinic,
    old: str,
    new: str,
    done: Callable[[None], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Exchange the one-time passphrase for the person's own."""

    def task() -> None:
        from rehab_app.office.accounts.service import change_own_passphrase  # noqa: PLC0415 - loaded behind the gate

        with clinic.writing() as work:
            change_own_passphrase(work, clinic.keys, old, new)

    context.jobs.write(task, done, failed, owner=owner)


def leave(jobs: Jobs, clinic: OpenClinic, then: Callable[[], None], failed: Failed, *, with_backup: bool) -> None:
    """Lock the clinic; with ``with_backup`` after a backup where the office has set it."""

    def task() -> None:
        from rehab_app.desk.entry import leave as leave_desk  # noqa: PLC0415 - loaded since sign-in

        leave_desk(clinic, with_backup=with_backup)

    jobs.write(task, lambda _: then(), failed)
