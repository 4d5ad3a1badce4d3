"""Indonesian telephone numbers: typed in many ways, stored as E.164 (+62...), shown as the field writes them.

A mobile number is 08xx with 10 to 13 digits; a landline is an area code of 0 and two or three digits, in Balikpapan (0542), and
a local number of five to eight.
"""

import re
import unicodedata
from typing import Final

from rehab_app.foundation.errors import RuleBroken

EXAMPLE: Final = "0812-3456-7890"
LANDLINE_EXAMPLE: Final = "(0542) 765432"

_COUNTRY: Final = "+62"
_MOBILE: Final = re.compile(r"8[1-9]\d{7,10}")
# Area codes of two digits after the 0 are Jakarta, Bandung, Semarang, Surabaya and Medan; all others have three.
_LANDLINE: Final = re.compile(r"(21|22|24|31|61|(?!21|22|24|31|61)[2-79]\d\d)([1-9]\d{4,7})")
_SIGNS: Final = re.compile(r"[\s().\-‐‑–—]+")
_DIALLED: Final = re.compile(r"(?:\+|00)?62\(?0?\)?|0")
_SEVERAL: Final = re.compile(r"[/,;&]|\bdan\b|\batau\b")
_LEAST_OF_ANOTHER: Final = 6
_LEAST_KEY: Final = 8


def read_phone(text: str, field: str = "phone") -> str:
    """Return the number in E.164 (``+6281234567890``).

    Raises RuleBroken ``phones.several`` where two numbers stand in one field, and ``phones.unreadable`` with examples.
    """
    plain = _plain(text)
    if sum(len(re.sub(r"\D", "", part)) >= _LEAST_OF_ANOTHER for part in _SEVERAL.split(plain)) > 1:
        raise RuleBroken("phones.several", field=field)
    rest = _without_prefix(_SIGNS.sub("", plain))
    if rest and (_MOBILE.fullmatch(rest) or _LANDLINE.fullmatch(rest)):
        return f"{_COUNTRY}{rest}"
    raise RuleBroken("phones.unreadable", field=field, example=EXAMPLE, landline=LANDLINE_EXAMPLE)


def show_phone(stored: str) -> str:
    """Return a stored number as it is written here: ``0812-3456-7890`` or ``(0542) 765432``; anything else as it is."""
    rest = stored.removeprefix(_COUNTRY)
    if rest == stored:
        return stored
    if landline := _LANDLINE.fullmatch(rest):
        return f"(0{landline[1]}) {landline[2]}"
    if not _MOBILE.fullmatch(rest):
        return stored
    national = f"0{rest}"
    return f"{national[:4]}-{national[4:8]}-{national[8:]}"


def phone_key(text: str) -> str:
    """Return the digits behind country code and 0 where there are enough of them to tell a number, else an empty text.

    Never raises: for comparing numbers that are still being typed, and old ones that were never checked.
    """
    digits = phone_fragment(text)
    return digits if len(digits) >= _LEAST_KEY else ""


def phone_fragment(text: str) -> str:
    """Return the digits to search stored numbers for: ``812345`` for "0812 345", "+62 812-345" or "812345"."""
    joined = _SIGNS.sub("", _plain(text))
    return _without_prefix(joined) if re.fullmatch(r"\+?\d+", joined) else ""


def _plain(text: str) -> str:
    """Return ``text`` with full-width digits made plain and invisible signs of copied numbers left out."""
    normal = unicodedata.normalize("NFKC", text).strip().lower()
    return "".join(sign for sign in normal if unicodedata.category(sign) != "Cf")


def _without_prefix(number: str) -> str:
    """Return a number without +62, 62, 0062 or 0 before it; 62 counts as the country only before a 0 or a full number."""
    found = _DIALLED.match(number)
    if not found:
        return number
    rest = number[found.end() :]
    return number if found[0] == "62" and len(rest) < _LEAST_KEY else rest
