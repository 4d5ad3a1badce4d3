"""Failed sign-ins, kept in ``clinic.attempts`` across restarts, with a growing delay and a chain that betrays later changes.

Before sign-in no secret is at hand, so the list is *forward-secure*. At each sign-in a holder of the data key begins a new
segment: the chain key k0 is derived from the data key, the segment's number, its beginning and a random nonce; the file holds k0
and no entry. Each failure adds an entry (number, UTC time, seat) with an HMAC under the present key, and the key is then replaced
by a one-way hash of itself. Whoever reads the file later knows only the present key: she can add entries, but neither alter nor
take back one that stands, for the keys of those are gone. The next sign-in derives k0 again and checks the chain (``review``).

What this finds: entries altered, cut off, reordered or forged in the past; a list deleted, emptied or begun anew; the list of an
earlier segment put back (the database remembers the segment's number; a number is never used twice). What no program without
trusted hardware can find: somebody who copies the file, guesses, and puts that very copy back before the next sign-in. Nor does
the delay hold anybody who takes the slots file away, or who may set the clock forward; Argon2 does. So the file is no part of
backups, and it never holds what was typed: people type passphrases into the name field.

Only the standard library is imported here, because the sign-in window asks ``wait_needed``.
"""

import hashlib
import hmac
import json
import math
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rehab_app.foundation.errors import Trouble
from rehab_app.store.files import disk_troubles, disk_troubles_but_missing, write_whole
from rehab_app.store.keys.data_key import ATTEMPTS, KEY_BYTES, DataKey

