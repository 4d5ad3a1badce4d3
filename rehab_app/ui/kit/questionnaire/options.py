"""What may be chosen for an item, with the key that chooses it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rehab_app.foundation.words import N_, Words
from rehab_app.instruments.form import Item, Kind, Value
from rehab_app.ui.kit.field_spec import Option

Listed = Callable[[str], Sequence[Option]]
"""``listed(name)``: the choices of a value list of the office."""

REFUSED: Final = N_("{typed} is no answer here. Possible: {possible}.")
"""What is said of a key that answers nothing."""

_MOST_KEYS: Final = 10
_FEWEST_IN_RANGE: Final = 3


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer: what it stands for, its label, and its key, empty where it has none."""

    value: Value
    label: str
    key: str
    is_offered: bool = True


def options_of(item: Item, words: Words, listed: Listed) -> tuple[AnswerOption, ...]:
    """Return the answers of an item.

    Points from 0 to 9 are chosen by the digit that is printed on the form; anything else by its place from 1, the tenth by 0.
    """
    if item.kind is Kind.YES_NO:
        return AnswerOption(True, words.say("Yes"), "1"), AnswerOption(False, words.say("No"), "0")
    if item.list_name:
        found = listed(item.list_name)
        keys = _keys_by_place([one for one in found if one.is_offered])
        return tuple(AnswerOption(one.code, one.label, keys.get(one.code, ""), one.is_offered) for one in found)
    points = [choice.value for choice in item.choices]
    if all(isinstance(value, int) and 0 <= value < _MOST_KEYS for value in points):
        return tuple(AnswerOption(one.value, one.label.say(words), str(one.value)) for one in item.choices)
    return tuple(AnswerOption(one.value, one.label.say(words), _key(place)) for place, one in enumerate(item.choices))


def said(options: Sequence[AnswerOption], raw: object) -> str:
    """Return the labels of what is chosen; an unknown code as it stands."""
    chosen = raw if isinstance(raw, list) else [raw]
    labels: dict[tuple[type, object], str] = {(type(one.value), one.value): one.label for one in options}
    return ", ".join(labels.get((type(one), one), str(one)) for one in chosen if one is not None)


def key_range(keys: Iterable[str]) -> str:
    """Return digits as they are said: ``0\u20134``, or one by one where they do not follow each other (``0, 2, 4``)."""
    digits = sorted({int(key) for key in keys if key})
    is_run = len(digits) >= _FEWEST_IN_RANGE and digits[-1] - digits[0] == len(digits) - 1
    return f"{digits[0]}\u2013{digits[-1]}" if is_run else ", ".join(str(digit) for digit in digits)


def _keys_by_place(options: Sequence[Option]) -> dict[str, str]:
    return {option.code: _key(place) for place, option in enumerate(options)}


def _key(place: int) -> str:
    return str((place + 1) % _MOST_KEYS) if place < _MOST_KEYS else ""
