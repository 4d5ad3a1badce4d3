"""The words the practice clinic is written with, read from ``resources/lists/practice_story.toml``."""

import tomllib
from functools import cache
from random import Random
from typing import Any

from rehab_app.foundation.resources import resource


@cache
def story_table() -> dict[str, Any]:
    """Return the whole file; a constant that is read at its first use."""
    with resource("lists", "practice_story.toml").open("rb") as file:
        return tomllib.load(file)


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
