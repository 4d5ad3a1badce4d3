"""The short code of a reply slip: eight characters that name nobody, made to be read aloud, typed and scanned.

Crockford's base32 leaves out I, L, O and U, so that a code read as ``O`` or ``l`` still means one thing. The last character is a
check over GF(32): it catches every single wrong character and every exchange of two.
"""

from hashlib import sha256
from typing import Final
from uuid import UUID

from rehab_app.foundation.errors import RuleBroken

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 8
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GAPS: Final = str.maketrans("", "", "- \t\u2010\u2011\u2012\u2013\u2014")
_PLAIN_DIGITS: Final = frozenset("23456789")
_MISREAD_LETTERS: Final = frozenset("OIL")
_LEAST_DIGITS: Final = 2
_FIELD: Final = 0b100101  # x^5 + x^2 + 1, by which GF(32) is made
_HIGH: Final = 0b100000
_HALF: Final = 4


def code_from(identity: UUID) -> str:
    """Return the code that belongs to a new random id.

    It holds two digits that look like no letter, and a letter that looks like no digit: neither a name nor a number is taken
    for a code.
    """
    turn = 0
    while True:
        drawn = int.from_bytes(sha256(identity.bytes + turn.to_bytes(2, "big")).digest()[:5], "big")
        body = "".join(ALPHABET[(drawn >> 5 * place) & 31] for place in range(LENGTH - 1))
        if _is_telling(body):
            return body + _check_of(body)
        turn += 1


def is_like_code(text: str) -> bool:
    """Whether a typed or scanned text can only be meant as a code, right or mistyped."""
    plain = _plain(text)
    is_whole = len(plain) == LENGTH and all(sign in ALPHABET for sign in plain.translate(_MISREAD))
    return is_whole and _is_telling(plain)


def read_code(text: str) -> str:
    """Return the code as it is kept: capitals, no dashes, no look-alikes.

    Raises RuleBroken("referrals.code_mistyped") where it is not whole or its check character is wrong.
    """
    code = _plain(text).translate(_MISREAD)
    is_whole = len(code) == LENGTH and all(sign in ALPHABET for sign in code)
    if not is_whole or _check_of(code[:-1]) != code[-1]:
        raise RuleBroken("referrals.code_mistyped", field="code")
    return code


def show_code(code: str) -> str:
    """Return a code as it is printed: two groups of four."""
    return f"{code[:_HALF]}-{code[_HALF:]}" if len(code) == LENGTH else code


def _plain(text: str) -> str:
    return text.translate(_GAPS).upper()


def _is_telling(text: str) -> bool:
    digits = sum(sign in _PLAIN_DIGITS for sign in text)
    has_letter = any(sign.isalpha() and sign not in _MISREAD_LETTERS for sign in text)
    return digits >= _LEAST_DIGITS and has_letter


def _check_of(body: str) -> str:
    total = 0
    for sign in body:
        total = (total ^ ALPHABET.index(sign)) << 1
        if total & _HIGH:
            total ^= _FIELD
    return ALPHABET[total]