FREE_FAILURES: Final = 3
FIRST_WAIT: Final = 5  # seconds
LONGEST_WAIT: Final = 300  # seconds
_FORMAT: Final = 1
_NONCE_BYTES: Final = 16
_MAC_BYTES: Final = 32
_MOST_BYTES: Final = 4 * 1024 * 1024
_MOST_SEAT_LETTERS: Final = 64
_LOCK_SECONDS: Final = 5
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed sign-in: its place in the segment from 1, the PC's clock (UTC), and the seat."""

    number: int
    at: datetime
    seat: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a sign-in learns about the failures before it.

    ``found`` is the segment proved by the data key, or None; ``expected`` the one the database remembers. Unless ``is_intact``,
    ``failures`` are only what the file claims.
    """

    failures: tuple[Failure, ...]
    found: int | None
    expected: int

    @property
    def is_intact(self) -> bool:
        """Whether ``failures`` are the whole truth since the last sign-in."""
        return self.found == self.expected

    @property
    def is_interrupted(self) -> bool:
        """Whether the list is one sign-in ahead of the database: a sign-in was cut off, or the database is an older copy."""
        return self.found == self.expected + 1


@dataclass(frozen=True, slots=True)
class _Head:
    segment: int
    nonce: bytes
    began: datetime

    def first_key(self, data_key: DataKey) -> bytes:
        context = self.segment.to_bytes(8, "big", signed=True) + self.nonce + self.began.isoformat().encode()
        return data_key.derive(ATTEMPTS, context)


@dataclass(frozen=True, slots=True)
class _State:
    """The file's content.

    ``is_whole`` is false where a part was missing once; ``noticed`` is when a wait began that the entries do not date.
    """

    head: _Head
    entries: tuple[tuple[Failure, bytes], ...]
    key: bytes = field(repr=False)
    is_whole: bool = True
    noticed: datetime | None = None


_NO_HEAD: Final = _Head(0, bytes(_NONCE_BYTES), _LONG_AGO)


class Attempts:
    """The failed sign-ins of one store.

    One object serves a whole run of the program, ``begin_segment`` included: it remembers what the disk refused to take.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unwritten: _State | None = None
        self._noticed: datetime | None = None

    def wait_needed(self, now: datetime) -> int:
        """Return how many seconds to wait before the next sign-in may be tried; 0 where it may be now.

        Three failures are free, then 5, 10, 20, 40 ... to 300 s. A list that is missing or damaged counts as the longest wait. A
        clock set back does not shorten the wait: it then counts in full from when this was first noticed, which is kept in the
        file where it can be written.
        """
        state = self._state()
        wait = _wait_after(state)
        if wait == 0:
            return 0
        began = _began(state, now) or self._noticed_since(now)
        return max(0, math.ceil(wait - (now - began).total_seconds()))

    def require_turn(self, now: datetime) -> None:
        """Raise Trouble("keys.wait") or, where the list is missing or damaged, ``keys.attempts_lost``; fact ``seconds``."""
        seconds = self.wait_needed(now)
        if seconds:
            raise Trouble("keys.wait" if self._state().is_whole else "keys.attempts_lost", seconds=seconds)

    def record_failure(self, now: datetime, seat: str) -> None:
        """Add a failed sign-in, durably.

        Raises Trouble as ``disk_troubles`` tells; this run of the program counts the failure all the same.
        """
        counted = self._unwritten
        try:
            with self._alone():
                self._keep(_with_failure(self._read(), now, seat))
        except Trouble:
            if self._unwritten is counted:
                self._unwritten = _with_failure(self._read(), now, seat)
            raise

    def begin_segment(self, data_key: DataKey, segment: int, now: datetime) -> None:
        """Begin an empty list after a sign-in, or with a new or restored store.

        ``segment`` is a number never used before for this store, such as the last one + 1. Write the list first, then commit the
        number together with the audit of ``review``. Raises as ``record_failure`` does.
        """
        head = _Head(segment, secrets.token_bytes(_NONCE_BYTES), now.astimezone(UTC))
        with self._alone():
            self._keep(_State(head, (), head.first_key(data_key)))

    def review(self, data_key: DataKey, segment: int) -> Review:
        """Return the failures since the last sign-in, and what they prove about ``segment``, which the database remembers.

        Called after a sign-in and before ``begin_segment``.
        """
        state = self._state()
        is_proved = state.is_whole and _is_chain(state, state.head.first_key(data_key))
        failures = tuple(failure for failure, _ in state.entries)
        return Review(failures, state.head.segment if is_proved else None, segment)

    def _noticed_since(self, now: datetime) -> datetime:
        """Return when it was first noticed that nothing dates the wait, and keep that for the next run of the program."""
        if self._noticed is None or now < self._noticed:
            # A folder that cannot be written must not keep anybody out: this run then remembers by itself.
            with suppress(Trouble), self._alone():
                state = self._read()
                if _began(state, now) is None:
                    self._keep(replace(_with_key(state), noticed=now.astimezone(UTC)))
            self._noticed = now
        return self._noticed

    def _state(self) -> _State:
        """Return the list for whoever only looks: one that cannot be read counts as lost."""
        try:
            return self._read()
        except Trouble:
            return _parsed(b"")

    def _read(self) -> _State:
        if self._unwritten is not None:
            return self._unwritten
        try:
            with disk_troubles_but_missing(self._path), self._path.open("rb") as file:
                return _parsed(file.read(_MOST_BYTES + 1))
        except FileNotFoundError:
            return _parsed(b"")

    def _keep(self, state: _State) -> None:
        self._noticed, self._unwritten = None, state
        write_whole(self._path, _written(state))
        self._unwritten = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep a command beside the window from losing the failure that the window records at the same instant."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - 50 ms that the way to the sign-in window does without

        with disk_troubles(self._path):
            try:
                with FileLock(f"{self._path}.lock", timeout=_LOCK_SECONDS):
                    yield
            except Timeout:
                raise Trouble("store.locked_file", file=self._path.name, folder=str(self._path.parent)) from None


def _wait_after(state: _State) -> int:
    if not state.is_whole:
        return LONGEST_WAIT
    beyond = len(state.entries) - FREE_FAILURES
    return min(LONGEST_WAIT, FIRST_WAIT << min(beyond - 1, 16)) if beyond > 0 else 0


def _began(state: _State, now: datetime) -> datetime | None:
    """Return since when the present wait runs, or None where neither the entries nor an earlier look can tell."""
    last = state.entries[-1][0].at if state.entries and state.is_whole else None
    for instant in (last, state.noticed):
        if instant is not None and instant <= now:
            return instant
    return None


