"""A new data key for a database: everything in it written into a new file under the new key."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from rehab_app.foundation.errors import Trouble
from rehab_app.store.engine import WAIT_SECONDS
from rehab_app.store.snapshot import driver_troubles
from rehab_app.store.watch import Watch


def export_under(database: Path, raw_key: bytes, target: Path, new_raw_key: bytes, watch: Watch | None = None) -> None:
    """Write a database that is held by ``nobody_else`` into the new file ``target`` under another raw key.

    Raises Trouble as every use of a database does. ``target`` is then whole and flushed to the disk; ``watch`` is told as it
    grows and may stop it.
    """
    watch = watch or Watch()
    target.touch(mode=0o600)
    with driver_troubles():
        # Read as it stands: whoever calls holds the database alone, and SQLite's lock would keep this connection out too.
        address = f"{database.absolute().as_uri()}?immutable=1"
        connection = sqlcipher.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA foreign_keys = OFF")  # rows come table by table
            connection.execute(f"ATTACH ? AS fresh KEY \"x'{new_raw_key.hex()}'\"", (str(target),))
            with watch.over(connection, growing=target):
                _export(connection)
            connection.execute("DETACH fresh")
        finally:
            connection.close()


def _export(connection: Any) -> None:  # noqa: ANN401 - the driver is untyped
    try:
        connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
    except sqlcipher.OperationalError as error:
        # What goes wrong inside the function comes out as a general error, with the cause in its text alone.
        if "disk is full" in str(error):
            raise Trouble("store.database_full") from None
        if "interrupted" in str(error):
            raise Trouble("store.interrupted") from None
        raise
