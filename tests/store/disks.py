"""Disks that refuse: a tiny one, a read-only one, and a folder where the account has no rights."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a tmpfs of ``kilobytes`` at ``place``; skips where mounting is not permitted."""
    place.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@contextmanager
def read_only(disk: Path) -> Iterator[Path]:
    """Make a disk mounted by ``small_disk`` read-only for a while."""
    _mount("-o", "remount,ro", str(disk))
    try:
        yield disk
    finally:
        _mount("-o", "remount,rw", str(disk))


@contextmanager
def as_nobody() -> Iterator[Path]:
    """Act as an account without rights, and hand out a folder it may read but not write; skips unless run as root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can give up its rights for a while")
    folder = Path(tempfile.mkdtemp(prefix="rehab-rights-"))
    folder.chmod(0o755)
    os.seteuid(_NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(0)
        shutil.rmtree(folder)


def _mount(*arguments: str) -> None:
    if shutil.which("mount") is None:
        pytest.skip("this system has no mount")
    done = subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"mounting is not permitted here: {done.stderr.strip()}")
