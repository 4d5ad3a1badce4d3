"""A swap is done whole, undone whole, or finished at the next opening, wherever it is cut off."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rehab_app.foundation.errors import Trouble
from rehab_app.store.swap import JOURNAL, finish_swap, is_unfinished, swap_in

NAMES = ["clinic.db-wal", "clinic.db", "attachments", "drafts", "clinic.slots"]
WHEN = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "clinic"
    _fill(root, "old", ["clinic.db-wal", "clinic.db", "attachments/a", "clinic.slots"])
    _fill(root / ".aside-1" / "staged", "new", ["clinic.db", "attachments/b", "drafts/c", "clinic.slots"])
    return root


def _fill(root: Path, content: str, names: list[str]) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)


def _standing(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): path.read_text()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(JOURNAL)
    }


OLD = {"clinic.db-wal": "old", "clinic.db": "old", "attachments/a": "old", "clinic.slots": "old"}
NEW = {"clinic.db": "new", "attachments/b": "new", "drafts/c": "new", "clinic.slots": "new"}
AFTER = NEW | {f"replaced-20220301-090000/{name}": content for name, content in OLD.items()}


def test_the_new_stands_and_the_old_is_kept(root: Path) -> None:
    assert swap_in(root, root / ".aside-1" / "staged", NAMES, WHEN) == root / "replaced-20220301-090000"
    assert _standing(root) == AFTER
    assert not is_unfinished(root)
    assert finish_swap(root) is False


def test_a_second_swap_in_the_same_second_keeps_both(root: Path) -> None:
    swap_in(root, root / ".aside-1" / "staged", NAMES, WHEN)
    _fill(root / ".aside-1" / "staged", "third", ["clinic.db"])
    assert swap_in(root, root / ".aside-1" / "staged", NAMES, WHEN).name == "replaced-20220301-090000-1"


@pytest.mark.parametrize("fails_at", range(8))
def test_a_move_that_fails_leaves_all_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    before = _standing(root)
    calls = iter(range(100))
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if next(calls) == fails_at:
            raise PermissionError(13, "held")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(Trouble, match=r"store\.read_only"):
        swap_in(root, root / ".aside-1" / "staged", NAMES, WHEN)
    assert _standing(root) == before
    assert not is_unfinished(root)


@pytest.mark.parametrize("cut", range(9))
def test_a_swap_cut_off_by_a_kill_is_finished_at_the_next_opening(root: Path, cut: int) -> None:
    child = os.fork()
    if child == 0:
        calls, rename = iter(range(100)), Path.rename

        def dying(self: Path, target: Path) -> Path:
            if next(calls) == cut:
                os.kill(os.getpid(), signal.SIGKILL)
            return rename(self, target)

        Path.rename = dying  # type: ignore[method-assign, assignment]
        try:
            swap_in(root, root / ".aside-1" / "staged", NAMES, WHEN)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert (root / "clinic.db").exists() or (root / "clinic.slots").exists()
    was_begun = is_unfinished(root)
    finish_swap(root)
    standing = _standing(root)
    assert not is_unfinished(root)
    if was_begun or "drafts/c" in standing:
        assert standing == AFTER
    else:
        assert {name: content for name, content in standing.items() if not name.startswith(".")} == OLD


def test_an_unreadable_list_is_told_and_nothing_is_moved(root: Path) -> None:
    (root / JOURNAL).write_text("{")
    before = _standing(root)
    with pytest.raises(Trouble, match=r"store\.damaged"):
        finish_swap(root)
    assert _standing(root) == before
