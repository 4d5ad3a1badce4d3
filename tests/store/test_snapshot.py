"""Copies of a database in use are consistent, take nobody's locks away and leave nothing behind."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import Trouble
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.store.attached import attachments_named
from rehab_app.store.engine import connect
from rehab_app.store.rekey import export_under
from rehab_app.store.snapshot import (
    aside,
    companions,
    copy_file,
    copy_in_use,
    nobody_else,
    quick_check,
    row_counts,
    still_engine,
    writers_waiting,
)
from rehab_app.store.store import Store, translated
from tests.makers import START, TEST_KEY, make_actor, make_store

WRITER = make_actor(Role.KONSELOR)


def _register(store: Store, number: int) -> None:
    with store.writing(WRITER) as work:
        client = Client(id=work.new_id(), rm_number=str(number), full_name="Budi", initials="B", sex="L")
        work.add(client, "clients.register")


def _copy(database: Path, target: Path) -> dict[str, int]:
    with writers_waiting(database, TEST_KEY):
        copy_in_use(database, TEST_KEY, target)
    engine = still_engine(target, TEST_KEY)
    with engine.connect() as connection:
        quick_check(connection)
        return row_counts(connection)


def test_a_copy_holds_what_stands_in_the_wal_too(tmp_path: Path) -> None:
    store = make_store(tmp_path / "data")
    _register(store, 1)
    database = tmp_path / "data" / "clinic.db"
    assert companions(database)[0].stat().st_size > 0
    counts = _copy(database, tmp_path / "copy.db")
    assert (counts["client"], counts["client_history"], counts["audit_entry"]) == (1, 1, 1)
    assert {path.name for path in tmp_path.iterdir()} == {"data", "copy.db"}
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    store.close()


def test_copies_made_under_checkpoints_and_writes_are_whole(tmp_path: Path) -> None:
    store = make_store(tmp_path / "data")
    database, stop = tmp_path / "data" / "clinic.db", threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            _register(store, number)

    def checkpoint() -> None:
        connection = connect(database, TEST_KEY)
        while not stop.is_set():
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            time.sleep(0.001)
        connection.close()

    threads = [threading.Thread(target=write), threading.Thread(target=checkpoint)]
    for thread in threads:
        thread.start()
    try:
        all_counts = [_copy(database, tmp_path / f"copy{number}.db") for number in range(12)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    for counts in all_counts:
        assert counts["client"] == counts["client_history"] == counts["audit_entry"]
    assert all_counts[-1]["client"] > all_counts[0]["client"]
    store.close()


def _is_held(database: Path) -> bool:
    """Whether a process other than this one has SQLite's shared lock on a database file (https://sqlite.org/lockingv3.html)."""
    asking = (
        "import fcntl, sys\n"
        "file = open(sys.argv[1], 'rb+')\n"
        "fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)\n"
    )
    done = subprocess.run([sys.executable, "-c", asking, str(database)], check=False, capture_output=True)
    return done.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows a lock belongs to its handle")
@pytest.mark.parametrize(("copy", "is_held"), [(copy_file, True), (shutil.copyfile, False)])
def test_copying_takes_no_lock_from_the_connections_of_this_process(
    tmp_path: Path, copy: Callable[[Path, Path], object], is_held: bool
) -> None:
    # The plain copy stands here to show the danger: after it, other processes believe that nobody has the database open.
    make_store(tmp_path / "data").close()
    database = tmp_path / "data" / "clinic.db"
    connection = connect(database, TEST_KEY)
    assert _is_held(database)
    copy(database, tmp_path / "copy.db")
    assert _is_held(database) == is_held
    connection.close()


def test_writers_wait_while_a_copy_is_made_and_then_go_on(tmp_path: Path) -> None:
    store = make_store(tmp_path / "data")
    written = threading.Event()

    def write() -> None:
        _register(store, 1)
        written.set()

    thread = threading.Thread(target=write)
    with writers_waiting(tmp_path / "data" / "clinic.db", TEST_KEY):
        thread.start()
        assert not written.wait(0.3)
    thread.join()
    assert written.is_set()
    store.close()


def test_whoever_wants_a_database_alone_is_told_of_others(tmp_path: Path) -> None:
    store = make_store(tmp_path / "data")
    _register(store, 1)
    database = tmp_path / "data" / "clinic.db"
    with pytest.raises(Trouble, match=r"store\.in_use"), nobody_else(database, TEST_KEY):
        pytest.fail("somebody has it open")
    store.close()
    with nobody_else(database, TEST_KEY):
        assert not any(path.exists() for path in companions(database))


