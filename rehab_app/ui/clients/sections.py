"""The sections of an opened file by name, each made when somebody first looks at it.

A file has some twenty sections, and most are not looked at in a visit: making them all at once would hold up the window.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rehab_app.ui.clients.section import Section


class Sections(Mapping[str, Section]):
    """Sections in the order of the bar. Reading one makes it and calls ``made``; names and ``so_far`` make nothing."""

    def __init__(
        self,
        kinds: Sequence[type[Section]],
        make: Callable[[type[Section]], Section],
        made: Callable[[Section], object],
    ) -> None:
        self.kinds = {kind.name: kind for kind in kinds}
        self._make = make
        self._made = made
        self._so_far: dict[str, Section] = {}

    def __getitem__(self, name: str) -> Section:
        if name not in self._so_far:
            section = self._make(self.kinds[name])
            self._so_far[name] = section
            self._made(section)
        return self._so_far[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def at(self, place: int) -> Section:
        """Return the section at a place of the bar, from 0."""
        return self[list(self.kinds)[place]]

    def so_far(self) -> list[Section]:
        """Return the sections that were made."""
        return list(self._so_far.values())
