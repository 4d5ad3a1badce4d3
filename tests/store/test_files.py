"""Durable files: the old one or the new one, whole, and the disk's refusals as known troubles."""

import errno
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rehab_app.foundation.errors import Trouble
from rehab_app.store import files
from rehab_app.store.files import (
    disk_troubles,
    ensure_folder,
    passing_file,
    previous_of,
    remove_file,
    remove_unfinished,
    require_space,
    write_whole,
    writing_whole,
)
from tests.store.disks import as_nobody, read_only, small_disk


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_stands_there_private_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "clinic.slots"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert _names(tmp_path) == ["clinic.slots"]
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_previous_generation_is_kept_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "clinic.slots"
    write_whole(path, b"one", keep_previous=True)
    assert not previous_of(path).exists()
    write_whole(path, b"two", keep_previous=True)
    write_whole(path, b"three", keep_previous=True)
    assert previous_of(path).read_bytes() == b"two"
    assert path.read_bytes() == b"three"
    assert _names(tmp_path) == ["clinic.slots", "clinic.slots.previous"]


def test_a_rename_that_never_happens_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clinic.slots"
    write_whole(path, b"old")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["clinic.slots"]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failing_disk_is_told_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "clinic.slots"
    write_whole(path, b"old", keep_previous=True)

    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "failing")

    monkeypatch.setattr(os, failing, fails)
    with pytest.raises(Trouble) as caught:
        write_whole(path, b"new")
    assert caught.value.code == "store.unreadable"
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["clinic.slots"]


def test_the_file_reaches_the_disk_before_its_name_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_fsync(descriptor)

    def replace(source: Path, target: Path) -> None:
        calls.append("rename")
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    write_whole(tmp_path / "file", b"data")
    assert calls == ["file", "rename"] + ([] if os.name == "nt" else ["folder"])


def test_windows_renames_again_while_a_scanner_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    real_replace = os.replace

    def replace(source: Path, target: Path) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        real_replace(source, target)

    monkeypatch.setattr(files, "_IS_WINDOWS", True)
    monkeypatch.setattr(files, "_RENAME_PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(os, "replace", replace)
    write_whole(tmp_path / "file", b"data")
    assert (tmp_path / "file").read_bytes() == b"data"
    assert len(tries) == 3


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "store.disk_full"),
        (errno.EDQUOT, "store.disk_full"),
        (errno.EROFS, "store.read_only"),
        (errno.EACCES, "store.read_only"),
        (errno.EBUSY, "store.locked_file"),
        (errno.EFBIG, "store.file_too_big"),
        (errno.ENODEV, "store.unreadable"),
    ],
)
def test_each_refusal_of_the_disk_has_its_code(number: int, code: str) -> None:
    with pytest.raises(Trouble) as caught, disk_troubles(Path("/data/clinic.db")):
        raise OSError(number, "refused")
    assert caught.value.code == code
    assert caught.value.facts == {"file": "clinic.db", "folder": "/data", "number": number}


def test_a_sharing_violation_of_windows_is_a_locked_file() -> None:
    refusal = PermissionError(errno.EACCES, "refused")
    refusal.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    with pytest.raises(Trouble) as caught, disk_troubles(Path("clinic.db")):
        raise refusal
    assert caught.value.code == "store.locked_file"


def test_an_unknown_refusal_stays_a_bug() -> None:
    with pytest.raises(OSError, match="strange"), disk_troubles(Path("clinic.db")):
        raise OSError(errno.EDOM, "strange")


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        path = disk / "clinic.slots"
        write_whole(path, b"old", keep_previous=True)
        with pytest.raises(Trouble) as caught:
            write_whole(path, bytes(200_000), keep_previous=True)
        assert caught.value.code == "store.disk_full"
        assert path.read_bytes() == b"old"
        assert not [name for name in _names(disk) if name.endswith(".unfinished")]
        write_whole(path, b"new", keep_previous=True)
        assert path.read_bytes() == b"new"


def test_a_read_only_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        path = disk / "clinic.slots"
        write_whole(path, b"old")
        with read_only(disk), pytest.raises(Trouble) as caught:
            write_whole(path, b"new")
        assert caught.value.code == "store.read_only"
        assert path.read_bytes() == b"old"


def test_a_folder_without_rights_is_told() -> None:
    with as_nobody() as folder:
        with pytest.raises(Trouble) as writing:
            write_whole(folder / "file", b"x")
        with pytest.raises(Trouble) as making:
            ensure_folder(folder / "a" / "b")
    assert (writing.value.code, making.value.code) == ("store.read_only", "store.read_only")


def test_a_vanished_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        write_whole(tmp_path / "unplugged" / "file", b"x")
    assert caught.value.code == "store.unreadable"


def test_a_block_that_raises_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")
    with pytest.raises(RuntimeError), writing_whole(path) as file:
        file.write(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["file"]


def test_a_passing_file_that_is_not_settled_is_removed(tmp_path: Path) -> None:
    with passing_file(tmp_path) as (file, _):
        file.write(b"nobody wants this")
        assert len(_names(tmp_path)) == 1
    assert _names(tmp_path) == []


def test_a_process_killed_while_writing_leaves_the_old_file_and_a_rest_that_is_swept_up(tmp_path: Path) -> None:
    path = tmp_path / "clinic.slots"
    write_whole(path, b"old")
    program = (
        "import os, pathlib, sys\n"
        "from rehab_app.store.files import writing_whole\n"
        "with writing_whole(pathlib.Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode != 0
    assert path.read_bytes() == b"old"
    assert len(_names(tmp_path)) == 2
    now = datetime.now(UTC)
    assert remove_unfinished(tmp_path, now - timedelta(hours=1)) == 0
    assert remove_unfinished(tmp_path, now + timedelta(hours=1)) == 1
    assert _names(tmp_path) == ["clinic.slots"]


def test_folders_are_made_private_and_once(tmp_path: Path) -> None:
    ensure_folder(tmp_path / "a" / "b")
    ensure_folder(tmp_path / "a" / "b")
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700


def test_removing_a_file_twice_is_harmless(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"x")
    remove_file(tmp_path / "file")
    remove_file(tmp_path / "file")
    assert _names(tmp_path) == []


def test_too_little_space_is_told_with_both_numbers(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4096) as disk:
        require_space(disk, 1024 * 1024)
        with pytest.raises(Trouble) as caught:
            require_space(disk / "not" / "there" / "yet", 10 * 1024 * 1024 + 1)
    assert caught.value.code == "store.too_little_space"
    assert (caught.value.facts["needed_mb"], caught.value.facts["free_mb"]) == (11, 4)
