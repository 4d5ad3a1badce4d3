"""Makers of real things for tests: a migrated encrypted store copied from one template, and actors with the delivered rights."""

import shutil
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.rights.matrix import default_matrix, rights_of
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.store import Store
from rehab_app.store.upgrade import migrate
from rehab_app.tables import METADATA

TEST_KEY = bytes(range(32))
START = datetime(2022, 3, 1, 1, 0, tzinfo=UTC)  # 09.00 WITA
_NAMES = UUID("8f14e45f-ceea-467f-9575-4bba0f0f0f0f")


@cache
def _template() -> Path:
    assert METADATA.tables
    path = Path(tempfile.mkdtemp(prefix="rehab-template-")) / "clinic.db"
    engine = encrypted_engine(path, TEST_KEY)
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def make_store(folder: Path, clock: SetClock | None = None) -> Store:
    """Return a store on a fresh copy of the migrated template, with a clock set to 1 March 2022, 09.00 WITA."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "clinic.db"
    shutil.copyfile(_template(), path)
    return Store(encrypted_engine(path, TEST_KEY), clock or SetClock(START))


def make_actor(*roles: Role, name: str = "Siti Konselor", seat: str = "PC-1") -> Actor:
    """Return an acting user with ``roles``; the same name and roles give the same account id."""
    kinds = roles or (Role.KONSELOR,)
    marks = ",".join(sorted(role.value for role in kinds))
    return Actor(
        uuid5(_NAMES, f"{name}/{marks}"), name, frozenset(kinds), rights_of(kinds, matrix=default_matrix()), seat
    )


def make_everyone() -> Iterable[tuple[Role, Actor]]:
    """Return one actor for each role."""
    return [(role, make_actor(role, name=f"Petugas {role.value}")) for role in Role]
