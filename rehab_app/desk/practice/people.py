"""Invented people of East Kalimantan: any number of them, always the same for one seed, plausible to the eye and to the rules.

The practice clinic is full of them, and tests and measurements draw from the same pool. Names are drawn from
``resources/lists/practice_names.toml`` with the few common words and the long tail that real names have; a NIK agrees with birth
date, sex and region and is given once; phones and addresses are of Balikpapan. No real person is meant.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final

from rehab_app.foundation.resources import resource

MALE: Final = "L"
FEMALE: Final = "P"
_ONE_OF_TEN_IS_A_WOMAN: Final = 0.1
_FIRST_BIRTH: Final = date(1955, 1, 1)
_LAST_BIRTH: Final = date(2008, 12, 31)
_WOMAN_DAY: Final = 40  # added to the day of birth in a woman's NIK
# A word's weight is 1 / (rank + offset): first words are spread more unevenly than those after them.
_FIRST_OFFSET: Final = 3
_MORE_OFFSET: Final = 25

# Kelurahan of Balikpapan and some villages of Paser and Penajam Paser Utara, by Kemendagri code.
VILLAGES: Final = {
    "64.71.01.1001": "Manggar", "64.71.01.1002": "Lamaru", "64.71.01.1003": "Teritip", "64.71.01.1004": "Manggar Baru",
    "64.71.02.1001": "Baru Ilir", "64.71.02.1002": "Baru Tengah", "64.71.02.1003": "Baru Ulu", "64.71.02.1004": "Kariangau",
    "64.71.02.1005": "Margo Mulyo", "64.71.02.1006": "Marga Sari", "64.71.03.1001": "Batu Ampar",
    "64.71.03.1002": "Gunung Samarinda", "64.71.03.1003": "Karang Joang", "64.71.03.1004": "Muara Rapak",
    "64.71.03.1005": "Gunung Samarinda Baru", "64.71.03.1006": "Graha Indah", "64.71.04.1001": "Gunung Sari Ulu",
    "64.71.04.1002": "Gunung Sari Ilir", "64.71.04.1003": "Karang Rejo", "64.71.04.1004": "Karang Jati",
    "64.71.04.1005": "Mekar Sari", "64.71.04.1006": "Sumber Rejo", "64.71.05.1002": "Sepinggan",
    "64.71.05.1006": "Gunung Bahagia", "64.71.05.1008": "Sepinggan Baru", "64.71.05.1009": "Sepinggan Raya",
    "64.71.05.1010": "Sungainangka", "64.71.05.1011": "Damai Baru", "64.71.05.1012": "Damai Bahagia",
    "64.71.06.1001": "Prapatan", "64.71.06.1002": "Telaga Sari", "64.71.06.1003": "Klandasan Ulu",
    "64.71.06.1004": "Klandasan Ilir", "64.71.06.1005": "Damai",
}  # fmt: skip
# Where a NIK was first issued: mostly this city, its neighbours, and where the city's people come from.
_NIK_REGIONS: Final = (
    "647101", "647102", "647103", "647104", "647105", "647106", "640104", "640901", "647201", "640201", "357801", "350901",
    "352701", "352801", "737101", "730801", "731201", "637101", "630301", "331401", "332201", "340401", "317401", "731801",
)  # fmt: skip


def happens(chance: Random, share: float) -> bool:
    """Tell whether something happens that does so in ``share`` of all cases, 0 to 1."""
    return chance.random() < share


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; ``sex`` is L or P, phones are in the international form, ``nik`` has 16 digits."""

    full_name: str
    alias: str
    sex: str
    birth_date: date
    birth_place: str
    nik: str
    kk_number: str
    phone: str
    address: str
    rt: str
    rw: str
    place_code: str
    mother_name: str
    father_name: str


class _Pool:
    """Words to draw from, the first of them the more often (rank-frequency, as names are spread)."""

    def __init__(self, words: Sequence[str], offset: int = _MORE_OFFSET) -> None:
        self._words = words
        self._weights = list(accumulate(1 / (rank + offset) for rank in range(len(words))))

    def draw(self, chance: Random) -> str:
        """Return one word."""
        return chance.choices(self._words, cum_weights=self._weights)[0]

    def draw_evenly(self, chance: Random) -> str:
        """Return one word, the rare as often as the common."""
        return chance.choice(self._words)


