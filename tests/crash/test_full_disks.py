"""A full disk, a read-only one and a folder without rights: told plainly, nothing acknowledged is lost, the store opens again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel, select

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.service import register
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.service import add_account
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.rekey import rekey
from rehab_app.office.backups.restore import restore
from rehab_app.office.backups.service import back_up, backups_of
from rehab_app.office.opening import OpenClinic, open_clinic
from tests.crash.conftest import new_seat
from tests.office.backups.conftest import PASSPHRASE, Made
from tests.store.disks import as_nobody, read_only, small_disk

FULL = {"store.database_full", "store.disk_full"}
DISK_KIB = 12 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", DISK_KIB) as disk:
        yield disk


@pytest.fixture
def small(template: Made, disk: Path) -> DataFolder:
    """The clinic on a disk of twelve megabytes."""
    shutil.copytree(template.clinic.folder.root, disk / "clinic")
    return DataFolder(disk / "clinic")


def _open(folder: DataFolder) -> OpenClinic:
    return open_clinic(folder, "ratna", PASSPHRASE, new_seat())


def _fill(disk: Path, leave: int) -> Path:
    """Fill the disk but for ``leave`` bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.write(bytes(max(0, shutil.disk_usage(disk).free - leave)))
    return filler


def _register(clinic: OpenClinic, number: int) -> str:
    with clinic.writing() as work:
        return register(work, ClientDraft(full_name=f"Agus {number}", sex="L", stated_age=30)).rm_number


def _numbers(clinic: OpenClinic) -> set[str]:
    with clinic.reading() as work:
        return set(work.session.exec(select(Client.rm_number)))


def _is_unbroken(clinic: OpenClinic) -> bool:
    with clinic.reading() as work:
        return verify(work.connection, SQLModel.metadata).is_unbroken


def test_a_disk_that_fills_up_while_saving(small: DataFolder, disk: Path) -> None:
    clinic = _open(small)
    kept = _numbers(clinic)
    filler = _fill(disk, 300_000)
    with pytest.raises(Trouble) as caught:
        for number in range(5000):
            kept.add(_register(clinic, number))
    assert caught.value.code in FULL
    assert len(kept) > 1
    assert _numbers(clinic) == kept
    filler.unlink()
    kept.add(_register(clinic, 9999))  # what was typed is saved as soon as there is room
    clinic.lock()
    again = _open(small)
    assert _numbers(again) == kept
    assert _is_unbroken(again)
    again.forget()


def test_a_full_disk_keeps_neither_lock_nor_the_next_sign_in_from_being_safe(small: DataFolder, disk: Path) -> None:
    clinic = _open(small)
    kept = {_register(clinic, 1)} | _numbers(clinic)
    filler = _fill(disk, 0)
    clinic.lock()
    assert clinic.is_locked
    filler.unlink()
    filler = _fill(disk, 0)  # what the lock gave back is taken too
    with pytest.raises(Trouble) as caught:
        _open(small)
    assert caught.value.code in FULL | {"store.disk_error"}
    filler.unlink()
    again = _open(small)
    assert _numbers(again) == kept
    assert _is_unbroken(again)
    again.forget()


def test_attachment_draft_and_slots_on_a_full_disk(small: DataFolder, disk: Path) -> None:
    clinic = _open(small)
    clinic.drafts.keep("form", "new", {"typed": "before"})
    slots = small.slots.read_bytes()
    filler = _fill(disk, 100)
    draft = AccountDraft(login="eka", full_name="Eka", roles=[Role.KONSELOR])
    with pytest.raises(Trouble) as caught:
        clinic.attachments.put(b"x" * 3_000_000)
    assert caught.value.code == "store.disk_full"
    with pytest.raises(Trouble) as caught:
        clinic.drafts.keep("form", "new", {"typed": "after" * 2000})
    assert caught.value.code == "store.disk_full"
    with pytest.raises(Trouble) as caught, clinic.writing() as work:
        add_account(work, clinic.keys, draft)
    assert caught.value.code in FULL
    assert small.slots.read_bytes() == slots
    assert [kept.content["typed"] for kept in clinic.drafts.offered() if kept.form == "form"] == ["before"]
    filler.unlink()
    with clinic.writing() as work:
        add_account(work, clinic.keys, draft)
    clinic.lock()
    _open(small).forget()


