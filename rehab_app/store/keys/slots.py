"""The slots file ``clinic.slots``: one slot for each account and one for the recovery key, without names, roles or order.

What is bound, and against whom:

- *Each slot* binds its own id, tag, parameters, salt, the store and the format (``slot.py``): no slot is
  moved to another store, made to pass for another's, or weakened. It does not bind the file's version: the
  slot of an absent colleague cannot be wrapped anew when somebody else's changes, for her passphrase is not
  at hand.
- *The whole file* carries an HMAC under a key derived from the data key, which is at hand whenever the file
  changes. It binds the set of slots, the store and the version: without the data key no slot can be added,
  taken away, or brought back from an older file, and the version cannot be altered. It can be checked only
  after a slot is opened: ``open`` lets in, then ``require_current``.
- *The version* counts up with each change. An older file, whole and genuine, is told from the present one
  only by the version that the database remembers inside its encryption: hand it to ``require_current``. A
  file that is *ahead* was written by a holder of the data key whose database commit did not happen, and is
  accepted; so write the slots file first, then commit its version.
- *A plain SHA-256* tells a damaged file from a wrong passphrase before anybody types. It proves nothing
  against an attacker.

What no binding can do: whoever kept an old slots file and an old passphrase opens old copies of the database,
and gets the data key. Only a new data key (``rekeyed``) ends that.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.store.files import disk_troubles_but_missing, write_whole
from rehab_app.store.keys.data_key import SLOTS, DataKey
from rehab_app.store.keys.derive import Cost, one_time_passphrase, stretch
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slot import FORMAT, Opener, Slot, canonical

_MOST_BYTES: Final = 1024 * 1024
_MOST_SLOTS: Final = 1000
_MOST_TRIED: Final = 8  # derivations one sign-in may cost; a genuine file needs more once in ages
_NOT_SIGNED: Final = ""
_MAC: Final = re.compile(r"[0-9a-f]{64}")
_BODY: Final = {"format", "version", "store", "slots", "mac", "digest"}


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """Slots for a new data key: ``recovery_id`` is the new recovery slot, ``one_time`` the others' passphrases by slot id."""

    slots: "Slots"
    recovery_id: str
    one_time: Mapping[str, str] = field(repr=False)


