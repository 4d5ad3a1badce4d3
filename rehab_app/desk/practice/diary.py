"""The diary of the practice clinic: what is done when and by whom, played in the order of time through the services.

The deeds of some weeks share a unit of work, so that a year takes few commits; each is done by the person whose task it is, and
stands so in the audit, at its own instant.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

from rehab_app.foundation.actor import Actor
from rehab_app.foundation.clock import SetClock
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.opening import OpenClinic
from rehab_app.store.work import Work

Act = Callable[[Work, "Stage"], None]
_OPENS_AT: Final = 8 * 60
_DAYS_TOGETHER: Final = 14


@dataclass(frozen=True, slots=True)
class Stage:
    """What every deed needs beside its unit of work: the clinic, the value lists, and the ids of the destinations by code."""

    clinic: OpenClinic
    lists: ValueLists
    actors: Mapping[str, Actor]
    destinations: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that is done at an instant by the person with that sign-in name."""

    at: datetime
    turn: int
    who: str
    act: Act


@dataclass(slots=True)
class Diary:
    """Collects deeds and plays those before an instant."""

    clock: SetClock
    until: datetime
    _deeds: list[Deed] = field(default_factory=list)

    def write(self, day: date, minute: int, who: str, act: Act) -> None:
        """Enter a deed at ``minute`` after the clinic opens; what lies after the end of the diary is left out."""
        hours, minutes = divmod(_OPENS_AT + minute, 60)
        at = datetime.combine(day, time(hours, minutes), self.clock.zone)
        if at < self.until:
            self._deeds.append(Deed(at, len(self._deeds), who, act))

    def play(self, stage: Stage, progress: Callable[[int, int], None] | None = None) -> None:
        """Do everything; ``progress`` is told how many deeds are done of how many."""
        deeds = sorted(self._deeds, key=attrgetter("at", "turn"))
        done = 0
        for together in _together(deeds):
            self.clock.put(together[0].at)
            with stage.clinic.store.writing(stage.actors[together[0].who]) as work:
                for deed in together:
                    self.clock.put(deed.at)
                    work.actor = stage.actors[deed.who]
                    deed.act(work, stage)
            done += len(together)
            if progress is not None:
                progress(done, len(deeds))


def _together(deeds: list[Deed]) -> Iterator[list[Deed]]:
    """Yield the deeds of each fortnight."""
    for _, group in groupby(deeds, key=lambda deed: deed.at.date().toordinal() // _DAYS_TOGETHER):
        yield list(group)
