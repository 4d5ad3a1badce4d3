"""Finds an instrument by name and version, and scores a whole document for the command line.

A key file named ``<instrument>-<version>.toml`` belongs to the module of the same name on this floor, whose
``read(key)`` builds the instrument. So a new instrument is one module and one key, and nothing here changes.
"""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from rehab_app.instruments import keys
from rehab_app.instruments.instrument import Instrument


def names() -> tuple[str, ...]:
    """Return the names of the instruments that can be scored."""
    return tuple(keys.shipped())


def versions(name: str) -> tuple[str, ...]:
    """Return the versions of one instrument's key, oldest first; none for an unknown name."""
    return keys.shipped().get(name, ())


def load(name: str, version: str | None = None) -> Instrument:
    """Return an instrument, in the newest version where none is named.

    RuleBroken: no such instrument or version. Trouble: its key file cannot be used.
    """
    key = keys.load(name, version)
    # The name was found among the shipped keys, so nothing from outside chooses what is imported.
    module = import_module(f"{__package__}.{key.instrument}")
    return cast("Callable[[keys.Key], Instrument]", module.read)(key)


def score_document(instrument: str, document: object, version: str | None = None) -> dict[str, object]:
    """Score ``document`` (what a JSON file holds) and return the JSON answer.

    ASSIST gives ``{"instrument", "version", "scores", "bands", "routing"}``; a substance without a score has
    null in both and an entry in ``reasons``; ``notes`` says what else should be seen. RuleBroken for anything
    that cannot be scored, with a fact ``item`` that names it; never another error, whatever the document is.
    """
    found = load(instrument, version)
    return found.document(found.score(document))
