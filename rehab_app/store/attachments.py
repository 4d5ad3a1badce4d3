"""Attachments: encrypted files beside the database, each found by the SHA-256 of what is in it.

The database keeps the digest inside its encryption, and rows that are never changed may hold it for good. On the disk the
file's name is an HMAC of that digest under a key of its own, so nobody can tell from the names whether a known document is here;
a new data key changes names and contents, but no row. The content is sealed in pieces of one megabyte (ChaCha20-Poly1305 under a
key made for this file), each bound to its place, so that a 40 MB scan is never held several times in memory. Pieces dropped from
the end, and a genuine file in another's place, are found by the digest.

Form: ``head`` (format byte, 16 random bytes), then the sealed pieces.
"""

import hashlib
import hmac
import io
import re
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from rehab_app.foundation.errors import Trouble
from rehab_app.store.files import disk_troubles_but_missing, ensure_folder, passing_file, remove_file
from rehab_app.store.keys.data_key import ATTACHMENT_NAMES, ATTACHMENTS, DataKey
from rehab_app.store.seal import one_key

PIECE_BYTES: Final = 1024 * 1024
_TAG_BYTES: Final = 16
_FORMAT: Final = b"\x01"
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Attachments:
    """The attachments of one store below ``folder``; nothing is kept open and no key is held but the data key."""

    def __init__(self, folder: Path, data_key: DataKey) -> None:
        self.folder = folder
        self._data_key = data_key

    def put(self, content: bytes | BinaryIO) -> str:
        """Keep ``content``, durably, and return its SHA-256 in hex; what is kept already is kept once.

        A damaged copy of the same content is replaced by this whole one. Raises Trouble as ``disk_troubles`` tells.
        """
        return self._store(_pieces(io.BytesIO(content) if isinstance(content, bytes) else content))

    def get(self, digest: str) -> bytes:
        """Return the content with that digest, proved to be it.

        Raises Trouble: ``attachments.missing``, ``attachments.damaged``, or as ``disk_troubles`` tells.
        """
        whole = io.BytesIO()
        for piece in self.pieces(digest):
            whole.write(piece)
        return whole.getvalue()  # shares the buffer: no second copy of a large scan

    def exists(self, digest: str) -> bool:
        """Whether a file stands under that digest; only ``get`` proves what is in it."""
        return self.path_of(digest).is_file()

    def verify(self, digest: str) -> None:
        """Read the whole attachment and raise as ``get`` does, holding one piece of it at a time."""
        for _ in self.pieces(digest):
            pass

    def take_over(self, source: "Attachments", digest: str) -> None:
        """Seal one attachment of ``source`` anew here, under this data key; raises as ``get`` and ``put`` do."""
        self._store(source.pieces(digest))

    def files(self) -> Iterator[Path]:
        """Return every attachment's file, for a backup, which copies them as they stand: sealed."""
        return (path for path in sorted(self.folder.glob("??/??/*")) if _DIGEST.fullmatch(path.name))

    def remove_unnamed(self, named: Collection[str]) -> int:
        """Remove every attachment whose digest is not in ``named`` and return how many; raises Trouble where the disk refuses.

        Call it in a writing unit of work, so that no other seat is keeping an attachment whose row is still to come.
        """
        kept = {self.path_of(digest) for digest in named}
        gone = [path for path in self.files() if path not in kept]
        for path in gone:
            remove_file(path)
        return len(gone)

    def path_of(self, digest: str) -> Path:
        """Return where the attachment with that digest stands, or would stand; raises ValueError for what is no digest."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError("an attachment is named by a SHA-256 in hex")
        name = hmac.digest(self._data_key.derive(ATTACHMENT_NAMES), bytes.fromhex(digest), hashlib.sha256).hex()
        return self.folder / name[:2] / name[2:4] / name

    def _store(self, pieces: Iterator[bytes]) -> str:
        ensure_folder(self.folder)
        with passing_file(self.folder) as (file, settle):
            hasher = hashlib.sha256()
            head = _FORMAT + secrets.token_bytes(_SALT_BYTES)
            file.write(head)
            cipher = self._cipher(head)
            for place, piece in enumerate(pieces):
                hasher.update(piece)
                file.write(cipher.encrypt(_nonce(place), piece, head))
            digest = hasher.hexdigest()
            if not self._is_whole(digest):
                path = self.path_of(digest)
                ensure_folder(path.parent)
                settle(path)
        return digest

    def _is_whole(self, digest: str) -> bool:
        try:
            self.verify(digest)
        except Trouble as trouble:
            if trouble.code in {"attachments.missing", "attachments.damaged", "store.unreadable"}:
                return False
            raise
        return True

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Return the content in pieces of one megabyte; it is proved only when the last was taken. Raises as ``get`` does."""
        path = self.path_of(digest)
        hasher = hashlib.sha256()
        try:
            with disk_troubles_but_missing(path), path.open("rb") as file:
                head = file.read(1 + _SALT_BYTES)
                cipher = self._cipher(head)
                for place, sealed in enumerate(_pieces(file, PIECE_BYTES + _TAG_BYTES)):
                    piece = cipher.decrypt(_nonce(place), sealed, head)
                    hasher.update(piece)
                    yield piece
        except FileNotFoundError:
            raise Trouble("attachments.missing", attachment=digest[:8]) from None
        except InvalidTag:
            raise Trouble("attachments.damaged", attachment=digest[:8]) from None
        if hasher.hexdigest() != digest:
            raise Trouble("attachments.damaged", attachment=digest[:8])

    def _cipher(self, head: bytes) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(one_key(self._data_key.derive(ATTACHMENTS), head[1:], b"attachment"))


def _pieces(file: BinaryIO, size: int = PIECE_BYTES) -> Iterator[bytes]:
    while piece := file.read(size):
        while len(piece) < size and (more := file.read(size - len(piece))):
            piece += more  # a pipe or an unbuffered file may hand out less than asked
        yield piece


def _nonce(place: int) -> bytes:
    return place.to_bytes(_NONCE_BYTES, "big")
