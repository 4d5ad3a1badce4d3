"""Finds an instrument or a form by name and version, and scores a whole document for the command line.

A key file ``<instrument>-<version>.toml`` names the engine that reads it, so a new questionnaire is one key file. A file in the
folder ``forms`` describes a form that has no scores (an assessment, a screening sheet).
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.resources import resource
from rehab_app.instruments import assist, form_answers, form_keys, keys, questionnaire
from rehab_app.instruments.answers import shown_name
from rehab_app.instruments.form import Form
from rehab_app.instruments.instrument import NO_CHOICES, Instrument, ScaleInfo, ScoringChoices
from rehab_app.instruments.severities import severity_scales

_ENGINES: Final[Mapping[str, Callable[[keys.Key, ScoringChoices], Instrument]]] = MappingProxyType(
    {"assist": assist.read, "questionnaire": questionnaire.read}
)
_MOST_KEPT: Final = 64


def names() -> tuple[str, ...]:
    """Return the names of the instruments that can be scored."""
    return tuple(_instruments())


def form_names() -> tuple[str, ...]:
    """Return the names of everything that can be filled in: the instruments that can be scored, then the other forms."""
    return (*_instruments(), *_forms())


def versions(name: str) -> tuple[str, ...]:
    """Return the versions of one key, oldest first; none for an unknown name."""
    return _instruments().get(name, ()) or _forms().get(name, ())


def load(name: object, version: str | None = None, choices: ScoringChoices = NO_CHOICES) -> Instrument:
    """Return an instrument, in the newest version where none is named, scored with an office's ``choices``.

    RuleBroken: no such instrument or version, or a choice it does not have. Trouble: its key file cannot be used.
    """
    known = _instruments().get(name, ()) if isinstance(name, str) else ()
    if known and (version is None or version in known):
        return _loaded(name, known[-1] if version is None else version, choices)
    return build(keys.load(name, version), choices)


def build(key: keys.Key, choices: ScoringChoices = NO_CHOICES) -> Instrument:
    """Build an instrument from a key by the engine the key names; Trouble where there is no such engine."""
    if key.engine not in _ENGINES:
        raise key.table.damaged("engine")
    return _ENGINES[key.engine](key, choices)


def form(name: object, version: str | None = None) -> Form:
    """Return the form of an instrument or of a description, in the newest version where none is named.

    RuleBroken: no such form or version. Trouble: its key file cannot be used.
    """
    if not isinstance(name, str) or name not in form_names():
        raise RuleBroken("instruments.unknown_instrument", item=shown_name(name), known=", ".join(form_names()))
    if version is not None and version not in versions(name):
        known = ", ".join(versions(name))
        raise RuleBroken("instruments.unknown_version", item=f"{name} {shown_name(version)}", known=known)
    return _form(name, version or versions(name)[-1])


def scales(name: str, version: str | None = None) -> tuple[ScaleInfo, ...]:
    """Return the scales of an instrument, or of a form those that are judged: severities and the client's own scale."""
    return load(name, version).scales() if name in _instruments() else severity_scales(form(name, version))


def missing(name: str, version: str, answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the places of a filled form that are still open, in its order, those that nobody asks not among them."""
    if name in _instruments():
        return load(name, version).missing(answers)
    return form_answers.missing(form(name, version), answers)


def score_document(
    instrument: str, document: object, version: str | None = None, choices: ScoringChoices = NO_CHOICES
) -> dict[str, object]:
    """Score ``document`` (what a JSON file holds) and return the JSON answer.

    ``{"instrument", "version", "scores", "bands"}``, for ASSIST also ``routing``; a scale without a score is null, with an entry
    in ``reasons`` and the first code in ``reason``; ``notes`` and ``alerts`` say what else should be seen. RuleBroken for
    anything that cannot be scored, with a fact ``item`` that names it; never another error, whatever the document is.
    """
    found = load(instrument, version, choices)
    return found.document(found.score(document))


# The shipped files do not change while the program runs, and reading one takes longer than scoring with it.


@cache
def _instruments() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(keys.shipped())


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(keys.shipped(_folder()))


@lru_cache(maxsize=_MOST_KEPT)
def _loaded(name: str, version: str, choices: ScoringChoices) -> Instrument:
    return build(keys.load(name, version), choices)


@cache
def _form(name: str, version: str) -> Form:
    """Return a form whose name and version are known."""
    if name in _instruments():
        return load(name, version).form()
    return form_keys.read_form(keys.load(name, version, _folder()))


def _folder() -> Path:
    return resource("instruments", "forms")
