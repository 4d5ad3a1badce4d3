"""From what a person types to a wrapping key: normal forms, Argon2id and its cost, measured on the machine it runs on.

A passphrase is stretched by Argon2id (RFC 9106) so that each guess at a stolen slots file costs what one
sign-in costs. The work is tuned to about 0.7 s when a slot is written; each slot keeps its own parameters, so
an older slot stays openable and a slot written on a faster PC stays dear.
"""

import os
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from rehab_app.foundation.errors import Trouble
from rehab_app.store.keys.data_key import KEY_BYTES

SALT_BYTES: Final = 16
FLOOR_KIB: Final = 64 * 1024
_CEILING_KIB: Final = 256 * 1024  # a 4 GB office PC signs in beside a browser
_STEP_KIB: Final = 16 * 1024
_USUAL_PASSES: Final = 3  # RFC 9106, section 4: the second recommended option
_MOST_LANES: Final = 4
_LIMIT_KIB: Final = 1024 * 1024
_LIMIT_PASSES: Final = 256
_LIMIT_LANES: Final = 16
_LIMIT_WORK: Final = 16 * _LIMIT_KIB  # memory x passes: some ten seconds on an office PC
_LEAST_KIB_PER_LANE: Final = 8  # Argon2's own least
_PLAIN_SYMBOLS: Final = "abcdefghjkmnpqrstvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Cost:
    """The work of one derivation: ``memory`` in KiB, ``iterations`` over it, ``lanes`` filled side by side."""

    memory: int
    iterations: int
    lanes: int

    @property
    def is_sane(self) -> bool:
        """Whether a file may demand this: within Argon2's own least and within what an office PC can give."""
        return (
            1 <= self.lanes <= _LIMIT_LANES
            and 1 <= self.iterations <= _LIMIT_PASSES
            and _LEAST_KIB_PER_LANE * self.lanes <= self.memory <= _LIMIT_KIB
            and self.memory * self.iterations <= _LIMIT_WORK
        )

    @classmethod
    def tuned(cls, target_seconds: float = 0.7, measure: "Callable[[Cost], float] | None" = None) -> "Cost":
        """Return the cost that takes about ``target_seconds`` on this machine, never below 64 MiB and one pass.

        Memory is spent before passes, up to 256 MiB, because memory is what a guessing machine lacks.
        ``measure`` returns the seconds one derivation takes; in all, tuning takes about twice the target.
        """
        measure = measure or _measured
        lanes = min(_MOST_LANES, os.cpu_count() or 1)
        measure(cls(FLOOR_KIB, 1, lanes))  # the first run pays for the memory's first touch
        probe = cls(FLOOR_KIB, _USUAL_PASSES, lanes)
        affordable = FLOOR_KIB * target_seconds / max(measure(probe), 1e-6)
        memory = max(FLOOR_KIB, min(_CEILING_KIB, int(affordable) // _STEP_KIB * _STEP_KIB))
        passes = max(1, round(_USUAL_PASSES * affordable / memory))
        first = cls(memory, min(passes, _LIMIT_WORK // memory), lanes)
        corrected = round(first.iterations * target_seconds / max(measure(first), 1e-6))
        return cls(memory, max(1, min(corrected, _LIMIT_PASSES, _LIMIT_WORK // memory)), lanes)

    @classmethod
    def for_tests(cls) -> "Cost":
        """Return a cost that protects nothing and takes a millisecond."""
        return cls(64, 1, 1)


def _measured(cost: Cost) -> float:
    began = time.perf_counter()
    stretch(b"measured", bytes(SALT_BYTES), cost)
    return time.perf_counter() - began


def stretch(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """Return the 32-byte key that Argon2id makes of ``secret``. Raises Trouble("keys.too_little_memory")."""
    try:
        return hash_secret_raw(secret, salt, cost.iterations, cost.memory, cost.lanes, KEY_BYTES, Type.ID)
    except (HashingError, MemoryError) as error:
        raise Trouble("keys.too_little_memory", needed_mb=-(-cost.memory // 1024)) from error


def normal_login(login: str) -> str:
    """Return a login name as it is compared: NFKC, case folded, blanks trimmed and single."""
    folded = unicodedata.normalize("NFKC", login).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def normal_passphrase(passphrase: str) -> str:
    """Return a passphrase as it is stretched: NFKC, so that a composed and a decomposed letter count as the same."""
    return unicodedata.normalize("NFKC", passphrase)


def one_time_passphrase() -> str:
    """Return a random passphrase of 78 bits in four groups, to hand over once: no letter in it is taken for another."""
    return "-".join("".join(secrets.choice(_PLAIN_SYMBOLS) for _ in range(4)) for _ in range(4))
