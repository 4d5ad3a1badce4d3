"""Where a data folder lies: on a removable drive, in a folder that a cloud service synchronises, on a network, on a full disk.

The live store is refused on a removable drive: a stick pulled out at a write has emptied databases of others
(keepassxreboot/keepassxc#11007). A synchronised folder is a warning: the service copies the files one by one while they
change and may put an older one back. Backups may lie anywhere.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rehab_app.foundation.errors import Trouble

REMOVABLE: Final = "removable"
NETWORK: Final = "network"
FIXED: Final = "fixed"

_CLOUD_PARTS: Final = re.compile(
    r"dropbox|onedrive( - .+)?|skydrive|google ?drive|googledrive|my drive|drive saya|nextcloud|owncloud|icloud ?drive"
    r"|iclouddrive|mobile documents|com~apple~clouddocs|pcloud ?drive|mega|megasync|box sync|syncthing|yandex\.disk",
    re.IGNORECASE,
)
_CLOUD_MARKS: Final = (
    ".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log", ".sync_*.db", "._sync_*.db", ".stfolder",
    ".tmp.drivedownload", ".tmp.driveupload", "desktop.ini.onedrive", ".849C9593-D756-4E56-8D6E-42412F2A707B",
)  # fmt: skip
_NETWORK_KINDS: Final = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ncpfs",
        "davfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.gvfsd-fuse",
    }
)
_WINDOWS_KINDS: Final = {2: REMOVABLE, 4: NETWORK}


@dataclass(frozen=True, slots=True)
class Location:
    """What is known of the place of a data folder; ``free_bytes`` is what this account may still write there."""

    folder: Path
    is_removable: bool
    is_cloud_synced: bool
    is_network: bool
    is_writable: bool
    free_bytes: int

    @property
    def warnings(self) -> tuple[Trouble, ...]:
        """What should be changed, though the store may live here; each is to be shown, not raised."""
        told = (
            (Trouble("store.cloud_synced", folder=str(self.folder)), self.is_cloud_synced),
            (Trouble("store.on_network", folder=str(self.folder)), self.is_network),
        )
        return tuple(trouble for trouble, holds in told if holds)

    def require_for_store(self) -> None:
        """Raise Trouble("store.removable") or Trouble("store.read_only") where the live store may not be."""
        if self.is_removable:
            raise Trouble("store.removable", folder=str(self.folder))
        if not self.is_writable:
            raise Trouble("store.read_only", file=self.folder.name, folder=str(self.folder.parent))


def look_at(
    folder: Path, *, kind_of: "Callable[[Path], str] | None" = None, can_write: "Callable[[Path], bool] | None" = None
) -> Location:
    """Look at where ``folder`` is, or would be created.

    ``kind_of`` tells the drive of an existing folder (``removable``, ``network`` or ``fixed``), ``can_write`` whether a file
    can be made in it; without them the system is asked. Nothing is left behind.
    """
    whole = folder.absolute()
    place = next(place for place in (whole, *whole.parents) if place.is_dir())
    kind = (kind_of or drive_kind)(place)
    return Location(
        folder=folder,
        is_removable=kind == REMOVABLE,
        is_cloud_synced=_is_synchronised(whole) or _is_synchronised(whole.resolve()),
        is_network=kind == NETWORK,
        is_writable=(can_write or _can_write)(place),
        free_bytes=shutil.disk_usage(place).free,
    )


def drive_kind(place: Path) -> str:
    """Return ``removable``, ``network`` or ``fixed`` for the drive of an existing folder; what cannot be told is fixed."""
    if sys.platform == "win32":
        return _windows_kind(place)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        device = place.stat().st_dev
    except OSError:
        return FIXED
    return linux_kind(device, mounts, Path("/sys"))


def linux_kind(device: int, mounts: str, system: Path) -> str:
    """Return the kind of the drive with that ``st_dev``, from the text of ``/proc/self/mountinfo`` and the folder ``/sys``.

    A drive counts as removable where the kernel says so of it or of the disk its partition is on, or where it hangs on USB.
    """
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) > 2 and fields[2] == number and "-" in fields:  # noqa: PLR2004 - the third is the device
            kind = fields[fields.index("-") + 1]
            if kind in _NETWORK_KINDS:
                return NETWORK
    link = system / "dev" / "block" / number
    if not link.exists():
        return FIXED
    disk = link.resolve()
    flags = (part / "removable" for part in (disk, disk.parent))
    is_marked = any(flag.is_file() and flag.read_bytes().strip() == b"1" for flag in flags)
    return REMOVABLE if is_marked or any(part.startswith("usb") for part in disk.parts) else FIXED


def _windows_kind(place: Path) -> str:
    import ctypes  # noqa: PLC0415 - on Windows alone

    library = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows alone
    return _WINDOWS_KINDS.get(int(library.GetDriveTypeW(place.anchor)), FIXED)


def _is_synchronised(folder: Path) -> bool:
    if any(_CLOUD_PARTS.fullmatch(part) for part in folder.parts):
        return True
    home = Path.home()
    for place in (folder, *folder.parents):
        if place in (home, Path(place.anchor)):
            return False  # marks in the home folder itself are of the service's own settings
        if place.is_dir() and any(next(place.glob(mark), None) for mark in _CLOUD_MARKS):
            return True
    return False


def _can_write(place: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False