class Slots:
    """The slots of one store, in memory; every change counts up ``version`` and signs the set anew, ``save`` writes it.

    Changes raise Trouble("keys.tampered") where the set at hand is not signed by the data key. Changing and
    saving belong in the one transaction that also remembers the new version.
    """

    def __init__(self, store_id: UUID, version: int, slots: Collection[Slot], mac: str) -> None:
        self.store_id = store_id
        self.version = version
        self._slots = {slot.slot_id: slot for slot in slots}
        self.signature = mac
        self._loaded = mac

    @classmethod
    def create(cls, store_id: UUID) -> "Slots":
        """Return the empty slots of a new store; it can be saved once a slot is added."""
        return cls(store_id, 0, (), _NOT_SIGNED)

    @classmethod
    def load(cls, path: Path) -> "Slots":
        """Read the slots at ``path``.

        Raises Trouble: ``keys.slots_missing``, ``keys.slots_damaged``, ``keys.slots_newer`` (written by a
        later program), or as ``disk_troubles`` tells.
        """
        try:
            with disk_troubles_but_missing(path), path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            raise Trouble("keys.slots_missing", folder=str(path.parent)) from None
        return cls.of_bytes(data)

    @classmethod
    def of_bytes(cls, data: bytes) -> "Slots":
        """Read the slots a file or a backup holds; raises Trouble as ``load`` does."""
        try:
            return _parsed(data)
        except (ValueError, RecursionError):
            raise Trouble("keys.slots_damaged") from None

    @property
    def slot_ids(self) -> frozenset[str]:
        """The ids of all slots, the recovery slot's among them."""
        return frozenset(self._slots)

    def cost_of(self, slot_id: str) -> Cost:
        """Return the cost a slot was wrapped with."""
        return self._slots[slot_id].cost

    def save(self, path: Path) -> None:
        """Write the slots durably and whole; the generation that stood at ``path`` is kept as ``<name>.previous``.

        A damaged file there is replaced without becoming the previous generation. Raises
        Trouble("keys.slots_changed") where the file there is not the one these slots were read from, or as
        ``disk_troubles`` tells.
        """
        if self.signature == _NOT_SIGNED:
            raise ValueError("slots without a single slot are not saved")
        stands = _standing(path)
        if stands is not None and stands != self._loaded:
            raise Trouble("keys.slots_changed")
        write_whole(path, self.as_bytes(), keep_previous=stands is not None)
        self._loaded = self.signature

    def as_bytes(self) -> bytes:
        """Return the file's bytes, also for a backup."""
        body = self.signed_part() | {"mac": self.signature}
        whole = body | {"digest": hashlib.sha256(canonical(body)).hexdigest()}
        return json.dumps(whole, indent=1, sort_keys=True).encode("ascii") + b"\n"

    def open(self, login: str, passphrase: str) -> tuple[DataKey, str]:
        """Return the data key and the id of the slot that ``login`` and ``passphrase`` open.

        The caller looks up the account of that slot id. One derivation (0.5 to 1 s) as a rule, also for a
        name nobody has, so that the time taken tells no names. Raises Trouble("keys.wrong_passphrase"),
        ``keys.too_little_memory``.
        """
        opened = self._opened(Opener.of_account(login, passphrase))
        if opened is None:
            raise Trouble("keys.wrong_passphrase", field="passphrase")
        return opened

    def open_recovery(self, key: RecoveryKey) -> tuple[DataKey, str]:
        """Return the data key and slot id that the recovery key opens; raises Trouble("keys.wrong_recovery")."""
        opened = self._opened(Opener.of_recovery(key))
        if opened is None:
            raise Trouble("keys.wrong_recovery", field="recovery_key")
        return opened

    def _opened(self, opener: Opener) -> tuple[DataKey, str] | None:
        found = [slot for slot in self._slots.values() if slot.may_open(opener)]
        if len(found) > _MOST_TRIED:
            raise Trouble("keys.slots_damaged")
        for slot in found:
            data_key = slot.unwrap(opener, self.store_id)
            if data_key is not None:
                return data_key, slot.slot_id
        if not found and self._slots:
            decoy = min(self._slots.values(), key=lambda slot: slot.slot_id)
            stretch(opener.secret, decoy.salt, decoy.cost)
        return None

    def is_signed_by(self, data_key: DataKey) -> bool:
        """Whether the set and its version are just as a holder of the data key left them."""
        return hmac.compare_digest(self.signature.encode(), self._mac_by(data_key).encode())

    def verify(self, data_key: DataKey) -> None:
        """Raise Trouble("keys.tampered") unless the set and its version are just as a holder of the data key left them."""
        if not self.is_signed_by(data_key):
            raise Trouble("keys.tampered")

    def require_current(self, data_key: DataKey, remembered: int) -> None:
        """Verify, and raise Trouble("keys.rolled_back") where the file is older than the version the database remembers."""
        self.verify(data_key)
        if self.version < remembered:
            raise Trouble("keys.rolled_back", version=self.version, remembered=remembered)

    def require_store(self, store_id: UUID) -> None:
        """Raise Trouble("keys.other_store") unless these are the slots of ``store_id``."""
        if self.store_id != store_id:
            raise Trouble("keys.other_store")

    def add(self, data_key: DataKey, login: str, passphrase: str, cost: Cost) -> str:
        """Add a slot for an account and return its random id."""
        return self._put(data_key, Opener.of_account(login, passphrase), cost)

    def add_recovery(self, data_key: DataKey, key: RecoveryKey, cost: Cost, *, instead_of: str = "") -> str:
        """Add a slot for a recovery key and return its id; the old recovery slot ``instead_of`` goes in the same change.

        The cost is that of an account's slot: the key needs no stretching, but a cheaper slot would stand out.
        """
        return self._put(data_key, Opener.of_recovery(key), cost, dropped=instead_of)

    def reset(self, data_key: DataKey, slot_id: str, login: str, passphrase: str, cost: Cost) -> None:
        """Wrap the key anew in ``slot_id`` under a (one-time) passphrase or a changed login name; the old ones stop opening."""
        self._put(data_key, Opener.of_account(login, passphrase), cost, slot_id=self._slots[slot_id].slot_id)

    def replace_passphrase(self, login: str, old: str, new: str, cost: Cost) -> str:
        """Let ``login`` exchange her passphrase and return her slot id, unchanged; raises as ``open`` does."""
        data_key, slot_id = self.open(login, old)
        try:
            self.reset(data_key, slot_id, login, new, cost)
        finally:
            data_key.forget()
        return slot_id

    def remove(self, slot_id: str, data_key: DataKey) -> None:
        """Take a slot away; it stays in older copies of the file. The last one is kept: RuleBroken("keys.last_slot")."""
        self.verify(data_key)
        kept = dict(self._slots)
        del kept[slot_id]
        self._change(data_key, kept)

    def rekeyed(
        self,
        new_key: DataKey,
        *,
        login: str,
        passphrase: str,
        recovery: RecoveryKey,
        others: Mapping[str, str],
        cost: Cost,
        one_time: Callable[[], str] = one_time_passphrase,
    ) -> Rekeyed:
        """Return slots for ``new_key``: mine under my passphrase, a new recovery slot, and a one-time passphrase for the others.

        ``others`` maps the slot ids of the accounts to keep to their login names; slot ids stay, so the
        accounts need no change. These slots are untouched, and whoever is in neither is out. One derivation
        for each slot. Raises as ``open`` and ``verify`` do.
        """
        old_key, mine = self.open(login, passphrase)
        try:
            self.verify(old_key)
        finally:
            old_key.forget()
        fresh = Slots(self.store_id, self.version, (), _NOT_SIGNED)
        fresh._loaded = self._loaded
        fresh._put(new_key, Opener.of_account(login, passphrase), cost, slot_id=mine)
        recovery_id = fresh.add_recovery(new_key, recovery, cost)
        passphrases = {slot_id: one_time() for slot_id in others if slot_id != mine}
        for slot_id, handed in passphrases.items():
            fresh._put(new_key, Opener.of_account(others[slot_id], handed), cost, slot_id=slot_id)
        return Rekeyed(fresh, recovery_id, passphrases)

    def _put(self, data_key: DataKey, opener: Opener, cost: Cost, *, slot_id: str = "", dropped: str = "") -> str:
        if self.signature != _NOT_SIGNED:
            self.verify(data_key)
        kept = dict(self._slots)
        if dropped:
            del kept[dropped]
        slot = Slot.wrapping(data_key, opener, cost, self.store_id, slot_id)
        self._change(data_key, kept | {slot.slot_id: slot})
        return slot.slot_id

    def _change(self, data_key: DataKey, slots: dict[str, Slot]) -> None:
        if not slots:
            raise RuleBroken("keys.last_slot")
        self._slots = slots
        self.version = self.version + 1
        self.signature = self._mac_by(data_key)

    def _mac_by(self, data_key: DataKey) -> str:
        return hmac.digest(data_key.derive(SLOTS), canonical(self.signed_part()), hashlib.sha256).hex()

    def signed_part(self) -> dict[str, object]:
        """Return what the signature covers, as the file keeps it."""
        # Sorted by their random ids, so that the order tells nothing of who came first or which slot is the recovery key's.
        slots = [slot.as_json() for _, slot in sorted(self._slots.items())]
        return {"format": FORMAT, "version": self.version, "store": str(self.store_id), "slots": slots}


