"""Reads answers that come from outside: a form, a stored result, a file of unknown making.

Whatever is given, the only error is RuleBroken, whose facts are short single lines: they may stand in a
sentence on one line.
"""

from collections.abc import Mapping
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.engine import Item

_LONGEST: Final = 40
_LARGEST: Final = 10**12


def shown(value: object) -> str:
    """Return ``value`` as a short single line in JSON's own manner, whatever it is."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        # repr escapes every character that does not print, so no line break or stray surrogate comes through.
        return repr(value[:_LONGEST]) + ("…" if len(value) > _LONGEST else "")
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int):
        return str(value) if abs(value) <= _LARGEST else "> 10^12" if value > 0 else "< -10^12"
    if isinstance(value, Mapping):
        return "{…}"
    return "[…]" if isinstance(value, list | tuple) else type(value).__name__


def shown_name(name: object) -> str:
    """Return the name of an entry as a short single line, without quotes where it is a plain word."""
    if not isinstance(name, str) or not name or len(name) > _LONGEST:
        return shown(name)
    is_plain = name.isascii() and name.isprintable() and name == name.strip()
    return name if is_plain else shown(name)


def read_object(value: object, item: str) -> Mapping[object, object]:
    """Return ``value`` if it is an object (a mapping), else raise RuleBroken naming ``item``."""
    if not isinstance(value, Mapping):
        raise RuleBroken("instruments.not_an_object", field=item, item=item, value=shown(value))
    return value


def read_answer(value: object, question: Item, item: str) -> int:
    """Return an answer the form has: a whole number, not true or false, among the question's points."""
    if isinstance(value, int) and not isinstance(value, bool) and value in question.points:
        return int(value)
    raise RuleBroken(
        "instruments.impossible_answer",
        field=item,
        item=item,
        value=shown(value),
        allowed=", ".join(str(points) for points in sorted(question.points)),
    )
