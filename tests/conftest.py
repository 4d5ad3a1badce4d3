"""What holds for every test: no screen, no network, an own home, a quiet log, nothing left running."""

import atexit
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.guards import LogGuard, home_variables, refuse_network, what_is_left_running, what_runs

_HOME = Path(tempfile.mkdtemp(prefix="rehab-home-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update(home_variables(_HOME))
sys.addaudithook(refuse_network)


GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to rewrite the golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden/ with what the program makes now"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make known the marks of the guards."""
    config.addinivalue_line(
        "markers",
        "expect_log(pattern): a warning or error matching the pattern must be logged; without this mark none may",
    )


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or an error which it did not announce with ``expect_log``."""
    guard = LogGuard([mark.args[0] for mark in request.node.iter_markers("expect_log")])
    root = logging.getLogger()
    root.addHandler(guard)
    yield
    root.removeHandler(guard)
    if complaint := guard.complaint():
        pytest.fail(complaint, pytrace=False)


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test of the screen that leaves a thread, a timer or a window behind."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    before = what_runs()
    yield
    if left := what_is_left_running(before):
        pytest.fail("left behind: " + ", ".join(left), pytrace=False)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return ``check(name, text)``: compares ``text`` with ``tests/golden/<name>``, or rewrites it with --update-golden."""

    def check(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.exists(), f"no golden file {name}: look at the text, then run pytest --update-golden"
        assert text == file.read_text(encoding="utf-8"), f"{name} differs; if that is meant, run pytest --update-golden"

    return check
