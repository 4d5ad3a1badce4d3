"""Drafts: kept while somebody types, offered again to her alone, unreadable on the disk."""

import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import Trouble
from rehab_app.store import drafts as drafts_module
from rehab_app.store.drafts import DraftBox
from rehab_app.store.files import write_whole
from rehab_app.store.keys.data_key import DataKey
from tests.makers import START
from tests.store.disks import small_disk

SITI = UUID("11111111-0000-4000-8000-000000000001")
BUDI = UUID("11111111-0000-4000-8000-000000000002")
TYPED = {"full_name": "Agus Salim", "nik": "64710", "birth_date": "31/02/19", "contacts": [{"phone": ""}], "age": None}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def key() -> DataKey:
    return DataKey.new()


@pytest.fixture
def box(tmp_path: Path, key: DataKey, clock: SetClock) -> DraftBox:
    return DraftBox(tmp_path / "drafts", key, SITI, clock)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _told(box: DraftBox, draft_id: str) -> str:
    with pytest.raises(Trouble) as caught:
        box.read(draft_id)
    return caught.value.code


def test_what_was_typed_is_offered_again_in_any_state_of_validity(box: DraftBox, tmp_path: Path, key: DataKey) -> None:
    draft_id = box.keep("clients.register", "", TYPED)
    later = DraftBox(tmp_path / "drafts", key, SITI, SetClock(START + timedelta(days=1)))
    (draft,) = later.offered()
    assert (draft.draft_id, draft.form, draft.subject, draft.kept_at) == (draft_id, "clients.register", "", START)
    assert draft.content == TYPED
    assert later.read(draft_id) == draft
    assert later.damaged() == []


_json = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=40)
@given(some.text(max_size=20), some.text(max_size=20), some.dictionaries(some.text(max_size=20), _json, max_size=5))
def test_any_content_comes_back(
    tmp_path_factory: pytest.TempPathFactory, form: str, subject: str, content: dict[str, Any]
) -> None:
    box = DraftBox(tmp_path_factory.mktemp("drafts"), DataKey.new(), SITI, SetClock(START))
    draft = box.read(box.keep(form, subject, content))
    assert (draft.form, draft.subject, draft.content) == (form, subject, content)


def test_a_later_state_takes_the_place_of_the_earlier(box: DraftBox, clock: SetClock, tmp_path: Path) -> None:
    first = box.keep("clients.register", "", {"full_name": "A"})
    clock.advance(timedelta(seconds=2))
    assert box.keep("clients.register", "", {"full_name": "Ag"}) == first
    (draft,) = box.offered()
    assert (draft.content, draft.kept_at) == ({"full_name": "Ag"}, START + timedelta(seconds=2))
    assert len(_files(tmp_path)) == 1


def test_each_form_and_subject_has_its_own_draft_the_latest_first(box: DraftBox, clock: SetClock) -> None:
    for form, subject in (("clients.register", ""), ("sessions.record", "a"), ("sessions.record", "b")):
        box.keep(form, subject, {})
        clock.advance(timedelta(minutes=1))
    assert [(draft.form, draft.subject) for draft in box.offered()] == [
        ("sessions.record", "b"),
        ("sessions.record", "a"),
        ("clients.register", ""),
    ]


