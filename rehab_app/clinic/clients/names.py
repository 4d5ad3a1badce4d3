"""A person's name as it is typed, searched, abbreviated and compared.

Titles, degrees, ``bin`` and ``binti`` are not part of the name; the many spellings of one name fold into one (``spelling``).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from rehab_app.clinic.clients import spelling

# Apostrophes join (Ma'ruf is Maruf); letters that no decomposition takes apart.
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼʻ`´′ʿʾ"), None)
_UNDIVIDED: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_SEPARATORS: Final = re.compile(r"[^\w.,]|_")

_INITIAL_SCORE: Final = 0.85
_READING_SCORE: Final = 0.96
_VOWELS_SCORE: Final = 0.92
_BEGINNING_SCORE: Final = 0.9
_LEAST_SCORE: Final = 0.75
_OTHER_FIRST_LETTER: Final = 0.8
_LEAST_BEGINNING: Final = 2
_COMMON_WEIGHT: Final = 0.4
_INITIAL_WEIGHT: Final = 0.3
_FULLER_SHARE: Final = 0.6
_LEAST_JOINED: Final = 0.85
_JOINED_SCORE: Final = 0.97
_SPELLING_SHARE: Final = 0.03


def fold(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, in order, for search: ``("muhamad", "riski")`` for "H. Moh. Rizky, S.H.".

    A text without letters or digits (an emoji) folds to its own signs, so that it can still be found.
    """
    return tuple(spelling.fold_words(real_words(text))) or tuple(text.casefold().split())


def initials(name: str) -> str:
    """Return the first letters of all real words, in capitals: ``MRS`` for "dr. Moh. Rizky bin Saleh"."""
    words = real_words(name) or name.split()
    return "".join(word[0].upper()[:1] for word in words)


def real_words(text: str) -> list[str]:
    """Return the words of a name in small letters, without titles, degrees and joining words.

    Where nothing else is left (a man called Haji), the titles are the name and stay.
    """
    plain = _plain(text)
    words: list[str] = []
    for position, segment in enumerate(plain.split(",")):
        for token in segment.split():
            _take(words, token, is_after_comma=position > 0)
    return words or re.findall(r"\w+", plain)


def _plain(text: str) -> str:
    """Return ``text`` in small letters without accents; signs other than points and commas become spaces."""
    if text.isascii():
        lowered = text.lower().replace("'", "").replace("`", "")
    else:
        divided = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_UNDIVIDED)
        lowered = "".join(sign for sign in divided if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})
    return _SEPARATORS.sub(" ", lowered)


def _take(words: list[str], token: str, *, is_after_comma: bool) -> None:
    """Add the real words of one token to ``words``; a degree in two tokens (S. Kom) takes its letter back."""
    has_point = "." in token
    if words and _is_degree(token.replace(".", ""), is_marked=has_point or is_after_comma):
        return
    for part in token.split("."):
        if not part or part in (spelling.JOINERS if words else spelling.HONORIFICS):
            continue
        if is_after_comma and words and (part in spelling.DEGREE_TAILS or (has_point and len(part) == 1)):
            continue
        if len(words) > 1 and part in spelling.DEGREE_TAILS and words[-1] in spelling.DEGREE_LETTERS:
            words.pop()
        else:
            words.append(part)


def _is_degree(bare: str, *, is_marked: bool) -> bool:
    """Whether a token without its points is a degree; some are only where points or a comma say so."""
    return bare in spelling.DEGREES or (is_marked and bare in spelling.MARKED_DEGREES)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name that is compared: as typed in small letters, folded, its vowels made one, its other readings."""

    plain: str
    folded: str
    vowels_alike: str
    readings: frozenset[str]
    weight: float

    @property
    def is_initial(self) -> bool:
        """Whether only the first letter is known."""
        return len(self.plain) == 1


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart for comparing, so that one typed name is read once and compared with many."""

    words: tuple[Word, ...]
    joined: str
    sorted_plain: str

    @classmethod
    def of(cls, text: str) -> "Name":
        """Read a name as typed."""
        plain = real_words(text) or text.casefold().split()
        words: list[Word] = []
        for word, parts in spelling.folded_parts(plain):
            # The two parts of a joined Abdurrahman stand for themselves.
            words += [_word(word if len(parts) == 1 else part, part) for part in parts]
        return cls(tuple(words), "".join(word.folded for word in words), " ".join(sorted(plain)))


