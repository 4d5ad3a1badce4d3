"""The limit of everything that asks the database: the very statements that ours executed, on bare sqlcipher3.

The same file, the same pragmas and cache, one transaction, every row fetched; nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from rehab_app.foundation.actor import Actor
from rehab_app.store import direct
from rehab_app.store.direct import fetched
from rehab_app.store.engine import connect
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.bench.measuring import Times, timed, undisturbed

Case = TypeVar("Case")
_BLOCK = 20


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the driver got it."""

    text: str
    values: Any
    is_many: bool


class Bare:
    """One bare connection on a database."""

    def __init__(self, database: Path, raw_key: bytes) -> None:
        self._connection = connect(database, raw_key)

    def run(self, statements: Sequence[Statement], begin: str = "BEGIN") -> None:
        """Execute ``statements`` in one transaction and fetch every row."""
        execute, many = self._connection.execute, self._connection.executemany
        execute(begin)
        for one in statements:
            if one.is_many:
                many(one.text, one.values)
            else:
                execute(one.text, one.values).fetchall()
        execute("COMMIT")

    def write(self, statements: Sequence[Statement]) -> None:
        """Execute ``statements`` as a writer does."""
        self.run(statements, "BEGIN IMMEDIATE")

    def fetched(self, one: Statement) -> list[Any]:
        """Return the rows of one recorded query."""
        found: list[Any] = self._connection.execute(one.text, one.values).fetchall()
        return found

    def rows(self, text: str, *values: object) -> list[Any]:
        """Return the rows of one query."""
        found: list[Any] = self._connection.execute(text, values).fetchall()
        return found

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def recorded(engine: Engine) -> Iterator[list[Statement]]:
    """Collect what is executed on ``engine`` or directly on its driver, the beginning of the transaction apart."""
    found: list[Statement] = []

    def take(_connection: object, _cursor: object, text: str, values: object, _context: object, is_many: bool) -> None:
        if not text.startswith("BEGIN"):
            found.append(Statement(text, values, is_many))

    def take_directly(connection: Connection, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        if connection.engine is engine:
            found.append(Statement(text, values, is_many=False))
        return fetched(connection, text, values)

    event.listen(engine, "before_cursor_execute", take)
    try:
        with patch.object(direct, "fetched", take_directly):
            yield found
    finally:
        event.remove(engine, "before_cursor_execute", take)


class _Back(Exception):  # noqa: N818 - a way out, not an error
    """Takes a transaction back."""


def statements_of_read(store: Store, actor: Actor, task: Callable[[Work], object]) -> list[Statement]:
    """Return what a reading task executes, once its connection is warm."""
    with store.reading(actor) as work:
        task(work)
    with recorded(store.engine) as found, store.reading(actor) as work:
        task(work)
    return found


def statements_of_write(store: Store, actor: Actor, task: Callable[[Work], object]) -> list[Statement]:
    """Return what a writing task would execute now; it is taken back."""
    with recorded(store.engine) as found, suppress(_Back), store.writing(actor) as work:
        task(work)
        raise _Back
    return found


def writes_in_turns(
    store: Store,
    bare: Bare,
    actor: Actor,
    cases: Sequence[Case],
    task: Callable[[Work, Case], object],
    *,
    block: int = _BLOCK,
) -> Times:
    """Measure a writing task, ours and bare, in blocks; the first two, and the first two cases of each, do not count.

    In blocks, because a commit on one connection empties the page cache of the other: the program writes on one. What the bare
    side executes is recorded just before, on a transaction that is taken back, so that both write a chain that holds.
    """
    found = Times()

    def write(case: Case) -> None:
        with store.writing(actor) as work:
            task(work, case)

    blocks = [cases[start : start + block] for start in range(0, len(cases), block)]
    for number, of_block in enumerate(blocks):
        is_ours = bool(number % 2)
        with undisturbed():
            for place, case in enumerate(of_block):
                if is_ours:
                    taken = timed(lambda case=case: write(case))  # type: ignore[misc]
                else:
                    statements = statements_of_write(store, actor, lambda work, case=case: task(work, case))  # type: ignore[misc]
                    taken = timed(lambda statements=statements: bare.write(statements))  # type: ignore[misc]
                if place > 1 and number > 1:
                    (found.ours if is_ours else found.limit).append(taken)
    return found
