"""Attachments: kept once, found by their content, proved when read, and unreadable on the disk."""

import errno
import hashlib
import io
import os
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rehab_app.foundation.errors import Trouble
from rehab_app.store.attachments import PIECE_BYTES, Attachments
from rehab_app.store.keys.data_key import DataKey
from tests.store.disks import small_disk

SCAN = b"%PDF-1.7 Kartu keluarga Budi Santoso 6471010101900001 " * 50


@pytest.fixture
def attachments(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "attachments", DataKey.new())


def _told(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        act()
    return caught.value.code


def test_what_is_put_is_found_by_its_digest(attachments: Attachments) -> None:
    digest = attachments.put(SCAN)
    assert digest == hashlib.sha256(SCAN).hexdigest()
    assert attachments.exists(digest)
    assert attachments.get(digest) == SCAN
    attachments.verify(digest)


@pytest.mark.parametrize("extra", [-1, 0, 1])
@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_every_length_around_a_piece_comes_back(attachments: Attachments, pieces: int, extra: int) -> None:
    content = random.Random(pieces).randbytes(max(0, pieces * PIECE_BYTES + extra))  # noqa: S311 - any bytes will do
    assert attachments.get(attachments.put(content)) == content


@settings(deadline=None, max_examples=50)
@given(some.binary(max_size=2000))
def test_any_content_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    attachments = Attachments(tmp_path_factory.mktemp("attachments"), DataKey.new())
    assert attachments.get(attachments.put(io.BytesIO(content))) == content


class _Dripping(io.RawIOBase):
    """A file that hands out seven bytes at a time, as a pipe may."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._content.read(min(7, size) if size >= 0 else 7)


def test_a_file_that_drips_is_kept_like_any_other(attachments: Attachments) -> None:
    digest = attachments.put(_Dripping(SCAN))  # type: ignore[arg-type]
    assert digest == attachments.put(SCAN)
    assert attachments.get(digest) == SCAN


def test_the_same_content_is_kept_once(attachments: Attachments) -> None:
    first = attachments.put(SCAN)
    (path,) = attachments.files()
    before = path.read_bytes()
    assert attachments.put(SCAN) == first
    assert path.read_bytes() == before
    assert list(attachments.files()) == [path]
    assert [kept for kept in attachments.folder.rglob("*") if kept.is_file()] == [path]


def test_names_and_contents_tell_nothing(attachments: Attachments) -> None:
    digest = attachments.put(SCAN)
    (path,) = attachments.files()
    assert path.relative_to(attachments.folder).parts == (path.name[:2], path.name[2:4], path.name)
    assert digest[:8] not in str(path.relative_to(attachments.folder))
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    for word in (b"PDF", b"Budi", b"6471010101900001"):
        assert word not in path.read_bytes()


def test_another_store_gives_the_same_content_another_name(attachments: Attachments, tmp_path: Path) -> None:
    other = Attachments(tmp_path / "other", DataKey.new())
    assert other.put(SCAN) == attachments.put(SCAN)
    assert {path.name for path in other.files()} != {path.name for path in attachments.files()}


def test_what_is_not_there_is_told(attachments: Attachments) -> None:
    digest = hashlib.sha256(b"never put").hexdigest()
    assert not attachments.exists(digest)
    assert _told(lambda: attachments.get(digest)) == "attachments.missing"
    assert list(attachments.files()) == []


@pytest.mark.parametrize("name", ["", "../../clinic.db", "AB" * 32, "zz" * 32, "ab" * 31])
def test_what_is_no_digest_is_a_bug(attachments: Attachments, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        attachments.get(name)


def test_any_flipped_byte_is_found(attachments: Attachments) -> None:
    digest = attachments.put(b"Budi")
    (path,) = attachments.files()
    whole = path.read_bytes()
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1
        path.write_bytes(altered)
        assert _told(lambda: attachments.get(digest)) == "attachments.damaged"


def _sealed_pieces(path: Path) -> tuple[bytes, list[bytes]]:
    data, size = path.read_bytes(), PIECE_BYTES + 16
    return data[:17], [data[start : start + size] for start in range(17, len(data), size)]


@pytest.mark.parametrize(
    "change",
    [
        lambda pieces: pieces[:-1],
        lambda pieces: pieces[:1],
        lambda pieces: [],  # noqa: ARG005 - all are dropped
        lambda pieces: [pieces[1], pieces[0], pieces[2]],
        lambda pieces: [*pieces, pieces[-1]],
        lambda pieces: pieces[1:],
        lambda pieces: [*pieces[:-1], pieces[-1][:-1]],
        lambda pieces: [*pieces[:-1], pieces[-1] + b"\0"],
    ],
    ids=["last dropped", "first alone", "none", "exchanged", "last twice", "first dropped", "cut", "longer"],
)
def test_pieces_dropped_repeated_or_moved_are_found(
    attachments: Attachments, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    digest = attachments.put(bytes(2 * PIECE_BYTES) + b"end")
    (path,) = attachments.files()
    head, pieces = _sealed_pieces(path)
    assert len(pieces) == 3
    path.write_bytes(head + b"".join(change(pieces)))
    assert _told(lambda: attachments.get(digest)) == "attachments.damaged"
    assert _told(lambda: attachments.verify(digest)) == "attachments.damaged"


def test_a_genuine_file_in_anothers_place_is_found(attachments: Attachments) -> None:
    one, other = attachments.put(b"Budi"), attachments.put(b"Siti")
    attachments.path_of(one).write_bytes(attachments.path_of(other).read_bytes())
    assert _told(lambda: attachments.get(one)) == "attachments.damaged"


def test_putting_again_heals_a_damaged_file(attachments: Attachments) -> None:
    digest = attachments.put(SCAN)
    attachments.path_of(digest).write_bytes(b"torn")
    assert attachments.put(SCAN) == digest
    assert attachments.get(digest) == SCAN


def test_a_forgotten_key_opens_and_keeps_nothing(tmp_path: Path) -> None:
    key = DataKey.new()
    attachments = Attachments(tmp_path / "attachments", key)
    digest = attachments.put(SCAN)
    key.forget()
    assert _told(lambda: attachments.get(digest)) == "store.locked"
    assert _told(lambda: attachments.put(b"more")) == "store.locked"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_new_data_key_takes_attachments_over_under_the_same_digest(attachments: Attachments, tmp_path: Path) -> None:
    digests = [attachments.put(SCAN), attachments.put(bytes(PIECE_BYTES + 5))]
    fresh = Attachments(tmp_path / "fresh", DataKey.new())
    for digest in digests:
        fresh.take_over(attachments, digest)
    assert [fresh.get(digest) for digest in digests] == [SCAN, bytes(PIECE_BYTES + 5)]
    assert not {path.name for path in fresh.files()} & {path.name for path in attachments.files()}


def test_a_damaged_attachment_is_not_taken_over(attachments: Attachments, tmp_path: Path) -> None:
    digest = attachments.put(bytes(PIECE_BYTES + 5))
    path = attachments.path_of(digest)
    path.write_bytes(path.read_bytes()[:-1])
    fresh = Attachments(tmp_path / "fresh", DataKey.new())
    assert _told(lambda: fresh.take_over(attachments, digest)) == "attachments.damaged"
    assert [kept for kept in fresh.folder.rglob("*") if kept.is_file()] == []


def test_a_full_disk_is_told_and_leaves_nothing_half(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        attachments = Attachments(disk / "attachments", DataKey.new())
        digest = attachments.put(SCAN)
        assert _told(lambda: attachments.put(bytes(400_000))) == "store.disk_full"
        assert len([kept for kept in disk.rglob("*") if kept.is_file()]) == 1
        assert attachments.get(digest) == SCAN


def test_a_write_cut_off_leaves_nothing_under_the_name(
    attachments: Attachments, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise OSError(errno.EIO, "power cut")

    monkeypatch.setattr(os, "replace", cut_off)
    assert _told(lambda: attachments.put(SCAN)) == "store.unreadable"
    assert not attachments.exists(hashlib.sha256(SCAN).hexdigest())
    assert [kept for kept in attachments.folder.rglob("*") if kept.is_file()] == []


def test_a_large_scan_is_not_held_several_times(attachments: Attachments, tmp_path: Path) -> None:
    size = 12 * PIECE_BYTES
    scan = tmp_path / "scan.pdf"
    with scan.open("wb") as file:
        file.truncate(size)
    tracemalloc.start()
    try:
        with scan.open("rb") as file:
            digest = attachments.put(file)
        putting = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        content = attachments.get(digest)
        getting = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(content) == size
    assert putting < 6 * PIECE_BYTES
    assert getting < size + size // 4 + 6 * PIECE_BYTES
