"""Whether two identities may be one person, and why: for the likely matches that are shown while a client is typed.

Each agreement adds its weight, each contradiction takes some away, and every one of them is named, because the officer decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from rapidfuzz.distance import OSA

from rehab_app.clinic.clients.names import Name, similarity
from rehab_app.clinic.clients.phones import phone_key
from rehab_app.foundation.words import N_


class Reason(StrEnum):
    """What two identities have in common, or what speaks against it."""

    SAME_NIK = "same_nik"
    NEAR_NIK = "near_nik"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_ALIAS = "same_alias"
    SAME_PHONE = "same_phone"
    SAME_BIRTH_DATE = "same_birth_date"
    DAY_MONTH_SWAPPED = "day_month_swapped"
    NEAR_BIRTH_DATE = "near_birth_date"
    SAME_MOTHER = "same_mother"
    OTHER_NIK = "other_nik"
    OTHER_SEX = "other_sex"
    OTHER_BIRTH_DATE = "other_birth_date"


WEIGHTS: Final[Mapping[Reason, float]] = MappingProxyType(
    {
        Reason.SAME_NIK: 1.0,
        Reason.NEAR_NIK: 0.30,
        Reason.SAME_NAME: 0.45,
        Reason.SIMILAR_NAME: 0.45,
        Reason.SAME_ALIAS: 0.42,
        Reason.SAME_PHONE: 0.42,
        Reason.SAME_BIRTH_DATE: 0.35,
        Reason.DAY_MONTH_SWAPPED: 0.25,
        Reason.NEAR_BIRTH_DATE: 0.15,
        Reason.SAME_MOTHER: 0.25,
        Reason.OTHER_NIK: -0.30,
        Reason.OTHER_SEX: -0.30,
        Reason.OTHER_BIRTH_DATE: -0.10,
    }
)
"""What each reason adds to a score of at most 1; the weights of names are multiplied by how alike the names are.

