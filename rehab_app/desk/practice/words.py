"""The words the practice clinic is written with: ``practice_story.toml`` and ``practice_care.toml`` of ``resources/lists``."""

import tomllib
from functools import cache
from random import Random
from typing import Any, Final

from rehab_app.foundation.resources import resource

_FILES: Final = ("practice_story.toml", "practice_care.toml")


@cache
def story_table() -> dict[str, Any]:
    """Return the groups of both files; a constant that is read at its first use."""
    found: dict[str, Any] = {}
    for name in _FILES:
        with resource("lists", name).open("rb") as file:
            found |= tomllib.load(file)
    return found


def told(group: str, name: str) -> str:
    """Return one sentence."""
    return str(story_table()[group][name])


def drawn(group: str, name: str, chance: Random) -> str:
    """Return one of several sentences."""
    return str(chance.choice(story_table()[group][name]))


def in_turn(group: str, name: str, place: int) -> str:
    """Return the sentence at ``place``, beginning anew after the last."""
    sentences = story_table()[group][name]
    return str(sentences[place % len(sentences)])
