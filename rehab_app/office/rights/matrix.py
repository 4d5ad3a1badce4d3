"""The default matrix, and the rights that roles and personal grants add up to."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rehab_app.foundation.actor import DataClass, Right, Rights, Role
from rehab_app.foundation.resources import resource


@dataclass(frozen=True, slots=True)
class Grant:
    """One personal exception: ``right`` over ``data_class`` given (``is_given``) or withheld."""

    data_class: DataClass
    right: Right
    is_given: bool


def default_matrix(path: Path | None = None) -> Mapping[Role, Rights]:
    """Read the matrix of ``resources/rights.toml``; an unknown role, class or right in it is a ValueError."""
    with (path or resource("rights.toml")).open("rb") as file:
        rows = tomllib.load(file)
    return {
        Role(role): {DataClass(name): frozenset(Right(right) for right in rights) for name, rights in classes.items()}
        for role, classes in rows.items()
    }


def rights_of(
    roles: Iterable[Role], grants: Iterable[Grant] = (), matrix: Mapping[Role, Rights] | None = None
) -> Rights:
    """Return the rights of a person: the sum over her roles, then her grants, those withheld last."""
    known = matrix if matrix is not None else default_matrix()
    total: dict[DataClass, set[Right]] = defaultdict(set)
    for role in roles:
        for data_class, rights in known.get(role, {}).items():
            total[data_class] |= rights
    for grant in sorted(grants, key=lambda grant: not grant.is_given):
        if grant.is_given:
            total[grant.data_class].add(grant.right)
        else:
            total[grant.data_class].discard(grant.right)
    return {data_class: frozenset(rights) for data_class, rights in total.items()}
