"""What the tests of every room are given: a fresh store, and the clock it goes by."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehab_app.foundation.clock import SetClock
from rehab_app.store.store import Store
from tests.makers import START, make_store


@pytest.fixture
def clock() -> SetClock:
    """1 March 2022, 09.00 WITA; a test may set it."""
    return SetClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Iterator[Store]:
    """A fresh migrated store."""
    made = make_store(tmp_path, clock)
    yield made
    made.close()
