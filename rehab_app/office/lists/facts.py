"""What the value lists tell the rest of the program."""

from dataclasses import dataclass

from rehab_app.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class ListsChanged(Fact):
    """The office changed a value list."""

    name: str
