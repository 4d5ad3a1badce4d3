"""What a form hands over: the answers that were given, and the version of the record that they were given to."""

from collections.abc import Iterable, Mapping
from typing import Final

VERSION: Final = "row_version"
"""The key under which a form carries the version that it shows; a form that was told of a newer one carries that."""


def answered(values: Mapping[str, object]) -> dict[str, object]:
    """Return what was answered, without the version."""
    return {name: value for name, value in values.items() if value is not None and name != VERSION}


def version_in(values: Mapping[str, object], shown: int) -> int:
    """Return the version that a form carries, or else the one that was shown."""
    version = values.get(VERSION)
    return version if isinstance(version, int) else shown


def carried(stored: object, fields: Iterable[str], values: Mapping[str, object]) -> dict[str, object]:
    """Return the stored values of those ``fields`` that no form field answered for, so that a correction empties none of them.

    A field that the form shows, and was left empty there, is not carried: emptying it was meant.
    """
    return {name: getattr(stored, name) for name in fields if name not in values}
