"""Facts: what has happened in the clinic, told to whoever cares.

A fact is a frozen dataclass with ids and codes only. A subscriber stands either *in the transaction* (it may refuse, and is
given the unit of work) or *after commit* (screens reload).
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
        self._inside: dict[type[Fact], list[Callable[[Any, Any], None]]] = defaultdict(list)
        self._after: dict[type[Fact], list[Callable[[Any], None]]] = defaultdict(list)

    def in_transaction(self, kind: type[F], handler: Callable[[Any, F], None]) -> None:
        """Call ``handler(work, fact)`` inside the transaction that publishes a ``kind``; it may raise RuleBroken."""
        self._inside[kind].append(handler)

    def after_commit(self, kind: type[F], handler: Callable[[F], None]) -> None:
        """Call ``handler(fact)`` once the transaction that published a ``kind`` is on disk."""
        self._after[kind].append(handler)

    def publish_inside(self, work: object, fact: Fact) -> None:
        """Hand ``fact`` to the subscribers in the transaction; used by the unit of work alone."""
        for kind in type(fact).__mro__:
            for handler in self._inside.get(kind, ()):
                handler(work, fact)

    def publish_after(self, fact: Fact) -> None:
        """Hand ``fact`` to the subscribers after commit; used by the unit of work alone."""
        for kind in type(fact).__mro__:
            for handler in self._after.get(kind, ()):
                handler(fact)
