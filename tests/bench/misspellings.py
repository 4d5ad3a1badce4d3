"""The fixed corpus of misspelt names: how people of one seed are looked for by somebody who heard the name or typed in haste.

Each is one slip, of the kinds that Indonesian registers are full of: old and new spelling, letters that sound alike, swapped,
dropped and doubled letters, another order of words, a word left out, a short form. Chosen are people whose full name at most two
others share, since nobody could tell which of fifty namesakes was meant.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from rehab_app.clinic.clients.names import real_words
from tests.bench.people import Person

MOST_NAMESAKES: Final = 3
_SHORTEST: Final = 5

# What is written for what; each is also written the other way round.
_ALIKE: Final = (
    ("u", "oe"), ("j", "dj"), ("c", "tj"), ("sy", "sj"), ("sy", "s"), ("kh", "ch"), ("kh", "h"), ("f", "p"), ("v", "f"),
    ("z", "s"), ("y", "i"), ("k", "q"), ("dh", "d"), ("th", "t"), ("ai", "ae"), ("ie", "i"), ("a", "o"), ("i", "e"),
)  # fmt: skip
_MUHAMMAD: Final = ("Muhammad", "Muhamad", "Mohammad", "Mohamad", "Mochamad", "Mochammad", "Moh.", "Muh.", "M.", "Mhd")


@dataclass(frozen=True, slots=True)
class Misspelling:
    """What is typed, the place in the population of who is meant, and the kind of slip."""

    typed: str
    person: int
    kind: str


def misspellings(people: Sequence[Person], count: int = 300, seed: int = 1945) -> list[Misspelling]:
    """Return ``count`` misspellings of names of ``people``, always the same for the same people."""
    chance = Random(seed)  # noqa: S311 - a fixed corpus
    namesakes = Counter(_key(person.full_name) for person in people)
    chosen: list[Misspelling] = []
    used: set[int] = set()
    while len(chosen) < count:
        kind, slip = _SLIPS[len(chosen) % len(_SLIPS)]
        place = chance.randrange(len(people))
        name = people[place].full_name
        typed = slip(name, chance)
        if place in used or namesakes[_key(name)] > MOST_NAMESAKES or typed is None or typed.lower() == name.lower():
            continue
        used.add(place)
        chosen.append(Misspelling(typed, place, kind))
    return chosen


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(real_words(name)))


def _in_long_word(change: Callable[[str, Random], str]) -> Callable[[str, Random], str | None]:
    """Return a slip that changes one of the longer words of a name."""

    def slip(name: str, chance: Random) -> str | None:
        words = name.split()
        long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
        if not long:
            return None
        place = chance.choice(long)
        words[place] = change(words[place], chance)
        return " ".join(words)

    return slip


def _alike(name: str, chance: Random) -> str | None:
    lowered = name.lower()
    pairs: Iterable[tuple[str, str]] = [pair for one, other in _ALIKE for pair in ((one, other), (other, one))]
    fitting = [(old, new) for old, new in pairs if old in lowered]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    places = [place for place in range(len(lowered)) if lowered.startswith(old, place)]
    place = chance.choice(places)
    return (lowered[:place] + new + lowered[place + len(old) :]).title()


def _swapped(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _dropped(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _doubled(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def _mistyped(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice("abcdefghijklmnopqrstuwyz") + word[place + 1 :]


def _other_order(name: str, chance: Random) -> str | None:
    words = name.split()
    if len(words) == 1:
        return None
    chance.shuffle(words)
    changed = _in_long_word(_dropped)(" ".join(words), chance)
    return changed or " ".join(words)


def _muhammad(name: str, chance: Random) -> str | None:
    words = name.split()
    if len(words) == 1 or words[0] not in _MUHAMMAD:
        return None
    words[0] = chance.choice([form for form in _MUHAMMAD if form != words[0]])
    return " ".join(words)


_SLIPS: Final[tuple[tuple[str, Callable[[str, Random], str | None]], ...]] = (
    ("alike", _alike),
    ("swapped", _in_long_word(_swapped)),
    ("dropped", _in_long_word(_dropped)),
    ("doubled", _in_long_word(_doubled)),
    ("alike", _alike),
    ("mistyped", _in_long_word(_mistyped)),
    ("order", _other_order),
    ("muhammad", _muhammad),
)
