"""Makers of slots files and their forgeries for the tests of the keys."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slots import Slots

QUICK = Cost.for_tests()
STORE = UUID("11111111-2222-4333-8444-555555555555")
OTHER_STORE = UUID("99999999-2222-4333-8444-555555555555")
SITI = ("siti.aminah", "kopi pahit di tepi sungai")
BUDI = ("budi.hartono", "perahu kayu warna hijau")


@dataclass(frozen=True, slots=True)
class Clinic:
    """A store's slots with two accounts and a recovery key, saved at ``path``; the raw key is kept to compare."""

    path: Path
    slots: Slots
    raw: bytes
    siti: str
    budi: str
    recovery: RecoveryKey
    recovery_id: str

    def key(self) -> DataKey:
        """Return the data key anew."""
        return DataKey(self.raw)


def make_clinic(folder: Path, store_id: UUID = STORE, key: DataKey | None = None) -> Clinic:
    """Return a clinic saved as ``clinic.slots`` in ``folder``, at version 3."""
    data_key = key or DataKey.new()
    slots = Slots.create(store_id)
    recovery = RecoveryKey.new()
    siti = slots.add(data_key, *SITI, QUICK)
    budi = slots.add(data_key, *BUDI, QUICK)
    recovery_id = slots.add_recovery(data_key, recovery, QUICK)
    path = folder / "clinic.slots"
    slots.save(path)
    return Clinic(path, slots, data_key.raw, siti, budi, recovery, recovery_id)


def forge(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Alter the slots file as somebody would who knows its form but not the data key: the plain digest is made right again."""
    kept = json.loads(path.read_bytes())
    del kept["digest"]
    change(kept)
    body = json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()
    kept["digest"] = hashlib.sha256(body).hexdigest()
    path.write_text(json.dumps(kept))


def slot_of(kept: dict[str, Any], slot_id: str) -> dict[str, Any]:
    """Return one slot of a parsed file."""
    found: list[dict[str, Any]] = [slot for slot in kept["slots"] if slot["id"] == slot_id]
    return found[0]
