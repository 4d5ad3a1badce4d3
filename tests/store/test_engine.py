"""The engine: encrypted, fully synced, quiet, and plain about what is wrong."""

import logging
import os
import stat
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rehab_app.foundation.errors import Trouble
from rehab_app.store.engine import connect, encrypted_engine
from rehab_app.store.store import Store, translated
from tests.makers import TEST_KEY, make_actor, make_store


def test_every_connection_is_encrypted_synced_and_keeps_temporary_storage_in_memory(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with store.engine.connect() as first, store.engine.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql("PRAGMA cipher_version").scalar()
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_the_file_is_not_a_readable_database(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    assert not (tmp_path / "clinic.db").read_bytes().startswith(b"SQLite format 3")
    plain = sqlcipher.connect(str(tmp_path / "clinic.db"))
    plain.execute("PRAGMA cipher_log_level = NONE")
    with pytest.raises(sqlcipher.DatabaseError):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o377])
def test_database_wal_and_shared_memory_are_of_this_account_alone(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        store = make_store(tmp_path / "clinic")
        with store.writing(make_actor()) as work:
            work.note("test")
        with store.reading(make_actor()):
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "clinic").glob("clinic.db*")}
    finally:
        os.umask(before)
    store.close()
    assert modes == {"clinic.db": 0o600, "clinic.db-wal": 0o600, "clinic.db-shm": 0o600}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    (tmp_path / "clinic.db").chmod(0o644)
    connect(tmp_path / "clinic.db", TEST_KEY).close()
    assert stat.S_IMODE((tmp_path / "clinic.db").stat().st_mode) == 0o600


def test_a_wrong_key_is_told_as_damaged_without_a_word_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make_store(tmp_path).close()
    engine = encrypted_engine(tmp_path / "clinic.db", b"x" * 32)
    with (
        pytest.raises(Trouble, match="store.damaged"),
        Store(engine, make_store(tmp_path / "b").clock).reading(make_actor()) as work,
    ):
        work.connection.execute(text("SELECT 1"))
    engine.dispose()
    assert capfd.readouterr() == ("", "")


def test_a_driver_without_encryption_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    monkeypatch.setattr("rehab_app.store.engine.sqlcipher", sqlite3)
    with pytest.raises((RuntimeError, sqlite3.OperationalError)):
        connect(tmp_path / "plain.db", TEST_KEY)


def test_errors_and_logs_never_hold_a_value(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = make_store(tmp_path)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(DBAPIError) as caught, store.writing(make_actor()) as work:
        work.connection.execute(
            text("INSERT INTO client (id, full_name) VALUES ('1', :name)"), {"name": "Bambang Pamungkas"}
        )
    store.close()
    assert "Bambang" not in str(caught.value)
    assert "Bambang" not in caplog.text


def test_another_writer_is_waited_for_and_then_named(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    other = connect(tmp_path / "clinic.db", TEST_KEY)
    other.execute("BEGIN IMMEDIATE")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(Trouble, match="store.busy"), store.writing(make_actor()):
        pass
    other.execute("ROLLBACK")
    other.close()
    with store.writing(make_actor()) as work:
        work.note("test")
    store.close()


def test_an_unknown_driver_error_stays_a_bug(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with pytest.raises(DBAPIError), translated(), store.engine.connect() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    store.close()
