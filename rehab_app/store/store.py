"""The open store: one encrypted database, handed out as units of work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from rehab_app.foundation.actor import Actor
from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.events import Bus
from rehab_app.store.dialects import trouble_of, wait_for_turn
from rehab_app.store.engine import WRITING
from rehab_app.store.work import Work


class Store:
    """One open database. ``close`` closes every connection; the key is forgotten by whoever holds it."""

    def __init__(
        self, engine: Engine, clock: Clock, bus: Bus | None = None, new_id: Callable[[], UUID] = uuid4
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.bus = bus or Bus()
        self._new_id = new_id
        self._is_closed = False
        self._reading: set[Connection] = set()
        self._writing: set[Connection] = set()

    @property
    def is_closed(self) -> bool:
        """Whether the store was closed; no path writes then."""
        return self._is_closed

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Work]:
        """Open a unit of work that commits at the end of the block and rolls back where it raises.

        Waits up to five seconds for another writer, then raises Trouble("store.busy"). Facts published in it reach their
        after-commit subscribers once the commit is on disk.
        """
        with self._transaction(actor, is_writing=True) as work:
            yield work
        for fact in work.facts:
            self.bus.publish_after(fact)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Work]:
        """Open a unit of work on one consistent snapshot that cannot write."""
        with self._transaction(actor, is_writing=False) as work:
            yield work

    def interrupt_reads(self) -> None:
        """Stop the statements that run in reading units of work now; thread-safe, for SQLite's connections."""
        _interrupt(self._reading)

    def interrupt_writes(self) -> None:
        """Stop the statements of a writing unit of work, which then rolls back; for a lock that waits no longer."""
        _interrupt(self._writing)

    def close(self) -> None:
        """Close every connection; later use raises Trouble("store.locked")."""
        self._is_closed = True
        self.engine.dispose()

    @contextmanager
    def _transaction(self, actor: Actor, *, is_writing: bool) -> Iterator[Work]:
        if self._is_closed:
            raise Trouble("store.locked")
        with translated(), self._connection(is_writing=is_writing) as connection, connection.begin():
            busy = self._writing if is_writing else self._reading
            busy.add(connection)
            work = Work(connection, actor, self.clock, self._new_id, is_writing=is_writing)
            try:
                if is_writing:
                    wait_for_turn(connection)
                yield work
                work.flush()
            finally:
                busy.discard(connection)
                work.close()

    def _connection(self, *, is_writing: bool) -> Connection:
        connection = self.engine.connect()
        return connection.execution_options(**{WRITING: True}) if is_writing else connection


def _interrupt(connections: set[Connection]) -> None:
    for connection in list(connections):
        interrupt = getattr(connection.connection.dbapi_connection, "interrupt", None)
        if interrupt is not None:
            interrupt()


@contextmanager
def translated() -> Iterator[None]:
    """Turn a driver's error into the known trouble behind it; what stays is a bug, without parameters or values."""
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from None
