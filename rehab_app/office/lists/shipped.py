"""The value lists as they are shipped, read once, and the check of a draft's codes against them."""

from collections.abc import Mapping
from functools import cache

from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.choices import ValueLists


@cache
def shipped_lists() -> ValueLists:
    """Return the shipped lists; the files are read at the first call."""
    return ValueLists.load()


def unknown_codes(draft: object, lists_of: Mapping[str, str]) -> list[RuleBroken]:
    """Return a trouble for each field of ``draft`` whose code its list does not have.

    ``lists_of`` names the list of each field. An empty code is no trouble: it means not known.
    """
    lists = shipped_lists()
    return [
        RuleBroken("lists.unknown", field=field, list=name, value=getattr(draft, field))
        for field, name in lists_of.items()
        if getattr(draft, field) and lists.get(name, getattr(draft, field)) is None
    ]
