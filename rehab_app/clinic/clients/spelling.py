"""How Indonesian names are spelt in many ways: letters that stand for one another, titles, and short forms.

``fold_letters`` gives one spelling for all of these, for search and for finding a person twice:

- old spelling: oe/u, dj/j, tj/c, sj/s, and ``nj`` at the beginning. Old ``j`` for ``y`` (Soerjadi, Suryadi) is left alone,
  because it cannot be told from the new ``j`` (Soejono is Sujono to most); ``readings`` offers that reading instead.
- Arabic letters: kh and ch become h (Khairul, Chairul, Hairul; Achmad, Ahmad), sy/sh/ts become s, z becomes s, dh/th/gh/bh lose
  their h, q becomes k. Zainal said Jaenal is one of ``readings``, since z cannot become both s and j.
- sounds: f and v become p (Novi, Nopi), y and ie become i (Rizky, Arief), ae and ei become ai (Jaenal, Husein), oo becomes u.
- double letters become one, and an h at the end of a longer word is dropped (Aisyah, Aisya).

A and o, i and e are kept apart in search; ``vowels_alike`` brings them together where two names are compared.
"""

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(text.split())


# What comes before a name; dropped at its beginning only, because "H." elsewhere may be Hidayat.
HONORIFICS: Final = _words(
    "dr drg drh drs dra ir prof h hj haji hajah hajjah kh kyai kiai ust ustad ustadz ustaz ustadzah tn ny nn sdr sdri "
    "bpk bapak pak ibu bu mbak alm almh almarhum almarhumah pdt pst akbp kompol akp iptu ipda aiptu aipda bripka brigpol "
    "briptu bripda letkol letda lettu serka sertu serda kopda koptu praka pratu prada"
)

# Degrees after a name that are no name themselves, and those that are one unless points or a comma mark them.
DEGREES: Final = _words(
    "sh mh mkn shi mhi skom mkom spd spdi mpd mpdi sag mag ssos msos skm mkm mkes sked skep ners nskep spsi mpsi ssi msi "
    "msc mba mhum shum sip sst sstp strkes amd amdkep amdkeb amk amkeb amf apt sfarm mfarm shut stp spt spkj spog sppd "
    "spkk spjp sprad phd"
)
MARKED_DEGREES: Final = _words(
    "ma ba se me st mt sp mp spa spb spi spm spn sos si mm lc sei mei map bsc psi ns spp sthi str md"
)
# A degree in two tokens: S. Kom, M. Pd, A. Md.
DEGREE_LETTERS: Final = _words("s m a")
DEGREE_TAILS: Final = _words("kom pd pdi ag sos ked kep psi si kn kes hum hut ip md keb farm sc pt tp st")

# Words that join names or introduce an alias.
JOINERS: Final = _words("bin binti bint bte bt bti als alias aka")

MUHAMMAD: Final = "muhamad"
_MUHAMMAD: Final = _words(
    "muhamad mohamad muhamed mohamed muhamat mohamat mahamad muhd mohd moh muh mhd mhmd mhamad muhamd mohamd"
)
AHMAD: Final = "ahmad"
_AHMAD: Final = _words("ahmad ahmat ahmed akmad akmat ahm ahmd")
ABDUL: Final = "abdul"
_ABDUL: Final = _words("abd abdul abdur abdus abdun abdut abdud abdu abdl")
_ABDUL_JOINED: Final = re.compile(r"abdu(?:l([a-z]{3,})|([rsdnt][a-z]{3,}))")
_ABDUL_ODD: Final = {"atip": "latip"}
# Short forms that mean a whole name where they stand first: M. Rizky, St. Aminah, Ach. Fauzi.
_SHORT_FIRST: Final = {
    "m": MUHAMMAD,
    "hm": MUHAMMAD,
    "st": "siti",
    "ach": AHMAD,
    "akh": AHMAD,
    "achm": AHMAD,
    "nr": "nur",
}
# Names so frequent that sharing one says little.
COMMON: Final = frozenset((MUHAMMAD, AHMAD, ABDUL, "siti", "nur", "sri"))