def _word(plain: str, folded: str) -> Word:
    """Weigh one word and find its other readings."""
    if len(plain) == 1:
        return Word(plain, folded, folded, frozenset(), _INITIAL_WEIGHT)
    weight = _COMMON_WEIGHT if folded in spelling.COMMON else 1.0
    return Word(plain, folded, spelling.vowels_alike(folded), spelling.readings(plain), weight)


def similarity(first: str | Name, second: str | Name, *, is_typing: bool = False) -> float:
    """Return how alike two names are, from 0 to 1, whatever the order of their words; the same both ways round.

    A word counts as found where it folds alike, is another reading or a near spelling, or is the other's initial; with
    ``is_typing`` also where it is the beginning of the other. Words that many share (Muhammad, Siti) weigh little. A
    difference in spelling that folds away costs at most 0,03, so that the exact spelling stands first.
    """
    left = Name.of(first) if isinstance(first, str) else first
    right = Name.of(second) if isinstance(second, str) else second
    if not (left.words and right.words):
        return 0.0
    if left.sorted_plain == right.sorted_plain:
        return 1.0
    score = _word_score(left, right, is_typing=is_typing)
    if len(left.words) != len(right.words) and score < _JOINED_SCORE:
        joined = OSA.normalized_similarity(left.joined, right.joined, score_cutoff=_LEAST_JOINED)
        score = max(score, _JOINED_SCORE * joined)
    return score * (1 - _SPELLING_SHARE * (1 - fuzz.ratio(left.sorted_plain, right.sorted_plain) / 100))


def _word_score(left: Name, right: Name, *, is_typing: bool) -> float:
    """Match words in pairs, best first, and blend how much of either name was found: the fuller one counts more."""
    scored = [
        (score, min(one.folded, other.folded), max(one.folded, other.folded), here, there)
        for here, one in enumerate(left.words)
        for there, other in enumerate(right.words)
        if (score := _pair_score(one, other, is_typing=is_typing))
    ]
    scored.sort(key=lambda found: (-found[0], *found[1:]))
    found_left: dict[int, float] = {}
    found_right: dict[int, float] = {}
    for score, _, _, here, there in scored:
        if here not in found_left and there not in found_right:
            found_left[here] = found_right[there] = score
    shares = (_share(left.words, found_left), _share(right.words, found_right))
    return _FULLER_SHARE * max(shares) + (1 - _FULLER_SHARE) * min(shares)


def _share(words: Sequence[Word], found: dict[int, float]) -> float:
    """Return the weighted share of ``words`` that was found."""
    whole = sum(word.weight for word in words)
    return sum(word.weight * found.get(position, 0.0) for position, word in enumerate(words)) / whole


def _pair_score(one: Word, other: Word, *, is_typing: bool) -> float:
    """Return how alike two words are; 0 where they are different names."""
    if one.folded == other.folded:
        return 1.0
    if one.is_initial or other.is_initial:
        alike = one.plain[0] == other.plain[0] or one.folded[:1] == other.folded[:1]
        return _INITIAL_SCORE if alike else 0.0
    if other.folded in one.readings or one.folded in other.readings:
        return _READING_SCORE
    if one.vowels_alike == other.vowels_alike:
        return _VOWELS_SCORE
    if is_typing and _begins(one.folded, other.folded):
        return _BEGINNING_SCORE
    ratio = OSA.normalized_similarity(one.folded, other.folded)
    if one.folded[:1] != other.folded[:1]:
        ratio *= _OTHER_FIRST_LETTER
    return ratio if ratio >= _LEAST_SCORE else 0.0


def _begins(one: str, other: str) -> bool:
    """Whether either word is the beginning of the other, by two letters or more."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _LEAST_BEGINNING and longer.startswith(shorter)
