"""An upgrade works on a copy: backed up, migrated, verified, swapped in; a failure leaves the old store as it was."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from rehab_app.clinic.clients.upkeep import is_index_complete
from rehab_app.desk.entry import enter_clinic
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.archive import Archive
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.preview import inspect
from rehab_app.office.backups.restore import restore
from rehab_app.office.backups.upgrading import upgrade_store
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.meta import INDEX_CHECK, read_meta
from rehab_app.store.upgrade import LATEST, migrate, present_revision
from tests.office.backups.conftest import LETTER, PASSPHRASE, Made, actions, names

FIRST = "0001"


@pytest.fixture
def old(made: Made) -> Made:
    """The clinic as a program of the first schema left it: its rows copied into a database built by migration 0001."""
    made.clinic.lock()
    folder = made.clinic.folder
    key, _ = _opened_key(folder)
    now = folder.database.with_name("now.db")
    folder.database.rename(now)
    engine = encrypted_engine(folder.database, key.derive(DATABASE))
    migrate(engine, FIRST)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"ATTACH ? AS now KEY \"x'{key.derive(DATABASE).hex()}'\"", (str(now),))
        tables = connection.execute(text("SELECT name FROM main.sqlite_master WHERE type = 'table'")).scalars().all()
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for table in tables:
            if table not in {"alembic_version", "sqlite_sequence"}:
                columns = ", ".join(
                    f'"{row[1]}"' for row in connection.exec_driver_sql(f'PRAGMA main.table_info("{table}")')
                )
                connection.exec_driver_sql(
                    f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM now."{table}"'
                )
        connection.exec_driver_sql("DETACH now")
    engine.dispose()
    now.unlink()
    return made


def _opened_key(folder: DataFolder) -> tuple[DataKey, str]:
    from rehab_app.store.keys.slots import Slots

    return Slots.load(folder.slots).open("ratna", PASSPHRASE)


def _revision(folder: DataFolder) -> str | None:
    engine = encrypted_engine(folder.database, _opened_key(folder)[0].derive(DATABASE))
    try:
        with engine.connect() as connection:
            return present_revision(connection)
    finally:
        engine.dispose()


def _checked(clinic: OpenClinic, made: Made) -> None:
    assert names(clinic) == ["000001"]
    assert clinic.attachments.get(made.digest) == LETTER
    with clinic.reading() as work:
        assert verify(work.connection, SQLModel.metadata).is_unbroken


def test_there_is_something_to_upgrade_from() -> None:
    assert FIRST < LATEST


def test_an_older_store_is_upgraded_on_the_way_in(old: Made, seat: Seat) -> None:
    folder = old.clinic.folder
    with pytest.raises(Trouble, match=r"store\.needs_upgrade"):
        open_clinic(folder, "ratna", PASSPHRASE, seat)
    clinic = enter_clinic(folder, "ratna", PASSPHRASE, seat)
    _checked(clinic, old)
    assert f"store.upgraded:{FIRST}:{LATEST}" in actions(clinic)
    with clinic.reading() as work:
        assert is_index_complete(work)
        assert read_meta(work.connection, INDEX_CHECK) == "done"
    assert "clients.rebuild_index" in actions(clinic)
    clinic.forget()


def test_the_report_counts_and_backup_and_old_database_are_kept(old: Made, seat: Seat) -> None:
    folder = old.clinic.folder
    before = folder.database.read_bytes()
    report = upgrade_store(folder, "ratna", PASSPHRASE, seat)
    assert report is not None
    assert (report.from_revision, report.to_revision) == (FIRST, LATEST)
    compared = set(report.before) - {"alembic_version", "store_meta"}
    assert len(compared) > 20
    assert all(report.before[name] == report.after[name] for name in compared)
    assert Archive.read(report.backup).manifest.revision == FIRST
    kept = report.replaced / "clinic.db"
    assert len(kept.read_bytes()) == len(before)
    assert _revision(folder) == LATEST
    assert upgrade_store(folder, "ratna", PASSPHRASE, seat) is None


def test_a_backup_of_an_older_schema_is_upgraded_as_it_is_restored(old: Made, seat: Seat, tmp_path: Path) -> None:
    report = upgrade_store(old.clinic.folder, "ratna", PASSPHRASE, seat)
    assert report is not None
    assert inspect(report.backup, BackupOpener("ratna", PASSPHRASE)).needs_upgrade
    new = DataFolder(tmp_path / "new")
    restore(report.backup, new, BackupOpener("ratna", PASSPHRASE), seat)
    clinic = open_clinic(new, "ratna", PASSPHRASE, seat)
    _checked(clinic, old)
    clinic.forget()


@pytest.mark.parametrize("loss", ["error", "row", "audit", "half"])
def test_a_failed_upgrade_leaves_the_old_store_and_says_so(
    old: Made, seat: Seat, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    folder = old.clinic.folder

    def bad(engine: "object", revision: str = LATEST) -> None:
        if loss != "half":
            migrate(engine, revision)  # type: ignore[arg-type]
        statement = {
            "error": "INSERT INTO no_such_table VALUES (1)",
            "row": "DELETE FROM client_contact_history",
            "audit": "UPDATE audit_entry SET seat = 'PC-9' WHERE number = 2",
            "half": "CREATE TABLE half (id INTEGER)",
        }[loss]
        with engine.begin() as connection:  # type: ignore[attr-defined]
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
                connection.execute(text("DROP TRIGGER IF EXISTS account_history_no_delete"))
            if loss == "row":
                statement = "DELETE FROM account_history"
            connection.execute(text(statement))

    monkeypatch.setattr("rehab_app.office.backups.upgrading.migrate", bad)
    with pytest.raises(Trouble, match=r"store\.upgrade_failed") as caught:
        upgrade_store(folder, "ratna", PASSPHRASE, seat)
    assert caught.value.facts["revision"] == FIRST
    assert (folder.backups / str(caught.value.facts["file"])).exists()
    assert _revision(folder) == FIRST
    assert not list(folder.root.glob("replaced-*"))
    assert not list(folder.root.glob(".aside-*"))
    monkeypatch.undo()
    clinic = enter_clinic(folder, "ratna", PASSPHRASE, seat)
    _checked(clinic, old)
    clinic.forget()


def test_a_bug_in_a_migration_leaves_the_old_store_too(old: Made, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(_: object) -> None:
        raise KeyError("column")

    monkeypatch.setattr("rehab_app.office.backups.upgrading.migrate", bug)
    with pytest.raises(KeyError):
        upgrade_store(old.clinic.folder, "ratna", PASSPHRASE, seat)
    assert _revision(old.clinic.folder) == FIRST


def test_nothing_is_upgraded_under_somebody_who_has_it_open(old: Made, seat: Seat) -> None:
    folder = old.clinic.folder
    engine = encrypted_engine(folder.database, _opened_key(folder)[0].derive(DATABASE))
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        with pytest.raises(Trouble, match=r"store\.in_use"):
            upgrade_store(folder, "ratna", PASSPHRASE, seat)
    engine.dispose()
    assert _revision(folder) == FIRST


def test_a_newer_store_is_left_alone(made: Made, seat: Seat) -> None:
    folder = made.clinic.folder
    with made.clinic.store.engine.connect().execution_options(rehab_writing=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    made.clinic.lock()
    before = folder.database.stat().st_size
    with pytest.raises(Trouble, match=r"store\.newer_schema"):
        enter_clinic(folder, "ratna", PASSPHRASE, seat)
    with pytest.raises(Trouble, match=r"store\.newer_schema"):
        upgrade_store(folder, "ratna", PASSPHRASE, seat)
    assert folder.database.stat().st_size == before


def test_the_driver_s_own_errors_never_show_values(old: Made) -> None:
    engine = encrypted_engine(old.clinic.folder.database, _opened_key(old.clinic.folder)[0].derive(DATABASE))
    with engine.connect() as connection, pytest.raises(OperationalError) as caught:
        connection.execute(text("SELECT * FROM nothing WHERE name = :name"), {"name": "Bambang"})
    engine.dispose()
    assert "Bambang" not in str(caught.value)
