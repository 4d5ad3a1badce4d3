"""One slot: the data key wrapped under one passphrase or under the recovery key.

The data key is encrypted by ChaCha20-Poly1305 (RFC 8439) under a key that Argon2id makes of the secret.
ChaCha20 and not AES-GCM: an old office PC without AES instructions runs it at full speed and without leaking
the key through its timing. Each wrapping draws a new salt, so each wrapping key encrypts exactly one message,
and a repeated nonce could do no harm.

The associated data binds what stands beside the wrapped key: format (no slot is read under another format's
rules), store (no slot moves to another clinic), slot id (no slot passes for another's), tag, parameters and
salt (none can be weakened or exchanged and still open).

The login name is part of what is stretched: a slot opens only under the name it was made for, even where two
people chose one passphrase. A renamed account therefore needs its passphrase, or a one-time one.

**The tag, and what it gives away.** The file holds no names, yet trying each slot would cost a derivation
each. So a slot carries one byte of SHA-256 over its salt and the login name: it points at about one slot in a
clinic of ten accounts. Somebody who holds the file can test a guessed name and will find it missing (surely
absent) or matching; one name in 256 matches any given slot by chance. That is 8 bits about each name, none
about a passphrase. A recovery slot's tag is made of the recovery key the same way, takes 8 of its 160 bits
and looks like any other.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from rehab_app.store.keys.data_key import KEY_BYTES, DataKey
from rehab_app.store.keys.derive import SALT_BYTES, Cost, normal_login, normal_passphrase, stretch
from rehab_app.store.keys.recovery import RecoveryKey

FORMAT: Final = 1
ID_BYTES: Final = 16
NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = KEY_BYTES + 16


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a slot: a name that finds it and a secret that is stretched; neither shows in ``repr``."""

    name: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    @classmethod
    def of_account(cls, login: str, passphrase: str) -> "Opener":
        """Return the opener of an account; name and passphrase are brought to their normal form."""
        name = b"account\0" + normal_login(login).encode("utf-8", "surrogatepass")
        secret = normal_passphrase(passphrase).encode("utf-8", "surrogatepass")
        return cls(name, len(name).to_bytes(4, "big") + name + secret)

    @classmethod
    def of_recovery(cls, key: RecoveryKey) -> "Opener":
        """Return the opener of the recovery slot, whose name is the key itself."""
        name = b"recovery\0" + key.secret
        return cls(name, len(name).to_bytes(4, "big") + name)


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot as it stands in the file; ``slot_id`` is 16 random bytes in hex."""

    slot_id: str
    tag: int
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes

    @classmethod
    def wrapping(cls, data_key: DataKey, opener: Opener, cost: Cost, store_id: UUID, slot_id: str = "") -> "Slot":
        """Wrap ``data_key`` for ``opener`` under a fresh salt; a new random id is drawn where none is given."""
        if not cost.is_sane:
            raise ValueError("this cost could not be opened again")
        salt = secrets.token_bytes(SALT_BYTES)
        identity = slot_id or secrets.token_hex(ID_BYTES)
        bare = cls(identity, _tag(opener, salt), cost, salt, secrets.token_bytes(NONCE_BYTES), b"")
        cipher = ChaCha20Poly1305(stretch(opener.secret, salt, cost))
        return replace(bare, wrapped=cipher.encrypt(bare.nonce, data_key.raw, bare.binding(store_id)))

    def may_open(self, opener: Opener) -> bool:
        """Whether the tag points here; right for the true opener, and for one other name in 256."""
        return self.tag == _tag(opener, self.salt)

    def unwrap(self, opener: Opener, store_id: UUID) -> DataKey | None:
        """Return the data key, or None where ``opener`` is wrong or the slot was altered. Costs one derivation."""
        cipher = ChaCha20Poly1305(stretch(opener.secret, self.salt, self.cost))
        try:
            return DataKey(cipher.decrypt(self.nonce, self.wrapped, self.binding(store_id)))
        except InvalidTag:
            return None

    def binding(self, store_id: UUID) -> bytes:
        """Return the associated data: all that stands beside the wrapped key, and the store and format it stands in."""
        beside = self.as_json()
        del beside["wrapped"]
        return canonical({"format": FORMAT, "store": str(store_id), "slot": beside})

    def as_json(self) -> dict[str, object]:
        """Return the slot as the file keeps it."""
        return {
            "id": self.slot_id,
            "tag": self.tag,
            "memory": self.cost.memory,
            "iterations": self.cost.iterations,
            "lanes": self.cost.lanes,
            "salt": self.salt.hex(),
            "nonce": self.nonce.hex(),
            "wrapped": self.wrapped.hex(),
        }

    @classmethod
    def of_json(cls, kept: object) -> "Slot":
        """Return the slot kept as ``kept``; raises ValueError where it is not exactly what ``as_json`` writes."""
        if not isinstance(kept, dict) or kept.keys() != _SHAPE.keys():
            raise ValueError("a slot has other fields")
        if any(type(kept[name]) is not kind for name, kind in _SHAPE.items()):
            raise ValueError("a slot's field has another type")
        cost = Cost(kept["memory"], kept["iterations"], kept["lanes"])
        salt, nonce, wrapped = (bytes.fromhex(kept[name]) for name in ("salt", "nonce", "wrapped"))
        slot = cls(kept["id"], kept["tag"], cost, salt, nonce, wrapped)
        identity = bytes.fromhex(slot.slot_id)
        lengths = (len(identity), len(salt), len(nonce), len(wrapped))
        if lengths != (ID_BYTES, SALT_BYTES, NONCE_BYTES, WRAPPED_BYTES) or identity.hex() != slot.slot_id:
            raise ValueError("a slot's field has another length")
        if slot.tag not in range(256) or not cost.is_sane or slot.as_json() != kept:
            raise ValueError("a slot's field is out of range")
        return slot


_SHAPE: Final = {
    "id": str,
    "tag": int,
    "memory": int,
    "iterations": int,
    "lanes": int,
    "salt": str,
    "nonce": str,
    "wrapped": str,
}


def _tag(opener: Opener, salt: bytes) -> int:
    return hashlib.sha256(b"rehab-app slot tag\0" + salt + opener.name).digest()[0]


def canonical(value: dict[str, object]) -> bytes:
    """Return ``value`` as the one JSON text that means it: sorted keys, no blanks, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")
