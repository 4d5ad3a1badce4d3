"""Where a data folder may lie: never on a stick, with a warning in a synchronised folder or on a network."""

import os
from pathlib import Path

import pytest

from rehab_app.foundation.errors import Trouble
from rehab_app.store.location import FIXED, NETWORK, REMOVABLE, drive_kind, linux_kind, look_at
from tests.store.disks import as_nobody, read_only, small_disk


def test_a_plain_folder_is_fine_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    location = look_at(tmp_path / "not" / "yet", kind_of=lambda _: FIXED)
    location.require_for_store()
    assert location.warnings == ()
    assert location.free_bytes > 0
    assert list(tmp_path.iterdir()) == []


def test_a_removable_drive_is_refused(tmp_path: Path) -> None:
    location = look_at(tmp_path, kind_of=lambda _: REMOVABLE)
    with pytest.raises(Trouble, match=r"store\.removable"):
        location.require_for_store()


def test_a_network_drive_is_a_warning(tmp_path: Path) -> None:
    location = look_at(tmp_path, kind_of=lambda _: NETWORK)
    location.require_for_store()
    assert [trouble.code for trouble in location.warnings] == ["store.on_network"]


@pytest.mark.parametrize(
    "name",
    [
        "Dropbox", "OneDrive", "OneDrive - BNN Kota Balikpapan", "Google Drive", "Drive Saya", "Nextcloud",
        "iCloudDrive", "MEGAsync",
    ],
)  # fmt: skip
def test_a_synchronised_folder_is_a_warning(tmp_path: Path, name: str) -> None:
    location = look_at(tmp_path / name / "klinik" / "data", kind_of=lambda _: FIXED)
    location.require_for_store()
    assert [trouble.code for trouble in location.warnings] == ["store.cloud_synced"]


@pytest.mark.parametrize("name", ["Dropbox lama 2019", "megafon", "OneDriver", "box"])
def test_a_name_that_only_sounds_so_is_none(tmp_path: Path, name: str) -> None:
    assert not look_at(tmp_path / name, kind_of=lambda _: FIXED).is_cloud_synced


@pytest.mark.parametrize("mark", [".dropbox", "._sync_ab12.db", ".stfolder", ".sync_0f.db"])
def test_a_service_that_left_its_mark_is_found(tmp_path: Path, mark: str) -> None:
    (tmp_path / "kantor").mkdir()
    (tmp_path / "kantor" / mark).touch()
    assert look_at(tmp_path / "kantor" / "data", kind_of=lambda _: FIXED).is_cloud_synced
    assert not look_at(tmp_path / "lain", kind_of=lambda _: FIXED).is_cloud_synced


def test_a_link_into_a_synchronised_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "Dropbox")
    assert look_at(tmp_path / "data", kind_of=lambda _: FIXED).is_cloud_synced


def test_marks_in_the_home_folder_itself_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".dropbox").mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert not look_at(tmp_path / "data", kind_of=lambda _: FIXED).is_cloud_synced


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    location = look_at(tmp_path, kind_of=lambda _: FIXED, can_write=lambda _: False)
    with pytest.raises(Trouble, match=r"store\.read_only"):
        location.require_for_store()


def test_a_folder_of_somebody_else_cannot_be_written() -> None:
    with as_nobody() as folder:
        assert not look_at(folder).is_writable


def test_a_read_only_disk_cannot_be_written(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256) as disk, read_only(disk):
        assert not look_at(disk / "data").is_writable


def _system(tmp_path: Path, device: str, below: str, flag: str) -> Path:
    """Build the few files of /sys that tell of one partition."""
    partition = tmp_path / "sys" / "devices" / below / "sdb" / "sdb1"
    partition.mkdir(parents=True)
    (partition.parent / "removable").write_text(flag + "\n")
    links = tmp_path / "sys" / "dev" / "block"
    links.mkdir(parents=True)
    (links / device).symlink_to(partition)
    return tmp_path / "sys"


@pytest.mark.parametrize(
    ("below", "flag", "kind"),
    [
        ("pci0000:00/ata1/host0/block", "0", FIXED),
        ("pci0000:00/ata1/host0/block", "1", REMOVABLE),
        ("pci0000:00/usb1/1-2/host4/block", "0", REMOVABLE),  # a USB disk does not call itself removable
    ],
)
def test_linux_tells_a_stick_by_its_disk(tmp_path: Path, below: str, flag: str, kind: str) -> None:
    system = _system(tmp_path, "8:17", below, flag)
    mounts = "36 35 8:17 / /media/stick rw,noatime shared:1 - vfat /dev/sdb1 rw"
    assert linux_kind(os.makedev(8, 17), mounts, system) == kind


def test_linux_tells_a_network_drive_by_its_file_system(tmp_path: Path) -> None:
    mounts = "40 35 0:52 / /mnt/kantor rw,relatime shared:9 - cifs //server/kantor rw,vers=3.0"
    assert linux_kind(os.makedev(0, 52), mounts, tmp_path) == NETWORK
    assert linux_kind(os.makedev(0, 53), mounts, tmp_path) == FIXED


def test_the_present_system_answers(tmp_path: Path) -> None:
    assert drive_kind(tmp_path) in {FIXED, REMOVABLE, NETWORK}