# Letters in a row, each replaced everywhere in this order; then single letters, then what arises from both.
_ROWS: Final = (
    ("kh", "h"), ("ch", "h"), ("hoir", "hair"), ("hoer", "hair"),
    ("sj", "s"), ("sy", "s"), ("sh", "s"), ("ts", "s"), ("dz", "z"), ("zh", "z"),
    ("oe", "u"), ("oo", "u"), ("ou", "u"), ("uwa", "ua"), ("uwe", "ue"), ("uwi", "ui"), ("uwo", "uo"),
    ("dj", "j"), ("tj", "c"), ("ck", "k"),
    ("dh", "d"), ("th", "t"), ("bh", "b"), ("gh", "g"), ("jh", "j"), ("ph", "p"),
    ("ie", "i"), ("ae", "ai"),
)  # fmt: skip
_LETTERS: Final = str.maketrans({"f": "p", "v": "p", "q": "k", "x": "ks", "y": "i", "z": "s"})
_AU: Final = re.compile(r"aw(?![aeiou])")
_DOUBLE: Final = re.compile(r"(.)\1+")
_SHORTEST_WITH_FINAL_H: Final = 3

# Other readings of a spelling: letters that stand for more than one sound. The new ones are not read again.
_READINGS: Final = (("z", "j"), ("j", "y"), ("ch", "c"), ("ch", "k"), ("kh", "k"), ("dz", "d"), ("dl", "d"))
_OLD_ROWS: Final = {"dj": "\x01", "tj": "\x02", "sj": "\x03"}
# Vowels that are heard alike: Ramadhan and Romadhon, Husain and Husen, Siti and Sitti.
_VOWELS: Final = (("ai", "e"), ("i", "e"), ("o", "a"))


def fold_letters(word: str) -> str:
    """Return the one spelling of a word in small letters; letters outside a-z pass as they are."""
    folded = _first_letters(word)
    for old, new in _ROWS:
        folded = folded.replace(old, new)
    folded = folded.translate(_LETTERS).replace("ei", "ai")
    if "aw" in folded:
        folded = _AU.sub("au", folded)
    if folded[-1:] == "c":
        folded = folded[:-1] + "k"
    folded = _DOUBLE.sub(r"\1", folded)
    if len(folded) > _SHORTEST_WITH_FINAL_H and folded[-1] == "h":
        return folded[:-1]
    return folded


def _first_letters(word: str) -> str:
    """Settle what ch and nj stand for at the beginning: Chelsea and Chandra with c, Christian with k, Njoman with ny."""
    beginning, rest = word[:2], word[2:]
    if beginning == "ch":
        if rest[:1] in {"e", "i", "y"} or rest.startswith("and"):
            return f"c{rest}"
        return f"k{rest}" if rest[:1] in {"r", "l"} else word
    return f"ny{rest}" if beginning == "nj" else word


def readings(word: str) -> frozenset[str]:
    """Return the other folded readings of a word: Zainal as Jaenal, Soerjadi as Suryadi, Chandra as Candra."""
    kept = word
    for row, sign in _OLD_ROWS.items():
        kept = kept.replace(row, sign)
    found = {kept.replace(old, new) for old, new in _READINGS if old in kept}
    for row, sign in _OLD_ROWS.items():
        found = {other.replace(sign, row) for other in found}
    return frozenset(map(fold_letters, found))


def vowels_alike(folded: str) -> str:
    """Return a folded word with vowels that are heard alike made one; for comparing only, never for search."""
    for old, new in _VOWELS:
        folded = folded.replace(old, new)
    return folded


def fold_words(words: list[str]) -> list[str]:
    """Return the folded words of a name's plain real words; a joined Abdurrahman becomes two words."""
    return [folded for _, parts in folded_parts(words) for folded in parts]


def folded_parts(words: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each plain word of a name with the one or two words that it folds to."""
    last = len(words) - 1
    return [(word, _fold_one(word, position == 0, position == last)) for position, word in enumerate(words)]


def _fold_one(word: str, is_first: bool, is_last: bool) -> tuple[str, ...]:  # noqa: FBT001 - called a million times
    """Return the folded words of one word at its place in a name."""
    if is_first and not is_last and word in _SHORT_FIRST:
        return (_SHORT_FIRST[word],)
    folded = fold_letters(word)
    if folded in _MUHAMMAD:
        return (MUHAMMAD,)
    if folded in _AHMAD:
        return (AHMAD,)
    if folded[:3] == "abd":
        if folded in _ABDUL:
            return (folded if is_last else ABDUL,)
        if joined := _ABDUL_JOINED.fullmatch(folded):
            rest = joined[1] or joined[2]
            return ABDUL, _ABDUL_ODD.get(rest, rest)
    return ("nur",) if folded == "nor" else (folded,)
