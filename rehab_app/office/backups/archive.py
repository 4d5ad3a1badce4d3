"""The form of a backup file, ``.rbk``: an uncompressed tar that any PC can list, with a signed manifest and a foot that finds it.

In the tar, in this order: ``clinic.db``, ``clinic.slots``, ``attachments/...`` as they stand in the data folder, then
``manifest.json``. After the tar's end stands a foot of 64 bytes with the manifest's place and length: a file that was cut off
has no foot, and many backups are listed without reading through them. What is read back is proved by the manifest alone: each
file's size and SHA-256, all under an HMAC that needs the data key.
"""

import hashlib
import hmac
import json
import os
import tarfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final
from uuid import UUID

from rehab_app.foundation.errors import Trouble
from rehab_app.store.files import MEGABYTE, disk_troubles, ensure_folder
from rehab_app.store.keys.data_key import BACKUP_MANIFEST, DataKey
from rehab_app.store.keys.slot import canonical
from rehab_app.store.ledger import Head
from rehab_app.store.watch import Watch

FORMAT: Final = 1
ENDING: Final = ".rbk"
DATABASE_NAME: Final = "clinic.db"
SLOTS_NAME: Final = "clinic.slots"
ATTACHMENTS_NAME: Final = "attachments"
_MANIFEST_NAME: Final = "manifest.json"
_MAGIC: Final = b"rehab-backup"
_FOOT_BYTES: Final = 64
_MOST_MANIFEST_BYTES: Final = 64 * MEGABYTE


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of a backup: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: no names and no numbers of anybody, only counts, hashes and the ledger's head.

    ``files`` is in the order of the tar; ``missing`` counts attachments that the database names and the folder had no more.
    """

    store_id: UUID
    revision: str
    program: str
    at: datetime
    head: Head
    counts: Mapping[str, int]
    missing: int
    files: Mapping[str, FileFacts] = field(repr=False)

    def as_json(self) -> dict[str, object]:
        """Return the manifest as it is written and signed."""
        return {
            "format": FORMAT,
            "store": str(self.store_id),
            "revision": self.revision,
            "program": self.program,
            "at": self.at.astimezone(UTC).isoformat(),
            "head": {"number": self.head.number, "hash": self.head.hash},
            "counts": dict(self.counts),
            "missing": self.missing,
            "files": [{"name": name, "size": one.size, "sha256": one.sha256} for name, one in self.files.items()],
        }

    @classmethod
    def of_json(cls, kept: Any) -> "Manifest":  # noqa: ANN401 - JSON of a file that anybody may have altered
        """Read what ``as_json`` wrote; raises ValueError, KeyError or TypeError for anything else."""
        files = {
            _checked_name(one["name"]): FileFacts(_count(one["size"]), str(one["sha256"])) for one in kept["files"]
        }
        if len(files) != len(kept["files"]) or not {DATABASE_NAME, SLOTS_NAME} <= files.keys():
            raise ValueError("not the files of a backup")
        at = datetime.fromisoformat(kept["at"])
        if at.utcoffset() is None:
            raise ValueError("an instant without its zone")
        return cls(
            store_id=UUID(kept["store"]),
            revision=str(kept["revision"]),
            program=str(kept["program"]),
            at=at.astimezone(UTC),
            head=Head(_count(kept["head"]["number"]), str(kept["head"]["hash"])),
            counts={str(name): _count(count) for name, count in kept["counts"].items()},
            missing=_count(kept["missing"]),
            files=files,
        )


@dataclass(frozen=True, slots=True)
class Archive:
    """An existing backup file with its manifest, which is proved by ``prove`` alone."""

    path: Path
    manifest: Manifest
    mac: str = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> "Archive":
        """Read the manifest of the backup at ``path``; costs the same for any size.

        Raises Trouble: ``backups.missing``, ``backups.not_one`` (another kind of file), ``backups.damaged`` (cut off or
        altered), ``backups.newer`` (written by a later program).
        """
        if not path.is_file():
            raise Trouble("backups.missing", file=path.name)
        try:
            with disk_troubles(path), path.open("rb") as file:
                kept = _read_manifest(file, path)
            if type(kept["format"]) is int and kept["format"] > FORMAT:
                raise Trouble("backups.newer", file=path.name)
            mac = str(kept.pop("mac"))
            archive = cls(path, Manifest.of_json(kept), mac)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise Trouble("backups.damaged", file=path.name) from None
        if archive.manifest.as_json() != kept:
            raise Trouble("backups.damaged", file=path.name)
        return archive

    def is_signed_by(self, data_key: DataKey) -> bool:
        """Whether the manifest is just as a holder of the data key wrote it."""
        return hmac.compare_digest(self.mac.encode(), _mac(self.manifest, data_key).encode())

    def prove(self, data_key: DataKey, watch: Watch | None = None) -> None:
        """Read the whole file and raise Trouble("backups.damaged") unless manifest and every file are as they were written."""
        self.require_signature(data_key)
        with disk_troubles(self.path), self.path.open("rb") as file:
            for _, facts, place in self._places():
                self._pass_on(file, facts, place, len, watch)

    def require_signature(self, data_key: DataKey) -> None:
        """Raise Trouble("backups.damaged") unless the manifest is signed by this data key."""
        if not self.is_signed_by(data_key):
            raise Trouble("backups.damaged", file=self.path.name)

    def read_file(self, wanted: str) -> bytes:
        """Return one small file of the backup; raises as ``prove`` does."""
        parts: list[bytes] = []
        with disk_troubles(self.path), self.path.open("rb") as file:
            for name, facts, place in self._places():
                if name == wanted:
                    self._pass_on(file, facts, place, parts.append)
        return b"".join(parts)

    def unpack(self, folder: Path, data_key: DataKey, watch: Watch | None = None) -> None:
        """Write every file below ``folder``, each proved by its hash. Raises Trouble as ``prove`` and ``disk_troubles`` do."""
        self.require_signature(data_key)
        with disk_troubles(self.path), self.path.open("rb") as packed:
            for name, facts, place in self._places():
                target = folder / name
                ensure_folder(target.parent)
                with disk_troubles(target), target.open("xb") as file:
                    target.chmod(0o600)
                    self._pass_on(packed, facts, place, file.write, watch)
                    file.flush()
                    os.fsync(file.fileno())

    def _pass_on(
        self,
        file: BinaryIO,
        facts: FileFacts,
        place: int,
        take: Callable[[bytes], object],
        watch: Watch | None = None,
    ) -> None:
        watch, hasher = watch or Watch(), hashlib.sha256()
        file.seek(place)
        for piece in _pieces(file, facts.size):
            hasher.update(piece)
            take(piece)
            watch.passed(len(piece))
        if hasher.hexdigest() != facts.sha256:
            raise Trouble("backups.damaged", file=self.path.name)

    def _places(self) -> Iterator[tuple[str, FileFacts, int]]:
        place = 0
        for name, facts in self.manifest.files.items():
            yield name, facts, place + tarfile.BLOCKSIZE
            place += tarfile.BLOCKSIZE + _padded(facts.size)


class Packer:
    """Writes a backup file from its beginning; hand ``manifest`` the facts once every file is packed."""

    def __init__(self, file: BinaryIO, watch: Watch | None = None) -> None:
        self._file = file
        self._watch = watch or Watch()
        self.files: dict[str, FileFacts] = {}

    def add(self, name: str, source: Path) -> None:
        """Pack the file at ``source`` under ``name``, hashing what is packed.

        A source that cannot be read is a Trouble as ``disk_troubles`` tells; what the backup's own disk refuses is an OSError.
        """
        with closing(_pieces_of(source)) as pieces:
            self._write(name, source.stat().st_size, pieces)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Pack ``content`` under ``name``."""
        self._write(name, len(content), iter((content,)))

    def flush(self) -> None:
        """Bring what was packed onto the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def finish(self, manifest: Manifest, data_key: DataKey) -> None:
        """Write the signed manifest and the foot."""
        place = self._file.tell() + tarfile.BLOCKSIZE
        content = json.dumps({**manifest.as_json(), "mac": _mac(manifest, data_key)}, indent=1).encode("ascii")
        self._write(_MANIFEST_NAME, len(content), iter((content,)))
        self._file.write(bytes(2 * tarfile.BLOCKSIZE))
        self._file.write(_MAGIC.ljust(16) + f"{FORMAT:4d} {place:20d} {len(content):20d}".encode().ljust(48))

    def _write(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        head = tarfile.TarInfo(name)
        head.size, head.mode = size, 0o600
        self._file.write(head.tobuf(tarfile.GNU_FORMAT, "ascii", "strict"))
        hasher, written = hashlib.sha256(), 0
        for piece in pieces:
            hasher.update(piece)
            written += self._file.write(piece)
            self._watch.passed(len(piece))
        self._file.write(bytes(_padded(size) - written))
        self.files[name] = FileFacts(size, hasher.hexdigest())


def _pieces_of(source: Path) -> Generator[bytes, None, None]:
    # The trouble names the source only for what goes wrong while it is read, not while the piece is written elsewhere.
    with disk_troubles(source), source.open("rb") as file:
        yield from _pieces(file, os.fstat(file.fileno()).st_size)


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Return exactly ``size`` bytes in pieces; what is missing shows in the hash."""
    while size > 0 and (piece := file.read(min(size, MEGABYTE))):
        size -= len(piece)
        yield piece


