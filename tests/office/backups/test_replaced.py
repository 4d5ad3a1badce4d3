"""Folders of replaced data are listed and removed only by who may, only with the name typed, and never without an entry."""

from pathlib import Path

import pytest

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, Trouble
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.replaced import remove_replaced, replaced_of
from rehab_app.office.backups.restore import restore
from rehab_app.office.backups.service import back_up
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.store.swap import JOURNAL
from tests.makers import START
from tests.office.backups.conftest import PASSPHRASE, Made, actions
from tests.ui.makers import seat_of


@pytest.fixture
def restored(made: Made, seat: Seat) -> OpenClinic:
    """A clinic after a restore, opened anew, with one folder of what stood there before."""
    file = back_up(made.clinic).path
    restore(file, made.clinic.folder, BackupOpener("ratna", PASSPHRASE), seat, made.clinic)
    return open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat)


def folder_of(clinic: OpenClinic) -> Path:
    return replaced_of(clinic)[0].path


def test_what_was_put_aside_is_listed_with_its_day_and_size(restored: OpenClinic) -> None:
    (row,) = replaced_of(restored)
    assert row.path.name == f"replaced-{START:%Y%m%d}-090000"
    assert row.size > row.path.joinpath("clinic.db").stat().st_size
    restored.forget()


def test_it_goes_once_its_name_was_typed_and_the_audit_says_so(restored: OpenClinic) -> None:
    folder = folder_of(restored)
    for typed in ("", "ya", folder.name[:-1]):
        with pytest.raises(RuleBroken, match="replaced_name") as refused:
            remove_replaced(restored, folder.name, typed)
        assert refused.value.field == "typed"
    assert folder.is_dir()
    remove_replaced(restored, folder.name, f" {folder.name.upper()} ")
    assert not folder.exists()
    assert replaced_of(restored) == []
    assert actions(restored)[-1] == f"backup.remove_replaced:{folder.name}"
    with pytest.raises(RuleBroken, match="replaced_gone"):
        remove_replaced(restored, folder.name, folder.name)
    restored.forget()


@pytest.mark.parametrize("name", ["backups", "attachments", "..", "replaced-", "replaced-x/../backups", "clinic.db"])
def test_nothing_else_in_the_data_folder_is_ever_removed(restored: OpenClinic, name: str) -> None:
    before = sorted(restored.folder.root.rglob("*"))
    with pytest.raises(RuleBroken, match="replaced_gone"):
        remove_replaced(restored, name, name)
    assert sorted(restored.folder.root.rglob("*")) == before
    restored.forget()


def test_a_link_to_another_place_is_not_listed(restored: OpenClinic, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (restored.folder.root / "replaced-20200101-000000").symlink_to(tmp_path / "elsewhere")
    assert [row.path.name for row in replaced_of(restored)] == [folder_of(restored).name]
    restored.forget()


def test_who_may_not_change_settings_sees_and_removes_none(restored: OpenClinic) -> None:
    folder = folder_of(restored)
    counsellor = seat_of(restored, Role.KONSELOR)
    assert replaced_of(counsellor) == []
    with pytest.raises(NotAllowed):
        remove_replaced(counsellor, folder.name, folder.name)
    assert folder.is_dir()
    restored.forget()


def test_nothing_is_removed_while_a_swap_is_under_way_or_without_an_entry(restored: OpenClinic) -> None:
    folder = folder_of(restored)
    (restored.folder.root / JOURNAL).write_text('{"moves": []}')
    with pytest.raises(Trouble, match=r"store\.in_use"):
        remove_replaced(restored, folder.name, folder.name)
    (restored.folder.root / JOURNAL).unlink()
    restored.forget()
    with pytest.raises(Trouble, match=r"store\.locked"):
        remove_replaced(restored, folder.name, folder.name)
    assert folder.is_dir()
