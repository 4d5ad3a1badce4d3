"""import-linter keeps floors and rooms, and each of its contracts refuses a planted import by name."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.contracts.source import ROOT

FLOORS = ("ui", "cli", "desk", "papers", "clinic", "instruments", "office", "store", "foundation")
ROOMS = (
    "timeline",
    "assessment",
    "examination",
    "urine_tests",
    "plans",
    "sessions",
    "schedule",
    "tat",
    "skhpn",
    "referrals",
    "ibm",
    "community",
    "ikm",
    "episodes",
    "consent",
    "documents",
    "clients",
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run every contract on the package in ``folder``, under the configuration of this checkout."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-cache",
            "--no-logo",
            "--config",
            str(ROOT / "pyproject.toml"),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def build_skeleton(tmp_path: Path) -> Path:
    """Build an empty package of all floors and rooms in a folder, and return the folder."""
    folders = [*FLOORS, *(f"clinic/{room}" for room in ROOMS)]
    for place in ["", *folders]:
        folder = tmp_path / "rehab_app" / place
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
        if place not in {"", "clinic"}:
            (folder / "model.py").touch()
    for name in ("app", "tables"):
        (tmp_path / "rehab_app" / f"{name}.py").touch()
    return tmp_path


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Return a folder with an empty package of all floors and rooms."""
    return build_skeleton(tmp_path)


def test_the_checkout_keeps_every_contract() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken" in result.stdout


def test_an_empty_house_keeps_every_contract(skeleton: Path) -> None:
    result = lint(skeleton)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_house_whose_upper_floors_are_not_built_keeps_every_contract(skeleton: Path) -> None:
    for place in ("desk", "cli", "ui", "clinic/timeline", "clinic/ibm"):
        shutil.rmtree(skeleton / "rehab_app" / place)
    result = lint(skeleton)
    assert result.returncode == 0, result.stdout + result.stderr


# The contract, the floor or room that gets the import, and what it imports.
PLANTED = [
    ("A floor uses", "clinic.clients", "rehab_app.papers.model"),
    ("A floor uses", "instruments", "rehab_app.clinic.clients.model"),
    ("A floor uses", "office", "rehab_app.instruments.model"),
    ("A floor uses", "store", "rehab_app.office.model"),
    ("A floor uses", "foundation", "rehab_app.store.model"),
    ("A floor uses", "papers", "rehab_app.desk.model"),
    ("A floor uses", "desk", "rehab_app.ui.model"),
    ("A floor uses", "desk", "rehab_app.tables"),
    ("A floor uses", "ui", "rehab_app.cli.model"),
    ("A floor uses", "cli", "rehab_app.ui.model"),
    ("A floor uses", "ui", "rehab_app.app"),
    ("Rooms of the clinic", "clinic.clients", "rehab_app.clinic.episodes.model"),
    ("Rooms of the clinic", "clinic.episodes", "rehab_app.clinic.consent.model"),
    ("Rooms of the clinic", "clinic.sessions", "rehab_app.clinic.referrals.model"),
    ("Rooms of the clinic", "clinic.referrals", "rehab_app.clinic.timeline.model"),
    ("Qt is in the screen", "papers", "PySide6.QtGui"),
    ("Qt is in the screen", "cli", "qtawesome"),
    ("The screen knows no tables", "ui", "sqlmodel"),
    ("The screen knows no tables", "ui", "rehab_app.tables"),
    ("Instruments are pure", "instruments", "rehab_app.store.model"),
    ("Instruments are pure", "instruments", "sqlalchemy"),
]


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what each contract says of a house with all planted imports, by the contract's first words."""
    skeleton = build_skeleton(tmp_path_factory.mktemp("planted"))
    for number, (_, home, imported) in enumerate(PLANTED):
        path = skeleton / "rehab_app" / home.replace(".", "/") / f"planted_{number}.py"
        path.write_text(f"def later() -> None:\n    import {imported}\n", "utf-8")
    told = lint(skeleton).stdout.partition("Broken contracts")[2]
    sections = re.split(r"\n(?=[A-Z][^\n]+\n-+\n)", told)
    return {contract: "".join(part for part in sections if part.startswith(contract)) for contract, _, _ in PLANTED}


@pytest.mark.parametrize("number", range(len(PLANTED)), ids=lambda number: " -> ".join(PLANTED[number][1:]))
def test_a_planted_import_is_refused_by_name(refused: dict[str, str], number: int) -> None:
    contract, home, imported = PLANTED[number]
    assert f"rehab_app.{home}.planted_{number} -> {imported.removesuffix('.QtGui')} (l.2)" in refused[contract]


def test_a_circle_of_packages_is_refused(skeleton: Path) -> None:
    for here, there in (("audit", "rights"), ("rights", "audit")):
        folder = skeleton / "rehab_app" / "office" / here
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "model.py").write_text(f"import rehab_app.office.{there}.model\n", "utf-8")
    result = lint(skeleton)
    assert result.returncode == 1
    assert "No package goes round in a circle" in result.stdout.partition("Broken contracts")[2]


@pytest.mark.parametrize("place", ["clinic/prison", "kitchen"])
def test_a_new_room_without_a_place_is_refused(skeleton: Path, place: str) -> None:
    folder = skeleton / "rehab_app" / place
    folder.mkdir()
    (folder / "__init__.py").touch()
    result = lint(skeleton)
    assert result.returncode == 1
    assert place.rpartition("/")[2] in result.stdout


def test_every_folder_of_the_checkout_has_its_place() -> None:
    # import-linter sees a folder only once it is a package; a folder without __init__ is seen here.
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    placed = {
        contract["id"]: {name.strip(" ()") for layer in contract["layers"] for name in layer.split("|")}
        for contract in contracts
        if contract["type"] == "layers"
    }
    for contract, folder in (("floors", ROOT / "rehab_app"), ("rooms", ROOT / "rehab_app" / "clinic")):
        built = {path.name for path in folder.iterdir() if path.is_dir() and any(path.glob("**/*.py"))}
        assert built <= placed[contract]
