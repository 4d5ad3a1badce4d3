"""Migrations: every schema from the first table on, by Alembic; imported only where there is something to migrate."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from rehab_app.foundation.errors import Trouble

LATEST: Final = "0005"
_MIGRATIONS = Path(__file__).parent / "migrations"


def present_revision(connection: Connection) -> str | None:
    """Return the schema revision of a database, or None where it has no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None


def known_revisions() -> frozenset[str]:
    """Return the revisions this program can upgrade from."""
    return frozenset(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def needs_upgrade(connection: Connection) -> bool:
    """Whether the database has an older schema than this program; raises Trouble("store.newer_schema") where it is newer."""
    revision = present_revision(connection)
    if revision == LATEST:
        return False
    if revision is not None and revision not in known_revisions():
        raise Trouble("store.newer_schema", revision=revision)
    return True


def migrate(engine: Engine, revision: str = LATEST) -> None:
    """Bring the schema to ``revision`` in one transaction; an error leaves it as it was."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that a start without migration need not pay
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect().execution_options(rehab_writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
