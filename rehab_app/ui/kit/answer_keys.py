"""The one key that gives each answer of a list that is shown whole, however long the list has become.

1 to 9 and 0 in their order, then letters: the first letter of the label that no answer before it has taken, else any free one.
An answer that is added at the end takes no key from those before it.
"""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Final

DIGITS: Final = "1234567890"


def answer_keys(labels: Sequence[str]) -> list[str]:
    """Return the key of each answer, a digit or a small letter; empty from the 37th answer on, which arrows reach."""
    keys: list[str] = []
    for place, label in enumerate(labels):
        keys.append(DIGITS[place] if place < len(DIGITS) else _letter(label, keys))
    return keys


def _letter(label: str, taken: Sequence[str]) -> str:
    """Return a letter that is not taken: one of the label where it has one, empty where none is left."""
    return next((letter for letter in label.casefold() + ascii_lowercase if _is_free(letter, taken)), "")


def _is_free(letter: str, taken: Sequence[str]) -> bool:
    return letter in ascii_lowercase and letter not in taken
