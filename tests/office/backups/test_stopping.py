"""Backing up, restoring and sealing anew say how far they are, and leave everything as it was when they are stopped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.backups.archive import Archive
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.rekey import rekey
from rehab_app.office.backups.restore import restore
from rehab_app.office.backups.service import back_up
from rehab_app.office.opening import Seat, open_clinic
from rehab_app.store.watch import Watch
from tests.office.backups.conftest import PASSPHRASE, Made, actions, digests_below, names, register

RATNA = BackupOpener("ratna", PASSPHRASE)


class Stopped(RuleBroken):
    """What a cancel button raises."""


class Follower:
    """Notes how far a task is, and stops it at its ``at``-th telling where one is given."""

    def __init__(self, at: int = 0) -> None:
        self.told: list[tuple[int, int]] = []
        self.at = at

    def watch(self) -> Watch:
        """Return what the task tells."""
        return Watch(self._hear)

    def _hear(self, done: int, total: int) -> None:
        self.told.append((done, total))
        if self.at and len(self.told) >= self.at:
            raise Stopped("test.stopped")


def stopped_at_each_step(task: Callable[[Watch], object], restart: Callable[[], None] = lambda: None) -> int:
    """Stop ``task`` at its first telling, its second and so on until it gets through; return how often it was stopped."""
    for at in range(1, 1000):
        try:
            task(Follower(at).watch())
        except Stopped:
            restart()
            continue
        return at - 1
    raise AssertionError("it never got through")


def test_a_backup_rises_from_nothing_to_all_of_it(made: Made) -> None:
    follower = Follower()
    report = back_up(made.clinic, watch=follower.watch())
    done = [done for done, _ in follower.told]
    total = follower.told[-1][1]
    assert done == sorted(done)
    assert {each for _, each in follower.told} == {total}
    assert 0.5 * total < done[-1] <= total
    assert report.size < total


def test_a_backup_stopped_anywhere_leaves_no_file_and_no_entry(made: Made) -> None:
    before = actions(made.clinic)
    place = made.clinic.folder.backups

    def nothing_left() -> None:
        assert [path for path in made.clinic.folder.root.rglob("*") if path.suffix in {".rbk", ".unfinished"}] == []
        assert list(made.clinic.folder.root.glob(".aside-*")) == []
        assert actions(made.clinic) == before

    assert stopped_at_each_step(lambda watch: back_up(made.clinic, watch=watch), nothing_left) >= 5
    assert len(list(place.glob("*.rbk"))) == 1
    register(made.clinic, "000002")


def test_a_restore_stopped_anywhere_leaves_the_present_data(made: Made, seat: Seat) -> None:
    file = back_up(made.clinic).path
    register(made.clinic, "000002")
    clinic = made.clinic
    kept = {name: content for name, content in digests_below(clinic.folder.root).items() if name == "clinic.slots"}

    def as_it_was() -> None:
        assert not clinic.is_locked
        assert names(clinic) == ["000001", "000002"]
        assert list(clinic.folder.root.glob("replaced-*")) == list(clinic.folder.root.glob(".aside-*")) == []
        assert {name: digests_below(clinic.folder.root)[name] for name in kept} == kept

    stops = stopped_at_each_step(
        lambda watch: restore(file, clinic.folder, RATNA, seat, clinic, watch=watch), as_it_was
    )
    assert stops >= 8
    again = open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    assert names(again) == ["000001"]
    again.forget()


def test_sealing_anew_stopped_anywhere_leaves_the_old_key(made: Made, seat: Seat) -> None:
    opened = [made.clinic]

    def as_it_was() -> None:
        assert opened[-1].is_locked
        opened.append(open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat))
        assert names(opened[-1]) == ["000001"]
        assert opened[-1].attachments.get(made.digest)
        assert list(made.clinic.folder.root.glob("replaced-*")) == []

    assert stopped_at_each_step(lambda watch: rekey(opened[-1], PASSPHRASE, watch), as_it_was) >= 2
    assert len(list(made.clinic.folder.root.glob("replaced-*"))) == 1


def test_a_backup_that_was_stopped_is_told_apart_from_a_damaged_one(made: Made, tmp_path: Path) -> None:
    file = back_up(made.clinic).path
    with pytest.raises(Stopped):
        Archive.read(file).prove(made.clinic.keys.data_key, Follower(1).watch())
    Archive.read(file).prove(made.clinic.keys.data_key)
    assert not list(tmp_path.glob("*.unfinished"))
