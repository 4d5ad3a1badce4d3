"""The lanes: order, one ending each, cancelling, owners that are gone, and coming to rest."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.jobs import Cancelled, Fault, Job, Jobs, Lane, Progress


class Ends:
    """Notes how jobs end."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.troubles: list[RuleBroken] = []

    @property
    def count(self) -> int:
        return len(self.results) + len(self.troubles)

    @property
    def codes(self) -> list[str]:
        return [trouble.code for trouble in self.troubles]


@pytest.fixture
def ends() -> Ends:
    return Ends()


def ask(jobs: Jobs, lane: Lane, task: Callable[[], Any], ends: Ends, owner: QObject | None = None) -> Job:
    return jobs.on(lane)(task, ends.results.append, ends.troubles.append, owner=owner)


def refuse() -> None:
    raise RuleBroken("client.nik_taken", rm="12")


def break_down() -> None:
    raise ValueError("Siti 6471055708900001")


@pytest.mark.parametrize("lane", list(Lane))
def test_a_result_comes_back_on_the_ui_thread_from_another_thread(jobs: Jobs, qtbot: QtBot, lane: Lane) -> None:
    seen: list[tuple[int, QThread]] = []
    jobs.on(lane)(threading.get_ident, lambda ident: seen.append((ident, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1] is QApplication.instance().thread()  # type: ignore[union-attr]


def test_a_lane_does_one_task_at_a_time_in_the_order_asked(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    running: list[int] = []
    most: list[int] = []

    def task(number: int) -> int:
        running.append(number)
        most.append(len(running))
        running.remove(number)
        return number

    for number in range(50):
        jobs.write(lambda number=number: task(number), ends.results.append, ends.troubles.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: ends.count == 50)
    assert ends.results == list(range(50))
    assert set(most) == {1}


def test_a_slow_write_does_not_hold_up_a_read(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    go = threading.Event()
    ask(jobs, Lane.WRITE, go.wait, ends)
    ask(jobs, Lane.READ, lambda: "read", ends)
    qtbot.waitUntil(lambda: ends.results == ["read"])
    go.set()
    qtbot.waitUntil(lambda: ends.count == 2)


def test_a_broken_rule_goes_to_failed_and_is_not_reported(
    jobs: Jobs, qtbot: QtBot, ends: Ends, reported: list[BaseException]
) -> None:
    ask(jobs, Lane.WRITE, refuse, ends)
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.codes == ["client.nik_taken"]
    assert ends.troubles[0].facts == {"rm": "12"}
    assert reported == []


def test_a_bug_is_reported_and_the_page_only_hears_that_it_may_stop_waiting(
    jobs: Jobs, qtbot: QtBot, ends: Ends, reported: list[BaseException]
) -> None:
    ask(jobs, Lane.WRITE, break_down, ends)
    qtbot.waitUntil(lambda: ends.count == 1)
    assert isinstance(ends.troubles[0], Fault)
    assert [type(error) for error in reported] == [ValueError]
    ask(jobs, Lane.WRITE, lambda: "next", ends)
    qtbot.waitUntil(lambda: ends.results == ["next"])


def test_a_trouble_nobody_listens_to_is_unheard_and_a_bug_is_not_told_twice(jobs: Jobs, qtbot: QtBot) -> None:
    unheard: list[RuleBroken] = []
    jobs.unheard.connect(unheard.append)
    jobs.read(break_down)
    jobs.read(refuse)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert [trouble.code for trouble in unheard] == ["client.nik_taken"]


def test_a_waiting_job_that_is_cancelled_never_begins(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    go, begun = threading.Event(), threading.Event()
    ask(jobs, Lane.WRITE, go.wait, ends)
    waiting = ask(jobs, Lane.WRITE, begun.set, ends)
    waiting.cancel()
    waiting.cancel()
    qtbot.waitUntil(lambda: ends.codes == ["kit.cancelled"])
    go.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert not begun.is_set()
    assert ends.count == 2


def test_a_read_cancelled_while_it_runs_is_interrupted_and_shows_nothing(
    jobs: Jobs, qtbot: QtBot, ends: Ends, reported: list[BaseException]
) -> None:
    begun, interrupted = threading.Event(), threading.Event()

    def long_read() -> str:
        begun.set()
        interrupted.wait(10)
        raise OSError("interrupted")

    jobs.interrupt_reads_by(interrupted.set)
    job = ask(jobs, Lane.READ, long_read, ends)
    assert begun.wait(10)
    job.cancel()
    qtbot.waitUntil(lambda: ends.count == 1)
    assert interrupted.is_set()
    assert isinstance(ends.troubles[0], Cancelled)
    assert reported == []


def test_a_read_cancelled_after_it_ended_but_before_it_was_shown_is_not_shown(
    jobs: Jobs, qtbot: QtBot, ends: Ends
) -> None:
    ended = threading.Event()
    job = ask(jobs, Lane.READ, ended.set, ends)
    assert ended.wait(10)
    time.sleep(0.05)  # the answer is on its way; only the event loop, which does not turn here, would deliver it
    job.cancel()
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.codes == ["kit.cancelled"]


def test_a_write_that_runs_ends_as_it_will_though_it_is_cancelled(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    begun, go = threading.Event(), threading.Event()

    def save() -> str:
        begun.set()
        go.wait(10)
        return "saved"

    job = ask(jobs, Lane.WRITE, save, ends)
    assert begun.wait(10)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: ends.results == ["saved"])
    assert ends.count == 1


def test_a_dropped_read_calls_nobody(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    unheard: list[RuleBroken] = []
    jobs.unheard.connect(unheard.append)
    ask(jobs, Lane.READ, lambda: 1, ends).drop()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert ends.count == 0
    assert unheard == []


def test_the_result_for_a_destroyed_owner_is_dropped(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    go = threading.Event()
    owner = QWidget()
    ask(jobs, Lane.READ, go.wait, ends, owner)
    owner.deleteLater()
    del owner
    qtbot.wait(1)
    go.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert ends.count == 0


def test_a_write_refused_after_its_page_is_gone_is_told_all_the_same(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    go = threading.Event()
    unheard: list[RuleBroken] = []
    jobs.unheard.connect(unheard.append)
    owner = QWidget()

    def save() -> None:
        go.wait(10)
        refuse()

    ask(jobs, Lane.WRITE, save, ends, owner)
    owner.deleteLater()
    del owner
    qtbot.wait(1)
    go.set()
    qtbot.waitUntil(lambda: bool(unheard))
    assert ends.count == 0


def test_a_widget_held_by_a_task_dies_on_the_ui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    died_on: list[int] = []

    class Held(QObject):
        def __del__(self) -> None:
            died_on.append(threading.get_ident())

    jobs.read(partial(id, Held()))
    qtbot.waitUntil(lambda: bool(died_on))
    assert died_on == [threading.get_ident()]


def test_progress_comes_to_the_ui_thread_and_cancel_stops_a_write(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    progress = Progress()
    moved: list[tuple[int, int, str]] = []
    progress.moved.connect(lambda *step: moved.append(step))
    go = threading.Event()

    def restore() -> str:
        for number in range(10):
            progress.reach(number, 10, "files")
            if number == 2:
                go.wait(10)
        return "restored"

    job = jobs.write(restore, ends.results.append, ends.troubles.append, progress=progress)
    qtbot.waitUntil(lambda: len(moved) == 3)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.codes == ["kit.cancelled"]
    assert moved == [(0, 10, "files"), (1, 10, "files"), (2, 10, "files")]


def test_short_work_shows_nothing_and_long_work_shows_busy_until_it_ends(jobs: Jobs, qtbot: QtBot) -> None:
    busy: list[bool] = []
    jobs.busy.connect(busy.append)
    jobs.read(lambda: None)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert busy == []
    go = threading.Event()
    jobs.read(go.wait)
    qtbot.waitUntil(lambda: busy == [True])
    go.set()
    qtbot.waitUntil(lambda: busy == [True, False])


def test_drain_lets_writes_end_cancels_reads_and_delivers_both_before_it_returns(jobs: Jobs, ends: Ends) -> None:
    begun, interrupted = threading.Event(), threading.Event()

    def save() -> str:
        begun.set()
        interrupted.wait(10)
        return "saved"

    jobs.interrupt_reads_by(interrupted.set)
    ask(jobs, Lane.WRITE, save, ends)
    assert begun.wait(10)
    for _ in range(20):
        ask(jobs, Lane.READ, lambda: interrupted.wait(10), ends)
    while jobs._lanes[Lane.READ]._running is None:
        time.sleep(0.001)
    assert jobs.drain(10)
    assert ends.results == ["saved"]
    assert set(ends.codes) == {"kit.cancelled"}
    assert ends.count == 21
    assert jobs.is_idle


def test_drain_tells_that_a_write_did_not_end_and_cancels_those_behind_it(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    go = threading.Event()
    ask(jobs, Lane.WRITE, go.wait, ends)
    ask(jobs, Lane.WRITE, lambda: "behind", ends)
    assert not jobs.drain(0.05)
    assert ends.codes == ["kit.cancelled"]
    go.set()
    qtbot.waitUntil(lambda: ends.count == 2)
    assert ends.results == [True]


def test_what_is_asked_while_draining_ends_cancelled(jobs: Jobs, qtbot: QtBot, ends: Ends) -> None:
    def reload(_saved: str) -> None:
        ask(jobs, Lane.READ, lambda: "reload", ends)

    jobs.write(lambda: "saved", reload)
    assert jobs.drain(10)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert ends.codes == ["kit.cancelled"]
    ask(jobs, Lane.READ, lambda: "after", ends)
    qtbot.waitUntil(lambda: ends.results == ["after"])


def test_close_ends_every_thread_and_later_jobs_end_cancelled(qtbot: QtBot, ends: Ends) -> None:
    before = set(threading.enumerate())
    jobs = Jobs(lambda _error: None)
    for lane in Lane:
        ask(jobs, lane, lambda: "done", ends)
    qtbot.waitUntil(lambda: ends.count == len(Lane))
    assert len(set(threading.enumerate()) - before) == len(Lane)
    assert jobs.close()
    assert set(threading.enumerate()) - before == set()
    ask(jobs, Lane.WRITE, lambda: "late", ends)
    qtbot.waitUntil(lambda: ends.codes == ["kit.cancelled"])


@pytest.mark.usefixtures("qapp")
def test_no_thread_runs_before_the_first_job() -> None:
    before = set(threading.enumerate())
    jobs = Jobs(lambda _error: None)
    assert set(threading.enumerate()) == before
    assert jobs.close()


def test_every_one_of_many_jobs_ends_exactly_once_though_some_are_cancelled(
    jobs: Jobs, qtbot: QtBot, ends: Ends
) -> None:
    asked = [ask(jobs, list(Lane)[number % 3], lambda: None, ends) for number in range(300)]
    for job in asked[::2]:
        job.cancel()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert ends.count == 300
    assert all(job.is_over for job in asked)
