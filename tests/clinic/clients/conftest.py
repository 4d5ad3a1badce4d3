"""The store of a test about clients."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehab_app.store.store import Store
from tests.makers import make_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh migrated store."""
    made = make_store(tmp_path)
    yield made
    made.close()
