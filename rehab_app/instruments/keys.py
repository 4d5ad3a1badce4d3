"""The keys of the instruments: what is asked and how it is scored, one shipped file per version.

A key stays shipped when a newer one joins it, so that an old stored result can be scored again with the
version it was made with. Files are ``resources/instruments/<instrument>-<version>.toml``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.foundation.resources import resource
from rehab_app.instruments.answers import shown_name
from rehab_app.instruments.engine import Bands, Item
from rehab_app.instruments.instrument import Scope

_FILE: Final = re.compile(r"(?P<instrument>[a-z][a-z0-9_]*)-(?P<version>\d+(\.\d+)*)")


class Table:
    """One table of a key file, its types checked; what is missing or odd raises Trouble with the entry."""

    def __init__(self, file: str, path: str, entries: Mapping[str, object]) -> None:
        self._file = file
        self._path = path
        self._entries = entries

    def damaged(self, entry: str) -> Trouble:
        """Return the trouble of a key file that cannot be used because of ``entry``."""
        return Trouble("instruments.damaged_key", file=self._file, entry=f"{self._path}{entry}")

    def text(self, entry: str) -> str:
        """Return a text that is not empty."""
        value = self._entries.get(entry)
        if not isinstance(value, str) or not value:
            raise self.damaged(entry)
        return value

    def text_or_empty(self, entry: str) -> str:
        """Return a text, "" where the entry is left out."""
        return self.text(entry) if entry in self._entries else ""

    def whole_or_none(self, entry: str) -> int | None:
        """Return a whole number, None where the entry is left out."""
        return self.whole(entry) if entry in self._entries else None

    def whole(self, entry: str) -> int:
        """Return a whole number."""
        value = self._entries.get(entry)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.damaged(entry)
        return value

    def flag(self, entry: str, *, otherwise: bool) -> bool:
        """Return true or false, ``otherwise`` where the entry is left out."""
        value = self._entries.get(entry, otherwise)
        if not isinstance(value, bool):
            raise self.damaged(entry)
        return value

    def wholes(self, entry: str) -> tuple[int, ...]:
        """Return a list of different whole numbers, at least one."""
        found = self._list(entry)
        numbers = tuple(value for value in found if isinstance(value, int) and not isinstance(value, bool))
        if not numbers or len(set(numbers)) != len(found):
            raise self.damaged(entry)
        return numbers

    def values(self, entry: str) -> tuple[int | str, ...]:
        """Return a list of whole numbers, texts or truth values, empty where the entry is left out."""
        found = self._list(entry) if entry in self._entries else []
        values = tuple(value for value in found if isinstance(value, int | str))
        if len(values) != len(found):
            raise self.damaged(entry)
        return values

    def texts(self, entry: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the entry is left out."""
        found = self._list(entry) if entry in self._entries else []
        texts = tuple(value for value in found if isinstance(value, str))
        if len(texts) != len(found):
            raise self.damaged(entry)
        return texts

    def table(self, entry: str) -> "Table":
        """Return a table inside this one."""
        return self._inner(entry, self._entries.get(entry))

    def table_or_none(self, entry: str) -> "Table | None":
        """Return a table inside this one, None where the entry is left out."""
        return self.table(entry) if entry in self._entries else None

    def tables_or_none(self, entry: str) -> tuple["Table", ...]:
        """Return a list of tables, empty where the entry is left out."""
        return self.tables(entry) if entry in self._entries else ()

    def tables(self, entry: str) -> tuple["Table", ...]:
        """Return a list of tables, at least one."""
        found = self._list(entry)
        if not found:
            raise self.damaged(entry)
        return tuple(self._inner(f"{entry}[{index}]", value) for index, value in enumerate(found))

    def names(self) -> tuple[str, ...]:
        """Return the names of the entries, in the file's order."""
        return tuple(self._entries)

    def _list(self, entry: str) -> list[object]:
        value = self._entries.get(entry)
        if not isinstance(value, list):
            raise self.damaged(entry)
        return value

    def _inner(self, entry: str, value: object) -> "Table":
        if not isinstance(value, dict):
            raise self.damaged(entry)
        return Table(self._file, f"{self._path}{entry}.", value)


