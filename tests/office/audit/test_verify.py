"""The verifier finds rewriting, truncation and roll-back; without a seal it does not claim an origin."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.audit.service import check, newest, of_records, print_seal
from rehab_app.office.audit.verify import Seal, Verdict, verify
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.ledger import AUDIT_ENTRY, Entry
from rehab_app.store.store import Store
from rehab_app.tables import METADATA
from tests.makers import TEST_KEY, make_actor, make_store

WRITER = make_actor(Role.SUBKOORDINATOR)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path / "data")
    for number in range(5):
        with store.writing(WRITER) as work:
            client = Client(id=work.new_id(), rm_number=str(number), full_name="Budi", initials="B", sex="L")
            work.add(client, "clients.register")
    return store


def _verdict(store: Store, seal: Seal | None = None) -> Verdict:
    with store.engine.connect() as connection:
        return verify(connection, METADATA, seal)


def _tamper(store: Store, *statements: str, table: str = "audit_entry") -> None:
    """Do what somebody with the key and a database tool could do: drop the guards, then rewrite."""
    with store.engine.connect().execution_options(rehab_writing=True) as connection, connection.begin():
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
        for statement in statements:
            connection.execute(text(statement))


def test_an_untouched_ledger_is_unbroken_but_without_a_seal_its_origin_is_not_proved(store: Store) -> None:
    verdict = _verdict(store)
    assert verdict.is_unbroken
    assert verdict.entries == 5
    assert not verdict.is_origin_proved


def test_a_seal_that_stands_proves_the_origin(store: Store) -> None:
    with store.writing(WRITER) as work:
        head = print_seal(work)
    assert _verdict(store, Seal.parse(f"{head.number}:{head.hash}")).is_origin_proved
    assert _verdict(store, Seal.parse(f" {head.number} : {head.hash[:16].upper()} ")).is_origin_proved


@pytest.mark.parametrize(
    ("statement", "fault", "first_bad"),
    [
        ("UPDATE audit_entry SET action = 'clients.view' WHERE number = 3", "chain", 3),
        ("UPDATE audit_entry SET at = '2021-01-01 00:00:00' WHERE number = 2", "chain", 2),
        ("DELETE FROM audit_entry WHERE number = 4", "gap", 4),
        ("DELETE FROM audit_entry WHERE number = 1", "gap", 1),
    ],
)
def test_rewriting_and_holes_are_found_at_their_number(
    store: Store, statement: str, fault: str, first_bad: int
) -> None:
    _tamper(store, statement)
    verdict = _verdict(store)
    assert (verdict.is_unbroken, verdict.fault, verdict.first_bad) == (False, fault, first_bad)


def test_truncation_is_found_only_with_the_seal(store: Store) -> None:
    with store.writing(WRITER) as work:
        head = print_seal(work)
    _tamper(store, f"DELETE FROM audit_entry WHERE number = {head.number}")
    assert _verdict(store).is_unbroken
    verdict = _verdict(store, Seal(head.number, head.hash))
    assert (verdict.is_unbroken, verdict.fault, verdict.first_bad) == (False, "seal_missing", head.number)


def test_a_chain_rewritten_whole_is_found_by_the_seal(store: Store) -> None:
    with store.writing(WRITER) as work:
        head = print_seal(work)
    _tamper(store, *_forged(store))
    assert _verdict(store).is_unbroken
    verdict = _verdict(store, Seal(head.number, head.hash))
    assert (verdict.is_unbroken, verdict.fault, verdict.first_bad) == (False, "seal_differs", head.number)


def _forged(store: Store) -> list[str]:
    """Return the statements that change entry 2's seat and compute every later hash anew."""
    statements = []
    with store.engine.connect() as connection:
        rows = connection.execute(text("SELECT number FROM audit_entry ORDER BY number")).all()
        previous = ""
        for (number,) in rows:
            entry = _entry(connection.execute, number)
            seat = "PC-9" if number == 2 else entry.seat
            forged = Entry(
                **{
                    **{name: getattr(entry, name) for name in Entry.__slots__},
                    "seat": seat,
                    "previous_hash": previous or entry.previous_hash,
                }
            )
            previous = forged.hash()
            statements.append(
                f"UPDATE audit_entry SET seat = '{seat}', previous_hash = '{forged.previous_hash}', hash = '{previous}' "
                f"WHERE number = {number}"
            )
    return statements


def _entry(execute: Callable[..., object], number: int) -> Entry:
    row = execute(AUDIT_ENTRY.select().where(AUDIT_ENTRY.c.number == number)).one()  # type: ignore[attr-defined]
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})


def test_roll_back_to_an_older_copy_is_found_by_the_seal(store: Store, tmp_path: Path) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(tmp_path / "data" / "clinic.db", tmp_path / "older.db")
    with store.writing(WRITER) as work:
        head = print_seal(work)
    older = encrypted_engine(tmp_path / "older.db", TEST_KEY)
    with older.connect() as connection:
        assert verify(connection, METADATA).is_unbroken
        assert verify(connection, METADATA, Seal(head.number, head.hash)).fault == "seal_missing"
    older.dispose()


def test_a_history_row_that_was_rewritten_is_found(store: Store) -> None:
    _tamper(
        store,
        "UPDATE client_history SET payload = replace(payload, 'Budi', 'Badu') "
        "WHERE record_id = (SELECT record_id FROM audit_entry WHERE number = 3)",
        table="client_history",
    )
    verdict = _verdict(store)
    assert (verdict.fault, verdict.first_bad) == ("history", 3)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE client SET full_name = 'Badu' WHERE rm_number = '3'", "DELETE FROM client WHERE rm_number = '3'"],
)
def test_a_record_changed_or_removed_past_the_program_is_found(store: Store, statement: str) -> None:
    _tamper(store, statement)
    verdict = _verdict(store)
    assert (verdict.fault, verdict.first_bad) == ("live", 4)


def test_a_record_put_in_past_the_program_is_found(store: Store) -> None:
    with store.engine.connect() as connection:
        names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(client)")]
    copied = ", ".join(
        "'ff' || substr(id, 3)" if name == "id" else "'x'" if name == "rm_number" else name for name in names
    )
    _tamper(store, f"INSERT INTO client ({', '.join(names)}) SELECT {copied} FROM client WHERE rm_number = '1'")
    verdict = _verdict(store)
    assert (verdict.fault, verdict.first_bad) == ("live", 6)


@pytest.mark.parametrize("text_of_seal", ["", "12", "abc:def", "12:xyz", "-1:" + "a" * 64, "1:" + "a" * 15])
def test_an_unreadable_seal_is_refused(text_of_seal: str) -> None:
    with pytest.raises(RuleBroken, match="audit.unreadable_seal"):
        Seal.parse(text_of_seal)


def test_entries_are_read_newest_first_and_only_by_those_who_may(store: Store) -> None:
    with store.reading(WRITER) as work:
        rows = newest(work, limit=3)
        older = newest(work, limit=3, before=rows[-1].number)
        mine = of_records(work, [rows[0].record_id]) if rows[0].record_id else []
    assert [row.number for row in rows] == [5, 4, 3]
    assert [row.number for row in older] == [2, 1]
    assert [row.number for row in mine] == [5]
    with store.reading(make_actor(Role.KONSELOR)) as work:
        with pytest.raises(NotAllowed):
            newest(work)
        with pytest.raises(NotAllowed):
            check(work)