def test_what_has_not_changed_is_not_written_again(box: DraftBox, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def counted(path: Path, data: bytes) -> None:
        written.append(path)
        write_whole(path, data)

    monkeypatch.setattr(drafts_module, "write_whole", counted)
    for _ in range(5):
        draft_id = box.keep("clients.register", "", TYPED)
    assert len(written) == 1
    box.keep("clients.register", "", TYPED | {"nik": "647101"})
    assert len(written) == 2
    box.discard(draft_id)
    box.keep("clients.register", "", TYPED | {"nik": "647101"})
    assert len(written) == 3
    written[0].unlink()
    box.keep("clients.register", "", TYPED | {"nik": "647101"})
    assert len(box.offered()) == 1


def test_a_discarded_draft_is_gone_and_may_be_discarded_again(box: DraftBox, tmp_path: Path) -> None:
    draft_id = box.keep("clients.register", "", TYPED)
    box.discard(draft_id)
    box.discard(draft_id)
    assert box.offered() == []
    assert _told(box, draft_id) == "drafts.missing"
    assert _files(tmp_path) == []


def test_another_users_drafts_are_neither_offered_nor_opened(
    box: DraftBox, tmp_path: Path, key: DataKey, clock: SetClock
) -> None:
    draft_id = box.keep("clients.register", "", TYPED)
    budis = DraftBox(tmp_path / "drafts", key, BUDI, clock)
    assert (budis.offered(), budis.damaged()) == ([], [])
    assert _told(budis, draft_id) == "drafts.missing"
    (file,) = _files(tmp_path)
    budis.keep("clients.register", "", {})
    (budis_file,) = [path for path in _files(tmp_path) if path != file]
    (budis_file.parent / file.name).write_bytes(file.read_bytes())
    assert _told(budis, draft_id) == "drafts.damaged"


def test_names_and_contents_tell_nothing(box: DraftBox, tmp_path: Path) -> None:
    box.keep("clients.register", "6471010101900001", TYPED)
    (path,) = _files(tmp_path)
    readable = str(path.relative_to(tmp_path)).encode() + path.read_bytes()
    for word in (b"Agus", b"64710", b"clients", b"register", b"full_name", SITI.hex.encode(), SITI.bytes):
        assert word not in readable
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0


def test_typing_does_not_show_in_the_length(box: DraftBox, tmp_path: Path) -> None:
    lengths = set()
    for count in range(0, 600, 60):
        box.keep("clients.register", "", {"full_name": "A" * count})
        lengths.add(_files(tmp_path)[0].stat().st_size)
    assert len(lengths) == 1


@pytest.mark.parametrize("damage", [b"", b"torn", b"\1" * 200])
def test_a_damaged_draft_is_skipped_reported_and_discardable(box: DraftBox, tmp_path: Path, damage: bytes) -> None:
    bad = box.keep("clients.register", "", TYPED)
    (path,) = _files(tmp_path)
    good = box.keep("sessions.record", "a", {"note": "hadir"})
    path.write_bytes(damage)
    assert [draft.draft_id for draft in box.offered()] == [good]
    assert box.damaged() == [bad]
    assert _told(box, bad) == "drafts.damaged"
    box.discard(bad)
    assert box.damaged() == []


def test_a_draft_moved_to_another_place_is_damaged(box: DraftBox, tmp_path: Path) -> None:
    one = box.keep("clients.register", "", TYPED)
    (path,) = _files(tmp_path)
    other = box.keep("sessions.record", "a", {})
    (path.parent / f"{other}.draft").write_bytes(path.read_bytes())
    assert _told(box, other) == "drafts.damaged"
    assert box.read(one).content == TYPED


def test_a_foreign_file_among_the_drafts_is_reported_and_not_raised(box: DraftBox, tmp_path: Path) -> None:
    box.keep("clients.register", "", TYPED)
    (path,) = _files(tmp_path)
    (path.parent / "notes.draft").write_bytes(b"x")
    assert len(box.offered()) == 1


@pytest.mark.parametrize("draft_id", ["", "../../../clinic", "a" * 31, "a/" * 16])
def test_what_is_no_draft_id_leads_nowhere(box: DraftBox, draft_id: str) -> None:
    assert _told(box, draft_id) == "drafts.missing"


def test_after_lock_nothing_opens_and_nothing_is_kept(box: DraftBox, key: DataKey, tmp_path: Path) -> None:
    draft_id = box.keep("clients.register", "", TYPED)
    before = [path.read_bytes() for path in _files(tmp_path)]
    key.forget()
    assert _told(box, draft_id) == "store.locked"
    with pytest.raises(Trouble) as caught:
        box.keep("clients.register", "", {"full_name": "B"})
    assert caught.value.code == "store.locked"
    assert [path.read_bytes() for path in _files(tmp_path)] == before


def test_a_new_data_key_takes_drafts_over_with_their_age(box: DraftBox, tmp_path: Path, clock: SetClock) -> None:
    box.keep("clients.register", "", TYPED)
    clock.advance(timedelta(hours=3))
    fresh = DraftBox(tmp_path / "fresh", DataKey.new(), SITI, clock)
    assert fresh.take_over(box) == 1
    (draft,) = fresh.offered()
    assert (draft.form, draft.kept_at, draft.content) == ("clients.register", START, TYPED)


def test_a_full_disk_is_told_and_keeps_the_earlier_draft(tmp_path: Path, key: DataKey, clock: SetClock) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        box = DraftBox(disk / "drafts", key, SITI, clock)
        draft_id = box.keep("clients.register", "", TYPED)
        with pytest.raises(Trouble) as caught:
            box.keep("clients.register", "", {"note": "x" * 200_000})
        assert caught.value.code == "store.disk_full"
        assert box.read(draft_id).content == TYPED
        assert box.keep("clients.register", "", {"note": "short"}) == draft_id
        assert box.read(draft_id).content == {"note": "short"}


def test_a_write_cut_off_keeps_the_earlier_draft(box: DraftBox, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = box.keep("clients.register", "", TYPED)

    def cut_off(*_: object) -> None:
        raise OSError(errno.EIO, "power cut")

    monkeypatch.setattr(os, "replace", cut_off)
    with pytest.raises(Trouble):
        box.keep("clients.register", "", {"full_name": "B"})
    monkeypatch.undo()
    assert box.read(draft_id).content == TYPED