def _parsed(data: bytes) -> Slots:
    """Return the slots that ``data`` holds; raises ValueError or RecursionError where it is not just what ``as_bytes`` writes."""
    kept = json.loads(data) if len(data) <= _MOST_BYTES else None
    if not isinstance(kept, dict):
        raise ValueError("not a slots file")  # noqa: TRY004 - every fault of the file is one kind of damage
    if type(kept.get("format")) is int and kept["format"] > FORMAT:
        raise Trouble("keys.slots_newer")
    digest = kept.pop("digest", None)
    if digest != hashlib.sha256(canonical(kept)).hexdigest() or kept.keys() | {"digest"} != _BODY:
        raise ValueError("the file was damaged")
    if (kept["format"], type(kept["version"]), type(kept["slots"])) != (FORMAT, int, list):
        raise ValueError("a field has another type")
    if not _MAC.fullmatch(str(kept["mac"])):
        raise ValueError("a signature has another form")
    slots = [Slot.of_json(slot) for slot in kept["slots"]]
    parsed = Slots(UUID(str(kept["store"])), kept["version"], slots, str(kept["mac"]))
    if not 0 < len(slots) <= _MOST_SLOTS or parsed.version < 1 or parsed.signed_part() | {"mac": kept["mac"]} != kept:
        raise ValueError("a field is out of range")
    return parsed


def _standing(path: Path) -> str | None:
    """Return the signature of the readable slots file at ``path``, or None where there is none or it is damaged."""
    try:
        return Slots.load(path).signature
    except Trouble as trouble:
        if trouble.code in {"keys.slots_missing", "keys.slots_damaged"}:
            return None
        raise
