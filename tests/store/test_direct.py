"""Statements that go straight to the driver: the same rows and errors as the engine's, and read by SQLite once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    insert,
    select,
    union_all,
)
from sqlalchemy.exc import DBAPIError, NoResultFound, OperationalError

from rehab_app.foundation.errors import Trouble
from rehab_app.store.direct import Direct
from rehab_app.store.engine import WRITING, encrypted_engine
from rehab_app.store.store import translated
from tests.makers import TEST_KEY

METADATA = MetaData()
PERSON = Table(
    "person",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("born", Date),
    Column("children", Integer),
    Column("is_known", Boolean, nullable=False),
)
NAMED = (
    select(PERSON)
    .where(PERSON.c.name.like(bindparam("pattern")), PERSON.c.is_known.is_(True))
    .order_by(PERSON.c.name)
    .limit(bindparam("limit"))
)
FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = encrypted_engine(tmp_path / "direct.db", TEST_KEY)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(**{WRITING: True}) as made, made.begin():
        METADATA.create_all(made)
        rows = [(FIRST, "Ani", date(1990, 8, 17), 2, True), (SECOND, "Budi", None, None, True)]
        made.execute(insert(PERSON), [dict(zip(PERSON.c.keys(), row, strict=True)) for row in rows])
        yield made


def test_rows_are_those_of_the_engine_with_their_types(connection: Connection) -> None:
    values = {"pattern": "%i%", "limit": 5}
    found = Direct(NAMED).rows(connection, values)
    assert [tuple(row) for row in found] == [tuple(row) for row in connection.execute(NAMED, values)]
    assert found[0] == (FIRST, "Ani", date(1990, 8, 17), 2, True)
    assert found[1] == (SECOND, "Budi", None, None, True)


def test_it_sees_its_own_transaction_and_takes_other_values_each_time(connection: Connection) -> None:
    named = Direct(NAMED)
    assert [row[1] for row in named.rows(connection, {"pattern": "A%", "limit": 5})] == ["Ani"]
    connection.execute(insert(PERSON).values(id=uuid4(), name="Agus", is_known=True))
    assert [row[1] for row in named.rows(connection, {"pattern": "A%", "limit": 5})] == ["Agus", "Ani"]
    assert [row[1] for row in named.rows(connection, {"pattern": "A%", "limit": 1})] == ["Agus"]
    assert named.rows(connection, {"pattern": "Z%", "limit": 1}) == []


def test_values_that_stand_in_the_statement_are_kept(connection: Connection) -> None:
    fixed = Direct(select(PERSON.c.name).where(PERSON.c.children == 2))
    assert fixed.rows(connection, {}) == [("Ani",)]


def test_a_missing_parameter_is_a_bug(connection: Connection) -> None:
    with pytest.raises(KeyError, match="limit"):
        Direct(NAMED).rows(connection, {"pattern": "%"})


def test_a_statement_whose_text_depends_on_its_values_is_refused(connection: Connection) -> None:
    wanted = select(PERSON.c.name).where(PERSON.c.name.in_(bindparam("names", expanding=True)))
    with pytest.raises(TypeError):
        Direct(wanted).rows(connection, {"names": ["Ani"]})


def test_an_error_is_the_engines_and_holds_no_value(connection: Connection) -> None:
    missing = Table("missing", MetaData(), Column("name", Text))
    with pytest.raises(OperationalError) as caught:
        Direct(select(missing).where(missing.c.name == bindparam("name"))).rows(connection, {"name": "Ani Rahasia"})
    assert isinstance(caught.value, DBAPIError)
    assert "Rahasia" not in str(caught.value) + repr(caught.value.__cause__) + repr(caught.value.params)


def test_a_search_that_is_stopped_is_a_known_trouble(connection: Connection) -> None:
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.set_progress_handler(lambda: 1, 1)
    try:
        with pytest.raises(Trouble) as caught, translated():
            Direct(NAMED).rows(connection, {"pattern": "%", "limit": 5})
    finally:
        driver.set_progress_handler(None, 0)
    assert caught.value.code == "store.interrupted"


def test_no_bare_parameter_makes_sqlite_plan_anew(engine: Engine) -> None:
    written = " ".join(str(NAMED.compile(dialect=engine.dialect)).split())
    assert "LIMIT (? + 0)" in written
    assert "LIKE ('' || ?)" in written
    assert "OFFSET" not in written
    paged = str(NAMED.offset(bindparam("offset")).compile(dialect=engine.dialect))
    assert "OFFSET" in paged


def test_an_escape_and_an_offset_still_mean_what_they_say(connection: Connection) -> None:
    connection.execute(insert(PERSON).values(id=uuid4(), name="100%", is_known=True))
    assert connection.execute(select(PERSON.c.name).where(PERSON.c.name.contains("%", autoescape=True))).all() == [
        ("100%",)
    ]
    names = select(PERSON.c.name).order_by(PERSON.c.name)
    assert connection.execute(names.limit(1).offset(1)).scalars().all() == ["Ani"]
    assert connection.execute(names.offset(2)).scalars().all() == ["Budi"]
    assert connection.execute(names.limit(1)).scalars().all() == ["100%"]


def test_ids_days_and_truths_are_written_as_the_engine_writes_them(connection: Connection) -> None:
    """What the caller gives is of Python's types; the driver is given what stands in the column."""
    wanted = select(PERSON.c.name).where(PERSON.c.id == bindparam("id"), PERSON.c.born == bindparam("born"))
    found = Direct(wanted).rows(connection, {"id": FIRST, "born": date(1990, 8, 17)})
    assert found == [("Ani",)]
    assert Direct(wanted).rows(connection, {"id": SECOND, "born": date(1990, 8, 17)}) == []


def test_rows_are_made_of_their_columns_by_place(connection: Connection) -> None:
    person = Direct(select(PERSON.c.id, PERSON.c.born).order_by(PERSON.c.name))
    made = person.made(connection, lambda one, born: (born, one), {})
    assert made == ((date(1990, 8, 17), FIRST), (None, SECOND))
    nobody = Direct(select(PERSON.c.id, PERSON.c.born).where(PERSON.c.name == bindparam("name")))
    assert nobody.made(connection, lambda one, born: (born, one), {"name": "Zul"}) == ()


def test_a_union_is_read_by_the_types_of_its_first_part(connection: Connection) -> None:
    both = union_all(
        select(PERSON.c.id, PERSON.c.born).where(PERSON.c.name == "Ani"),
        select(PERSON.c.id, PERSON.c.born).where(PERSON.c.name == "Budi"),
    )
    assert Direct(both).rows(connection, {}) == [(FIRST, date(1990, 8, 17)), (SECOND, None)]


def test_the_first_row_is_none_where_there_is_none_and_a_missing_one_is_a_bug(connection: Connection) -> None:
    named = Direct(select(PERSON.c.id).where(PERSON.c.name == bindparam("name")))
    assert named.first(connection, {"name": "Ani"}) == (FIRST,)
    assert named.first(connection, {"name": "Zul"}) is None
    assert named.one(connection, {"name": "Budi"}) == (SECOND,)
    with pytest.raises(NoResultFound):
        named.one(connection, {"name": "Zul"})
