"""The endless list: pages by key, placeholders, stale answers, and memory that does not grow."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.ui.kit.columns import WAITING, Column
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.paged import PagedModel, RowPage
from rehab_app.ui.kit.table import Table


@dataclass(frozen=True, slots=True)
class Person:
    number: int


COLUMNS: list[Column[Person]] = [Column("Number", lambda row: str(row.number)), Column("Name", lambda _row: "Ayu")]


class Source:
    """A sorted table of numbers that is read by key, as a query would; it counts what is asked of it."""

    def __init__(self, count: int) -> None:
        self.numbers = list(range(count))
        self.asked: list[object | None] = []
        self.trouble: Exception | None = None

    def __call__(self, after: object | None, limit: int) -> RowPage[Person]:
        self.asked.append(after)
        if self.trouble is not None:
            raise self.trouble
        start = -1 if after is None else int(str(after))
        following = [number for number in self.numbers if number > start]
        taken = following[:limit]
        return RowPage(tuple(Person(n) for n in taken), taken[-1] if len(following) > limit else None)


@pytest.fixture
def model(context: ScreenContext) -> PagedModel[Person]:
    return PagedModel(context, COLUMNS, key=lambda row: row.number, page_rows=10, window=3)


def settle(jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: jobs.is_idle)


def numbers(model: PagedModel[Person]) -> list[int]:
    """Return what the model holds, without looking (looking fetches); -1 stands for a row that was let go."""
    held = []
    for page in model._window.pages:
        held += [row.number for row in page.rows] if page.rows is not None else [-1] * page.count
    return held


def scroll(model: PagedModel[Person], jobs: Jobs, qtbot: QtBot, until: Callable[[], bool]) -> None:
    """Look at the last row until ``until``."""
    for _ in range(200):
        model.row_at(model.rowCount() - 1)
        settle(jobs, qtbot)
        if until():
            return
    raise AssertionError("the list did not go on")


def test_the_first_page_comes_and_the_rest_only_when_it_is_looked_at(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    source = Source(35)
    model.show(source)
    was_loading = model.is_loading
    settle(jobs, qtbot)
    assert (was_loading, model.is_loading) == (True, False)
    assert numbers(model) == list(range(10))
    assert source.asked == [None]
    model.row_at(2)
    settle(jobs, qtbot)
    assert source.asked == [None], "the start of a page fetches nothing"
    model.row_at(7)
    settle(jobs, qtbot)
    assert source.asked == [None, 9]
    scroll(model, jobs, qtbot, lambda: model.is_complete)
    assert model.rowCount() == 35
    assert source.asked == [None, 9, 19, 29]
    assert not model.canFetchMore()


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20, 21])
def test_every_row_comes_exactly_once_whatever_the_number(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot, count: int
) -> None:
    model.show(Source(count))
    settle(jobs, qtbot)
    if count:
        scroll(model, jobs, qtbot, lambda: model.is_complete)
    assert numbers(model) == list(range(count))


def test_qt_finds_nothing_wrong_with_the_model_while_it_grows_shrinks_and_starts_anew(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    source = Source(75)
    model.show(source)
    settle(jobs, qtbot)
    scroll(model, jobs, qtbot, lambda: model.is_complete)
    for change in (lambda: source.numbers.pop(70), lambda: source.numbers.append(80), source.numbers.clear):
        change()
        model.row_at(model.rowCount() - 1)
        settle(jobs, qtbot)
        model.refresh()
        settle(jobs, qtbot)
    model.show(Source(3))
    settle(jobs, qtbot)
    assert numbers(model) == [0, 1, 2]
    assert tester.model() is model


def test_memory_keeps_to_its_window_and_dropped_rows_come_back_when_looked_at(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    source = Source(1000)
    model.show(source)
    settle(jobs, qtbot)
    scroll(model, jobs, qtbot, lambda: model.is_complete)
    assert model.rowCount() == 1000
    assert model.held_rows <= 30
    assert model.data(model.index(0, 0)) == WAITING
    assert model.data(model.index(0, 1)) == ""
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    assert model.row_text(0) in {"", "0\tAyu"}
    settle(jobs, qtbot)
    assert model.data(model.index(0, 0)) == "0"
    assert model.held_rows <= 30
    assert source.asked.count(None) == 2


def test_a_page_is_asked_for_once_however_often_it_is_looked_at(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    source = Source(25)
    model.show(source)
    settle(jobs, qtbot)
    for _ in range(50):
        model.row_at(9)
    settle(jobs, qtbot)
    assert source.asked == [None, 9]


def test_a_new_question_cancels_the_old_one_and_keeps_the_old_rows_until_its_answer(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    model.show(Source(5))
    settle(jobs, qtbot)
    go = threading.Event()
    slow, new = Source(3), Source(2)

    def wait(after: object | None, limit: int) -> RowPage[Person]:
        go.wait(10)
        return slow(after, limit)

    model.show(wait)
    model.show(new)
    assert model.rowCount() == 5
    assert model.canFetchMore() is False
    go.set()
    settle(jobs, qtbot)
    assert numbers(model) == [0, 1]


def test_typing_fast_reads_only_the_first_and_the_last_question(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    go, read = threading.Event(), []

    def ask(word: str) -> Callable[[object | None, int], RowPage[Person]]:
        def fetch(_after: object | None, _limit: int) -> RowPage[Person]:
            read.append(word)
            go.wait(10)
            return RowPage((Person(len(word)),))

        return fetch

    model.show(ask("s"))
    qtbot.waitUntil(lambda: read == ["s"])
    for word in ("si", "sit", "siti"):
        model.show(ask(word))
    go.set()
    settle(jobs, qtbot)
    assert read == ["s", "siti"]
    assert numbers(model) == [4]


def test_a_refresh_stays_where_the_user_is_and_shows_what_changed(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    source = Source(100)
    model.show(source)
    settle(jobs, qtbot)
    scroll(model, jobs, qtbot, lambda: model.rowCount() == 50)
    for number in range(40, 50):
        model.row_at(number)
    settle(jobs, qtbot)
    before = model.rowCount()
    source.numbers.remove(42)
    model.refresh()
    settle(jobs, qtbot)
    assert model.find(42) == -1
    assert model.find(43) == 42
    assert model.rowCount() <= before
    scroll(model, jobs, qtbot, lambda: model.is_complete)
    assert model.rowCount() == 99


def test_a_refresh_shows_a_row_that_was_added_and_loses_none(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    source = Source(20)
    source.numbers = list(range(0, 40, 2))
    model.show(source)
    settle(jobs, qtbot)
    scroll(model, jobs, qtbot, lambda: model.is_complete)
    source.numbers = sorted([*source.numbers, 5, 39])
    model.refresh()
    settle(jobs, qtbot)
    scroll(model, jobs, qtbot, lambda: model.is_complete)
    assert [n for n in numbers(model) if n != -1] == source.numbers


def test_a_refresh_of_an_emptied_list_shows_it_empty(model: PagedModel[Person], jobs: Jobs, qtbot: QtBot) -> None:
    source = Source(4)
    model.show(source)
    settle(jobs, qtbot)
    source.numbers.clear()
    model.refresh()
    settle(jobs, qtbot)
    assert model.rowCount() == 0


def test_a_refresh_before_anything_was_shown_does_nothing(model: PagedModel[Person], jobs: Jobs) -> None:
    model.refresh()
    model.reload()
    assert jobs.is_idle


def test_a_first_page_that_cannot_be_read_empties_the_list_and_tells(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    told: list[RuleBroken] = []
    model.load_failed.connect(told.append)
    source = Source(30)
    source.trouble = Trouble("kit.disk_full")
    model.show(source)
    settle(jobs, qtbot)
    assert [trouble.code for trouble in told] == ["kit.disk_full"]
    assert not model.is_loading
    source.trouble = None
    model.reload()
    settle(jobs, qtbot)
    assert model.rowCount() == 10


def test_a_later_page_that_cannot_be_read_is_told_once_and_not_asked_again_by_itself(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    unheard: list[RuleBroken] = []
    jobs.unheard.connect(unheard.append)
    source = Source(30)
    model.show(source)
    settle(jobs, qtbot)
    source.trouble = Trouble("kit.disk_full")
    for _ in range(5):
        model.row_at(9)
        settle(jobs, qtbot)
    assert len(unheard) == 1
    assert source.asked == [None, 9]
    assert model.rowCount() == 10
    source.trouble = None
    model.refresh()
    settle(jobs, qtbot)
    scroll(model, jobs, qtbot, lambda: model.is_complete)
    assert model.rowCount() == 30


def test_forget_drops_the_rows_and_what_is_on_its_way(model: PagedModel[Person], jobs: Jobs, qtbot: QtBot) -> None:
    model.show(Source(30))
    settle(jobs, qtbot)
    model.row_at(9)
    model.forget()
    settle(jobs, qtbot)
    assert model.rowCount() == 0
    assert model.held_rows == 0


def test_reads_cancelled_by_a_lock_leave_a_list_that_can_be_read_again(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    go = threading.Event()
    jobs.interrupt_reads_by(go.set)

    def wait(after: object | None, limit: int) -> RowPage[Person]:
        go.wait(10)
        return Source(12)(after, limit)

    model.show(wait)
    assert jobs.drain(10)
    go.set()
    assert not model.is_loading
    model.reload()
    settle(jobs, qtbot)
    assert model.rowCount() == 10


def test_a_list_on_the_screen_scrolls_to_its_end_by_keyboard(
    model: PagedModel[Person], jobs: Jobs, qtbot: QtBot
) -> None:
    table: Table[Person] = Table(model, "Clients")
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    table.setFocus()
    assert not table._cover.isVisible()
    model.show(Source(120))
    assert not table._cover.isVisible(), "a list that is loading is not an empty list"
    settle(jobs, qtbot)
    table.choose(0)
    for _ in range(60):
        QTest.keyClick(table, Qt.Key.Key_PageDown)
        settle(jobs, qtbot)
        if model.is_complete:
            break
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current_row == Person(119)
    QTest.keyClick(table, Qt.Key.Key_Home)
    table.viewport().repaint()
    settle(jobs, qtbot)
    assert table.current_row == Person(0)
    model.show(Source(0))
    settle(jobs, qtbot)
    assert table._cover.isVisible()
