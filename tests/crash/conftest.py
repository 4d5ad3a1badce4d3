"""A clinic made once and copied for each kind of write."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rehab_app.foundation.clock import SystemClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.opening import Seat
from tests.office.backups.conftest import Made, make_clinic


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A clinic with a client, a letter and two accounts, closed."""
    made = make_clinic(tmp_path_factory.mktemp("template") / "clinic", new_seat())
    made.clinic.lock()
    return made


@pytest.fixture
def folder(template: Made, tmp_path: Path) -> DataFolder:
    """A copy of the clinic's data folder."""
    shutil.copytree(template.clinic.folder.root, tmp_path / "clinic")
    return DataFolder(tmp_path / "clinic")


@pytest.fixture
def seat() -> Callable[[], Seat]:
    """Return a maker of seats, so that each process has its own."""
    return new_seat


def new_seat() -> Seat:
    """Return a seat on the PC's own clock."""
    return Seat("PC-1", SystemClock(), Bus())