def test_a_database_held_alone_is_opened_by_nobody(tmp_path: Path) -> None:
    make_store(tmp_path / "data").close()
    database = tmp_path / "data" / "clinic.db"
    with nobody_else(database, TEST_KEY), pytest.raises(Exception, match="locked"):
        connect(database, TEST_KEY)
    connect(database, TEST_KEY).close()


@pytest.mark.parametrize("hold", [writers_waiting, nobody_else])
def test_a_missing_database_is_not_made(tmp_path: Path, hold: Callable[..., object]) -> None:
    with pytest.raises(Trouble, match=r"store\.missing"), hold(tmp_path / "none.db", TEST_KEY):  # type: ignore[attr-defined]
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [0.3, 0.7])
def test_a_damaged_page_is_found(tmp_path: Path, place: float) -> None:
    make_store(tmp_path / "data").close()
    database = tmp_path / "data" / "clinic.db"
    content = bytearray(database.read_bytes())
    content[int(len(content) * place)] ^= 1
    database.write_bytes(content)
    engine = still_engine(database, TEST_KEY)
    with pytest.raises(Trouble, match=r"store\.damaged"), translated(), engine.connect() as connection:
        quick_check(connection)


def test_a_still_database_is_left_as_it_is(tmp_path: Path) -> None:
    make_store(tmp_path / "data").close()
    database = tmp_path / "data" / "clinic.db"
    before = database.read_bytes()
    with still_engine(database, TEST_KEY).connect() as connection:
        assert row_counts(connection)["client"] == 0
        with pytest.raises(Exception, match="readonly"):
            connection.execute(text("DELETE FROM client"))
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["clinic.db"]


def test_folders_in_the_making_go_and_stale_ones_are_swept(tmp_path: Path) -> None:
    stale = tmp_path / ".aside-killed"
    stale.mkdir()
    (stale / "clinic.db").touch()
    os.utime(stale, (1, 1))
    fresh = tmp_path / ".aside-other"
    fresh.mkdir()
    with aside(tmp_path) as folder:
        (folder / "x").touch()
        assert not stale.exists()
        assert fresh.exists()
    assert not folder.exists()


def test_an_export_has_every_row_and_guard_under_the_new_key(tmp_path: Path) -> None:
    store = make_store(tmp_path / "data")
    for number in range(3):
        _register(store, number)
    with store.engine.connect() as connection:
        before = row_counts(connection)
        schema = connection.execute(text("SELECT type, name FROM sqlite_master ORDER BY 1, 2")).all()
    store.close()
    new_key = b"n" * 32
    with nobody_else(tmp_path / "data" / "clinic.db", TEST_KEY):
        export_under(tmp_path / "data" / "clinic.db", TEST_KEY, tmp_path / "new.db", new_key)
    with still_engine(tmp_path / "new.db", new_key).connect() as connection:
        quick_check(connection)
        assert row_counts(connection) == before
        assert connection.execute(text("SELECT type, name FROM sqlite_master ORDER BY 1, 2")).all() == schema
    with (
        pytest.raises(Trouble, match=r"store\.damaged"),
        translated(),
        still_engine(tmp_path / "new.db", TEST_KEY).connect() as connection,
    ):
        quick_check(connection)


def test_the_attachments_a_database_names_now_and_named_before(tmp_path: Path) -> None:
    store = make_store(tmp_path / "data")
    with store.writing(make_actor(Role.SUBKOORDINATOR)) as work:
        letter = IssuedLetter(
            id=work.new_id(),
            series="R",
            year=2022,
            number=1,
            number_text="R/1",
            kind="referral",
            dated_on=START.date(),
            registered_on=START.date(),
            addressee="RSJD",
            subject="BP",
            digest="a" * 64,
            size=1,
        )
        work.add(letter, "letters.issue.referral")
        letter.digest = "b" * 64
        work.change(letter, "letters.void")
    with store.reading(WRITER) as work:
        assert attachments_named(work.connection, SQLModel.metadata) == {"b" * 64}
        assert attachments_named(work.connection, SQLModel.metadata, with_history=True) == {"a" * 64, "b" * 64}
    store.close()
