"""The words of a text index in memory: which of them begin so, hold this piece, or are nearly spelt like that.

Words grow far slower than records (some 5,000 at 100,000 invented people), so that all of them are looked at in a millisecond.
They are kept with the connection that read them and go when it is closed, as it is when the program locks itself.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LAST_SIGN: Final = "\U0010ffff"
# How unlike a word may be: one slip in three letters, two in six.
_LEAST_LIKENESS: Final = 0.66
_LENGTHS_APART: Final = 2


class Vocabulary:
    """The words known up to the id ``last``, each with about how many records use it."""

    def __init__(self, uses: dict[str, int] | None = None, last: int = 0) -> None:
        self.uses = uses or {}
        self.last = last
        self.words = sorted(self.uses)
        self._joined = "\n".join(["", *self.words, ""])
        self._before = [0, *accumulate(self.uses[word] for word in self.words)]
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in self.words:
            self._by_length[len(word)].append(word)

    def with_more(self, rows: Iterable[tuple[int, str, int]]) -> "Vocabulary":
        """Return a vocabulary that also has ``rows`` of id, word and uses, ids rising."""
        uses, last = dict(self.uses), self.last
        for last, word, count in rows:  # noqa: B007 - the last id is wanted
            uses[word] = count
        return Vocabulary(uses, last)

    def count_starting(self, start: str) -> int:
        """Return about how many uses the words that begin with ``start`` have."""
        return self._before[self._end_of(start)] - self._before[bisect_left(self.words, start)]

    def starting(self, start: str) -> list[str]:
        """Return the words that begin with ``start``, in order."""
        return self.words[bisect_left(self.words, start) : self._end_of(start)]

    def containing(self, piece: str) -> list[str]:
        """Return the words that hold ``piece`` anywhere, in order."""
        joined, found = self._joined, []
        position = joined.find(piece)
        while position >= 0:
            end = joined.find("\n", position)
            found.append(joined[joined.rfind("\n", 0, position) + 1 : end])
            position = joined.find(piece, end)
        return found

    def near(self, word: str, limit: int) -> list[tuple[str, float]]:
        """Return at most ``limit`` words spelt nearly like ``word`` with their likeness up to 1, the likeliest first.

        A dropped, doubled or wrong letter and two swapped ones count as one slip each (optimal string alignment).
        """
        found: list[tuple[str, float]] = []
        for length in range(max(1, len(word) - _LENGTHS_APART), len(word) + _LENGTHS_APART + 1):
            of_length = self._by_length.get(length)
            if of_length:
                scored = process.extract(
                    word, of_length, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_LIKENESS, limit=limit
                )
                found += [(near, score) for near, score, _ in scored]
        found.sort(key=lambda one: (-one[1], -self.uses[one[0]], one[0]))
        return found[:limit]

    def count(self, words: Iterable[str]) -> int:
        """Return about how many uses ``words`` have together."""
        uses = self.uses
        return sum([uses.get(word, 0) for word in words])

    def _end_of(self, start: str) -> int:
        return bisect_left(self.words, start + _LAST_SIGN)
