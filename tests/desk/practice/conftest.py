"""The practice clinic, built once for the tests that look at it."""

from collections.abc import Iterator

import pytest

import rehab_app.tables  # noqa: F401 - the backup counts every table
from rehab_app.desk.entry import enter_clinic
from rehab_app.desk.practice.clinic import PracticeClinic, build_practice_clinic
from rehab_app.desk.practice.job import JOB_INSTANT
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.store.keys.derive import Cost


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> PracticeClinic:
    """The practice clinic as it is built."""
    folder = DataFolder(tmp_path_factory.mktemp("practice") / "clinic")
    return build_practice_clinic(folder, Seat("PC-1", SetClock(JOB_INSTANT), Bus()), cost=Cost.for_tests())


@pytest.fixture(scope="session")
def clinic(practice: PracticeClinic) -> Iterator[OpenClinic]:
    """The same, opened by whoever sees everything, on the morning after its last day."""
    seat = Seat("PC-1", SetClock(JOB_INSTANT), Bus())
    opened = enter_clinic(practice.folder, practice.login, practice.passphrase, seat)
    yield opened
    opened.forget()
