"""What differs between SQLite and PostgreSQL: locks, guards against updates, and what a driver's error means."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from rehab_app.foundation.errors import Trouble

_PRIMARY_CODE_MASK = 0xFF


def wait_for_turn(connection: Connection) -> None:
    """Make writers wait for each other from the first statement to the commit, for five seconds at most.

    SQLite's BEGIN IMMEDIATE has done so already. On PostgreSQL the ledger's table is locked: one writer at a time keeps the
    chain gapless and lets services check before they write, on both.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("LOCK TABLE audit_entry IN EXCLUSIVE MODE"))


def guard_statements(table: str, dialect: str) -> list[str]:
    """Return the statements that make the database refuse UPDATE and DELETE on ``table``."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    refuse = "$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$"
    guard = f"{table}_only_added_to BEFORE UPDATE OR DELETE ON {table}"
    return [
        f"CREATE OR REPLACE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS {refuse}",
        f"CREATE TRIGGER {guard} FOR EACH ROW EXECUTE FUNCTION only_added_to()",
    ]


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger that keeps a table from being changed; ``statement`` makes it anew (PostgreSQL only lets it rest)."""

    table: str
    name: str
    statement: str = ""


def guards_of(connection: Connection, tables: Collection[str]) -> list[Guard]:
    """Return the guards that stand on ``tables``."""
    if connection.dialect.name == "sqlite":
        query = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT c.relname, t.tgname, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
    rows = connection.exec_driver_sql(query).all()
    return [Guard(table, name, statement) for table, name, statement in rows if table in tables]


def lift_guards(connection: Connection, guards: Collection[Guard]) -> None:
    """Lift guards within this transaction, for a lawful erasure alone; a roll-back brings them back."""
    for guard in guards:
        is_sqlite = connection.dialect.name == "sqlite"
        resting = f'ALTER TABLE "{guard.table}" DISABLE TRIGGER "{guard.name}"'
        connection.exec_driver_sql(f'DROP TRIGGER "{guard.name}"' if is_sqlite else resting)


def set_guards(connection: Connection, guards: Collection[Guard]) -> None:
    """Set guards again that ``lift_guards`` lifted."""
    for guard in guards:
        is_sqlite = connection.dialect.name == "sqlite"
        awake = f'ALTER TABLE "{guard.table}" ENABLE TRIGGER "{guard.name}"'
        connection.exec_driver_sql(guard.statement if is_sqlite else awake)


def trouble_of(error: DBAPIError) -> Trouble | None:
    """Return the known trouble behind a driver's error, or None where it is a bug. Only its code is carried on."""
    return trouble_of_driver(error.orig)


def trouble_of_driver(error: BaseException | None) -> Trouble | None:
    """Return the known trouble behind an error that comes from the driver itself, or None where it is a bug."""
    number = getattr(error, "sqlite_errorcode", None)
    if isinstance(number, int):
        return _sqlite_trouble(number)
    return _postgres_trouble(str(getattr(error, "sqlstate", "")))


def _sqlite_trouble(number: int) -> Trouble | None:  # noqa: PLR0911 - one answer a code
    """Read a SQLite result code (https://sqlite.org/rescode.html)."""
    match number & _PRIMARY_CODE_MASK:
        case 5 | 6:
            return Trouble("store.busy")
        case 8:
            return Trouble("store.write_refused")
        case 9:
            return Trouble("store.interrupted")
        case 10 | 14:
            return Trouble("store.disk_error", number=number)
        case 11 | 26:
            return Trouble("store.damaged", number=number)
        case 13:
            return Trouble("store.database_full")
        case _:
            return None


def _postgres_trouble(state: str) -> Trouble | None:
    """Read a SQLSTATE of PostgreSQL (appendix A of its manual)."""
    match state:
        case "55P03" | "40P01":
            return Trouble("store.busy")
        case "53100":
            return Trouble("store.database_full")
        case "25006":
            return Trouble("store.write_refused")
        case _:
            return None