@dataclass(frozen=True, slots=True)
class Key:
    """One version of one instrument: its maker, its licence, and the ``table`` that its ``engine`` reads."""

    instrument: str
    version: str
    engine: str
    name: str
    source: str
    licence: str
    credit: str
    table: Table


@dataclass(frozen=True, slots=True)
class QuestionKey:
    """One question of a key: its item, its set of answer labels, and whether it is scored and repeated."""

    item: Item
    answers: str
    is_scored: bool
    is_asked_once: bool


@dataclass(frozen=True, slots=True)
class SkipKey:
    """One skip rule of a key, as ``instrument.Skip`` without its words."""

    question: str
    points: int
    skipped: tuple[str, ...]
    scope: Scope


def shipped(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Return the versions of each instrument that has a key, oldest first."""
    found: dict[str, list[str]] = {}
    for path in sorted((folder or resource("instruments")).glob("*.toml")):
        if match := _FILE.fullmatch(path.stem):
            found.setdefault(match["instrument"], []).append(match["version"])
    return {name: tuple(sorted(versions, key=_rank)) for name, versions in found.items()}


def load(instrument: object, version: str | None = None, folder: Path | None = None) -> Key:
    """Load a key, the newest where no version is named.

    RuleBroken: no such instrument or version. Trouble: the file cannot be used.
    """
    folder = folder or resource("instruments")
    known = shipped(folder)
    if not isinstance(instrument, str) or instrument not in known:
        raise RuleBroken("instruments.unknown_instrument", item=shown_name(instrument), known=", ".join(known))
    version = known[instrument][-1] if version is None else version
    if version not in known[instrument]:
        raise RuleBroken(
            "instruments.unknown_version",
            item=f"{instrument} {shown_name(version)}",
            known=", ".join(known[instrument]),
        )
    return _read(folder / f"{instrument}-{version}.toml")


def read_questions(table: Table) -> tuple[QuestionKey, ...]:
    """Read the ``questions`` of a key, in the form's order."""
    return tuple(
        QuestionKey(
            item=Item(
                entry.text("name"),
                entry.wholes("points"),
                is_reversed=entry.flag("is_reversed", otherwise=False),
            ),
            answers=entry.text("answers"),
            is_scored=entry.flag("is_scored", otherwise=True),
            is_asked_once=entry.flag("is_asked_once", otherwise=False),
        )
        for entry in table.tables("questions")
    )


def read_bands(table: Table) -> dict[str, Bands]:
    """Read the ``bands`` of a key: for each set of bands, the lowest value of each band, rising."""
    sets = table.table("bands")
    found: dict[str, Bands] = {}
    for name in sets.names():
        entry = sets.table(name)
        starts = tuple((entry.whole(band), band) for band in entry.names())
        if not starts or [start for start, _ in starts] != sorted({start for start, _ in starts}):
            raise sets.damaged(name)
        found[name] = Bands(starts)
    return found


def read_skips(table: Table) -> tuple[SkipKey, ...]:
    """Read the ``skips`` of a key."""
    return tuple(
        SkipKey(entry.text("question"), entry.whole("points"), entry.texts("skipped"), _scope(entry))
        for entry in table.tables("skips")
    )


def _read(path: Path) -> Key:
    """Read one key file whose name is known to be well formed."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as refused:
        raise Trouble("instruments.damaged_key", file=path.name, entry="toml") from refused
    table = Table(path.name, "", entries)
    key = Key(
        instrument=table.text("instrument"),
        version=table.text("version"),
        engine=table.text("engine"),
        name=table.text("name"),
        source=table.text("source"),
        licence=table.text("licence"),
        credit=table.text("credit"),
        table=table,
    )
    if f"{key.instrument}-{key.version}" != path.stem:
        raise table.damaged("version")
    return key


def _scope(entry: Table) -> Scope:
    try:
        return Scope(entry.text("scope"))
    except ValueError as refused:
        raise entry.damaged("scope") from refused


def _rank(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