A NIK decides alone. The same name, alias or phone is worth showing alone (``LIKELY``), the same birth date only beside
another reason: among 100,000 people some four share any day. Twins share birth date, mother and all but one digit of the NIK,
so a near NIK is a hint and no proof. Different NIK numbers speak against, but less than name and birth date together speak for.
"""

REASON_WORDS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.SAME_NIK: N_("same NIK"),
        Reason.NEAR_NIK: N_("NIK differs in one digit"),
        Reason.SAME_NAME: N_("same name"),
        Reason.SIMILAR_NAME: N_("similar name"),
        Reason.SAME_ALIAS: N_("known by this name"),
        Reason.SAME_PHONE: N_("same phone number"),
        Reason.SAME_BIRTH_DATE: N_("same birth date"),
        Reason.DAY_MONTH_SWAPPED: N_("day and month of birth swapped"),
        Reason.NEAR_BIRTH_DATE: N_("birth date differs in one digit"),
        Reason.SAME_MOTHER: N_("same mother's name"),
        Reason.OTHER_NIK: N_("different NIK"),
        Reason.OTHER_SEX: N_("different sex"),
        Reason.OTHER_BIRTH_DATE: N_("different birth date"),
    }
)

LIKELY: Final = 0.4
_SAME_NAME: Final = 0.96
_SIMILAR_NAME: Final = 0.75
_SAME_OTHER_NAME: Final = 0.85
_NIK_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a person; empty where nothing is. ``nik`` digits, ``phones`` in any spelling, ``sex`` L or P."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    birth_date: date | None = None
    nik: str = ""
    phones: tuple[str, ...] = ()
    mother: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How likely two identities are one person, 0 to 1, with what each reason gave, the weightiest first."""

    score: float
    points: tuple[tuple[Reason, float], ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks for it."""
        return tuple(reason for reason, points in self.points if points > 0)

    @property
    def doubts(self) -> tuple[Reason, ...]:
        """What speaks against it."""
        return tuple(reason for reason, points in self.points if points < 0)

    @property
    def is_likely(self) -> bool:
        """Whether it is worth showing."""
        return self.score >= LIKELY


@dataclass(frozen=True, slots=True)
class ReadIdentity:
    """An identity with its names and phones taken apart, so that what is typed is read once for many comparisons."""

    identity: Identity
    name: Name
    aliases: tuple[Name, ...]
    mother: Name
    phones: frozenset[str]

    @classmethod
    def of(cls, identity: Identity) -> "ReadIdentity":
        """Read an identity."""
        return cls(
            identity,
            Name.of(identity.name),
            tuple(Name.of(alias) for alias in identity.aliases),
            Name.of(identity.mother),
            frozenset(key for key in map(phone_key, identity.phones) if key),
        )


def reasons(typed: Identity | ReadIdentity, known: Identity | ReadIdentity, *, is_typing: bool = False) -> Match:
    """Compare two identities; with ``is_typing`` a beginning of a word of the name counts as the word."""
    left = typed if isinstance(typed, ReadIdentity) else ReadIdentity.of(typed)
    right = known if isinstance(known, ReadIdentity) else ReadIdentity.of(known)
    found: dict[Reason, float] = {}
    for reason, share in (
        _of_nik(left.identity.nik, right.identity.nik),
        _of_names(left, right, is_typing=is_typing),
        _of_birth(left.identity.birth_date, right.identity.birth_date),
        (Reason.SAME_PHONE, float(not left.phones.isdisjoint(right.phones))),
        (Reason.SAME_MOTHER, _at_least(_SAME_OTHER_NAME, similarity(left.mother, right.mother))),
        _of_sex(left.identity.sex, right.identity.sex),
    ):
        if share:
            found[reason] = WEIGHTS[reason] * share
    points = sorted(found.items(), key=lambda one: -abs(one[1]))
    return Match(min(1.0, max(0.0, sum(found.values()))), tuple(points))


def most_points(
    niks: tuple[str, str],
    births: tuple[date | None, date | None],
    sexes: tuple[str, str],
    *,
    has_phone: bool,
    has_mother: bool,
) -> float:
    """Return the most that ``reasons`` may give two people, before names are read: as if these were the same.

    ``has_phone`` says that they share a telephone, ``has_mother`` that the mother of both is known.
    """
    known = sum(WEIGHTS[reason] * share for reason, share in (_of_nik(*niks), _of_birth(*births), _of_sex(*sexes)))
    phone = WEIGHTS[Reason.SAME_PHONE] * has_phone
    return max(0.0, known + phone + WEIGHTS[Reason.SAME_MOTHER] * has_mother + WEIGHTS[Reason.SAME_NAME])


def _of_sex(first: str, second: str) -> tuple[Reason, float]:
    return Reason.OTHER_SEX, float(bool(first and second and first != second))


def _at_least(least: float, score: float) -> float:
    """Return ``score`` where it reaches ``least``, else 0."""
    return score if score >= least else 0.0


def _of_nik(first: str, second: str) -> tuple[Reason, float]:
    """Compare two NIK numbers; one digit wrong, or two neighbours swapped, is a slip of the finger."""
    if len(first) != _NIK_DIGITS or len(second) != _NIK_DIGITS:
        return Reason.OTHER_NIK, 0.0
    if first == second:
        return Reason.SAME_NIK, 1.0
    return (Reason.NEAR_NIK if OSA.distance(first, second) == 1 else Reason.OTHER_NIK), 1.0


def _of_names(left: ReadIdentity, right: ReadIdentity, *, is_typing: bool) -> tuple[Reason, float]:
    """Compare the names, and where they are not alike each with the other's aliases."""
    score = similarity(left.name, right.name, is_typing=is_typing)
    if score >= _SIMILAR_NAME:
        return (Reason.SAME_NAME if score >= _SAME_NAME else Reason.SIMILAR_NAME), score
    pairs = [(left.name, alias) for alias in right.aliases] + [(alias, right.name) for alias in left.aliases]
    pairs += [(mine, yours) for mine in left.aliases for yours in right.aliases]
    best = max((similarity(mine, yours) for mine, yours in pairs), default=0.0)
    return Reason.SAME_ALIAS, _at_least(_SAME_OTHER_NAME, best)


def _of_birth(first: date | None, second: date | None) -> tuple[Reason, float]:
    """Compare two birth dates as they are typed: swapped day and month, one digit wrong."""
    if first is None or second is None:
        return Reason.OTHER_BIRTH_DATE, 0.0
    if first == second:
        return Reason.SAME_BIRTH_DATE, 1.0
    if (first.year, first.month, first.day) == (second.year, second.day, second.month):
        return Reason.DAY_MONTH_SWAPPED, 1.0
    digits = zip(f"{first:%d%m%Y}", f"{second:%d%m%Y}", strict=True)
    is_slip = sum(one != other for one, other in digits) == 1
    return (Reason.NEAR_BIRTH_DATE if is_slip else Reason.OTHER_BIRTH_DATE), 1.0


Key = TypeVar("Key")


def likely_matches(
    typed: Identity, known: Iterable[tuple[Key, Identity]], *, limit: int = 8, is_typing: bool = True
) -> list[tuple[Key, Match]]:
    """Return the likely ones of ``known`` (key and identity), best first, at most ``limit``; candidates come from an index."""
    read = ReadIdentity.of(typed)
    found = [(key, reasons(read, identity, is_typing=is_typing)) for key, identity in known]
    likely = [one for one in found if one[1].is_likely]
    likely.sort(key=lambda one: -one[1].score)
    return likely[:limit]
