"""Finding a place by what is typed: spaces, short forms, old spellings and small slips are forgiven."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

# How near (0 to 100) a misspelt name must come to be offered at all.
NEAR_ENOUGH: Final = 80
# Words that say what kind of place follows; they are dropped where one begins the text.
_KINDS: Final = frozenset({"kel", "kelurahan", "desa", "ds", "kec", "kecamatan", "prov", "provinsi"})
_WORDS: Final = re.compile(r"[a-z0-9]+")
_OLD_SPELLING: Final = re.compile(r"oe|dj|tj|(.)\1+")
_NEW_SPELLING: Final = {"oe": "u", "dj": "j", "tj": "c"}

# The tiers of a match, best first. A name of the working area that only begins as typed comes before a whole name elsewhere.
HERE, HERE_BEGINNING, WHOLE, BEGINNING, INSIDE, NEAR = range(6)
_WORKING_AREA: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One place as the search sees it: its code and folded texts only.

    ``name`` is its own name without spaces; ``names`` holds this and its other names, each between bars; ``starts`` the same
    words with a space before each; ``path`` the name and the regions above it without spaces. ``area`` is 0 in the city,
    1 in the working area, 2 in its province, 3 elsewhere.
    """

    code: str
    name: str
    names: str
    starts: str
    path: str
    area: int

    @property
    def depth(self) -> int:
        """The working area is wanted down to the kelurahan, the rest of the country from the regency."""
        level = self.code.count(".")
        return -level if self.area <= _WORKING_AREA else level


def fold(text: str, short_forms: Mapping[str, str]) -> list[str]:
    """Return the folded words of a place's name or of what was typed, e.g. ``["gunung", "samarinda"]`` for "Gn. Samarinda"."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("'", "")
    words = [short_forms.get(word, word) for word in _WORDS.findall(plain)]
    if len(words) > 1 and words[0] in _KINDS:
        words = words[1:]
    return [_OLD_SPELLING.sub(_respell, word) for word in words]


def _respell(found: re.Match[str]) -> str:
    """Return the new spelling of an old one, and one letter for a double one."""
    return _NEW_SPELLING.get(found[0], found[0][0])


def rank(entries: Sequence[Entry], typed: Sequence[str], limit: int) -> list[str]:
    """Return the codes of at most ``limit`` entries for the folded words ``typed``, best first.

    Names of the working area come first, then whole names and beginnings of names elsewhere, then words found anywhere in the
    path, then near spellings where too few were found; among equals the nearer area.
    """
    joined = "".join(typed)
    if not joined:
        return [entry.code for entry in entries if entry.area <= _WORKING_AREA and entry.code.count(".") > 2][:limit]  # noqa: PLR2004 - villages
    found = _fitting(entries, typed, joined)
    if len(found) < limit:
        known = {entry.code for _, entry in found}
        found.extend((NEAR, entry) for entry in _near(entries, joined, limit) if entry.code not in known)
    found.sort(key=lambda one: (one[0], one[1].area, one[1].depth, _distance(one, joined), one[1].code))
    return [entry.code for _, entry in found[:limit]]


def _fitting(entries: Sequence[Entry], typed: Sequence[str], joined: str) -> list[tuple[int, Entry]]:
    """Return the entries that fit without misspelling, with their tiers."""
    whole, beginning, start = f"|{joined}|", f"|{joined}", f" {' '.join(typed)}"
    found = []
    for entry in entries:
        here = entry.area <= _WORKING_AREA
        if whole in entry.names:
            found.append((HERE if here else WHOLE, entry))
        elif beginning in entry.names or start in entry.starts or entry.path.startswith(joined):
            found.append((HERE_BEGINNING if here else BEGINNING, entry))
        elif typed[0] in entry.path and all(word in entry.path for word in typed):
            found.append((INSIDE, entry))
    return found


def _near(entries: Sequence[Entry], joined: str, limit: int) -> Iterator[Entry]:
    """Yield the entries whose own name is a near spelling of ``joined``."""
    names = [entry.name for entry in entries]
    for _, _, position in process.extract(joined, names, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=limit):
        yield entries[position]


def _distance(found: tuple[int, Entry], joined: str) -> float:
    """Return how far a near spelling lies; the other tiers are in order already."""
    tier, entry = found
    return -fuzz.ratio(joined, entry.name) if tier == NEAR else 0.0
