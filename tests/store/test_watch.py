"""A long task is told of at every piece, and may be stopped at each, also inside a statement of the engine."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.store.engine import connect
from rehab_app.store.snapshot import driver_troubles
from rehab_app.store.watch import Watch
from tests.makers import TEST_KEY

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n"


class Stopped(RuleBroken):
    """What somebody raises who does not want to wait."""


def stop(_done: int, _total: int) -> None:
    raise Stopped("test.stopped")


def test_bytes_add_up_and_never_pass_the_total() -> None:
    told: list[tuple[int, int]] = []
    watch = Watch(lambda done, total: told.append((done, total)))
    watch.expect(10)
    watch.expect(99)
    for count in (4, 4, 4):
        watch.passed(count)
    assert told == [(4, 10), (8, 10), (10, 10)]


def test_once_stopped_it_stays_stopped_for_every_part() -> None:
    calls: list[int] = []

    def tell(done: int, _total: int) -> None:
        calls.append(done)
        raise Stopped("test.stopped")

    watch = Watch(tell)
    watch.expect(5)
    for _ in range(3):
        with pytest.raises(Stopped):
            watch.passed(1)
    assert calls == [1]


def test_nobody_need_follow() -> None:
    Watch().passed(5)


def test_a_running_statement_is_stopped_and_the_reason_told(tmp_path: Path) -> None:
    connection = connect(tmp_path / "clinic.db", TEST_KEY)
    watch = Watch(stop)
    with pytest.raises(Stopped), watch.over(connection), driver_troubles():
        connection.execute(COUNT).fetchone()
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()


def test_a_trouble_of_its_own_stays_what_it_is(tmp_path: Path) -> None:
    connection = connect(tmp_path / "clinic.db", TEST_KEY)
    with pytest.raises(Trouble, match=r"store\.damaged"), Watch().over(connection):
        raise Trouble("store.damaged")
    with pytest.raises(sqlcipher.OperationalError), Watch().over(connection):
        connection.execute("SELECT nothing FROM nowhere")
    connection.close()


def test_a_file_is_told_of_as_it_grows(tmp_path: Path) -> None:
    connection = connect(tmp_path / "clinic.db", TEST_KEY)
    grown = tmp_path / "grown"
    grown.write_bytes(b"x" * 7)
    told: list[int] = []
    with Watch(lambda done, _total: told.append(done)).over(connection, growing=grown):
        connection.execute(COUNT).fetchone()
    assert set(told) == {0}
    watch = Watch(lambda done, total: told.append(done + 0 * total))
    watch.expect(100)
    with watch.over(connection, growing=grown):
        connection.execute(COUNT).fetchone()
    assert told[-1] == 7
    connection.close()
