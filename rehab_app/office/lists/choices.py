"""The value lists as the program reads them: codes, labels in two languages, and words of other systems."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.resources import resource
from rehab_app.foundation.words import INDONESIAN

SUBJECTS: Final = (
    "identity",
    "entry",
    "substances",
    "screening",
    "care",
    "clinical",
    "outcome",
    "followup",
    "documents",
    "referral",
)

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
    """One list: its name in the code, its titles, and its choices in the order they are offered.

    ``subject`` is one of ``SUBJECTS``. A list that ``is_fixed`` holds what the program itself or a form of the law goes by: its
    words may be altered, no choice can be added, moved or retired.
    """

    name: str
    title_id: str
    title_en: str
    choices: tuple[Choice, ...]
    by_code: Mapping[str, Choice]
    is_fixed: bool = False
    subject: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that choices of this list may carry, in the order in which they stand."""
        return tuple(
            dict.fromkeys(name for one in self.choices for name, value in one.extras.items() if isinstance(value, bool))
        )

    def with_choices(self, own: Iterable[tuple[Choice, int | None]]) -> "ValueList":
        """Return the list with the office's own choices, each instead of the one with its code, or new.

        A place counts from 1 in the whole list. Those without one keep the order in which they are delivered or were added,
        around those that have one: so every order can be said, and a list that grows by an upgrade keeps it.
        """
        made = dict(self.by_code)
        placed: list[tuple[int, str]] = []
        for choice, place in own:
            known = made.get(choice.code)
            extras = {**known.extras, **choice.extras} if known else dict(choice.extras)
            made[choice.code] = replace(choice, extras=MappingProxyType(extras))
            if place is not None:
                placed.append((place, choice.code))
        order = [code for code in made if code not in {code for _, code in placed}]
        for place, code in sorted(placed, key=lambda one: one[0]):
            order.insert(place - 1, code)
        by_code = {code: made[code] for code in order}
        return replace(self, choices=tuple(by_code.values()), by_code=MappingProxyType(by_code))


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
                lists[name] = replace(_value_list(name, table), subject=subject)
        return cls(lists)

    def list(self, name: str) -> ValueList:
        """Return a whole list."""
        return self._lists[name]

    def with_own(self, own: Mapping[str, Sequence[tuple[Choice, int | None]]]) -> "ValueLists":
        """Return the lists with the office's own choices, by list; a list that the program no longer has is passed over."""
        changed = {name: self._lists[name].with_choices(found) for name, found in own.items() if name in self._lists}
        return ValueLists({**self._lists, **changed})

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


def _value_list(name: str, table: Mapping[str, object]) -> ValueList:
    """Check one table of a file; raises ValueError that names the list."""
    rows = table.get("choices")
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"list {name} has no choices")
    choices = tuple(_choice(name, row) for row in rows)
    by_code = {choice.code: choice for choice in choices}
    if len(by_code) != len(choices):
        raise ValueError(f"list {name} has a code twice")
    titles = _text(name, table, "id"), _text(name, table, "en")
    return ValueList(name, *titles, choices, MappingProxyType(by_code), is_fixed=table.get("fixed") is True)


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
