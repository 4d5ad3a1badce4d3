"""One window per store: the lock that a window holds, and who holds it since when.

Commands on the command line do not take it; they wait for the database's write lock instead.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.store.files import disk_troubles, ensure_folder, write_whole

if TYPE_CHECKING:
    from filelock import FileLock


@dataclass(slots=True)
class WindowLock:
    """The held lock; ``release`` lets another window in. The system releases it too when the program dies."""

    _lock: "FileLock"

    def release(self) -> None:
        """Let go."""
        self._lock.release()


def hold_window(folder: DataFolder, seat: str, now: datetime) -> WindowLock:
    """Take the window lock of ``folder``.

    Raises Trouble("store.window_open") with the facts ``seat`` and ``since`` of the window that holds it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - the sign-in window stands before

    ensure_folder(folder.root)
    lock = FileLock(folder.lock, thread_local=False)
    with disk_troubles(folder.lock):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise _told(folder) from None
    about = {"seat": seat, "since": now.isoformat()}
    write_whole(_about(folder), json.dumps(about).encode())
    return WindowLock(lock)


def _told(folder: DataFolder) -> Trouble:
    try:
        about = json.loads(_about(folder).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(about["since"]).astimezone()
        return Trouble("store.window_open", seat=str(about["seat"]), since=f"{since:%d/%m/%Y %H.%M}")
    except (OSError, ValueError, KeyError, TypeError):
        return Trouble("store.window_open", seat="?", since="?")


def _about(folder: DataFolder) -> Path:
    return folder.root / "clinic.window"
