"""The merge fields of a paper: what each is called, what it prints, and an example of it for the preview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeGuard

from rehab_app.papers.blocks import Block, Run, Text, plain

Blocks: TypeAlias = tuple[Block, ...]
Value: TypeAlias = Text | Blocks | bool
"""Words, whole blocks, or whether a condition holds; an empty one leaves out what names it."""
Values: TypeAlias = Mapping[str, Value]


class FieldKind(StrEnum):
    """What a field holds: words within a sentence, whole blocks on a line of their own, or a condition."""

    WORDS = "words"
    BLOCKS = "blocks"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class MergeField:
    """One field: its name in braces, what the picker calls it (a message id), and its kind.

    ``is_required``: a paper of this kind is not valid without it (its number, its signature). ``is_personal``: it tells who
    somebody is, so it may not stand in a subject, which the register shows.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.WORDS
    is_required: bool = False
    is_personal: bool = False


def named(fields: Iterable[MergeField]) -> dict[str, MergeField]:
    """Return ``fields`` by name; raises ValueError where two share one."""
    found: dict[str, MergeField] = {}
    for field in fields:
        if field.name in found:
            raise ValueError(f"two merge fields are called {field.name}")
        found[field.name] = field
    return found


def is_words(value: Value) -> TypeGuard[Text]:
    """Whether ``value`` can stand within a sentence."""
    return isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(run, Run) for run in value))


def is_empty(value: Value) -> bool:
    """Whether ``value`` prints nothing; a condition never does."""
    if isinstance(value, bool):
        return True
    if is_words(value):
        return not plain(value).strip()
    return not value
