"""The recovery key: 160 random bits, printed once, that open the store when every passphrase is lost.

It is printed as eight groups of five symbols of Crockford's base 32 (https://www.crockford.com/base32.html:
no I, L, O or U). The fifth symbol of a group is a check over GF(32): it finds every single wrong symbol and
every two exchanged symbols of the group, and groups written in the wrong order; so a typing error is named by
its group. What the key opens is proved by the slot, not by these checks.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from rehab_app.foundation.errors import RuleBroken

GROUPS: Final = 8
GROUP_SYMBOLS: Final = 5
_DATA_SYMBOLS: Final = GROUP_SYMBOLS - 1
_SECRET_BYTES: Final = 20
_SYMBOL_BITS: Final = 5
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISTAKEN: Final = str.maketrans("OIL", "011")
_SEPARATOR: Final = re.compile(r"[\W_]+")
_FINGERPRINT_BYTES: Final = 5
_FIELD: Final = "recovery_key"


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """One recovery key: 20 secret bytes that never show in ``repr``."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != _SECRET_BYTES:
            raise ValueError("a recovery key has 20 bytes")

    @classmethod
    def new(cls) -> "RecoveryKey":
        """Return a fresh random recovery key."""
        return cls(secrets.token_bytes(_SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> "RecoveryKey":
        """Return the key typed as ``text``: any case, any separators, O for 0, I or L for 1.

        Raises RuleBroken on the field ``recovery_key``: ``keys.recovery_length`` (facts ``expected``,
        ``found`` symbols) or ``keys.recovery_group`` (fact ``groups``: the numbers of those that look wrong,
        counted from 1).
        """
        groups = _groups_of(text)
        wrong = [str(place + 1) for place, group in enumerate(groups) if not _is_right(place, group)]
        if wrong:
            raise RuleBroken("keys.recovery_group", field=_FIELD, groups=", ".join(wrong))
        number = 0
        for symbol in "".join(group[:_DATA_SYMBOLS] for group in groups):
            number = number << _SYMBOL_BITS | _ALPHABET.index(symbol)
        return cls(number.to_bytes(_SECRET_BYTES, "big"))

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups as printed."""
        symbols = _symbols_of(self.secret)
        parts = [symbols[start : start + _DATA_SYMBOLS] for start in range(0, len(symbols), _DATA_SYMBOLS)]
        return tuple(part + _ALPHABET[_check(place, part)] for place, part in enumerate(parts))

    @property
    def text(self) -> str:
        """The key in one line, groups parted by hyphens."""
        return "-".join(self.groups)

    @property
    def fingerprint(self) -> str:
        """Eight symbols that tell this sheet from an older one; they help nobody to find the key."""
        digest = hashlib.sha256(b"rehab-app recovery fingerprint\0" + self.secret).digest()
        symbols = _symbols_of(digest[:_FINGERPRINT_BYTES])
        return f"{symbols[:4]}-{symbols[4:]}"


def _symbols_of(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    count = len(data) * 8 // _SYMBOL_BITS
    return "".join(_ALPHABET[number >> _SYMBOL_BITS * place & 31] for place in reversed(range(count)))


def _groups_of(text: str) -> list[str]:
    # NFKC first: a full-width letter pasted from another program is the same letter.
    plain = unicodedata.normalize("NFKC", text).upper().translate(_MISTAKEN)
    typed = [group for group in _SEPARATOR.split(plain) if group]
    symbols = "".join(typed)
    if len(typed) == GROUPS and len(symbols) != GROUPS * GROUP_SYMBOLS:
        return typed  # the separators tell which group is too long or too short
    if len(symbols) != GROUPS * GROUP_SYMBOLS:
        facts = {"expected": GROUPS * GROUP_SYMBOLS, "found": len(symbols)}
        raise RuleBroken("keys.recovery_length", field=_FIELD, **facts)
    return [symbols[start : start + GROUP_SYMBOLS] for start in range(0, len(symbols), GROUP_SYMBOLS)]


def _is_right(place: int, group: str) -> bool:
    if len(group) != GROUP_SYMBOLS or any(symbol not in _ALPHABET for symbol in group):
        return False
    return _ALPHABET.index(group[-1]) == _check(place, group[:_DATA_SYMBOLS])


def _check(place: int, part: str) -> int:
    """Return the check of one group: its place plus its symbols weighted by the powers 1 to 4 of the field's generator."""
    check = 0
    for symbol in reversed(part):
        check = _doubled(check ^ _ALPHABET.index(symbol))
    return check ^ place


def _doubled(value: int) -> int:
    """Multiply by the generator of GF(32) under x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value
