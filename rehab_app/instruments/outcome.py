"""What care changed: intake against exit, and the share of clients whose quality of life rose (the Renstra indicator)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from rehab_app.foundation.words import N_
from rehab_app.instruments.engine import half_up
from rehab_app.instruments.trend import Number

WHOQOL_DOMAINS: Final = ("physical", "psychological", "social", "environment")
_PLACES: Final = 2
_PERCENT: Final = 100


class Change(StrEnum):
    """How a value at exit stands to the one at intake."""

    MENINGKAT = "meningkat"
    TETAP = "tetap"
    MENURUN = "menurun"


CHANGE_LABELS: Final[Mapping[Change, str]] = {
    Change.MENINGKAT: N_("Risen"),
    Change.TETAP: N_("Unchanged"),
    Change.MENURUN: N_("Fallen"),
}

Scores = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """One client's scores at intake (``awal``) and exit (``akhir``), None where it was not taken."""

    awal: Scores | None
    akhir: Scores | None


@dataclass(frozen=True, slots=True)
class DomainOutcome:
    """How many clients rose, stayed and fell in one domain, of those who have both scores (the ``denominator``)."""

    domain: str
    risen: int
    unchanged: int
    fallen: int

    @property
    def denominator(self) -> int:
        """The clients with a score at both moments."""
        return self.risen + self.unchanged + self.fallen

    @property
    def percent(self) -> Decimal | None:
        """The share that rose, with two decimals rounded half up; None where nobody has both."""
        if not self.denominator:
            return None
        return Decimal(half_up(Fraction(self.risen * _PERCENT, self.denominator), _PLACES))

    def reaches(self, target: int) -> bool | None:
        """Whether the share that rose reaches ``target`` per cent; exact, not rounded; None where there is no share."""
        return self.risen * _PERCENT >= target * self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome over clients; those ``without_akhir`` are told beside it, because leaving them out flatters the figure."""

    domains: tuple[DomainOutcome, ...]
    clients: int
    without_awal: int
    without_akhir: int


def change(awal: Number | None, akhir: Number | None) -> Change | None:
    """Return how ``akhir`` stands to ``awal``; None where one of them is missing."""
    if awal is None or akhir is None:
        return None
    before, after = awal, akhir
    if type(before) is not type(after):
        before, after = Decimal(str(awal)), Decimal(str(akhir))  # a Decimal 0.1 is not the float 0.1
    if after == before:
        return Change.TETAP
    return Change.MENINGKAT if after > before else Change.MENURUN


def changes(pair: Pair, domains: Iterable[str] = WHOQOL_DOMAINS) -> dict[str, Change | None]:
    """Return one client's change by domain."""
    awal, akhir = pair.awal or {}, pair.akhir or {}
    return {domain: change(awal.get(domain), akhir.get(domain)) for domain in domains}


def outcome(pairs: Iterable[Pair], domains: Iterable[str] = WHOQOL_DOMAINS) -> Outcome:
    """Count the changes of many clients by domain."""
    clients = list(pairs)
    names = tuple(domains)
    counted = Counter(one for pair in clients for one in changes(pair, names).items())
    kinds = (Change.MENINGKAT, Change.TETAP, Change.MENURUN)
    return Outcome(
        domains=tuple(DomainOutcome(name, *(counted[name, kind] for kind in kinds)) for name in names),
        clients=len(clients),
        without_awal=sum(pair.awal is None for pair in clients),
        without_akhir=sum(pair.awal is not None and pair.akhir is None for pair in clients),
    )
