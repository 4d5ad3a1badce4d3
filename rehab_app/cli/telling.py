"""What the commands say: results on standard output, everything else in one line each on standard error, in Indonesian."""

import json
import sys
from functools import cache

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.words import INDONESIAN, Words


@cache
def words() -> Words:
    """Return the words of the commands."""
    return Words.of(INDONESIAN)


def say(message: str, **facts: object) -> str:
    """Return ``message`` in Indonesian."""
    return words().say(message, **facts)


def tell(line: str) -> None:
    """Write one line to standard error."""
    print(" ".join(line.split()), file=sys.stderr)


def put(line: str) -> None:
    """Write one line of a result to standard output."""
    print(line)


def put_json(result: object) -> None:
    """Write a result as JSON to standard output; what JSON does not know (ids, days) stands there as text."""
    print(json.dumps(result, ensure_ascii=False, indent=2, default=str))


def one_line(trouble: RuleBroken) -> str:
    """Return a known trouble in one line; of several each with the item it is about."""
    troubles = trouble.troubles if isinstance(trouble, RulesBroken) else [trouble]
    return "; ".join(_told(one) for one in troubles)


def _told(trouble: RuleBroken) -> str:
    sentence = words().trouble(trouble)
    return f"{trouble.field}: {sentence}" if trouble.field and trouble.field not in sentence else sentence
