"""The sentences of the letters: read from ``resources/letters/``, filled with facts, their marks turned into runs."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Final

from rehab_app.foundation.resources import resource
from rehab_app.papers.blocks import Run, Text

BOLD: Final = "**"
_UNITS: Final = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_ODD: Final = {10: "sepuluh", 11: "sebelas"}
_LARGEST_IN_WORDS: Final = 99

Sentences = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """The sentences of one letter, by part and name, and its lists of lines."""

    parts: Mapping[str, Sentences]
    lists: Mapping[str, tuple[str, ...]]


@cache
def template(name: str) -> Template:
    """Return the sentences of ``resources/letters/<name>.toml``."""
    read = tomllib.loads(resource("letters", f"{name}.toml").read_text(encoding="utf-8"))
    lists = {key: tuple(lines) for key, lines in read.pop("lists", {}).items()}
    return Template(read, lists)


def fill(sentence: str, **facts: object) -> Text:
    """Return ``sentence`` with ``{facts}`` filled in and its ``**`` parts bold.

    The marks are read before the facts are filled in, so a name that holds ``**`` or ``{}`` is printed as it is. Raises
    KeyError for a fact the caller does not give, ValueError for a place that reaches into one (``{name.first}``).
    """
    parts = sentence.split(BOLD)
    runs = [Run(filled(part, **facts), bold=at % 2 == 1) for at, part in enumerate(parts) if part]
    return runs[0].text if len(runs) == 1 and not runs[0].bold else tuple(runs)


def filled(sentence: str, **facts: object) -> str:
    """Return ``sentence`` with ``{facts}`` filled in, as plain text; raises as ``fill`` does."""
    said = ""
    for literal, name, _, _ in Formatter().parse(sentence):
        said += literal
        if name is None:
            continue
        if not name.isidentifier():
            raise ValueError("a sentence may name a fact, not reach into it")
        said += str(facts[name])
    return said


def in_words(count: int) -> str:
    """Return ``count`` in Indonesian words, as letters repeat it after the digits: 12 is "dua belas"; digits above 99."""
    tens, units = divmod(count, 10)
    if count > _LARGEST_IN_WORDS:
        return str(count)
    if count in _ODD:
        return _ODD[count]
    if tens == 1:
        return f"{_UNITS[units]} belas"
    return " ".join([f"{_UNITS[tens]} puluh"] * bool(tens) + [_UNITS[units]] * bool(units or not tens))
