"""A restore previews, proves, keeps the present store and says in the audit what was replaced by what."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.service import accounts, retire_account
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.archive import FORMAT, Archive, Packer
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.preview import inspect
from rehab_app.office.backups.restore import restore
from rehab_app.office.backups.service import back_up, last_proven
from rehab_app.office.opening import Seat, new_recovery_key, open_clinic, recover_clinic
from rehab_app.store.ledger import head
from rehab_app.store.meta import ATTEMPTS_SEGMENT, read_meta
from rehab_app.store.upgrade import LATEST
from rehab_app.store.window import hold_window
from tests.makers import START
from tests.office.backups.conftest import (
    COST,
    LETTER,
    PASSPHRASE,
    Made,
    actions,
    digests_below,
    issue_letter,
    make_clinic,
    names,
    register,
)

RATNA = BackupOpener("ratna", PASSPHRASE)


@pytest.fixture
def backup(made: Made) -> Path:
    """A backup, after which two clients and a letter came."""
    path = back_up(made.clinic).path
    register(made.clinic, "000002")
    register(made.clinic, "000003")
    issue_letter(made.clinic, b"surat kedua", 2)
    return path


def test_a_preview_tells_what_would_change_and_changes_nothing(made: Made, backup: Path) -> None:
    made.clinic.lock()
    before = digests_below(made.clinic.folder.root)
    preview = inspect(backup, RATNA, folder=made.clinic.folder)
    clients = next(change for change in preview.counts if change.table == "client")
    assert (clients.now, clients.then) == (3, 1)
    assert preview.is_ancestor
    assert preview.entries_after == 5  # the backup, two clients, the letter, the lock
    assert preview.is_other_store is False
    assert (preview.attachments, preview.missing, preview.needs_upgrade) == (1, 0, False)
    after = digests_below(made.clinic.folder.root)
    assert {name for name in after if not name.endswith(("-wal", "-shm"))} == set(before)
    assert all(after[name] == content for name, content in before.items())


def test_a_preview_of_the_open_clinic_and_of_an_empty_machine(made: Made, backup: Path, tmp_path: Path) -> None:
    here = inspect(backup, RATNA, clinic_now=made.clinic)
    assert here.entries_after == 4
    there = inspect(backup, BackupOpener(recovery=made.recovery), folder=DataFolder(tmp_path / "empty"))
    assert (there.head_now, there.entries_after, there.is_other_store) == (None, None, None)
    assert all(change.now is None for change in there.counts)
    assert not (tmp_path / "empty").exists()


def test_a_preview_beside_another_clinic_says_so(backup: Path, seat: Seat, tmp_path: Path) -> None:
    other = make_clinic(tmp_path / "other", seat).clinic
    preview = inspect(backup, RATNA, clinic_now=other)
    assert preview.is_other_store
    assert preview.is_ancestor is False
    other.forget()


def test_a_restore_brings_back_what_was_and_keeps_what_is(made: Made, backup: Path, seat: Seat) -> None:
    clinic = made.clinic
    with clinic.reading() as work:
        present = head(work.connection)
    report = restore(backup, clinic.folder, RATNA, seat, clinic)
    assert clinic.is_locked
    again = open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    assert names(again) == ["000001"]
    assert again.attachments.get(made.digest) == LETTER
    assert [draft.content["full_name"] for draft in again.drafts.offered()] == ["Bambang Pamungkas"]
    then = Archive.read(backup).manifest.head
    told = f"backup.restored:{then.number}:{then.hash[:16]}:from:{present.number}:{present.hash[:16]}"
    assert told in actions(again)
    assert len(told) <= 80
    assert report.from_head == present
    with again.reading() as work:
        assert verify(work.connection, SQLModel.metadata).is_unbroken
        assert last_proven(work) == START
    assert again.greeting.is_attempts_file_intact
    again.forget()
    assert report.replaced is not None
    former = open_clinic(DataFolder(report.replaced), "ratna", PASSPHRASE, seat)
    assert names(former) == ["000001", "000002", "000003"]
    former.forget()


def test_a_restore_is_undone_by_restoring_the_safety_backup(made: Made, backup: Path, seat: Seat) -> None:
    report = restore(backup, made.clinic.folder, RATNA, seat, made.clinic)
    assert report.safety is not None
    restore(report.safety, made.clinic.folder, RATNA, seat)
    again = open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat)
    assert names(again) == ["000001", "000002", "000003"]
    assert len(list(made.clinic.folder.root.glob("replaced-*"))) == 2
    again.forget()


def test_a_backup_and_the_printed_recovery_key_open_it_on_an_empty_machine(
    made: Made, backup: Path, seat: Seat, tmp_path: Path
) -> None:
    made.clinic.lock()
    carried = tmp_path / "usb" / backup.name
    carried.parent.mkdir()
    backup.rename(carried)
    folder = DataFolder(tmp_path / "new PC" / "clinic")
    report = restore(carried, folder, BackupOpener("ratna", recovery=made.recovery), seat)
    assert (report.from_head, report.replaced, report.safety) == (None, None, None)
    clinic, fresh = recover_clinic(folder, made.recovery, "ratna", "gerimis pagi hari", seat, cost=COST)
    assert names(clinic) == ["000001"]
    assert clinic.attachments.get(made.digest) == LETTER
    assert any(action.endswith(":from:unreadable") for action in actions(clinic))
    assert fresh.text != made.recovery.text
    clinic.lock()
    open_clinic(folder, "ratna", "gerimis pagi hari", seat).forget()


def test_a_damaged_store_is_replaced_and_its_files_are_kept(made: Made, backup: Path, seat: Seat) -> None:
    folder = made.clinic.folder
    made.clinic.lock()
    folder.database.write_bytes(b"\0" * 5000)
    broken = digests_below(folder.root)["clinic.db"]
    report = restore(backup, folder, RATNA, seat)
    assert report.replaced is not None
    assert (report.replaced / "clinic.db").read_bytes() == broken
    assert report.safety is None
    again = open_clinic(folder, "ratna", PASSPHRASE, seat)
    assert names(again) == ["000001"]
    again.forget()


@pytest.mark.parametrize("name", ["clinic.db", "clinic.slots"])
def test_a_store_that_lost_a_file_is_restored(made: Made, backup: Path, seat: Seat, name: str) -> None:
    made.clinic.lock()
    (made.clinic.folder.root / name).unlink()
    restore(backup, made.clinic.folder, RATNA, seat)
    open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat).forget()


def test_the_passphrase_of_an_account_removed_since_still_opens_the_old_backup(made: Made, backup: Path) -> None:
    clinic = made.clinic
    with clinic.reading() as work:
        siti = next(row for row in accounts(work) if row.login == "siti")
    with clinic.writing() as work:
        retire_account(work, clinic.keys, siti.id, siti.row_version)
    assert inspect(backup, BackupOpener("siti", made.one_time)).counts
    later = back_up(clinic).path
    with pytest.raises(Trouble, match=r"keys\.wrong_passphrase"):
        inspect(later, BackupOpener("siti", made.one_time))


def test_who_may_restore(made: Made, backup: Path, seat: Seat, tmp_path: Path) -> None:
    made.clinic.lock()
    with pytest.raises(NotAllowed, match=r"backups\.not_allowed"):
        restore(backup, DataFolder(tmp_path / "new"), BackupOpener("siti", made.one_time), seat)
    with pytest.raises(RuleBroken, match=r"sign_in\.unknown_login"):
        restore(backup, DataFolder(tmp_path / "new"), BackupOpener("siapa", recovery=made.recovery), seat)
    hers = open_clinic(made.clinic.folder, "siti", made.one_time, seat)
    with pytest.raises(NotAllowed, match=r"backups\.not_allowed"):
        restore(backup, made.clinic.folder, RATNA, seat, hers)
    assert not hers.is_locked
    assert names(hers) == ["000001", "000002", "000003"]
    hers.forget()


def test_nothing_is_restored_under_an_open_window_or_another_command(made: Made, backup: Path, seat: Seat) -> None:
    lock = hold_window(made.clinic.folder, "PC-2", START)
    with pytest.raises(Trouble, match=r"store\.window_open"):
        restore(backup, made.clinic.folder, RATNA, seat)
    lock.release()
    with pytest.raises(Trouble, match=r"store\.in_use"):
        restore(backup, made.clinic.folder, RATNA, seat)  # the clinic is still open beside it
    assert names(made.clinic) == ["000001", "000002", "000003"]
    register(made.clinic, "000004")


def test_failed_sign_ins_are_counted_from_a_segment_never_used(made: Made, backup: Path, seat: Seat) -> None:
    folder = made.clinic.folder
    made.clinic.lock()
    for _ in range(3):
        open_clinic(folder, "ratna", PASSPHRASE, seat).lock()
    older_list = folder.attempts.read_bytes()
    again = open_clinic(folder, "ratna", PASSPHRASE, seat)
    with again.reading() as work:
        last = int(read_meta(work.connection, ATTEMPTS_SEGMENT) or 0)
    again.lock()
    restore(backup, folder, RATNA, seat)
    folder.attempts.write_bytes(older_list)  # whoever puts back a list from before is found out
    assert isinstance(seat.clock, SetClock)
    seat.clock.advance(timedelta(seconds=301))
    found = open_clinic(folder, "ratna", PASSPHRASE, seat)
    assert not found.greeting.is_attempts_file_intact
    with found.reading() as work:
        assert int(read_meta(work.connection, ATTEMPTS_SEGMENT) or 0) > last
    found.forget()


def test_a_restore_before_a_changed_recovery_key_takes_the_old_sheet_again(
    made: Made, backup: Path, seat: Seat
) -> None:
    with made.clinic.writing() as work:
        fresh = new_recovery_key(work, made.clinic.keys)
    with pytest.raises(Trouble, match=r"keys\.wrong_recovery"):
        inspect(backup, BackupOpener(recovery=fresh))
    restore(backup, made.clinic.folder, BackupOpener("ratna", recovery=made.recovery), seat, made.clinic)
    open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat).forget()
    recover_clinic(made.clinic.folder, made.recovery, "ratna", "gerimis pagi hari", seat, cost=COST)[0].forget()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda whole: whole[:-1], "backups.damaged"),
        (lambda whole: whole[: len(whole) // 2], "backups.damaged"),
        (lambda whole: whole[:40_000] + bytes([whole[40_000] ^ 1]) + whole[40_001:], "backups.damaged"),
        (lambda _: b"", "backups.not_one"),
        (lambda _: b"%PDF-1.4 bukan cadangan" * 100, "backups.not_one"),
        (lambda whole: whole.replace(b'"missing": 0', b'"missing": 1'), "backups.damaged"),
        (lambda whole: whole.replace(b'"clinic.slots"', b'"../inic.slot"'), "backups.damaged"),
        (lambda whole: whole.replace(b'"format": 1', b'"format": 2'), "backups.newer"),
        (lambda whole: whole.replace(b'"revision": "%s"' % LATEST.encode(), b'"revision": "0999"'), "backups.newer"),
        (lambda whole: whole.replace(b"rehab-backup    " + b"%4d" % FORMAT, b"rehab-backup       2"), "backups.newer"),
        (lambda whole: whole.replace(b'"counts": {', b'"count5": {'), "backups.damaged"),
    ],
)
def test_a_bad_backup_file_is_told_and_leaves_the_store_as_it_is(
    made: Made, backup: Path, seat: Seat, spoil: "object", code: str
) -> None:
    spoilt = backup.with_name("x.rbk")
    whole = backup.read_bytes()
    spoilt.write_bytes(spoil(whole))  # type: ignore[operator]
    assert spoilt.read_bytes() != whole
    for deed in (
        lambda: inspect(spoilt, RATNA),
        lambda: restore(spoilt, made.clinic.folder, RATNA, seat, made.clinic),
    ):
        with pytest.raises(Trouble) as caught:
            deed()
        assert caught.value.code == code
    assert not made.clinic.is_locked
    assert names(made.clinic) == ["000001", "000002", "000003"]
    assert not list(made.clinic.folder.root.glob("replaced-*"))


def test_wrong_keys_and_missing_files(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"keys\.wrong_passphrase"):
        inspect(backup, BackupOpener("ratna", "salah sama sekali"))
    with pytest.raises(Trouble, match=r"backups\.missing"):
        inspect(tmp_path / "tidak-ada.rbk", RATNA)
    with pytest.raises(Trouble, match=r"backups\.missing"):
        inspect(tmp_path, RATNA)


def test_a_backup_put_together_of_two_is_refused(made: Made, backup: Path, seat: Seat, tmp_path: Path) -> None:
    # Its maker holds the data key and signs it, but database and manifest are not of one moment.
    archive = Archive.read(backup)
    data_key = made.clinic.keys.data_key
    mixed = tmp_path / "mixed.rbk"
    later = back_up(made.clinic, tmp_path / "later.rbk").path
    with mixed.open("wb") as file:
        packer = Packer(file)
        for name in archive.manifest.files:
            source = archive if name == "clinic.slots" else Archive.read(later) if name == "clinic.db" else archive
            packer.add_bytes(name, source.read_file(name))
        manifest = json.loads(json.dumps(archive.manifest.as_json()))
        manifest["files"] = [
            {"name": name, "size": one.size, "sha256": one.sha256} for name, one in packer.files.items()
        ]
        packer.finish(type(archive.manifest).of_json(manifest), data_key)
    with pytest.raises(Trouble, match=r"backups\.damaged"):
        restore(mixed, DataFolder(tmp_path / "new"), RATNA, seat)
    assert not DataFolder(tmp_path / "new").database.exists()


def test_too_little_space_is_told_before_anything_is_written(
    made: Made, backup: Path, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000, "total": 1, "used": 1})
    monkeypatch.setattr("rehab_app.store.files.shutil.disk_usage", lambda _: usage)
    for deed in (lambda: restore(backup, made.clinic.folder, RATNA, seat, made.clinic), lambda: back_up(made.clinic)):
        with pytest.raises(Trouble, match=r"store\.too_little_space"):
            deed()
    assert not made.clinic.is_locked
