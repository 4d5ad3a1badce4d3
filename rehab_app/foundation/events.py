"""Facts: what has happened in the clinic, told to whoever cares.

A fact is a frozen dataclass with ids and codes only. Subscribers hear it after the commit: screens reload.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Fact:
    """The base of everything that can be published."""


F = TypeVar("F", bound=Fact)


class Bus:
    """Carries facts from the unit of work to its subscribers. Subscribers of a base class hear its subclasses too."""

    def __init__(self) -> None:
        self._after: dict[type[Fact], list[Callable[[Any], None]]] = defaultdict(list)

    def after_commit(self, kind: type[F], handler: Callable[[F], None]) -> None:
        """Call ``handler(fact)`` once the transaction that published a ``kind`` is on disk."""
        self._after[kind].append(handler)

    def publish_after(self, fact: Fact) -> None:
        """Hand ``fact`` to the subscribers after commit; used by the unit of work alone."""
        for kind in type(fact).__mro__:
            for handler in self._after.get(kind, ()):
                handler(fact)