def test_a_backup_is_not_begun_without_room_and_not_left_half(
    small: DataFolder, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = _open(small)
    good = back_up(clinic).path
    filler = _fill(disk, small.database.stat().st_size + 200_000)
    with pytest.raises(Trouble, match=r"store\.too_little_space"):
        back_up(clinic)
    monkeypatch.setattr("rehab_app.office.backups.making.require_space", lambda *_: None)
    with pytest.raises(Trouble) as caught:
        back_up(clinic)
    assert caught.value.code in FULL
    assert caught.value.facts["folder"] == str(small.backups)
    filler.unlink()
    assert [row.path for row in backups_of(clinic)] == [good]
    assert [path.name for path in small.root.rglob("*") if "unfinished" in path.name or ".aside" in path.name] == []
    assert _is_unbroken(clinic)
    back_up(clinic)
    clinic.forget()


@pytest.mark.parametrize("leave", [200_000, 700_000, 1_500_000])
def test_restore_and_new_key_without_room_leave_the_store_as_it_is(
    small: DataFolder, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leave: int
) -> None:
    clinic = _open(small)
    backup = back_up(clinic, tmp_path / "elsewhere.rbk").path
    kept = {_register(clinic, 1)} | _numbers(clinic)
    clinic.lock()
    filler = _fill(disk, leave)
    with pytest.raises(Trouble, match=r"store\.too_little_space"):
        restore(backup, small, BackupOpener("ratna", PASSPHRASE), new_seat())
    for module in ("making", "restore", "rekey"):
        monkeypatch.setattr(f"rehab_app.office.backups.{module}.require_space", lambda *_: None)
    with pytest.raises(Trouble) as caught:
        restore(backup, small, BackupOpener("ratna", PASSPHRASE), new_seat())
    assert caught.value.code in FULL | {"store.disk_error"}
    filler.unlink()
    again = _open(small)
    filler = _fill(disk, min(leave, 300_000))
    with pytest.raises(Trouble) as caught:
        rekey(again, PASSPHRASE)
    assert caught.value.code in FULL | {"store.disk_error"}
    filler.unlink()
    last = _open(small)
    assert _numbers(last) == kept
    assert _is_unbroken(last)
    assert not list(small.root.glob("replaced-*"))
    last.forget()


def test_a_disk_that_turns_read_only(small: DataFolder, disk: Path) -> None:
    clinic = _open(small)
    kept = {_register(clinic, 1)} | _numbers(clinic)
    clinic.forget()
    with read_only(disk):
        with pytest.raises(Trouble) as caught:
            _open(small)
        assert caught.value.code in {"store.read_only", "store.write_refused", "store.disk_error"}
    again = _open(small)
    assert _numbers(again) == kept
    again.forget()


def test_a_place_of_backups_that_cannot_be_written(template: Made, tmp_path: Path) -> None:
    shutil.copytree(template.clinic.folder.root, tmp_path / "clinic")
    clinic = _open(DataFolder(tmp_path / "clinic"))
    with small_disk(tmp_path / "stick", DISK_KIB) as stick, read_only(stick):
        with pytest.raises(Trouble, match=r"store\.read_only"):
            back_up(clinic, stick / "backup.rbk")
        with pytest.raises(Trouble, match=r"store\.read_only"):
            back_up(clinic, stick)
    assert _is_unbroken(clinic)
    clinic.forget()


def test_a_data_folder_without_rights_is_told() -> None:
    with as_nobody() as folder, pytest.raises(Trouble) as caught:
        restore(folder / "none.rbk", DataFolder(folder / "clinic"), BackupOpener("ratna", PASSPHRASE), new_seat())
    assert caught.value.code == "backups.missing"
    with as_nobody() as folder, pytest.raises(Trouble) as caught:
        _open(DataFolder(folder))
    assert caught.value.code in {"keys.attempts_lost", "keys.slots_missing", "store.read_only"}