class _Naming:
    """One way of naming people, e.g. the Javanese."""

    def __init__(self, words: Mapping[str, Sequence[str]], counts: Sequence[int]) -> None:
        self._counts = list(accumulate(counts))
        firsts = {"male", "female"}
        self._pools = {
            kind: _Pool(pool, _FIRST_OFFSET if kind in firsts else _MORE_OFFSET) for kind, pool in words.items()
        }

    def name(self, sex: str, chance: Random) -> str:
        """Return a name of one to four words."""
        side = "male" if sex == MALE else "female"
        count = chance.choices((1, 2, 3, 4), cum_weights=self._counts)[0]
        parts = [self._first(side, chance, is_only=count == 1)]
        while len(parts) < count:
            word = self._more(side, chance, is_last=len(parts) == count - 1)
            if word not in parts:
                parts.append(word)
        if sex == MALE and "prefix" in self._pools and happens(chance, 0.3):
            parts.insert(0, self._pools["prefix"].draw(chance))
        return " ".join(parts)

    def _first(self, side: str, chance: Random, *, is_only: bool) -> str:
        starts, ends = self._pools.get(f"{side}_starts"), self._pools.get(f"{side}_ends")
        if starts and ends and happens(chance, 0.7 if is_only else 0.3):
            return starts.draw_evenly(chance) + ends.draw(chance)
        # Hardly anybody is called by a common first word alone.
        return self._pools[side].draw_evenly(chance) if is_only else self._pools[side].draw(chance)

    def _more(self, side: str, chance: Random, *, is_last: bool) -> str:
        if is_last and "family" in self._pools:
            return self._pools["family"].draw(chance)
        starts, ends = self._pools.get(f"{side}_starts"), self._pools.get(f"{side}_ends")
        if starts and ends and happens(chance, 0.35):
            return starts.draw(chance) + ends.draw(chance)
        return (self._pools.get(f"{side}_more") or self._pools[side]).draw(chance)


class Population:
    """Draws people; the same seed gives the same people in the same order."""

    def __init__(self, seed: int = 2022) -> None:
        with resource("lists", "practice_names.toml").open("rb") as file:
            table: dict[str, Any] = tomllib.load(file)
        self._chance = Random(seed)  # noqa: S311 - invented people, no secrets
        self._mix = list(accumulate(table["mix"].values()))
        self._namings = [_Naming(table[way], table["words"][way]) for way in table["mix"]]
        self._aliases = {MALE: _Pool(table["aliases"]["male"]), FEMALE: _Pool(table["aliases"]["female"])}
        self._titles = {MALE: table["titles"]["male_before"], FEMALE: table["titles"]["female_before"]}
        self._streets = _Pool(table["streets"]["names"])
        self._villages = list(VILLAGES.items())
        self._serials: dict[str, int] = {}

    def people(self, count: int) -> Iterator[Person]:
        """Yield the next ``count`` people."""
        for _ in range(count):
            yield self.person()

    def person(self, sex: str = "", born: date | None = None, home: tuple[str, str] | None = None) -> Person:
        """Return the next person; what is given (``home`` as code and name of a kelurahan) is not left to chance."""
        chance = self._chance
        sex = sex or (FEMALE if happens(chance, _ONE_OF_TEN_IS_A_WOMAN) else MALE)
        born = born or _FIRST_BIRTH + timedelta(days=chance.randrange((_LAST_BIRTH - _FIRST_BIRTH).days))
        code, village = home or chance.choice(self._villages)
        region = code[:2] + code[3:5] + code[6:8] if happens(chance, 0.6) else chance.choice(_NIK_REGIONS)
        return Person(
            full_name=self._titled(self.name(sex), sex),
            alias=self._aliases[sex].draw(chance) if happens(chance, 0.3) else "",
            sex=sex,
            birth_date=born,
            birth_place="Balikpapan" if region.startswith("6471") else chance.choice(("Samarinda", "Surabaya", "Bone")),
            nik=self._nik(region, born, sex),
            kk_number=f"{region}{chance.randrange(1, 29):02d}{chance.randrange(1, 13):02d}{chance.randrange(5, 22):02d}"
            f"{chance.randrange(1, 10000):04d}",
            phone=f"+628{chance.choice(('11', '12', '13', '21', '22', '52', '53', '57', '95'))}"
            f"{chance.randrange(10**7, 10**8)}",
            address=f"Jl. {self._streets.draw(chance)} No. {chance.randrange(1, 200)}, {village}",
            rt=f"{chance.randrange(1, 60):03d}",
            rw=f"{chance.randrange(1, 15):03d}" if happens(chance, 0.5) else "",
            place_code=code,
            mother_name=self.name(FEMALE),
            father_name=self.name(MALE),
        )

    def name(self, sex: str) -> str:
        """Return a name without titles."""
        return self._chance.choices(self._namings, cum_weights=self._mix)[0].name(sex, self._chance)

    def _titled(self, name: str, sex: str) -> str:
        if happens(self._chance, 0.02) and "." not in name:
            return f"{self._chance.choice(self._titles[sex])} {name}"
        return name

    def _nik(self, region: str, born: date, sex: str) -> str:
        day = born.day + (_WOMAN_DAY if sex == FEMALE else 0)
        head = f"{region}{day:02d}{born.month:02d}{born.year % 100:02d}"
        self._serials[head] = serial = self._serials.get(head, 0) + 1
        return f"{head}{serial:04d}"


def people(count: int, seed: int = 2022) -> Iterator[Person]:
    """Yield ``count`` people; the first of them are the same for every count."""
    return Population(seed).people(count)
