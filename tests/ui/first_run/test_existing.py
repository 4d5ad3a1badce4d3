"""Data that exists: opening its folder, restoring a backup on an empty PC, and the printed recovery key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rehab_app.desk.entry import new_clinic
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.audit.service import newest
from rehab_app.office.backups.service import back_up
from rehab_app.office.opening import Seat
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.ui.first_run.existing import OpenExisting, RestoreExisting
from rehab_app.ui.first_run.pages import FirstRun
from rehab_app.ui.first_run.recovery import RecoveryPage
from rehab_app.ui.kit.theme import Theme
from tests.ui.driving import gate_of, press, running, shell_of, sign_in, type_in
from tests.ui.makers import NOW, PASSPHRASE, wait_for


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch, theme: Theme, qtbot: QtBot) -> None:
    """Keys that protect nothing, so that the tests are quick."""
    del theme, qtbot
    monkeypatch.setattr(Cost, "tuned", classmethod(lambda cls: cls.for_tests()))


@pytest.fixture
def made(tmp_path: Path) -> tuple[DataFolder, RecoveryKey, Path]:
    """A locked clinic, its recovery key, and a backup of it."""
    account = AccountDraft(login="ratna", full_name="dr. Ratna Uji", roles=[Role.SUBKOORDINATOR])
    seat = Seat("PC-1", SetClock(NOW), Bus())
    folder = DataFolder(tmp_path / "old" / "clinic")
    clinic, key = new_clinic(folder, ProfileDraft(), account, PASSPHRASE, seat, cost=Cost.for_tests())
    report = back_up(clinic)
    clinic.lock()
    return folder, key, report.path


def test_a_folder_with_a_clinic_is_opened(
    qapp: QApplication, tmp_path: Path, made: tuple[DataFolder, RecoveryKey, Path]
) -> None:
    with running(qapp, tmp_path / "empty") as program:
        page = program.frame.shown
        assert isinstance(page, FirstRun)
        press(page.choices[2], Qt.Key.Key_Return)
        step = page.shown
        assert isinstance(step, OpenExisting)
        type_in(step.form, "folder", str(tmp_path))
        step.form.save()
        wait_for(lambda: bool(step.form.field("folder").trouble))
        type_in(step.form, "folder", str(made[0].root))
        step.form.save()
        gate_of(program)
        assert program.folder.root == made[0].root
        sign_in(program)


def test_another_folder_is_opened_from_the_gate_and_esc_goes_back(
    qapp: QApplication, made: tuple[DataFolder, RecoveryKey, Path]
) -> None:
    with running(qapp, made[0].root) as program:
        gate_of(program).other_folder_wanted.emit()
        page = program.frame.shown
        assert isinstance(page, FirstRun)
        step = page.shown
        assert isinstance(step, OpenExisting)
        press(step.form.field("folder").answering[0], Qt.Key.Key_Escape)
        gate_of(program)


@pytest.mark.parametrize("opens_with", ["passphrase", "recovery_key"])
def test_a_backup_is_restored_on_an_empty_pc(
    qapp: QApplication, tmp_path: Path, made: tuple[DataFolder, RecoveryKey, Path], opens_with: str
) -> None:
    _, key, backup = made
    with running(qapp, tmp_path / "empty" / "clinic") as program:
        page = program.frame.shown
        assert isinstance(page, FirstRun)
        page.begin_restore()
        step = page.shown
        assert isinstance(step, RestoreExisting)
        type_in(step.form, "file", str(backup))
        type_in(step.form, "login", "ratna")
        step.form.column.fill({"opened_by": opens_with}, ["opened_by"])
        wrong = "salah sama sekali" if opens_with == "passphrase" else RecoveryKey.new().text
        type_in(step.form, opens_with, wrong)
        step.form.save()
        wait_for(lambda: bool(step.form.field(opens_with).trouble))
        assert not step.restore.isVisible()
        type_in(step.form, opens_with, PASSPHRASE if opens_with == "passphrase" else key.text)
        step.form.save()
        wait_for(step.restore.isVisible)
        press(step.restore, Qt.Key.Key_Space)
        gate = gate_of(program)
        assert gate.notice.text == "The backup is restored. Sign in as on the day it was made."
        sign_in(program)


def test_what_is_no_backup_is_told_beside_the_file(qapp: QApplication, tmp_path: Path) -> None:
    other = tmp_path / "foto.rbk"
    other.write_bytes(b"\x89PNG" * 100)
    with running(qapp, tmp_path / "empty" / "clinic") as program:
        page = program.frame.shown
        assert isinstance(page, FirstRun)
        page.begin_restore()
        step = page.shown
        assert isinstance(step, RestoreExisting)
        for file in (other, tmp_path / "none.rbk"):
            type_in(step.form, "file", str(file))
            type_in(step.form, "login", "ratna")
            type_in(step.form, "passphrase", PASSPHRASE)
            step.form.save()
            wait_for(lambda: bool(step.form.field("file").trouble))


def test_the_recovery_key_opens_and_a_new_one_is_printed(
    qapp: QApplication, made: tuple[DataFolder, RecoveryKey, Path]
) -> None:
    folder, key, _ = made
    fresh = "perahu layar biru tua"
    with running(qapp, folder.root) as program:
        gate_of(program).recovery_wanted.emit()
        page = program.frame.shown
        assert isinstance(page, RecoveryPage)
        type_in(page.form, "recovery_key", key.text[:-1])
        type_in(page.form, "login", "ratna")
        type_in(page.form, "passphrase", fresh)
        type_in(page.form, "again", fresh)
        page.form.save()
        wait_for(lambda: bool(page.form.field("recovery_key").trouble))
        type_in(page.form, "recovery_key", key.text.lower())
        page.form.save()
        wait_for(lambda: page.sheet is not None)
        sheet = page.sheet
        assert sheet is not None
        assert sheet._groups != key.groups
        sheet.ask_groups()
        for place in sheet.asked:
            type_in(sheet.form, f"group_{place}", sheet._groups[place])
        sheet.form.save()
        shell = shell_of(program)
        with shell.session.clinic.reading() as work:
            actions = [row.action for row in newest(work)]
        assert "keys.recovery_used" in actions
        program.lock()
        sign_in(program, "ratna", fresh)


def test_leaving_the_recovery_page_goes_back_to_the_gate(
    qapp: QApplication, made: tuple[DataFolder, RecoveryKey, Path]
) -> None:
    with running(qapp, made[0].root) as program:
        gate_of(program).recovery_wanted.emit()
        page = program.frame.shown
        assert isinstance(page, RecoveryPage)
        press(page.form.field("login").answering[0], Qt.Key.Key_Escape)
        gate_of(program)
