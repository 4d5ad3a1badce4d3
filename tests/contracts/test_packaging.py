"""What is installed: the locks are whole and say nothing of where they were made, imports are declared, the wheel works."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contracts.source import ROOT, modules

LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# Where the program may be installed, as the marks on a requirement see it.
PLACES = {
    f"{system} Python {python}": {**marks, "python_version": python, "python_full_version": f"{python}.1"}
    for system, marks in {
        "Linux": {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
        "Linux on ARM": {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "aarch64",
        },
        "Windows": {
            "sys_platform": "win32",
            "platform_system": "Windows",
            "os_name": "nt",
            "platform_machine": "AMD64",
        },
    }.items()
    for python in ("3.11", "3.12", "3.13")
}


def locked(text: str) -> dict[str, tuple[str, str]]:
    """Return by name the version and the rest of each block of a lock file."""
    blocks = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(.*(?:\n(?=\s).*)*)", text, re.MULTILINE)
    return {canonicalize_name(name): (version, rest) for name, version, rest in blocks}


def read(lock: str) -> dict[str, tuple[str, str]]:
    return locked((ROOT / lock).read_text("utf-8"))


def asked_of(names: set[str], place: dict[str, str]) -> Iterator[tuple[str, Requirement]]:
    """Yield what each of the installed packages asks for at a place, without extras."""
    for name in names:
        for text in metadata.requires(name) or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({**place, "extra": ""}):
                yield name, requirement


def missing_in(pinned: dict[str, str], place: dict[str, str]) -> list[str]:
    """List what the pinned packages ask for at a place and do not find pinned."""
    return [
        f"{name} asks for {requirement}"
        for name, requirement in asked_of(set(pinned), place)
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"), prereleases=True)
        or canonicalize_name(requirement.name) not in pinned
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_every_file_by_its_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert len(read(lock)) > 40
    assert [name for name, (_, rest) in read(lock).items() if "--hash=sha256:" not in rest] == []
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["pyside6-essentials", "sqlcipher3", "pydantic-core", "cryptography", "rapidfuzz"])
def test_the_lock_holds_the_files_of_other_platforms_too(name: str) -> None:
    assert read("requirements.lock")[name][1].count("--hash=") >= 4


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_locked_is_what_is_checked_here(lock: str) -> None:
    assert {name: metadata.version(name) for name in read(lock)} == {
        name: version for name, (version, _) in read(lock).items()
    }


def test_the_lock_for_checking_holds_the_lock_for_running() -> None:
    running = {name: version for name, (version, _) in read("requirements.lock").items()}
    checking = {name: version for name, (version, _) in read("requirements-dev.lock").items()}
    assert running.items() <= checking.items()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_is_whole_elsewhere(lock: str, place: str) -> None:
    assert missing_in({name: version for name, (version, _) in read(lock).items()}, PLACES[place]) == []


def test_a_lock_that_lacks_what_windows_needs_is_refused() -> None:
    pinned = {name: version for name, (version, _) in read("requirements-dev.lock").items() if name != "colorama"}
    assert any("colorama" in line for line in missing_in(pinned, PLACES["Windows Python 3.11"]))
    assert missing_in(pinned, PLACES["Linux Python 3.11"]) == []


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_everything_declared_is_locked_within_its_bounds(lock: str, asked: list[str]) -> None:
    pinned = read(lock)
    for requirement in map(Requirement, asked):
        version, _ = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def undeclared(package: str, declared: list[str]) -> set[str]:
    """Return the packages from outside that modules of ``package`` import and nobody declared."""
    owners = metadata.packages_distributions()
    names = {canonicalize_name(Requirement(text).name) for text in declared} | {"rehab-app", "shiboken6"}
    imported = {
        origin.partition(".")[0] for module in modules(package=package) for _, origin, _ in module.imports() if origin
    }
    outside = imported - sys.stdlib_module_names - {"rehab_app", "tests", "main"}
    return {name for name in outside if not names & {canonicalize_name(owner) for owner in owners.get(name, [])}}


def test_every_package_that_is_imported_is_declared() -> None:
    everything = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert undeclared("rehab_app", PROJECT["dependencies"]) == set()
    assert undeclared("tests", everything) == set()
    assert "pytest" in undeclared("tests", PROJECT["dependencies"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as ``make wheel`` does and return its path."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_package_and_what_it_ships_and_no_more(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "rehab_app").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    shipped = {
        "rehab_app/_resources/" + path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert "rehab_app/py.typed" in names
    assert "rehab_app/_resources/words/id.mo" in names
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == source | shipped


def test_what_the_wheel_ships_is_found_once_it_is_installed(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "from rehab_app.foundation.words import Words\nfrom rehab_app.foundation.resources import resource\n"
        "print(resource('words', 'id.mo'))\nprint(Words.of('id').language)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    found, language = result.stdout.splitlines()
    assert Path(found).is_relative_to(tmp_path / "rehab_app" / "_resources")
    assert language == "id"
