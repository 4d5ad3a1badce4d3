"""The data set of the measurements: an encrypted clinic of so many clients, ten sessions each, as the services leave it.

Built once for each number of clients and schema, by bulk inserts in the order of the deeds, with their history and the audit's
chain; the small ones are proved by the verifier. Everybody measures on a copy. One PDF stands for all issued letters.

``python -m tests.bench.build --clients N --dir DIR`` builds one.
"""

import argparse
import heapq
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Table, insert
from sqlmodel import select as select_records

from rehab_app.clinic.clients.search_index import CLIENTS, entry_of, registration_keys
from rehab_app.clinic.referrals.model import Destination
from rehab_app.desk.entry import new_clinic
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.audit.verify import verify
from rehab_app.office.numbers.counters import COUNTER
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.referral import referral
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.keys.data_key import DATABASE
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.slots import Slots
from rehab_app.store.ledger import AUDIT_ENTRY, Entry, head
from rehab_app.store.record import digest_of, history_of, plain_values
from rehab_app.store.text_index import Entry as IndexEntry
from rehab_app.store.upgrade import LATEST, migrate
from rehab_app.tables import METADATA
from tests.bench.people import people
from tests.bench.story import TODAY, Deed, Numbers, Office, Story, registration_days
from tests.papers.samples import FACTS

VERSION: Final = 4
"""Grows when the stories change, so that a kept data set is not taken for a new one."""
LOGIN: Final = "konselor"
PASSPHRASE: Final = "kuda lumping senja"
SEAT: Final = "PC-1"
_ROWS: Final = 20_000
_CACHE_KIB: Final = 6 * 1024 * 1024
_PROVED_UP_TO: Final = 2000


@dataclass(frozen=True, slots=True)
class DataSet:
    """A built clinic: where it stands and how many clients it has."""

    folder: DataFolder
    clients: int

    def copy_to(self, root: Path) -> "DataSet":
        """Return a copy to measure on."""
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(["cp", "-r", "--reflink=auto", str(self.folder.root), str(root)], check=True)
        return DataSet(DataFolder(root), self.clients)


def clock() -> SetClock:
    """Return a clock that stands on the day of the measurements, 10.00 WITA."""
    return SetClock(datetime.combine(TODAY, time(2), UTC))


def seat() -> Seat:
    """Return the seat everything is measured at."""
    return Seat(SEAT, clock(), Bus())


def opened(data: DataSet) -> OpenClinic:
    """Sign in to a data set."""
    return open_clinic(data.folder, LOGIN, PASSPHRASE, seat())


def data_set(kept: Path, clients: int, *, is_quick: bool = False) -> DataSet:
    """Return the data set of ``clients`` kept below ``kept``, built in a process of its own where it is not there yet."""
    beginning, ending = f"clients-{clients}-{VERSION}{'-quick' if is_quick else ''}-", LATEST
    root = kept / f"{beginning}{ending}"
    older = sorted(kept.glob(f"{beginning}[0-9][0-9][0-9][0-9]"))
    if not root.exists():
        command = [sys.executable, "-m", "tests.bench.build", "--clients", str(clients), "--dir", str(root)]
        command += ["--quick"] if is_quick else []
        # One of an older schema is upgraded, as a clinic's own store would be.
        command += ["--from", str(older[-1])] if older else []
        subprocess.run(command, check=True)
    return DataSet(DataFolder(root), clients)