def _padded(size: int) -> int:
    return -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE


def _read_manifest(file: BinaryIO, path: Path) -> Any:  # noqa: ANN401 - JSON of a file that anybody may have altered
    end = file.seek(0, 2)
    file.seek(max(0, end - _FOOT_BYTES))
    foot = file.read(_FOOT_BYTES)
    if not foot.startswith(_MAGIC):
        file.seek(0)
        is_ours = file.read(len(DATABASE_NAME)) == DATABASE_NAME.encode()
        raise Trouble("backups.damaged" if is_ours else "backups.not_one", file=path.name)
    written_format, place, length = (int(part) for part in foot[len(_MAGIC) :].split())
    if written_format > FORMAT:
        raise Trouble("backups.newer", file=path.name)
    if not 0 < length <= _MOST_MANIFEST_BYTES or not 0 < place < end:
        raise ValueError("a foot that points nowhere")
    file.seek(place)
    return json.loads(file.read(length))


def _mac(manifest: Manifest, data_key: DataKey) -> str:
    return hmac.digest(data_key.derive(BACKUP_MANIFEST), canonical(manifest.as_json()), hashlib.sha256).hex()


def _checked_name(name: str) -> str:
    """Return the name of a file in a backup; one that would be written anywhere else than its place is refused."""
    path = PurePosixPath(name)
    is_attachment = path.parts[:1] == (ATTACHMENTS_NAME,) and all(part.isalnum() for part in path.parts[1:])
    if str(path) != name or not (name in {DATABASE_NAME, SLOTS_NAME} or (is_attachment and len(path.parts) > 1)):
        raise ValueError("a name that no backup has")
    return name


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a count")
    return value
