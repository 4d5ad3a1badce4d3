"""What is said beside a field without refusing anything: an unusual value, a kit past its day."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as defaulted
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: ``message`` is a message id marked with ``N_``, ``facts`` fill it, ``field`` is where it stands."""

    message: str
    field: str = ""
    facts: Mapping[str, object] = defaulted(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of recording something: its series, and what to look at in it."""

    series_id: UUID
    notices: tuple[Notice, ...]
