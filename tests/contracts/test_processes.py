"""What only a fresh process can show: the house below the screen without Qt, the way to sign-in, and Qt's references."""

import ctypes
import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.contracts.source import ROOT, modules

QT = ("PySide6", "shiboken6", "qtawesome", "qtpy")
HEAVY = ("pydantic", "sqlalchemy", "sqlmodel", "alembic", "reportlab")

BLOCK = f"""
import importlib, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {QT!r}:
            raise ImportError(f"{{name}} is blocked")
sys.meta_path.insert(0, Blocked())
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a fresh process that sees this checkout alone."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


def test_every_module_below_the_screen_can_be_imported_without_qt() -> None:
    names = [
        module.name
        for module in modules()
        if not module.stands_in("ui/", "app.py", "looks.py", "store/migrations/env.py")
        and not module.name.endswith("__main__")
    ]
    assert len(names) > 50
    result = run(f"{BLOCK}\nfor name in {names!r}:\n    importlib.import_module(name)\nprint('all', len(sys.modules))")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("all")


@pytest.mark.parametrize("package", QT)
def test_the_block_does_block(package: str) -> None:
    result = run(f"{BLOCK}\nimport {package}")
    assert result.returncode == 1
    assert f"{package} is blocked" in result.stderr


def loaded_by(statement: str) -> set[str]:
    """Return which of the heavy packages a fresh process has loaded after ``statement``."""
    result = run(f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})")
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split()) & set(HEAVY)


@pytest.mark.skipif(not (ROOT / "rehab_app" / "app.py").exists(), reason="the roof (rehab_app/app.py) is not built yet")
def test_the_way_to_sign_in_loads_nothing_heavy() -> None:
    assert loaded_by("import rehab_app.app") == set()


def test_what_is_heavy_is_seen_when_it_is_loaded() -> None:
    assert loaded_by("import rehab_app.tables") >= {"pydantic", "sqlalchemy", "sqlmodel"}


def references_lost(call: Callable[[], object], times: int) -> int:
    """Return how many references to None are lost while ``call`` is called ``times`` times."""
    before = sys.getrefcount(None)
    for _ in range(times):
        call()
    return before - sys.getrefcount(None)


def test_qt_loses_no_reference_to_none(qtbot: QtBot) -> None:
    # PySide6 6.12.0 on Python 3.11 loses one at each call that returns nothing, and the program ends after thousands.
    label = QLabel()
    qtbot.addWidget(label)
    assert references_lost(lambda: label.setText("Klien"), 5000) < 100
    assert label.text() == "Klien"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="from Python 3.12 on, None is never counted")
def test_a_lost_reference_to_none_is_counted() -> None:
    none = ctypes.py_object(None)
    lost = references_lost(lambda: ctypes.pythonapi.Py_DecRef(none), 200)
    for _ in range(200):
        ctypes.pythonapi.Py_IncRef(none)
    assert lost > 100
