"""Columns in the order of a row's fields: what stands for which field, and how lists are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import JSON, Column, Connection, MetaData, Table, Text, Uuid, false, insert, select

from rehab_app.store.direct import Direct
from rehab_app.store.engine import WRITING, encrypted_engine
from rehab_app.store.record import UtcTime
from rehab_app.store.shown import shown_columns
from tests.makers import TEST_KEY

METADATA = MetaData()
NOTED = Table(
    "noted",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("words", Text, nullable=False),
    Column("signs", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Uuid, nullable=False),
)
ONE, TWO, WHO = UUID(int=1), UUID(int=2), UUID(int=7)
AT = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NotedRow:
    """In another order than the table's."""

    words: str
    signs: tuple[str, ...]
    is_withheld: bool
    entered_at: datetime
    entered_by: UUID
    id: UUID


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = encrypted_engine(tmp_path / "shown.db", TEST_KEY)
    with engine.connect().execution_options(**{WRITING: True}) as made, made.begin():
        METADATA.create_all(made)
        common = {"created_at": AT, "created_by": WHO}
        made.execute(
            insert(NOTED),
            [
                {"id": ONE, "words": "a", "signs": ["tremor", "sweat"], **common},
                {"id": TWO, "words": "b", "signs": [], **common},
            ],
        )
        yield made
    engine.dispose()


def test_a_row_is_made_of_its_columns_in_the_order_of_its_fields(connection: Connection) -> None:
    columns = shown_columns(NotedRow, NOTED, is_withheld=false())
    assert [column.key for column in columns] == ["words", "signs", "is_withheld", "created_at", "created_by", "id"]
    expected = (
        NotedRow("a", ("tremor", "sweat"), is_withheld=False, entered_at=AT, entered_by=WHO, id=ONE),
        NotedRow("b", (), is_withheld=False, entered_at=AT, entered_by=WHO, id=TWO),
    )
    query = select(*columns).order_by(NOTED.c.words)
    assert Direct(query).made(connection, NotedRow, {}) == expected
    assert tuple(NotedRow(*row) for row in connection.execute(query)) == expected


def test_a_field_that_is_neither_column_nor_said_is_a_bug() -> None:
    with pytest.raises(KeyError, match="is_withheld"):
        shown_columns(NotedRow, NOTED)
