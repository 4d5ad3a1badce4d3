"""A new data key: everything is sealed anew, the old keys open the old copies alone, and a failure leaves the old store whole."""

from pathlib import Path

import pytest
from sqlmodel import SQLModel

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.service import change_own_passphrase
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.preview import inspect
from rehab_app.office.backups.rekey import rekey
from rehab_app.office.backups.service import back_up, backups_of, last_proven
from rehab_app.office.opening import Seat, open_clinic, recover_clinic
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.snapshot import quick_check, row_counts
from tests.makers import make_actor
from tests.office.backups.conftest import COST, LETTER, NAME, PASSPHRASE, Made, actions, names, register


def _old_key(made: Made) -> DataKey:
    return DataKey(made.clinic.keys.data_key.raw)


def test_after_it_the_old_key_opens_nothing_of_the_live_store(made: Made, seat: Seat) -> None:
    folder, old_key = made.clinic.folder, _old_key(made)
    with made.clinic.reading() as work:
        counts = row_counts(work.connection)
    report = rekey(made.clinic, PASSPHRASE)
    assert made.clinic.is_locked
    engine = encrypted_engine(folder.database, old_key.derive(DATABASE))
    with pytest.raises(Exception, match="file is not a database|26"), engine.connect():
        pass
    engine.dispose()
    again = open_clinic(folder, "ratna", PASSPHRASE, seat)
    assert again.keys.data_key.raw != old_key.raw
    assert names(again) == ["000001"]
    assert again.attachments.get(made.digest) == LETTER
    assert [draft.content["full_name"] for draft in again.drafts.offered()] == [NAME]
    with again.reading() as work:
        assert verify(work.connection, SQLModel.metadata).is_unbroken
        quick_check(work.connection)
        after = row_counts(work.connection)
        assert last_proven(work) is None
    assert {name for name in counts if counts[name] != after[name]} <= {"audit_entry", "account_history", "store_meta"}
    assert "keys.rekeyed" in actions(again)
    assert report.missing == 0
    assert again.greeting.is_attempts_file_intact
    register(again, "000002")
    again.forget()


def test_the_others_get_a_one_time_passphrase_and_the_sheet_is_new(made: Made, seat: Seat) -> None:
    folder = made.clinic.folder
    with pytest.raises(Trouble, match=r"keys\.wrong_passphrase"):
        rekey(made.clinic, "salah sama sekali")
    report = rekey(made.clinic, PASSPHRASE)
    assert set(report.one_time) == {"siti"}
    assert PASSPHRASE not in repr(report)
    assert report.one_time["siti"] not in repr(report)
    with pytest.raises(Trouble, match=r"keys\.wrong_passphrase"):
        open_clinic(folder, "siti", made.one_time, seat)
    hers = open_clinic(folder, "siti", report.one_time["siti"], seat)
    assert hers.greeting.must_change_passphrase
    with hers.writing() as work:
        change_own_passphrase(work, hers.keys, report.one_time["siti"], "melati di beranda")
    hers.lock()
    with pytest.raises(Trouble, match=r"keys\.wrong_recovery"):
        recover_clinic(folder, made.recovery, "ratna", "gerimis pagi hari", seat, cost=COST)
    recover_clinic(folder, report.recovery, "ratna", "gerimis pagi hari", seat, cost=COST)[0].forget()


def test_backups_and_the_replaced_folder_still_open_with_the_old_keys(made: Made, seat: Seat) -> None:
    folder = made.clinic.folder
    before = back_up(made.clinic).path
    report = rekey(made.clinic, PASSPHRASE)
    assert inspect(before, BackupOpener(recovery=made.recovery)).counts
    former = open_clinic(DataFolder(report.replaced), "siti", made.one_time, seat)
    assert names(former) == ["000001"]
    former.forget()
    again = open_clinic(folder, "ratna", PASSPHRASE, seat)
    assert backups_of(again) == []  # none opens with the present keys
    new = back_up(again).path
    assert [row.path for row in backups_of(again)] == [new]
    with pytest.raises(Trouble, match=r"keys\.wrong_recovery"):
        inspect(new, BackupOpener(recovery=made.recovery))
    again.forget()


def test_no_attachment_keeps_its_name_or_bytes(made: Made) -> None:
    folder = made.clinic.folder
    before = {path.name: path.read_bytes() for path in made.clinic.attachments.files()}
    rekey(made.clinic, PASSPHRASE)
    after = {path.name: path.read_bytes() for path in folder.attachments.glob("??/??/*")}
    assert len(before) == len(after) == 1
    assert not before.keys() & after.keys()


def test_a_lost_attachment_is_counted(made: Made) -> None:
    made.clinic.attachments.path_of(made.digest).unlink()
    assert rekey(made.clinic, PASSPHRASE).missing == 1


def test_only_kepala_or_subkoordinator_may(made: Made) -> None:
    made.clinic.actor = make_actor(Role.ADMIN)
    with pytest.raises(NotAllowed, match=r"rights\.granting"):
        rekey(made.clinic, PASSPHRASE)
    assert not made.clinic.is_locked


@pytest.mark.parametrize("place", ["export_under", "attachments_named", "_enter", "_prove", "swap_in"])
def test_a_failure_anywhere_leaves_the_old_store_whole(
    made: Made, seat: Seat, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Trouble("store.disk_full", file="x", folder="y")

    monkeypatch.setattr(f"rehab_app.office.backups.rekey.{place}", fail)
    with pytest.raises(Trouble, match=r"store\.disk_full"):
        rekey(made.clinic, PASSPHRASE)
    monkeypatch.undo()
    again = open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat)
    assert names(again) == ["000001"]
    assert again.attachments.get(made.digest) == LETTER
    assert "keys.rekeyed" not in actions(again)
    assert not list(Path(made.clinic.folder.root).glob("replaced-*"))
    again.forget()


def test_it_is_refused_while_another_has_the_store_open(made: Made, seat: Seat) -> None:
    other = open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat)
    names(other)
    with pytest.raises(Trouble, match=r"store\.in_use"):
        rekey(made.clinic, PASSPHRASE)
    register(other, "000002")
    assert names(other) == ["000001", "000002"]
    other.forget()
