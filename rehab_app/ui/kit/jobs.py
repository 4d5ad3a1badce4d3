"""Work off the UI thread: one lane that writes, one that reads, one that draws paper.

Each lane does one task at a time, in order. A job ends in ``done`` or in ``failed``, always one of them and once, on the UI
thread. What reaches ``failed`` is always a known trouble: the task's own ``RuleBroken``, a ``Cancelled``, or a ``Fault`` for a
bug that has already been reported. Nothing here knows a store; a task is a closure made elsewhere.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.job import Cancelled, Done, Failed, Fault, Job, Lane, Progress

__all__ = ["Cancelled", "Fault", "Job", "Jobs", "Lane", "LaneDoor", "Progress"]

BUSY_AFTER_MS: Final = 200
LOCK_DEADLINE_S: Final = 5.0

T = TypeVar("T")


class _Ended:
    """How a job ended, on its way to the UI thread."""

    __slots__ = ("job", "result", "trouble")

    def __init__(self, job: Job, result: object = None, trouble: RuleBroken | None = None) -> None:
        self.job = job
        self.result = result
        self.trouble = trouble


class _LaneThread:
    """One thread and its queue. The thread begins with the first job and ends with ``close``."""

    def __init__(self, lane: Lane, ended: Callable[[_Ended], None], report: Callable[[BaseException], None]) -> None:
        self.interrupt: Callable[[], None] | None = None
        self._lane = lane
        self._ended = ended
        self._report = report
        self._changed = threading.Condition()
        self._queue: deque[Job] = deque()
        self._running: Job | None = None
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def put(self, job: Job) -> None:
        """Queue ``job``; after ``close`` it ends cancelled."""
        with self._changed:
            if not self._is_closed:
                self._queue.append(job)
                self._changed.notify_all()
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name=f"lane-{self._lane}", daemon=True)
                    self._thread.start()
                return
        self._ended(_Ended(job, trouble=Cancelled()))

    def cancel(self, job: Job) -> None:
        """Drop ``job`` if it waits, ask it to stop if it runs."""
        with self._changed:
            is_waiting = job in self._queue
            if is_waiting:
                self._queue.remove(job)
            elif self._running is not job:
                return
            job.is_cancelled = job.is_cancelled or is_waiting or job.lane is not Lane.WRITE
            if job.progress is not None:
                job.progress.cancel()
            if self._running is job and job.lane is Lane.READ and self.interrupt is not None:
                self.interrupt()
            self._changed.notify_all()
        if is_waiting:
            self._ended(_Ended(job, trouble=Cancelled()))

    def cancel_all(self, *, waiting_only: bool = False) -> None:
        """Cancel what waits, and unless ``waiting_only`` what runs."""
        with self._changed:
            jobs = [*self._queue] if waiting_only or self._running is None else [*self._queue, self._running]
        for job in jobs:
            self.cancel(job)

    def rest(self, deadline: float) -> bool:
        """Wait until nothing waits or runs, at the latest until ``deadline`` (monotonic seconds)."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._running is None and not self._queue, max(0.0, deadline - time.monotonic())
            )

    def close(self, deadline: float) -> bool:
        """End the thread once its queue is done; return whether it ended before ``deadline``."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            thread, self._thread = self._thread, None
        if thread is None:
            return True
        thread.join(max(0.0, deadline - time.monotonic()))
        return not thread.is_alive()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            self._ended(self._run(job))
            with self._changed:
                self._running = None
                self._changed.notify_all()

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._is_closed)
            if not self._queue:
                return None
            self._running = self._queue.popleft()
            return self._running

    def _run(self, job: Job) -> _Ended:
        try:
            result = job.task() if job.task is not None else None
        except RuleBroken as trouble:
            return _Ended(job, trouble=Cancelled() if job.is_cancelled else _without_frames(trouble))
        except Exception as error:  # noqa: BLE001 - the one place where a task's bug is caught, reported and ended
            if job.is_cancelled:
                return _Ended(job, trouble=Cancelled())
            self._report(error)
            return _Ended(job, trouble=Fault())
        if job.is_cancelled:
            return _Ended(job, trouble=Cancelled())
        return _Ended(job, result)


def _without_frames(trouble: RuleBroken) -> RuleBroken:
    """Cut the frames off ``trouble``: they hold the task's closure, which belongs to the UI thread."""
    trouble.__traceback__ = trouble.__cause__ = trouble.__context__ = None
    return trouble


class LaneDoor:
    """One lane as pages use it: called with a task, it runs it there. UI thread only.

    The job ends in ``done(result)`` or ``failed(trouble)``, unless ``owner`` is gone by then; while the lanes drain, nothing new
    is begun and it ends cancelled.
    """

    __slots__ = ("_cancel", "_lane", "_submit")

    def __init__(self, lane: Lane, submit: Callable[[Job], Job], cancel: Callable[[Job], None]) -> None:
        self._lane = lane
        self._submit = submit
        self._cancel = cancel

    def __call__(
        self,
        task: Callable[[], T],
        done: Done[T] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
        progress: Progress | None = None,
    ) -> Job:
        """Run ``task``."""
        return self._submit(
            Job(self._lane, task, done=done, failed=failed, owner=owner, progress=progress, cancel=self._cancel)
        )


