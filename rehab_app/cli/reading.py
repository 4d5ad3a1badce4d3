"""Reading the JSON that a command is given: a file or standard input, of which anything may be wrong."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from rehab_app.foundation.errors import RuleBroken

STANDARD_INPUT: Final = "-"
_MOST_BYTES: Final = 1024 * 1024


def read_json(source: str) -> object:
    """Return what the JSON file ``source`` holds; ``-`` is standard input.

    Raises RuleBroken: ``cli.unreadable_file``, ``cli.too_large``, ``cli.not_utf8``, ``cli.not_json`` (with line and column),
    ``cli.too_deep``, ``cli.number_too_long`` or ``cli.key_twice`` (with the key).
    """
    data = _bytes_of(source)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken("cli.not_utf8", file=_shown(source)) from None
    try:
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise RuleBroken("cli.not_json", file=_shown(source), line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise RuleBroken("cli.too_deep", file=_shown(source)) from None
    except ValueError:  # Python reads no number of more than 4300 digits
        raise RuleBroken("cli.number_too_long", file=_shown(source)) from None


def read_object(source: str) -> Mapping[str, object]:
    """Return the JSON object in ``source``; raises RuleBroken as ``read_json`` does, and ``cli.not_an_object``."""
    found = read_json(source)
    if not isinstance(found, dict):
        raise RuleBroken("cli.not_an_object", file=_shown(source))
    return found


def _bytes_of(source: str) -> bytes:
    try:
        if source == STANDARD_INPUT:
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError):
        raise RuleBroken("cli.unreadable_file", file=_shown(source)) from None
    if len(data) > _MOST_BYTES:
        raise RuleBroken("cli.too_large", file=_shown(source), most_kb=_MOST_BYTES // 1024)
    return data


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of two equal keys JSON would silently keep the last."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RuleBroken("cli.key_twice", key=" ".join(key.split())[:60])
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise RuleBroken("cli.no_such_number", number=name)


def _shown(source: str) -> str:
    return "stdin" if source == STANDARD_INPUT else source
