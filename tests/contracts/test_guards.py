"""The guards that every test stands under do refuse: each is run on a small test that breaks it."""

import os
from pathlib import Path

import pytest
from platformdirs import user_config_dir, user_data_dir

from tests.contracts.source import ROOT

pytest_plugins = ["pytester"]

BREACHES = {
    "a warning nobody announced": (
        "import logging\ndef test_it():\n    logging.getLogger('store').warning('slow disk')\n",
        "logged without being announced: WARNING store: slow disk",
    ),
    "an announced error that never came": (
        "import pytest\n@pytest.mark.expect_log('disk')\ndef test_it():\n    pass\n",
        "announced but not logged: disk",
    ),
    "a look-up of a host": (
        "import socket\ndef test_it():\n    socket.getaddrinfo('example.org', 80)\n",
        "a test reached for the network: 'example.org'",
    ),
    "a connection to another PC": (
        "import socket\ndef test_it():\n    socket.socket().connect(('192.0.2.1', 80))\n",
        "a test reached for the network: '192.0.2.1'",
    ),
    "a thread left running": (
        """
import threading, time
def test_it(qtbot):
    threading.Thread(target=time.sleep, args=(30,), name="worker", daemon=True).start()
""",
        "left behind: thread worker",
    ),
    "a timer left running": (
        "from PySide6.QtCore import QTimer\nkept = QTimer()\ndef test_it(qtbot):\n    kept.start(60000)\n",
        "left behind: timer of NoneType every 60000 ms",
    ),
    "a window left open": (
        """
from PySide6.QtWidgets import QWidget
kept = []
def test_it(qtbot):
    kept.append(QWidget())
    kept[0].setWindowTitle("Masuk")
    kept[0].show()
""",
        "left behind: window QWidget 'Masuk'",
    ),
    "a warning of Qt": (
        "from PySide6.QtCore import qWarning\ndef test_it(qtbot):\n    qWarning('QPainter: not active')\n",
        "QPainter: not active",
    ),
}

KEPT = """
import logging
import pytest
import socket
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

@pytest.mark.expect_log("disk")
def test_an_announced_warning():
    logging.getLogger("store").warning("slow disk")

def test_what_is_only_information():
    logging.getLogger("store").info("opened")

def test_what_is_closed_again(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    timer = QTimer(widget)
    timer.start(60000)
    thread = threading.Thread(target=print)
    thread.start()

def test_this_pc():
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname()).close()
    server.close()
"""


@pytest.fixture
def run_guarded(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a folder whose tests stand under the guards of this checkout."""
    pytester.makeconftest(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom tests.conftest import *\n")
    pytester.makeini("[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\naddopts = -p no:cacheprovider\n")
    return pytester


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_fails_the_test_that_makes_it(run_guarded: pytest.Pytester, breach: str) -> None:
    text, told = BREACHES[breach]
    run_guarded.makepyfile(text)
    result = run_guarded.runpytest_subprocess()
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == 1
    result.stdout.fnmatch_lines([f"*{told}*"])


def test_what_keeps_the_rules_passes(run_guarded: pytest.Pytester) -> None:
    run_guarded.makepyfile(KEPT)
    run_guarded.runpytest_subprocess().assert_outcomes(passed=4)


def test_the_places_of_the_user_are_not_the_real_ones() -> None:
    home = Path(os.environ["HOME"])
    assert home.name.startswith("rehab-home-")
    for place in (Path.home(), Path(user_config_dir("rehab_app")), Path(user_data_dir("rehab_app"))):
        assert place.is_relative_to(home)