def _with_failure(state: _State, now: datetime, seat: str) -> _State:
    key = _with_key(state).key
    failure = Failure(len(state.entries) + 1, now.astimezone(UTC), _plain(seat))
    entries = (*state.entries, (failure, _mac(key, failure)))
    return replace(state, entries=entries, key=_next(key), noticed=None)


def _plain(seat: str) -> str:
    return seat.encode("utf-8", "replace").decode()[:_MOST_SEAT_LETTERS]


def _with_key(state: _State) -> _State:
    """Return ``state`` able to go on; a lost key is replaced by a random one, which no review will take for the true one."""
    return state if state.key else replace(state, key=secrets.token_bytes(KEY_BYTES))


def _next(key: bytes) -> bytes:
    return hmac.digest(key, b"next", hashlib.sha256)


def _mac(key: bytes, failure: Failure) -> bytes:
    text = json.dumps([failure.number, failure.at.isoformat(), failure.seat])
    return hmac.digest(key, b"entry\0" + text.encode(), hashlib.sha256)


def _is_chain(state: _State, key: bytes) -> bool:
    for place, (failure, mac) in enumerate(state.entries, start=1):
        if failure.number != place or not hmac.compare_digest(mac, _mac(key, failure)):
            return False
        key = _next(key)
    return hmac.compare_digest(state.key, key)


def _written(state: _State) -> bytes:
    """Return the file: a head line, a line for each failure, and a last line with the present key."""
    head = {"format": _FORMAT, "segment": state.head.segment, "nonce": state.head.nonce.hex()}
    rows = [
        {"number": failure.number, "at": failure.at.isoformat(), "seat": failure.seat, "mac": mac.hex()}
        for failure, mac in state.entries
    ]
    noticed = state.noticed.isoformat() if state.noticed else None
    last = {"key": state.key.hex(), "is_whole": state.is_whole, "noticed": noticed}
    lines = [head | {"began": state.head.began.isoformat()}, *rows, last]
    return "".join(json.dumps(line) + "\n" for line in lines).encode("ascii")


def _parsed(data: bytes) -> _State:
    """Return what can be read: a torn or foreign line breaks the list off, and the failures before it are kept."""
    head, entries = _NO_HEAD, list[tuple[Failure, bytes]]()
    try:
        lines = data.decode("ascii").splitlines() if len(data) <= _MOST_BYTES else []
        for place, line in enumerate(lines):
            row = json.loads(line)
            if place == 0:
                head = _head_of(row)
            elif "key" not in row:
                entries.append(_entry_of(row))
            elif place == len(lines) - 1:
                noticed = _instant(row["noticed"]) if row["noticed"] else None
                key = _exactly(KEY_BYTES, row["key"])
                return _State(head, tuple(entries), key, is_whole=row["is_whole"] is True, noticed=noticed)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        pass  # what was read before stands
    return _State(head, tuple(entries), b"", is_whole=False)


def _head_of(row: Any) -> _Head:  # noqa: ANN401 - JSON of a file that anybody may have altered
    segment = row["segment"]
    if row["format"] != _FORMAT or type(segment) is not int:
        raise ValueError("not a head")
    segment.to_bytes(8, "big", signed=True)  # refuses a number that no program has written
    return _Head(segment, _exactly(_NONCE_BYTES, row["nonce"]), _instant(row["began"]))


def _entry_of(row: Any) -> tuple[Failure, bytes]:  # noqa: ANN401 - as above
    if type(row["number"]) is not int or type(row["seat"]) is not str:
        raise ValueError("not a failure")
    row["seat"].encode()  # a half letter would be refused by the database later: it is damage
    return Failure(row["number"], _instant(row["at"]), row["seat"]), _exactly(_MAC_BYTES, row["mac"])


def _exactly(count: int, text: str) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != count:
        raise ValueError("another length")
    return data


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.utcoffset() is None:
        raise ValueError("an instant without its zone")
    return instant.astimezone(UTC)
