"""The data key: 32 random bytes that open everything, held while the program is unlocked and overwritten at lock.

Nothing is encrypted with the data key itself. Each use has a key of its own, derived by HKDF-SHA256 (RFC
5869) under a label, so no two uses ever share a key and none leads back to the data key. Keys come from the
operating system's randomness alone: a source that could be passed in would be a way to weaken them. Only the
standard library is used (start-up path).
"""

import hashlib
import hmac
import secrets
from typing import Final, NoReturn

from rehab_app.foundation.errors import Trouble

KEY_BYTES: Final = 32

DATABASE: Final = "database"
ATTACHMENTS: Final = "attachments"
ATTACHMENT_NAMES: Final = "attachment-names"
DRAFTS: Final = "drafts"
DRAFT_NAMES: Final = "draft-names"
BACKUP_MANIFEST: Final = "backup-manifest"
ATTEMPTS: Final = "attempts"
SLOTS: Final = "slots"

_SALT: Final = b"rehab-app data key 1"


class DataKey:
    """The data key while it is alive; after ``forget`` every use raises Trouble("store.locked").

    ``forget`` overwrites the one copy kept here. Copies made meanwhile (``raw``, derived keys, the database
    driver's own) live until their holders let go: Python cannot promise more, so holders derive when needed
    and keep nothing.
    """

    __slots__ = ("_bytes",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")
        self._bytes: bytearray | None = bytearray(raw)

    @classmethod
    def new(cls) -> "DataKey":
        """Return a fresh random data key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def is_forgotten(self) -> bool:
        """Whether the key was overwritten."""
        return self._bytes is None

    @property
    def raw(self) -> bytes:
        """The 32 bytes; only for wrapping the key in a slot."""
        return bytes(self._alive())

    def derive(self, label: str, context: bytes = b"") -> bytes:
        """Return the 32-byte key for one use: ``label`` is a constant of this module, ``context`` parts uses within it."""
        secret = hmac.digest(_SALT, self._alive(), hashlib.sha256)
        name = label.encode("ascii")
        info = len(name).to_bytes(1, "big") + name + context
        return hmac.digest(secret, info + b"\x01", hashlib.sha256)

    def forget(self) -> None:
        """Overwrite the key; forgetting twice is harmless."""
        if self._bytes is not None:
            self._bytes[:] = bytes(KEY_BYTES)
            self._bytes = None

    def _alive(self) -> bytearray:
        if self._bytes is None:
            raise Trouble("store.locked")
        return self._bytes

    def __repr__(self) -> str:
        return f"<DataKey {'forgotten' if self.is_forgotten else 'alive'}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a data key is not copied, pickled or sent")
