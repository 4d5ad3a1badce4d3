"""The sixty people of the practice clinic: who they are, when they came in 2022, and which way each of them goes.

Their number by modality, main substance and kecamatan is that of the figures BNN Kota Balikpapan published for 2022; everything
else is drawn, always the same for one seed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Final, TypeVar

from rehab_app.clinic.clients.rules import ADULT
from rehab_app.desk.practice.people import FEMALE, MALE, VILLAGES, Person, Population, happens

T = TypeVar("T")

SEED: Final = 2022
PEOPLE: Final = 60
_FIRST_DAY: Final = date(2022, 1, 4)
_LAST_DAY: Final = date(2022, 12, 20)
_FRIDAY: Final = 4
# Ages below which some study, nobody is married, and half are not married yet.
_MAY_STUDY: Final = 23
_MAY_MARRY: Final = 20
_MOSTLY_MARRIED: Final = 30
_LATE: Final = 51  # places from here on came so late that they are still in care when the year is over

# Kecamatan of the city by Kemendagri code, and how many came from there; the rest came from Paser and Penajam Paser Utara.
_BY_DISTRICT: Final = {
    "64.71.02": 17,
    "64.71.03": 14,
    "64.71.05": 11,
    "64.71.01": 6,
    "64.71.06": 5,
    "64.71.04": 3,
}
_OUTSIDE: Final = (
    ("64.09.01.1011", "Penajam"),
    ("64.09.03.2001", "Babulu Darat"),
    ("64.01.04.1001", "Tanah Grogot"),
    ("64.01.08.1001", "Long Kali"),
)
_WOMEN: Final = (4, 13, 22, 31, 40, 53)
_AGES: Final = ((18, 24, 15), (25, 34, 24), (35, 44, 13), (45, 57, 5))
_OTHER_SUBSTANCES: Final = {9: "lem", 17: "ganja", 35: "double_l", 46: "ganja"}


class Course(StrEnum):
    """Which way somebody goes."""

    COMPLETED = "completed"
    COMPLETED_EARLY = "completed_early"
    DROPPED_OUT = "dropped_out"
    MOVED = "moved"
    DETAINED = "detained"
    LEFT = "left"
    ACTIVE = "active"
    WAITING = "waiting"
    REFERRED = "referred"
    OUTPATIENT_THEN_REFERRED = "outpatient_then_referred"


_COURSES: Final = (
    *[Course.COMPLETED] * 25,
    *[Course.COMPLETED_EARLY] * 3,
    *[Course.DROPPED_OUT] * 11,
    *[Course.MOVED] * 2,
    Course.DETAINED,
    Course.LEFT,
    *[Course.REFERRED] * 6,
    *[Course.OUTPATIENT_THEN_REFERRED] * 2,
)
# Who is referred out of outpatient care came early enough for the letter to be of the same year.
_FIXED_COURSES: Final = {12: Course.OUTPATIENT_THEN_REFERRED, 26: Course.OUTPATIENT_THEN_REFERRED}
_LATE_COURSES: Final = (*[Course.ACTIVE] * 6, Course.WAITING, Course.ACTIVE, Course.REFERRED)
# Where the nine are sent, in the order in which they came; none to the hospital for double diagnoses.
_DESTINATIONS: Final = (
    "tanah_merah",
    "tanah_merah",
    "lido",
    "tanah_merah",
    "baddoka",
    "tanah_merah",
    "loka_batam",
    "tanah_merah",
    "tanah_merah",
)


@dataclass(frozen=True, slots=True)
class Minor:
    """A client under 18: her age, and whether she came with a parent at once (0), some days later, or not yet (None)."""

    age: int
    parent_after_days: int | None


_MINORS: Final = {9: Minor(15, 0), 28: Minor(17, 3), 57: Minor(16, None)}


@dataclass(frozen=True, slots=True)
class Case:
    """One client of the practice clinic; ``place`` is her turn in the year, ``destination`` a code where she is referred."""

    place: int
    person: Person
    registered_on: date
    course: Course
    substance: str
    source: str
    occupation: str
    education: str
    marital_status: str
    minor: Minor | None
    is_high: bool
    counsellor: str
    destination: str
    returns: bool

    @property
    def is_compulsory(self) -> bool:
        """Whether she was sent by the law."""
        return self.source in {"investigator", "tat", "raid", "court"}


def weekday_from(day: date) -> date:
    """Return ``day``, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > _FRIDAY else day


