"""Which fonts the papers are written in, and where their files are.

PT Serif and Lato come with the program. A letter may be written in the office's Times New Roman or Liberation Serif where the
PC has them; a font that is not there is replaced by PT Serif, so a document can always be drawn.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import fontpkg


class Family(StrEnum):
    """The font families a document may name."""

    PT_SERIF = "PT Serif"
    LATO = "Lato"
    TIMES = "Times New Roman"
    LIBERATION = "Liberation Serif"


@dataclass(frozen=True, slots=True)
class Faces:
    """The files of a family, and the factor that makes its letters look as large as Times New Roman's."""

    family: Family
    regular: Path
    bold: Path
    scale: float = 1


# The file names of Windows, of macOS and of the Debian packages ttf-mscorefonts-installer and fonts-liberation.
_INSTALLED = {
    Family.TIMES: (
        ("times.ttf", "timesbd.ttf"),
        ("Times New Roman.ttf", "Times New Roman Bold.ttf"),
        ("Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf"),
    ),
    Family.LIBERATION: (("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),),
}
# What makes their small letters as tall as those of Times New Roman, which the sizes of letters are given in.
_SCALE = {Family.PT_SERIF: 0.9, Family.LATO: 0.9}
_FONT_FILES = (".ttf",)


def font_folders(
    environment: Mapping[str, str] | None = None, home: Path | None = None, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Return the folders where this PC keeps fonts, the user's own first."""
    environment = os.environ if environment is None else environment
    home = Path.home() if home is None else home
    if platform == "win32":
        local = Path(environment.get("LOCALAPPDATA", home / "AppData" / "Local"))
        windows = Path(environment.get("WINDIR", r"C:\Windows"))
        return (local / "Microsoft" / "Windows" / "Fonts", windows / "Fonts")
    if platform == "darwin":
        library = Path("/Library/Fonts")
        return (home / "Library" / "Fonts", library, Path("/System/Library/Fonts/Supplemental"))
    shared = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
    return (home / ".local" / "share" / "fonts", home / ".fonts", *shared)


def letter_families(folders: Iterable[Path] | None = None) -> tuple[Family, ...]:
    """Return the families a letter can be written in on this PC, the most usual in offices first."""
    chosen = font_folders() if folders is None else tuple(folders)
    return (*(family for family in _INSTALLED if _installed(family, chosen) is not None), Family.PT_SERIF)


def letter_family(setting: str = "", folders: Iterable[Path] | None = None) -> Family:
    """Return the family of the office's setting, or the first that this PC has where none is set or it is missing."""
    known = letter_families(folders)
    return Family(setting) if setting in known else known[0]


@cache
def faces(name: str, folders: tuple[Path, ...] | None = None) -> Faces:
    """Return the files of the family called ``name``; those of PT Serif where the PC has no such family."""
    bundled = (Family.PT_SERIF, Family.LATO)
    if name in bundled:
        return _bundled(Family(name))
    family = Family(name) if name in list(Family) else Family.PT_SERIF
    found = _installed(family, font_folders() if folders is None else folders)
    return found or _bundled(Family.PT_SERIF)


def _bundled(family: Family) -> Faces:
    regular, bold = (Path(fontpkg.path(family.value, weight)) for weight in (400, 700))
    return Faces(family, regular, bold, _SCALE[family])


def _installed(family: Family, folders: tuple[Path, ...]) -> Faces | None:
    for pair in _INSTALLED.get(family, ()):
        files = _font_files(folders)
        regular, bold = (files.get(name.lower()) for name in pair)
        if regular is not None and bold is not None:
            return Faces(family, regular, bold)
    return None


@cache
def _font_files(folders: tuple[Path, ...]) -> Mapping[str, Path]:
    """Return the TrueType files below ``folders`` by lower-case name, earlier folders winning."""
    found: dict[str, Path] = {}
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower().endswith(_FONT_FILES):
                    found.setdefault(name.lower(), Path(root, name))
    return found
