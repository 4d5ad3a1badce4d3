"""The places that the program knows, and the questions that are asked about them.

Read once, at the first question (0.1 s), from the working area's own table and the national list; of the national list only
the working area's villages and everything from the kecamatan upwards stay in memory.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Final

from rehab_app.foundation.resources import resource
from rehab_app.office.places import kemendagri, search
from rehab_app.office.places.place import Place, dotted

UNKNOWN_DISTRICT: Final = "Tidak diketahui"
OUTSIDE: Final = "outside"
UNKNOWN: Final = "unknown"
LAST_SIGN: Final = "\U0010ffff"

_REGENCY_KINDS: Final = ("Kota Administrasi ", "Kabupaten Administrasi ", "Kota ", "Kabupaten ")
_REGENCY_PARTS: Final = 2
_DISTRICT_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class WorkingArea:
    """The office's own table: its city, its regencies, the villages it vouches for, and other names of places."""

    city: str
    regencies: tuple[str, ...]
    villages: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def shipped(cls) -> "WorkingArea":
        """Read the table that the program ships (Balikpapan, Paser, Penajam Paser Utara)."""
        with resource("places", "working_area.toml").open("rb") as file:
            table = tomllib.load(file)
        return cls(
            city=table["city"],
            regencies=tuple(table["regencies"]),
            villages=table["villages"],
            also={code: tuple(names) for code, names in table["also"].items()},
            words=table["words"],
            former=table["former"],
        )


class Gazetteer:
    """All known places of one working area."""

    def __init__(self, area: WorkingArea) -> None:
        self.area = area

    @cached_property
    def _regions(self) -> dict[str, str]:
        return kemendagri.regions()

    @cached_property
    def _codes_in_order(self) -> list[str]:
        return sorted(self._regions)

    @cached_property
    def _villages(self) -> dict[str, kemendagri.Village]:
        national = kemendagri.villages(tuple(f"{code}." for code in self.area.regencies))
        vouched = {
            code: kemendagri.Village(name, national[code].postcode if code in national else "")
            for code, name in self.area.villages.items()
        }
        named_in_full = tuple(f"{code[:5]}." for code in self.area.villages)
        rest = {code: one for code, one in national.items() if not code.startswith(named_in_full)}
        return rest | vouched

    @cached_property
    def _entries(self) -> list[search.Entry]:
        order = {code: position for position, code in enumerate(self.area.regencies)}
        codes = [*self._villages, *(code for code in self._regions if code.count("."))]
        entries = [self._entry(code) for code in codes]
        entries.sort(key=lambda entry: (entry.area, order.get(entry.code[:5], len(order)), entry.code))
        return entries

    def _entry(self, code: str) -> search.Entry:
        """Fold one place for the search."""
        place = self._place(code)
        own = [place.name, *self.area.also.get(code, ())]
        own.append(_bare(place.name) if place.level == _REGENCY_PARTS else place.name)
        folded = [search.fold(name, self.area.words) for name in own]
        upper = search.fold(place.path.replace(",", " "), self.area.words)
        return search.Entry(
            code=code,
            name="".join(folded[-1]),
            names=f"|{'|'.join(''.join(words) for words in folded)}|",
            starts="".join(f" {word}" for words in folded for word in [*words, "|"]),
            path="".join(upper),
            area=self._area_of(code),
        )

    def _area_of(self, code: str) -> int:
        """Return 0 in the city, 1 in the working area, 2 in its province, 3 elsewhere."""
        if code[:5] == self.area.city:
            return 0
        if code[:5] in self.area.regencies:
            return 1
        return 2 if code[:2] == self.area.city[:2] else 3

    def _place(self, code: str, village: kemendagri.Village | None = None) -> Place:
        """Put a known place together."""
        parts = code.split(".")
        own = village or self._villages.get(code) or kemendagri.Village("", "")
        upper = [self._regions.get(".".join(parts[:count]), "") if len(parts) >= count else "" for count in (1, 2, 3)]
        return Place(code, own.name, upper[2], upper[1], upper[0], own.postcode)

    def get(self, code: str) -> Place | None:
        """Return the place of a Kemendagri code, with or without points, of any level and anywhere in Indonesia, or None."""
        full = dotted(code)
        if full in self._regions or full in self._villages:
            return self._place(full)
        if (
            full.count(".") == _DISTRICT_PARTS
            and full[:8] in self._regions
            and not full.startswith(self._full_regencies)
        ):
            village = kemendagri.villages((full,)).get(full)
            return self._place(full, village) if village else None
        return None

    @property
    def _full_regencies(self) -> tuple[str, ...]:
        """The beginnings of codes whose villages are all in memory."""
        return tuple(f"{code}." for code in self.area.regencies)

    def find(self, text: str, limit: int = 12) -> list[Place]:
        """Return at most ``limit`` places for what was typed, best first and the working area first among equals.

        Looks through the villages of the working area and all kecamatan and regencies; an empty text gives the first villages.
        """
        typed = search.fold(text, self.area.words)
        return [self._place(code) for code in search.rank(self._entries, typed, limit)]

    def regency_name(self, code: str) -> str:
        """Return the name of a regency code (``64.71``), present or former, or an empty text where there is none."""
        full = dotted(code[:5] if "." in code else code[:4])
        return self._regions.get(full, "") or self.area.former.get(full, "")

    def district_code(self, code: str, city: str = "") -> str:
        """Return the group of a place in the yearly figures: a kecamatan of the city, ``outside`` or ``unknown``."""
        full, wanted = dotted(code), dotted(city or self.area.city)
        if not full:
            return UNKNOWN
        if full.split(".")[:_REGENCY_PARTS] != wanted.split("."):
            return OUTSIDE if full.count(".") else UNKNOWN
        district = ".".join(full.split(".")[:_DISTRICT_PARTS])
        return district if district in self._regions and district != wanted else UNKNOWN

    def district_label(self, code: str, city: str = "") -> str:
        """Return the words of ``district_code``: ``Balikpapan Barat``, ``Luar Balikpapan`` or ``Tidak diketahui``."""
        group = self.district_code(code, city)
        if group == UNKNOWN:
            return UNKNOWN_DISTRICT
        return self.outside_label(city) if group == OUTSIDE else self._regions[group]

    def districts(self, city: str = "") -> list[Place]:
        """Return the kecamatan of the city, in the order of their codes."""
        beginning = f"{dotted(city or self.area.city)}."
        codes = self._codes_in_order
        first, after = bisect_left(codes, beginning), bisect_left(codes, beginning + LAST_SIGN)
        return [self._place(code) for code in codes[first:after]]

    def outside_label(self, city: str = "") -> str:
        """Return ``Luar Balikpapan``."""
        return f"Luar {_bare(self.regency_name(city or self.area.city))}"


def _bare(regency: str) -> str:
    """Return a regency's name without its kind, as people type and say it."""
    for kind in _REGENCY_KINDS:
        if regency.startswith(kind):
            return regency.removeprefix(kind)
    return regency


@cache
def gazetteer() -> Gazetteer:
    """Return the places of the shipped working area: a constant that is read at its first use."""
    return Gazetteer(WorkingArea.shipped())


def find_places(text: str, limit: int = 12) -> list[Place]:
    """Return at most ``limit`` places for what was typed; see ``Gazetteer.find``."""
    return gazetteer().find(text, limit)


@lru_cache(maxsize=4096)
def district_label(code: str, city: str = "") -> str:
    """Return the district of a place as the yearly figures name it; see ``Gazetteer.district_label``."""
    return gazetteer().district_label(code, city)