def cases(seed: int = SEED) -> Iterator[Case]:
    """Yield the sixty in the order in which they came."""
    chance, population = Random(seed), Population(seed)  # noqa: S311 - invented people, no secrets
    days, courses, homes, ages = _days(chance), _courses(chance), _homes(chance), _ages(chance)
    sources, destinations = _sources(chance), iter(_DESTINATIONS)
    returning = [
        place for place, course in enumerate(courses) if course == Course.DROPPED_OUT and place not in _MINORS
    ][:2]
    for place in range(PEOPLE):
        minor, course = _MINORS.get(place), courses[place]
        sex = FEMALE if place in _WOMEN else MALE
        age = minor.age if minor else ages[place]
        person = population.person(sex, _born(days[place], age, chance), homes[place])
        is_referred = course in {Course.REFERRED, Course.OUTPATIENT_THEN_REFERRED}
        yield Case(
            place=place,
            person=person,
            registered_on=days[place],
            course=course,
            substance=_OTHER_SUBSTANCES.get(place, "sabu"),
            source="family" if minor or place in _OTHER_SUBSTANCES else sources[place],
            occupation=_occupation(sex, age, chance),
            education=_education(age, chance),
            marital_status=_marital_status(age, chance),
            minor=minor,
            is_high=is_referred or happens(chance, 0.15),
            counsellor=f"konselor{1 + place % 2}",
            destination=next(destinations) if is_referred else "",
            returns=place in returning,
        )


def _days(chance: Random) -> list[date]:
    span = (_LAST_DAY - _FIRST_DAY).days
    wanted = (_FIRST_DAY + timedelta(days=place * span // (PEOPLE - 1)) for place in range(PEOPLE))
    moved = (weekday_from(min(day + timedelta(days=chance.randrange(3)), _LAST_DAY)) for day in wanted)
    return sorted(moved)


def _courses(chance: Random) -> list[Course]:
    """Return the way of each: mixed, but minors and those with another substance stay outpatients to the end."""
    stays = {place: Course.COMPLETED for place in (*_MINORS, *_OTHER_SUBSTANCES) if place < _LATE}
    fixed = sorted((stays | _FIXED_COURSES).items())
    early = list(_COURSES)
    for _, course in fixed:
        early.remove(course)
    chance.shuffle(early)
    for place, course in fixed:
        early.insert(place, course)
    return [*early, *_LATE_COURSES]


def _homes(chance: Random) -> list[tuple[str, str]]:
    by_district = (
        (chance.choice([one for one in VILLAGES.items() if one[0].startswith(f"{district}.")]))
        for district, count in _BY_DISTRICT.items()
        for _ in range(count)
    )
    return _mixed([*by_district, *_OUTSIDE], chance)


def _ages(chance: Random) -> list[int]:
    drawn = [chance.randint(low, high) for low, high, count in _AGES for _ in range(count)]
    chance.shuffle(drawn)
    for place in sorted(_MINORS):
        drawn.insert(place, 0)  # a minor has an age of her own
    return drawn


def _sources(chance: Random) -> list[str]:
    counts = {
        "family": 19, "self": 13, "tat": 7, "investigator": 6, "outreach": 5, "raid": 2, "company": 2, "institution": 2,
        "health_facility": 2, "skhpn_positive": 1, "court": 1,
    }  # fmt: skip
    return _mixed([source for source, count in counts.items() for _ in range(count)], chance)


def _mixed(things: Iterable[T], chance: Random) -> list[T]:
    mixed = list(things)
    chance.shuffle(mixed)
    return mixed


def _born(registered_on: date, age: int, chance: Random) -> date:
    """Return a day of birth that makes somebody ``age`` on the day of registration."""
    last = registered_on.replace(year=registered_on.year - age)
    return last - timedelta(days=chance.randrange(1, 360))


def _occupation(sex: str, age: int, chance: Random) -> str:
    if age < ADULT:
        return "pupil"
    if sex == FEMALE:
        return chance.choice(("housewife", "private_employee", "trader", "unemployed"))
    weights = {
        "private_employee": 24, "labourer": 16, "self_employed": 13, "unemployed": 15, "driver": 9, "miner": 8, "trader": 5,
        "seafarer": 4, "fisher": 3, "contract_official": 2,
    }  # fmt: skip
    if age < _MAY_STUDY and happens(chance, 0.2):
        return "student"
    return chance.choices(list(weights), list(weights.values()))[0]


def _education(age: int, chance: Random) -> str:
    if age < ADULT:
        return "junior_secondary"
    levels: Sequence[str] = (
        "senior_secondary",
        "junior_secondary",
        "primary",
        "diploma_3",
        "bachelor",
        "primary_unfinished",
    )
    return chance.choices(levels, (57, 20, 11, 4, 5, 3))[0]


def _marital_status(age: int, chance: Random) -> str:
    if age < _MAY_MARRY or (age < _MOSTLY_MARRIED and happens(chance, 0.55)):
        return "never_married"
    return chance.choices(("married", "divorced", "never_married", "widowed"), (68, 18, 12, 2))[0]