class Jobs(QObject):
    """The lanes, and the way back to the UI thread.

    ``busy(bool)`` follows with 200 ms of patience, so that short work shows nothing. ``unheard(RuleBroken)`` carries the known
    troubles nobody listened to: a job without ``failed``, or a write whose page is gone; the shell shows them.
    """

    busy = Signal(bool)
    unheard = Signal(object)
    _crossing = Signal(object)

    def __init__(self, report: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {lane: _LaneThread(lane, self._cross, report) for lane in Lane}
        self._doors = {lane: LaneDoor(lane, self._submit, self._cancel) for lane in Lane}
        self._open_jobs: set[Job] = set()
        self._is_busy = False
        self._is_draining = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(BUSY_AFTER_MS)
        self._patience.timeout.connect(self._show_busy)
        self._crossing.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def on(self, lane: Lane) -> LaneDoor:
        """Return the door of ``lane``."""
        return self._doors[lane]

    @property
    def write(self) -> LaneDoor:
        """The writing lane; what runs on it commits or rolls back by itself."""
        return self._doors[Lane.WRITE]

    @property
    def read(self) -> LaneDoor:
        """The reading lane; what runs on it returns frozen rows and may be cancelled at any time."""
        return self._doors[Lane.READ]

    @property
    def draw(self) -> LaneDoor:
        """The drawing lane: the only thread that calls pdfium, which is not thread-safe."""
        return self._doors[Lane.DRAW]

    def interrupt_reads_by(self, interrupt: Callable[[], None] | None) -> None:
        """Call ``interrupt`` (thread-safe, quick) to stop a running read that was cancelled; None when the store is closed."""
        self._lanes[Lane.READ].interrupt = interrupt

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits, runs or is on its way back."""
        return not self._open_jobs

    def drain(self, timeout: float = LOCK_DEADLINE_S) -> bool:
        """Let the writes end and cancel the reads, for lock and quit; return whether all came to rest in ``timeout`` seconds.

        Every job that ended is delivered before this returns. After the deadline, writes that did not begin end cancelled.
        """
        deadline = time.monotonic() + timeout
        self._is_draining = True
        try:
            self._lanes[Lane.READ].cancel_all()
            self._lanes[Lane.DRAW].cancel_all()
            unrested = [lane for lane in self._lanes.values() if not lane.rest(deadline)]
            self._lanes[Lane.WRITE].cancel_all(waiting_only=True)
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        finally:
            self._is_draining = False
        return not unrested

    def close(self, timeout: float = LOCK_DEADLINE_S) -> bool:
        """Drain and end the threads; return whether all of them ended in time. Nothing runs afterwards."""
        deadline = time.monotonic() + timeout
        is_at_rest = self.drain(timeout)
        unended = [lane for lane in self._lanes.values() if not lane.close(deadline)]
        self._patience.stop()
        return is_at_rest and not unended

    def _submit(self, job: Job) -> Job:
        self._open_jobs.add(job)
        if not self._is_busy and not self._patience.isActive():
            self._patience.start()
        if self._is_draining:
            self._cross(_Ended(job, trouble=Cancelled()))
        else:
            self._lanes[job.lane].put(job)
        return job

    def _cancel(self, job: Job) -> None:
        if job.lane is not Lane.WRITE:
            job.is_cancelled = True
        self._lanes[job.lane].cancel(job)

    def _cross(self, ended: _Ended) -> None:
        if isValid(self):
            self._crossing.emit(ended)

    def _deliver(self, ended: _Ended) -> None:
        job = ended.job
        if job.is_over:
            return
        job.is_over = True
        self._open_jobs.discard(job)
        if not self._open_jobs:
            self._show_idle()
        trouble = Cancelled() if job.is_cancelled and ended.trouble is None else ended.trouble
        if trouble is not None:
            self._fail(job, trouble)
        elif job.done is not None and job.is_wanted:
            job.done(ended.result)
        job.let_go()

    def _fail(self, job: Job, trouble: RuleBroken) -> None:
        if job.failed is not None and job.is_wanted:
            job.failed(trouble)
            return
        is_told = isinstance(trouble, Fault)
        is_welcome = job.lane is Lane.WRITE or (job.is_wanted and not isinstance(trouble, Cancelled))
        if is_welcome and not is_told:
            self.unheard.emit(trouble)

    def _show_busy(self) -> None:
        if self._open_jobs:
            self._is_busy = True
            self.busy.emit(True)

    def _show_idle(self) -> None:
        self._patience.stop()
        if self._is_busy:
            self._is_busy = False
            self.busy.emit(False)
