"""Reads typed or imported values into a draft, and tells what cannot be read as known troubles."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from rehab_app.foundation.errors import RuleBroken, RulesBroken

D = TypeVar("D", bound=BaseModel)


def read_draft(kind: type[D], values: Mapping[str, object]) -> D:
    """Return the draft that ``values`` fill.

    Raises RulesBroken with ``draft.unknown_field`` (``name``), ``draft.too_long`` (``most``) or ``draft.unreadable``
    (``name``), each beside its field; what was typed is in none of them.
    """
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True, include_input=False)
        troubles = [_trouble(str(one["type"]), one["loc"], one.get("ctx", {})) for one in found]
    raise RulesBroken(troubles)


def _trouble(kind: str, place: tuple[int | str, ...], context: Mapping[str, object]) -> RuleBroken:
    field = ".".join(map(str, place))
    if kind == "extra_forbidden":
        return RuleBroken("draft.unknown_field", field=field, name=field)
    if kind in {"string_too_long", "too_long"}:
        return RuleBroken("draft.too_long", field=field, most=context.get("max_length", ""))
    return RuleBroken("draft.unreadable", field=field, name=field)


def required(text: str, field: str = "reason") -> str:
    """Return a text that must say something, without spaces around it; raises RuleBroken ``draft.required`` beside ``field``."""
    plain = text.strip()
    if not plain:
        raise RuleBroken("draft.required", field=field)
    return plain
