"""ICD-10 as the clinic uses it: a substance and its state (F15.2), a few codes of care, and the words for both.

The two short tables stand in ``resources/diagnoses/icd10.toml``: put together they give the hundred codes F10.0 to F19.9 without
the misspellings of longer lists.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.resources import resource
from rehab_app.foundation.words import INDONESIAN

# ICD-10 2010 has no fifth character; F10 to F19 always carry the fourth, which says the state.
_FORM: Final = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9])?")
_OF_USE: Final = re.compile(r"F1[0-9]")

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """The words of each group (F10 ...), of each state ("0" ...) and of the other codes (Z50.2 ...), by language."""

    groups: Mapping[str, Words]
    states: Mapping[str, Words]
    others: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code to choose from, with its words."""

    code: str
    title: str


@cache
def tables() -> Tables:
    """Return the shipped tables; the file is read at the first call."""
    read = tomllib.loads(resource("diagnoses", "icd10.toml").read_text(encoding="utf-8"))
    return Tables(*(MappingProxyType(read[name]) for name in ("groups", "states", "others")))


def has_form(code: str) -> bool:
    """Whether this is written as a code of ICD-10: a letter, two digits, and a fourth character or none."""
    return _FORM.fullmatch(code) is not None


def is_of_use(code: str) -> bool:
    """Whether a code is of F10 to F19, with its fourth character or without."""
    return _OF_USE.fullmatch(group_of(code)) is not None


def group_of(code: str) -> str:
    """Return the first three characters: F15 of F15.2."""
    return code.partition(".")[0]


def title_of(code: str, language: str = INDONESIAN) -> str:
    """Return the words of a code: ``sindrom ketergantungan, stimulansia lain``; an empty text where the tables have none."""
    group, _, state = code.partition(".")
    known = tables()
    if group not in known.groups:
        return known.others.get(code, {}).get(language, "")
    parts = (known.states.get(state, {}).get(language, ""), known.groups[group][language])
    return ", ".join(part for part in parts if part)


def offered(language: str = INDONESIAN) -> tuple[CodeRow, ...]:
    """Return every code that the tables give, F10.0 first, then the codes of care."""
    return tuple(CodeRow(code, title_of(code, language)) for code in _codes())


def group_of_assist() -> Mapping[str, str]:
    """Return the group of substances of each group of WHO-ASSIST: F15 for amphetamine; they answer one to one."""
    return {words["assist"]: group for group, words in tables().groups.items()}


def _codes() -> Iterator[str]:
    known = tables()
    for group in known.groups:
        yield from (f"{group}.{state}" for state in known.states)
    yield from known.others
