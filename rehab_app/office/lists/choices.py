"""The value lists as the program reads them: codes, labels in two languages, and words of other systems."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.resources import resource
from rehab_app.foundation.words import INDONESIAN

SUBJECTS: Final = ("identity", "entry", "substances", "screening", "care", "outcome", "documents", "referral")

Extra = str | int | bool | tuple[str, ...]
_OWN_KEYS: Final = frozenset({"code", "id", "en", "retired"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list; ``extras`` are its words in other systems and its marks, e.g. ``tdi``, ``is_guardian``."""

    code: str
    label_id: str
    label_en: str
    is_retired: bool
    extras: Mapping[str, Extra]

    def label(self, language: str) -> str:
        """Return the label in ``language`` ("id" or "en")."""
        return self.label_id if language == INDONESIAN else self.label_en

    def text(self, extra: str) -> str:
        """Return an extra as text, an empty text where the choice has none."""
        return str(self.extras.get(extra, ""))

    def is_marked(self, extra: str) -> bool:
        """Whether the choice carries the mark ``extra`` (``is_guardian``, ``is_missed``, ...)."""
        return self.extras.get(extra) is True

    def codes(self, extra: str) -> tuple[str, ...]:
        """Return an extra that lists codes or words, empty where the choice has none."""
        value = self.extras.get(extra, ())
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class ValueList:
    """One list: its name in the code, its titles, and its choices in the order they are offered."""

    name: str
    title_id: str
    title_en: str
    choices: tuple[Choice, ...]
    by_code: Mapping[str, Choice]


class ValueLists:
    """All value lists. A list that does not exist is a bug (KeyError); a code that does not exist is data."""

    def __init__(self, lists: Mapping[str, ValueList]) -> None:
        self._lists = lists

    @classmethod
    def load(cls, folder: Path | None = None) -> "ValueLists":
        """Read the file of each subject in ``folder`` (default: the shipped lists); raises ValueError for a wrong one."""
        lists: dict[str, ValueList] = {}
        for subject in SUBJECTS:
            with ((folder or resource("lists")) / f"{subject}.toml").open("rb") as file:
                tables = tomllib.load(file)
            for name, table in tables.items():
                if name in lists:
                    raise ValueError(f"list {name} stands twice")
                lists[name] = _value_list(name, table)
        return cls(lists)

    def names(self) -> tuple[str, ...]:
        """Return the names of all lists."""
        return tuple(self._lists)

    def title(self, name: str, language: str = INDONESIAN) -> str:
        """Return what a list is called, e.g. ``Pendidikan Terakhir``."""
        found = self._lists[name]
        return found.title_id if language == INDONESIAN else found.title_en

    def of(self, name: str) -> tuple[Choice, ...]:
        """Return all choices of a list, the retired ones too, in the order they are offered."""
        return self._lists[name].choices

    def offered(self, name: str, kept: str = "") -> tuple[Choice, ...]:
        """Return the choices to pick from: those not retired, and ``kept`` where the record holds it already."""
        return tuple(choice for choice in self.of(name) if not choice.is_retired or choice.code == kept)

    def get(self, name: str, code: str) -> Choice | None:
        """Return one choice, or None where the list has no such code."""
        return self._lists[name].by_code.get(code)

    def label(self, name: str, code: str, language: str = INDONESIAN) -> str:
        """Return the label of a code; an unknown code is shown as itself, so that no old record goes blank."""
        found = self.get(name, code)
        return found.label(language) if found else code

    def require(self, name: str, code: str, field: str) -> Choice:
        """Return the choice; raises RuleBroken ``lists.unknown`` beside ``field``.

        A retired choice passes, because an old record that holds it must stay editable.
        """
        found = self.get(name, code)
        if found is None:
            raise RuleBroken("lists.unknown", field=field, list=name, value=code)
        return found

    def code_for(self, name: str, words: str, extra: str = "") -> str:
        """Return the code that ``words`` stands for, or an empty text; for imports.

        Codes, labels of both languages, other names (``also``) and the ``extra`` asked for are compared without regard to case.
        """
        wanted = words.strip().casefold()
        for choice in self.of(name):
            known = {choice.code, choice.label_id, choice.label_en, *choice.codes("also")}
            if extra:
                known.add(choice.text(extra))
            if wanted and wanted in {word.casefold() for word in known}:
                return choice.code
        return ""


def _value_list(name: str, table: Mapping[str, object]) -> ValueList:
    """Check one table of a file; raises ValueError that names the list."""
    rows = table.get("choices")
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"list {name} has no choices")
    choices = tuple(_choice(name, row) for row in rows)
    by_code = {choice.code: choice for choice in choices}
    if len(by_code) != len(choices):
        raise ValueError(f"list {name} has a code twice")
    return ValueList(name, _text(name, table, "id"), _text(name, table, "en"), choices, MappingProxyType(by_code))


def _choice(name: str, row: Mapping[str, object]) -> Choice:
    """Check one row of a list."""
    extras = {key: _extra(name, value) for key, value in row.items() if key not in _OWN_KEYS}
    return Choice(
        code=_text(name, row, "code"),
        label_id=_text(name, row, "id"),
        label_en=_text(name, row, "en"),
        is_retired=row.get("retired") is True,
        extras=MappingProxyType(extras),
    )


def _text(name: str, row: Mapping[str, object], key: str) -> str:
    """Return a text that must be there."""
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"list {name}: {key} is missing")
    return value


def _extra(name: str, value: object) -> Extra:
    """Return an extra in a form that nothing can change."""
    if isinstance(value, list):
        return tuple(str(part) for part in value)
    if isinstance(value, str | int):
        return value
    raise ValueError(f"list {name} has an extra that is no text, number, mark or list")
