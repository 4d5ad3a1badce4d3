"""What a database knows of itself: which store it is, the generation of its slots file, the segment of failed sign-ins.

These few facts live inside the encryption, so an older slots file or a removed list of failures can be told from the present.
"""

from typing import Final

from sqlalchemy import Column, Connection, String, Table, Text, delete, insert, select
from sqlmodel import SQLModel

STORE_ID: Final = "store_id"
SLOTS_VERSION: Final = "slots_version"
ATTEMPTS_SEGMENT: Final = "attempts_segment"
PRACTICE: Final = "practice"
LATEST_INSTANT: Final = "latest_instant"
RECOVERY_SLOT: Final = "recovery_slot"
INDEX_CHECK: Final = "index_check"
"""``due`` where the text index may not know every record: after an upgrade and after a restore."""

STORE_META = Table(
    "store_meta",
    SQLModel.metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)


def read_meta(connection: Connection, name: str) -> str | None:
    """Return the value under ``name``, or None."""
    row = connection.execute(select(STORE_META.c.value).where(STORE_META.c.name == name)).first()
    return str(row.value) if row else None


def is_practice_clinic(connection: Connection) -> bool:
    """Whether this is a practice clinic, whose people are invented."""
    return read_meta(connection, PRACTICE) == "yes"


def write_meta(connection: Connection, name: str, value: str) -> None:
    """Keep ``value`` under ``name``, replacing an earlier one."""
    connection.execute(delete(STORE_META).where(STORE_META.c.name == name))
    connection.execute(insert(STORE_META), {"name": name, "value": value})
