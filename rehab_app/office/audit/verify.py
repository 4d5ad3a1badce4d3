"""The verifier: walks the ledger and says whether it is unbroken, and whether a printed seal still stands in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, MetaData, Row, Table, and_, func, literal, select

from rehab_app.foundation.errors import RuleBroken
from rehab_app.store.erase import erased_versions
from rehab_app.store.ledger import AUDIT_ENTRY, FIRST_PREVIOUS, Entry, Head, head
from rehab_app.store.record import digest_of, history_of, plain_values, record_tables

_SEAL = re.compile(r"^\s*(\d{1,12})\s*:\s*([0-9a-fA-F]{16,64})\s*$")
_BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class Seal:
    """A head as it was printed: entry number and the hash or its first 16 or more digits."""

    number: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> "Seal":
        """Read ``N:HASH``; raises RuleBroken("audit.unreadable_seal")."""
        match = _SEAL.match(text)
        if match is None:
            raise RuleBroken("audit.unreadable_seal", field="seal")
        return cls(int(match[1]), match[2].lower())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier found.

    ``first_bad`` is the number of the first entry that does not fit (or the first missing number), None where all fit.
    ``fault``: empty, "gap", "chain", "history" (a history row differs from its digest), "live" (a record differs from its latest
    history), "seal_missing" (the ledger is shorter than the seal: truncation or roll-back) or "seal_differs" (rewriting).
    ``is_origin_proved`` is true only where a seal was given and stands. ``erased`` counts the entries whose record was lawfully
    erased since: the entry stands in the chain, what was written is gone.
    """

    entries: int
    head: Head
    is_unbroken: bool
    first_bad: int | None
    fault: str
    is_origin_proved: bool
    erased: int = 0


def verify(connection: Connection, metadata: MetaData, seal: Seal | None = None) -> Verdict:
    """Verify the whole ledger in one reading transaction; memory stays one batch of entries."""
    last = Head(0, FIRST_PREVIOUS)
    seal_fault: tuple[int, str] | None = None
    for row in _entries(connection):
        fault = _fault_of(row, last)
        if fault:
            return Verdict(_count(connection), last, False, min(row.number, last.number + 1), fault, False)  # noqa: FBT003 - in the order of the fields
        last = Head(row.number, row.hash)
        if seal and row.number == seal.number and not row.hash.startswith(seal.hash):
            seal_fault = (row.number, "seal_differs")
    if seal and seal.number > last.number:
        seal_fault = (last.number + 1, "seal_missing")
    erased = erased_versions(connection)
    bad = seal_fault or _bad_history(connection, metadata, erased) or _bad_live(connection, metadata)
    if bad:
        return Verdict(_count(connection), last, False, bad[0], bad[1], False)  # noqa: FBT003 - the fields are named above
    return Verdict(last.number, last, True, None, "", seal is not None, len(erased))  # noqa: FBT003 - as above


def _entries(connection: Connection) -> Iterator[Row[tuple[object, ...]]]:
    after = -1
    while True:
        rows = connection.execute(
            select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.number > after).order_by(AUDIT_ENTRY.c.number).limit(_BATCH)
        ).all()
        if not rows:
            return
        yield from rows
        after = rows[-1].number


def _fault_of(row: Row[tuple[object, ...]], last: Head) -> str:
    if row.number != last.number + 1:
        return "gap"
    entry = Entry(**{name: getattr(row, name) for name in Entry.__slots__})
    return "" if entry.previous_hash == last.hash and entry.hash() == row.hash else "chain"


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(AUDIT_ENTRY)).scalar_one())


def _bad_history(
    connection: Connection, metadata: MetaData, erased: frozenset[tuple[str, UUID, int]]
) -> tuple[int, str] | None:
    """Return the first entry whose history row is gone or no longer hashes to the digest in the ledger.

    A row that a lawful erasure names is gone rightly; one that it names and that is still there was put back past the program.
    """
    found: list[int] = []
    for table in record_tables(metadata):
        history = history_of(table)
        joined = AUDIT_ENTRY.outerjoin(
            history,
            and_(history.c.record_id == AUDIT_ENTRY.c.record_id, history.c.row_version == AUDIT_ENTRY.c.row_version),
        )
        rows = connection.execution_options(yield_per=_BATCH).execute(
            select(
                AUDIT_ENTRY.c.number,
                AUDIT_ENTRY.c.record_id,
                AUDIT_ENTRY.c.row_version,
                AUDIT_ENTRY.c.row_digest,
                history.c.payload,
                history.c.digest,
            )
            .select_from(joined)
            .where(AUDIT_ENTRY.c.record_table == table.name, AUDIT_ENTRY.c.row_digest != literal(""))
        )
        found += [
            row.number
            for row in rows
            if ((table.name, row.record_id, row.row_version) in erased) != (row.payload is None)
            or (row.payload is not None and _differs(row.payload, row.digest, row.row_digest))
        ]
    return (min(found), "history") if found else None


def _differs(payload: str, digest: str, row_digest: str) -> bool:
    """Whether a history row is another than the one its entry was written with."""
    return digest != row_digest or digest_of(payload) != row_digest


def _bad_live(connection: Connection, metadata: MetaData) -> tuple[int, str] | None:
    """Return the entry of the first record whose present row is not what its latest history row says, or is gone."""
    found: list[int] = []
    for table in record_tables(metadata):
        history = history_of(table)
        newest = select(history.c.record_id, func.max(history.c.row_version).label("row_version")).group_by(
            history.c.record_id
        )
        latest = newest.subquery()
        rows = connection.execute(
            select(history.c.record_id, history.c.row_version, history.c.payload, table).select_from(
                latest.join(
                    history,
                    and_(history.c.record_id == latest.c.record_id, history.c.row_version == latest.c.row_version),
                ).outerjoin(table, table.c.id == history.c.record_id)
            )
        )
        for row in rows:
            present = {column.key: row._mapping[column] for column in table.columns}  # noqa: SLF001 - public in SQLAlchemy
            if not _agrees(present, row.payload):
                found.append(_number_of(connection, table.name, row.record_id, row.row_version))
        found += [head(connection).number + 1] * _unknown(connection, table, history)
    return (min(found), "live") if found else None


def _number_of(connection: Connection, table: str, record_id: UUID, row_version: int) -> int:
    """Return the entry that wrote one version of a record."""
    query = select(AUDIT_ENTRY.c.number).where(
        AUDIT_ENTRY.c.record_table == table,
        AUDIT_ENTRY.c.record_id == record_id,
        AUDIT_ENTRY.c.row_version == row_version,
    )
    return int(connection.execute(query).scalar_one())


def _unknown(connection: Connection, table: Table, history: Table) -> int:
    """Return how many present rows no history row knows: put there past the program."""
    known = select(history.c.record_id).where(history.c.record_id == table.c.id)
    query = select(func.count()).select_from(table).where(~known.exists())
    return int(connection.execute(query).scalar_one())


def _agrees(present: dict[str, object], payload: str) -> bool:
    """Whether a present row equals the columns its payload holds; columns added by later migrations are left out."""
    kept = json.loads(payload)
    now = plain_values(present)
    return present["id"] is not None and all(now.get(name) == value for name, value in kept.items() if name in now)
