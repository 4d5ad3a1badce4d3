"""Killing a writer at a random instant: a forked child writes and tells each id after its commit, the parent kills it.

The parent holds no connection while it forks: SQLite must not be carried over a fork (https://sqlite.org/howtocorrupt.html, 2.6).
"""

import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable

READY = "ready"
_MOST_SECONDS = 60


class Killer:
    """Kills one writer after the other, each at a random instant of a random one of its first deeds.

    How long a deed takes is learnt on the way, so that a slow disk or a busy machine does not move the kills to one place.
    """

    def __init__(self, seed: int, *, most: int = 3) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - an instant, not a secret
        self._most = most
        self._deed_seconds = 0.02

    def killed(self, write: Callable[[Callable[[str], None]], None]) -> list[str]:
        """Run ``write(tell)`` in a child, kill it, and return what it acknowledged.

        The first word a child tells is ``READY``. A child that fails by itself fails the test.
        """
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            _live(write, reading, writing)
        os.close(writing)
        try:
            told = self._awaited(reading, self._chance.randrange(self._most + 1))
            time.sleep(self._chance.uniform(0, 1.1 * self._deed_seconds))
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            while part := os.read(reading, 65536):
                told += part
        finally:
            os.close(reading)
        text = told.decode()
        assert os.WIFSIGNALED(status), f"the child ended by itself: {text}"
        whole, _, torn = text.rpartition("\n")
        assert whole.startswith(READY), torn
        return whole.split("\n")[1:]

    def _awaited(self, reading: int, deeds: int) -> bytes:
        """Read until the child is ready and has told so many deeds; learn what one takes."""
        told = b""
        while told.count(b"\n") < 1 + deeds:
            began = time.monotonic()
            is_told, _, _ = select.select([reading], [], [], _MOST_SECONDS)
            part = os.read(reading, 65536) if is_told else b""
            assert part, "the child tells nothing: " + told.decode()
            if told:
                self._deed_seconds = (3 * self._deed_seconds + time.monotonic() - began) / 4
            told += part
        return told


def _live(write: Callable[[Callable[[str], None]], None], reading: int, writing: int) -> None:
    """Be the child: never return into the test."""
    try:
        os.close(reading)
        write(lambda told: _tell(writing, told))
    except BaseException:  # noqa: BLE001 - told through the pipe
        os.write(writing, traceback.format_exc().encode())
    finally:
        os._exit(1)


def _tell(pipe: int, acknowledged: str) -> None:
    os.write(pipe, acknowledged.encode() + b"\n")
