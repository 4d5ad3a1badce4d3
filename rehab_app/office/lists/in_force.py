"""The value lists that count in this unit of work: the delivered ones, with what the office made of them.

Rules are pure and take no unit of work, yet a code that the office added must pass them. So whoever opens a unit of work says
which lists are in force, as a decimal context says how numbers are rounded; outside of one the delivered lists count.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.lists.shipped import shipped_lists

_IN_FORCE: Final[ContextVar[ValueLists | None]] = ContextVar("lists_in_force", default=None)


def lists_in_force() -> ValueLists:
    """Return the lists of this unit of work, the delivered ones where nobody said otherwise."""
    return _IN_FORCE.get() or shipped_lists()


@contextmanager
def using_lists(lists: ValueLists) -> Iterator[None]:
    """Let ``lists`` count until the end of the block, in this thread alone."""
    token = _IN_FORCE.set(lists)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def unknown_codes(draft: object, lists_of: Mapping[str, str]) -> list[RuleBroken]:
    """Return a trouble for each field of ``draft`` whose code its list does not have.

    ``lists_of`` names the list of each field. An empty code is no trouble: it means not known.
    """
    lists = lists_in_force()
    return [
        RuleBroken("lists.unknown", field=field, list=name, value=getattr(draft, field))
        for field, name in lists_of.items()
        if getattr(draft, field) and lists.get(name, getattr(draft, field)) is None
    ]
