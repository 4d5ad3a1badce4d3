"""Ids as SQLite keeps them, 32 hex digits, read three times as fast: an opened file reads some thousand of them.

``UUID(text)`` asks first which of six ways of writing it was given. And most ids of a file are the same few: the client, her
masa perawatan, her counsellor. What is remembered are ids, nothing about anybody.
"""

from functools import lru_cache
from typing import Any, Final
from uuid import UUID, SafeUUID

from sqlalchemy import Dialect, Uuid

_REMEMBERED: Final = 4096
_BASE: Final = 16


class StoredId(Uuid[UUID]):
    """The engine's own ``Uuid`` on SQLite, but for how it is read."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401, ARG002 - as SQLAlchemy has it
        """Return what makes an id of the text of a column."""
        return id_of_hex


@lru_cache(_REMEMBERED)
def id_of_hex(text: str | None) -> UUID | None:
    """Return the id that ``text`` (32 hex digits) stands for; None for None. Raises ValueError where it is no number."""
    if text is None:
        return None
    made = object.__new__(UUID)
    # An id refuses to be changed; these are its two slots, set as its own constructor sets them.
    object.__setattr__(made, "int", int(text, _BASE))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made
