"""Swapping the files of a store for prepared ones, so that a crash in between is finished at the next opening.

Several files cannot be renamed in one instant. What is to be moved is therefore written down first (``clinic.swap``),
durably; then each file that stands is moved into the folder of what was replaced, and the prepared one takes its place.
Whoever opens the store next finishes a list that was left. Nothing is ever deleted. Only the standard library is used,
because the way to the sign-in window passes here.
"""

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from rehab_app.foundation.errors import Trouble
from rehab_app.store.files import disk_troubles, ensure_folder, flush_folder, remove_file, write_whole

JOURNAL: Final = "clinic.swap"
ASIDE: Final = ".aside-"  # files in the making, in folders of this beginning
_REPLACED: Final = "replaced-"
_LOCK_SECONDS: Final = 10
_IS_WINDOWS: Final = os.name == "nt"
_PAUSES: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
_ATTEMPT: Final = 100


def is_unfinished(root: Path) -> bool:
    """Whether a swap was begun in this data folder and not ended."""
    return (root / JOURNAL).exists()


def swap_in(root: Path, prepared: Path, names: Sequence[str], local: datetime) -> Path:
    """Move what stands in ``root`` under ``names`` aside and what ``prepared`` has under these names in; return where the old is.

    Names that only one of both has are moved only there. In the order given: put what makes the store a whole last. The
    folder of the old is ``replaced-<yyyymmdd-hhmmss>``. Raises Trouble as ``disk_troubles`` tells; then all that was moved is
    back in place.
    """
    replaced = _free(root, f"{_REPLACED}{local:%Y%m%d-%H%M%S}")
    incoming = _free(root, f"{ASIDE}incoming")
    with _alone(root):
        ensure_folder(replaced)
        with disk_troubles(prepared):
            prepared.rename(incoming)
        moves = []
        for name in names:
            if (incoming / name).is_file():
                _flush(incoming / name)
            if (root / name).exists():
                moves.append((name, f"{replaced.name}/{name}"))
            if (incoming / name).exists():
                moves.append((f"{incoming.name}/{name}", name))
        done: list[tuple[str, str]] = []
        try:
            write_whole(root / JOURNAL, json.dumps({"moves": moves}).encode())
            for source, target in moves:
                _move(root, source, target)
                done.append((source, target))
        except BaseException:
            for source, target in reversed(done):
                _move(root, target, source)
            remove_file(root / JOURNAL)
            with suppress(OSError):
                incoming.rename(prepared)
                replaced.rmdir()
            raise
        _ended(root, incoming, replaced)
    return replaced


def replaced_in(root: Path) -> list[Path]:
    """Return the folders that hold what was replaced, newest first."""
    found = (path for path in root.glob(f"{_REPLACED}*") if path.is_dir() and not path.is_symlink())
    return sorted(found, key=lambda path: path.name, reverse=True)


def finish_swap(root: Path) -> bool:
    """Finish a swap that was cut off, and return whether there was one; call it before a store is opened."""
    if not is_unfinished(root):
        return False
    with _alone(root):
        try:
            with disk_troubles(root / JOURNAL):
                moves = json.loads((root / JOURNAL).read_bytes())["moves"]
        except (ValueError, KeyError, TypeError):
            raise Trouble("store.damaged", number=0) from None
        for source, target in moves:
            # Moved out already where the place of the old is taken, moved in already where the prepared one is gone.
            if (root / source).exists() and not (root / target).exists():
                _move(root, source, target)
        incoming = {Path(source).parts[0] for source, _ in moves if len(Path(source).parts) > 1}
        _ended(root, *(root / name for name in incoming))
    return True


def _flush(path: Path) -> None:
    """Make a prepared file durable before it becomes the one that counts."""
    with disk_troubles(path), path.open("rb+") as file:
        os.fsync(file.fileno())


def _ended(root: Path, *folders: Path) -> None:
    """Take the list away, and those of ``folders`` that are empty."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
    with disk_troubles(root):
        flush_folder(root)
    remove_file(root / JOURNAL)


def _move(root: Path, source: str, target: str) -> None:
    with disk_troubles(root / target):
        for pause in _PAUSES if _IS_WINDOWS else ():
            try:
                (root / source).rename(root / target)
            except PermissionError:
                time.sleep(pause)  # a virus scanner lets go of a file within these
            else:
                return
        (root / source).rename(root / target)
        flush_folder((root / target).parent)
        flush_folder((root / source).parent)


def _free(root: Path, name: str) -> Path:
    taken = (root / (f"{name}-{number}" if number else name) for number in range(_ATTEMPT))
    return next(path for path in taken if not path.exists())


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 50 ms that the way to the sign-in window does without

    lock = root / f"{JOURNAL}.lock"
    with disk_troubles(lock):
        held = FileLock(lock, timeout=_LOCK_SECONDS)
        try:
            held.acquire()
        except Timeout:
            raise Trouble("store.in_use") from None
    try:
        yield
    finally:
        held.release()
