"""The value lists as they are shipped, read once."""

from functools import cache

from rehab_app.office.lists.choices import ValueLists


@cache
def shipped_lists() -> ValueLists:
    """Return the shipped lists; the files are read at the first call."""
    return ValueLists.load()
