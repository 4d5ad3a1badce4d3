"""What a form hands over: the answers that were given, and the version of the record that they were given to.

What a record holds and its form does not show, the form itself carries along (``kit.form``), in the version that it was last told
of: it is filled with the whole record, and nothing is added to its answers here.
"""

from collections.abc import Mapping
from typing import Final, Protocol

from pydantic import BaseModel

VERSION: Final = "row_version"
"""The key under which a form carries the version that it shows; a form that was told of a newer one carries that."""


class Versioned(Protocol):
    """What is shown in one version."""

    @property
    def row_version(self) -> int:
        """The number of the version."""


def shown_values(kind: type[BaseModel], row: Versioned) -> dict[str, object]:
    """Return a row as the form of a draft of ``kind`` takes it up, with the version that is shown."""
    return {**{name: getattr(row, name) for name in kind.model_fields}, VERSION: row.row_version}


def answered(values: Mapping[str, object]) -> dict[str, object]:
    """Return what was answered, without the version."""
    return {name: value for name, value in values.items() if value is not None and name != VERSION}


def version_in(values: Mapping[str, object], shown: int) -> int:
    """Return the version that a form carries, or else the one that was shown."""
    version = values.get(VERSION)
    return version if isinstance(version, int) else shown
