"""The page of backups: making, listing, and restoring with the present data kept."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.audit.service import newest
from rehab_app.office.backups.archive import Packer
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.present import profile
from rehab_app.office.profile.service import change_profile
from rehab_app.ui.backups.page import BackupsPage, RestorePanel
from rehab_app.ui.kit.context import ScreenContext
from tests.ui.driving import press, type_in
from tests.ui.makers import PASSPHRASE, admit_client, client_id_of, make_clinic, seat_of, settle, wait_for
from tests.ui.pages import shown


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


def panel_of(page: BackupsPage) -> RestorePanel:
    assert page.restore_panel is not None
    return page.restore_panel


def look_into(page: BackupsPage, passphrase: str = PASSPHRASE) -> RestorePanel:
    page.restore()
    panel = panel_of(page)
    type_in(panel, "login", "ratna")
    type_in(panel, "passphrase", passphrase)
    panel.save()
    settle(page.context.jobs)
    return panel


def test_a_backup_is_made_proved_and_listed(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(BackupsPage, clinic, context) as page:
        assert page.model.rowCount() == 0
        assert "Make one now" in page.proven.text
        page.back_up()
        settle(context.jobs)
        assert page.model.rowCount() == 1
        assert "16/01/2023 09:30 WITA" in page.proven.text
        assert "opened and counted" in page.notice.text
        assert not page.progress.isVisible()


def test_a_missing_place_of_backups_is_told(clinic: OpenClinic, context: ScreenContext, tmp_path: Path) -> None:
    with clinic.writing() as work:
        row = profile(work)
        change_profile(work, ProfileDraft(backup_place=str(tmp_path / "stick")), row.row_version)
    with shown(BackupsPage, clinic, context) as page:
        assert str(tmp_path / "stick") in page.notice.text
        page.notice.clear()
        page.back_up()
        settle(context.jobs)
        assert str(tmp_path / "stick") in page.notice.text
        assert page._backup_button.isEnabled()


def test_a_restore_shows_what_it_changes_and_keeps_the_present_data(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(BackupsPage, clinic, context) as page:
        told: list[str] = []
        page.session.to_window.leave_asked.connect(told.append)
        page.back_up()
        settle(context.jobs)
        admit_client(clinic)
        panel = look_into(page, "bukan frasa sandinya")
        assert panel.field("passphrase").trouble
        assert panel.card is None
        panel = look_into(page)
        assert panel.card is not None
        with clinic.reading() as work:
            later = newest(work, 1)[0].number
        assert later > 0
        panel.restore_button.click()
        wait_for(lambda: any(dialog.isVisible() for dialog in page.window().findChildren(QDialog)))
        next(dialog for dialog in page.window().findChildren(QDialog) if dialog.isVisible()).accept()
        wait_for(lambda: bool(told))
        assert "To undo it, restore cadangan-" in told[0]
        assert clinic.is_locked
    again = open_clinic(clinic.folder, "ratna", PASSPHRASE, Seat("PC-1", clinic.store.clock, Bus()))
    with again.reading() as work:
        actions = [row.action for row in newest(work)]
    assert "clients.register" not in actions
    assert any(action.startswith("backup.restored:") for action in actions)
    again.forget()
    assert len(list(clinic.folder.backups.glob("*.rbk"))) == 2
    assert len(list(clinic.folder.root.glob("replaced-*"))) == 1


def test_what_was_typed_after_looking_must_be_looked_into_again(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(BackupsPage, clinic, context) as page:
        page.back_up()
        settle(context.jobs)
        panel = look_into(page)
        assert panel.restore_button.isVisible()
        type_in(panel, "login", "kepala")
        assert not panel.restore_button.isVisible()


def test_who_may_not_change_settings_restores_nothing(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(BackupsPage, seat_of(clinic, Role.KONSELOR), context) as page:
        page.restore()
        assert page.restore_panel is None


def test_a_backup_shows_how_far_it_is_and_can_be_stopped(
    clinic: OpenClinic, context: ScreenContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, began = threading.Event(), threading.Event()
    real = Packer.add

    def slow(packer: Packer, name: str, source: Path) -> None:
        real(packer, name, source)
        began.set()
        assert goes_on.wait(10)
        packer.add_bytes("clinic.slots", b"")  # one more piece, at which it can be stopped

    monkeypatch.setattr(Packer, "add", slow)
    with shown(BackupsPage, clinic, context) as page:
        page.back_up()
        wait_for(began.is_set)
        wait_for(lambda: page.progress.bar.maximum() > 0 and page.progress.bar.value() > 0)
        assert page.progress.cancel_button.isVisible()
        assert "MB / " in page.progress.findChildren(QLabel)[1].text()
        page.progress.cancel_button.click()
        goes_on.set()
        settle(context.jobs)
        assert not page.progress.isVisible()
        assert "No backup was made" in page.notice.text
        assert page._backup_button.isEnabled()
        assert page.model.rowCount() == 0
        assert list(clinic.folder.root.rglob("*.unfinished")) == list(clinic.folder.root.rglob("*.rbk")) == []
        monkeypatch.setattr(Packer, "add", real)
        page.back_up()
        settle(context.jobs)
        assert page.model.rowCount() == 1


def test_a_restore_that_is_stopped_leaves_the_clinic_open(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(BackupsPage, clinic, context) as page:
        told: list[str] = []
        page.session.to_window.leave_asked.connect(told.append)
        page.back_up()
        settle(context.jobs)
        admitted = admit_client(clinic)
        panel = look_into(page)
        page.bring_back(panel._draft)
        page.progress.cancel()  # before the lane has come to it
        settle(context.jobs)
        assert "stands as it was" in page.notice.text
        assert page.panel.isEnabled()
        assert not page.progress.isVisible()
        assert not told
        assert not clinic.is_locked
        with clinic.reading() as work:
            assert work.session.get(Client, client_id_of(admitted)) is not None


def replaced_data(clinic: OpenClinic) -> Path:
    """Put a folder of replaced data beside the store."""
    folder = clinic.folder.root / "replaced-20230110-083000"
    folder.mkdir()
    (folder / "clinic.db").write_bytes(b"x" * 3_000_000)
    return folder


def test_replaced_data_is_listed_and_goes_once_its_name_is_typed(clinic: OpenClinic, context: ScreenContext) -> None:
    folder = replaced_data(clinic)
    with shown(BackupsPage, clinic, context) as page:
        settle(context.jobs)
        assert page.replaced.isVisible()
        assert page.replaced.model.rowCount() == 1
        assert page.replaced.model.row_text(0).split("\t")[1:] == ["2,9 MB", folder.name]
        press(page.replaced.table, Qt.Key.Key_Return)
        panel = page.remove_panel
        assert panel is not None
        type_in(panel, "typed", "ya")
        panel.save()
        settle(context.jobs)
        assert panel.field("typed").trouble
        assert folder.is_dir()
        type_in(panel, "typed", folder.name)
        panel.save()
        settle(context.jobs)
        assert not folder.exists()
        assert not page.replaced.isVisible()
        assert folder.name in page.notice.text
        with clinic.reading() as work:
            assert newest(work, 1)[0].action == f"backup.remove_replaced:{folder.name}"


def test_who_may_not_change_settings_sees_no_replaced_data(clinic: OpenClinic, context: ScreenContext) -> None:
    replaced_data(clinic)
    with shown(BackupsPage, seat_of(clinic, Role.KONSELOR), context) as page:
        settle(context.jobs)
        assert not page.replaced.isVisible()
        page.back_up()
        settle(context.jobs)
        assert page.model.rowCount() == 1  # a backup is everybody's, also where nobody may thin out
