"""Sealing: data that only a holder of the key can read, and that cannot be altered or put elsewhere unnoticed.

ChaCha20-Poly1305 (RFC 8439; why not AES-GCM: ``keys/slot.py``) under a key made for this one message: HKDF of the given key and
16 random bytes. With the 12-byte nonce that makes 28 random bytes, so a draft every two seconds for a lifetime comes nowhere near
a repetition. What is sealed is padded, where asked, to a multiple of ``pad_to`` bytes, so that its length tells little.

Form: one format byte, 28 random bytes, then the ciphertext with its 16-byte tag. Inside: the data, 0x80, zeros (ISO/IEC 7816-4).
"""

import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from rehab_app.foundation.errors import Trouble

_FORMAT: Final = b"\x01"
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_HEAD_BYTES: Final = 1 + _SALT_BYTES + _NONCE_BYTES
_END: Final = b"\x80"


def one_key(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """Return a 32-byte key for one message or file, HKDF-SHA256 of ``key``, ``salt`` and ``purpose``."""
    return hmac.digest(hmac.digest(salt, key, hashlib.sha256), purpose + b"\x01", hashlib.sha256)


def seal(key: bytes, data: bytes, context: bytes, *, pad_to: int = 1) -> bytes:
    """Return ``data`` sealed under the 32-byte ``key``; ``context`` must be given again, unaltered, to open it."""
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    padded = data + _END
    padded += bytes(-len(padded) % pad_to)
    cipher = ChaCha20Poly1305(one_key(key, salt, b"seal"))
    return _FORMAT + salt + nonce + cipher.encrypt(nonce, padded, _FORMAT + context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return what was sealed. Raises Trouble("store.seal_broken") where key, context or a single bit differ."""
    salt, nonce = sealed[1 : 1 + _SALT_BYTES], sealed[1 + _SALT_BYTES : _HEAD_BYTES]
    if sealed[:1] != _FORMAT or len(nonce) != _NONCE_BYTES:
        raise Trouble("store.seal_broken")
    try:
        padded = ChaCha20Poly1305(one_key(key, salt, b"seal")).decrypt(nonce, sealed[_HEAD_BYTES:], _FORMAT + context)
    except InvalidTag:
        raise Trouble("store.seal_broken") from None
    return padded[: padded.rindex(_END)]