def build(root: Path, clients: int, cost: Cost) -> None:
    """Build a data set at ``root``; it stands there only once it is whole."""
    making = root.with_name(f"{root.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.parent.mkdir(parents=True, exist_ok=True)
    account = AccountDraft(
        login=LOGIN, full_name="dr. Dewi Konselor", roles=[Role.SUBKOORDINATOR, Role.KONSELOR, Role.DOKTER]
    )
    profile = ProfileDraft(address="Jalan Contoh Raya Nomor 1, Balikpapan 76112", head_name="Drs. Contoh Pejabat")
    begun = Seat(SEAT, SetClock(datetime(2015, 12, 30, 1, tzinfo=UTC)), Bus())
    clinic, _ = new_clinic(DataFolder(making), profile, account, PASSPHRASE, begun, cost=cost)
    letter = draw(referral(FACTS))
    digest = clinic.attachments.put(letter)
    with clinic.reading() as work:
        destinations = tuple(work.session.exec(select_records(Destination.id).order_by(Destination.code)))
    office = Office(clinic.actor.user_id, destinations, digest, len(letter))
    raw_key = clinic.keys.data_key.derive(DATABASE)
    clinic.forget()
    _fill(DataFolder(making).database, raw_key, office, clients)
    making.rename(root)


def _fill(database: Path, raw_key: bytes, office: Office, clients: int) -> None:
    engine = encrypted_engine(database, raw_key, cache=_CACHE_KIB)
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        for pragma in ("wal_checkpoint(TRUNCATE)", "journal_mode = OFF", "synchronous = OFF"):
            driver.execute(f"PRAGMA {pragma}").fetchall()
        # Indexes that are made at the end are made in order; the keys themselves come as they came.
        later = driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in later:
            driver.execute(f'DROP INDEX "{name}"')
        with connection.begin():
            _Writer(connection, office, clients).write()
            for _, sql in later:
                connection.exec_driver_sql(sql)
        if clients <= _PROVED_UP_TO:
            with connection.begin():
                verdict = verify(connection, METADATA)
            assert verdict.is_unbroken, (verdict.fault, verdict.first_bad)
        driver.execute("PRAGMA journal_mode = WAL").fetchall()
    engine.dispose()


def upgraded(older: Path, root: Path) -> None:
    """Bring a kept data set of an older schema to this one, in its place."""
    data_key, _ = Slots.load(older / "clinic.slots").open(LOGIN, PASSPHRASE)
    engine = encrypted_engine(older / "clinic.db", data_key.derive(DATABASE), cache=_CACHE_KIB)
    migrate(engine)
    engine.dispose()
    older.rename(root)


class _Writer:
    """Writes all deeds in the order of their instants, in batches."""

    def __init__(self, connection: Connection, office: Office, clients: int) -> None:
        self._connection = connection
        self._office = office
        self._clients = clients
        self._numbers = Numbers()
        self._rows: defaultdict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._waiting = 0
        self._head = head(connection)
        self._entries: list[tuple[UUID, IndexEntry]] = []

    def write(self) -> None:
        """Write everything."""
        for deed in self._in_order():
            self._keep(deed)
        self._flush()
        CLIENTS.rebuild(self._connection, self._entries)
        counters = [
            {"series": series, "year": year, "last": last} for (series, year), last in self._numbers.last.items()
        ]
        self._connection.execute(insert(COUNTER), counters)

    def _in_order(self) -> Iterator[Deed]:
        """Yield the deeds of all clients by instant; only those that have begun are held."""
        pending: list[tuple[datetime, int, Deed]] = []
        count = 0
        days = registration_days(self._clients)
        for place, (person, day) in enumerate(zip(people(self._clients), days, strict=True)):
            story = Story(place, person, day, self._office, self._numbers)
            for deed in story.deeds():
                count += 1
                heapq.heappush(pending, (deed.at, count, deed))
            entry = entry_of(story.client, [story.contact])
            keys = entry.keys.union(*map(registration_keys, story.registrations))
            self._entries.append((story.client_id, replace(entry, keys=keys)))
            until = datetime.combine(day, time(), UTC)
            while pending and pending[0][0] < until:
                yield heapq.heappop(pending)[2]
        while pending:
            yield heapq.heappop(pending)[2]

    def _keep(self, deed: Deed) -> None:
        table: Table = deed.kind.__table__  # type: ignore[attr-defined]
        values = deed.values
        payload = json.dumps(plain_values(values), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = digest_of(payload)
        if deed.live is not None:
            self._rows[table].append(dict(deed.live))
        self._rows[history_of(table)].append(
            {
                "record_id": values["id"],
                "row_version": values["row_version"],
                "at": values["changed_at"],
                "by": values["changed_by"],
                "payload": payload,
                "digest": digest,
            }
        )
        entry = Entry(
            number=self._head.number + 1,
            at=deed.at,
            actor_id=self._office.counsellor,
            seat=SEAT,
            action=deed.action,
            record_table=table.name,
            record_id=values["id"],
            row_version=values["row_version"],
            row_digest=digest,
            previous_hash=self._head.hash,
        )
        hashed = entry.hash()
        self._rows[AUDIT_ENTRY].append({**{name: getattr(entry, name) for name in Entry.__slots__}, "hash": hashed})
        self._head = replace(self._head, number=entry.number, hash=hashed)
        self._waiting += 1
        if self._waiting >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        ordered: Iterable[Table] = METADATA.sorted_tables
        for table in ordered:
            if rows := self._rows.pop(table, None):
                self._connection.execute(insert(table), rows)
        self._waiting = 0


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.build")
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="a passphrase that protects nothing, for the smoke test")
    parser.add_argument("--from", type=Path, dest="older", help="a data set of an older schema, to be upgraded instead")
    options = parser.parse_args()
    if options.older:
        upgraded(options.older, options.dir)
        return
    build(options.dir, options.clients, Cost.for_tests() if options.quick else Cost.tuned())


if __name__ == "__main__":
    _main()
