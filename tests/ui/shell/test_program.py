"""The program from the gate to the lock: signing in, drafts brought to safety, nothing left behind."""

import gc
import time
import weakref
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.names import names_of
from rehab_app.office.accounts.service import add_account
from rehab_app.office.settings.service import change_setting, setting
from rehab_app.store.work import Work
from rehab_app.ui.clients.register_page import RegisterPage
from rehab_app.ui.figures.page import FiguresPage
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.theme import State, Theme
from rehab_app.ui.office.page import OfficePage
from rehab_app.ui.rooms import rooms
from rehab_app.ui.shell.must_change import MustChangePage
from rehab_app.ui.shell.shell import Shell
from tests.ui.driving import end, gate_of, press, running, shell_of, sign_in, try_to_sign_in, type_in
from tests.ui.makers import NOW, PASSPHRASE, make_clinic, wait_for

CONTROL = Qt.KeyboardModifier.ControlModifier
SECRET_NAME = "Zulkifli Rahasia"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A clinic that is locked, without a backup at the close."""
    clinic = make_clinic(tmp_path)
    with clinic.writing() as work:
        change_setting(work, "backup_at_close", False)
    clinic.lock()
    return clinic.folder


@pytest.fixture(autouse=True)
def looks(theme: Theme, qtbot: QtBot) -> None:
    """The theme is on the application before the program puts its own there."""
    del theme, qtbot


def type_a_name(shell: Shell, name: str = SECRET_NAME) -> RegisterPage:
    shell.visit("clients.register")
    page = shell.page
    assert isinstance(page, RegisterPage)
    type_in(page.form, "client.full_name", name)
    return page


def notices_of(shell: Shell) -> list[str]:
    return [line.text for line in shell.greeting_lines]


def test_signing_in_by_keys_leads_to_the_first_room(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        assert shell.room == "home"
        assert program.frame.windowTitle() == "Today - rehab_app"
        assert notices_of(shell) == []


def test_a_wrong_passphrase_is_told_and_the_name_stays(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        try_to_sign_in(program, "ratna", "bukan frasa sandinya")
        gate = gate_of(program)
        assert program.frame.focusWidget() is gate.form.field("passphrase").answering[0]
        assert "Caps Lock" in gate.notice.text
        assert gate.login == "ratna"
        assert gate.form.is_empty
        assert gate.form.isEnabled()
        assert not gate.restore.isVisible()
        assert program.clinic is None
        sign_in(program)


def test_after_four_failures_the_gate_counts_down_and_opens_again(qapp: QApplication, folder: DataFolder) -> None:
    clock = SetClock(NOW)
    with running(qapp, folder.root, clock=clock) as program:
        for _ in range(4):
            try_to_sign_in(program, "ratna", "bukan frasa sandinya")
        gate = gate_of(program)
        wait_for(lambda: gate.is_waiting)
        assert not gate.form.save_button.isEnabled()
        assert "5" in gate.notice.text
        clock.advance(timedelta(seconds=6))
        wait_for(lambda: not gate.is_waiting)
        assert gate.form.save_button.isEnabled()
        shell = sign_in(program)
        assert notices_of(shell) == [
            "4 failed sign-ins since the last one. If it was not you, tell the Subkoordinator."
        ]


def test_a_wait_left_by_an_earlier_run_is_counted_down_at_the_gate(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        for _ in range(4):
            try_to_sign_in(program, "ratna", "bukan frasa sandinya")
    with running(qapp, folder.root) as program:
        gate = gate_of(program)
        wait_for(lambda: gate.is_waiting)
        assert not gate.form.save_button.isEnabled()


@pytest.mark.parametrize("damage", ["missing", "torn"])
def test_damaged_files_lead_to_the_backup(qapp: QApplication, folder: DataFolder, damage: str) -> None:
    if damage == "missing":
        folder.database.unlink()
    else:
        folder.slots.write_bytes(folder.slots.read_bytes()[:40])
    with running(qapp, folder.root) as program:
        try_to_sign_in(program, "ratna", PASSPHRASE)
        gate = gate_of(program)
        assert gate.notice.text
        assert gate.restore.isVisible()


def test_the_lock_seals_what_is_typed_and_it_is_offered_again(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        type_a_name(shell)
        clinic = program.clinic
        assert clinic is not None
        press(shell, Qt.Key.Key_L, CONTROL)
        gate = gate_of(program)
        assert clinic.is_locked
        assert program.shell is None
        assert program.frame.windowTitle() == "rehab_app"
        assert gate.login == "ratna"
        # Who comes back types blindly: into the hidden field, not into the name that everybody sees.
        assert program.frame.focusWidget() is gate.form.field("passphrase").answering[0]
        for path in folder.root.rglob("*"):
            assert not path.is_file() or b"Zulkifli" not in path.read_bytes()
        shell = sign_in(program)
        shell.visit("clients.register")
        page = shell.page
        assert isinstance(page, RegisterPage)
        wait_for(lambda: page.form.notices.get("draft") is not None)


def test_what_was_saved_while_the_lock_came_is_not_offered_as_a_draft(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        page = type_a_name(shell)
        for journal in page.journals():
            assert journal.seal_now()
        page.form.column.settle(page.form.column.values())  # as if the save had just come back
        program.lock()
        gate_of(program)
        program_again = sign_in(program)
        wait_for(lambda: program.jobs.is_idle)
        with program_again.session.clinic.reading():
            assert program_again.session.clinic.drafts.offered() == []


def test_a_write_that_runs_at_the_lock_is_committed(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)

        def slow(work: Work) -> None:
            change_setting(work, "target_sessions", 11)
            time.sleep(0.3)

        shell.session.write(slow)
        program.lock()
        gate_of(program)
        shell = sign_in(program)
        with shell.session.clinic.reading() as work:
            assert setting(work, "target_sessions") == 11


def test_a_write_that_does_not_end_is_rolled_back_and_the_lock_goes_on(
    qapp: QApplication, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_drain = Jobs.drain

    def hasty(self: Jobs, timeout: float = 0.2) -> bool:
        return whole_drain(self, timeout)

    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        clinic = shell.session.clinic

        def endless(work: Work) -> None:
            change_setting(work, "target_sessions", 99)
            numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
            work.connection.exec_driver_sql(numbers).fetchall()

        shell.session.write(endless)
        monkeypatch.setattr(Jobs, "drain", hasty)
        program.lock()
        monkeypatch.setattr(Jobs, "drain", whole_drain)
        gate_of(program)
        assert clinic.is_locked
        for dialog in program.frame.findChildren(QDialog):
            dialog.close()
        shell = sign_in(program)
        with shell.session.clinic.reading() as work:
            assert setting(work, "target_sessions") == 8


def test_after_the_lock_no_way_leads_to_a_write(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        session = sign_in(program).session
        program.lock()
        gate_of(program)
        refused: list[RuleBroken] = []
        session.write(lambda work: change_setting(work, "target_sessions", 9), None, refused.append)
        session.read(lambda work: names_of(work, []), None, refused.append)
        wait_for(lambda: len(refused) == 2)
        assert {trouble.code for trouble in refused} == {"store.locked"}
        with pytest.raises(RuleBroken, match="store.locked"):
            session.clinic.keys.data_key.derive("drafts")


def test_the_lock_keeps_no_room_and_no_session_in_memory(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        kept: list[weakref.ref[object]] = [weakref.ref(shell)]
        for room in rooms():
            shell.visit(room.name)
            wait_for(lambda: program.jobs.is_idle)
        kept += [weakref.ref(page) for page in shell.pages]
        del shell
        program.lock()
        gate_of(program)
        wait_for(lambda: program.jobs.is_idle)
        gc.collect()
        assert [one() for one in kept if one() is not None] == []


class WindowsShown(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.told.append(f"{type(watched).__name__} {watched.accessibleName()!r}")
        return False


def test_no_part_of_a_room_stands_as_a_window_of_its_own(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        shown = WindowsShown()
        qapp.installEventFilter(shown)
        for room in rooms():
            shell.visit(room.name)
            wait_for(lambda: program.jobs.is_idle)
            page = shell.page
            turns = page.tabs.count() if isinstance(page, FiguresPage) else 0
            turns = len(page.tabs.titles) if isinstance(page, OfficePage) else turns
            for _ in range(turns):
                press(shell, Qt.Key.Key_PageDown, CONTROL)
                wait_for(lambda: program.jobs.is_idle)
        qapp.removeEventFilter(shown)
        assert shown.told == []


def test_the_lock_empties_the_clipboard_and_closes_other_windows(
    qapp: QApplication, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)  # this platform has no owner
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        QGuiApplication.clipboard().setText(SECRET_NAME)
        shell.show_palette()
        wait_for(lambda: len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) == 2)
        program.lock()
        gate_of(program)
        assert QGuiApplication.clipboard().text() == ""
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [program.frame]


def test_idle_time_locks(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        type_a_name(shell)
        program._watch(0.001)  # type: ignore[arg-type]
        gate_of(program)
        assert program.clinic is None


def test_the_title_of_the_window_never_names_a_client(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        titles = []
        for room in ("home", "clients", "clients.register", "office"):
            shell.visit(room)
            titles.append(program.frame.windowTitle())
        type_a_name(shell)
        program.context.privacy.switch(on=True)
        titles.append(program.frame.windowTitle())
        assert titles == [
            "Today - rehab_app",
            "Clients - rehab_app",
            "Register - rehab_app",
            "Office - rehab_app",
            "Register - rehab_app",
        ]


def test_a_second_window_on_the_same_data_is_refused(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        gate_of(program)
        with running(qapp, folder.root) as second:
            gate = gate_of(second)
            assert "16/01/2023" in gate.notice.text
            assert not gate.form.isEnabled()
        sign_in(program)
    with running(qapp, folder.root) as third:
        sign_in(third)


def test_closing_the_window_locks_backs_up_and_lets_go(qapp: QApplication, folder: DataFolder, tmp_path: Path) -> None:
    kept = tmp_path / "preferences.json"
    with running(qapp, folder.root, kept_at=kept) as program:
        shell = sign_in(program)
        with shell.session.clinic.writing() as work:
            change_setting(work, "backup_at_close", True)
        type_a_name(shell)
        clinic = shell.session.clinic
        end(program)
        assert clinic.is_locked
        assert len(list(folder.backups.glob("*.rbk"))) == 1
        assert str(folder.root) in kept.read_text(encoding="utf-8")
        assert "ratna" not in kept.read_text(encoding="utf-8")


def test_a_window_closed_while_it_locks_closes_afterwards(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        sign_in(program)
        program.lock()
        program.quit()
        wait_for(lambda: not program.frame.isVisible())


def test_a_one_time_passphrase_is_changed_before_anything_else(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        clinic = sign_in(program).session.clinic
        draft = AccountDraft(login="siti", full_name="Siti", roles=[Role.KONSELOR])
        with clinic.writing() as work:
            _, one_time = add_account(work, clinic.keys, draft)
        program.lock()
        try_to_sign_in(program, "siti", one_time)
        wait_for(lambda: isinstance(program.frame.shown, MustChangePage))
        page = program.frame.shown
        assert isinstance(page, MustChangePage)
        type_in(page.form, "passphrase", "pohon kelapa di tepi")
        type_in(page.form, "again", "pohon kelapa di tepian")
        page.form.save()
        assert page.form.field("again").trouble
        type_in(page.form, "again", "pohon kelapa di tepi")
        page.form.save()
        shell_of(program)
        program.lock()
        try_to_sign_in(program, "siti", one_time)
        assert gate_of(program).notice.text
        sign_in(program, "siti", "pohon kelapa di tepi")


def test_leaving_the_first_change_leaves_the_one_time_passphrase(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        clinic = sign_in(program).session.clinic
        draft = AccountDraft(login="siti", full_name="Siti", roles=[Role.KONSELOR])
        with clinic.writing() as work:
            _, one_time = add_account(work, clinic.keys, draft)
        program.lock()
        try_to_sign_in(program, "siti", one_time)
        wait_for(lambda: isinstance(program.frame.shown, MustChangePage))
        page = program.frame.shown
        assert isinstance(page, MustChangePage)
        press(page.form.field("passphrase").answering[0], Qt.Key.Key_Escape)
        gate_of(program)
        try_to_sign_in(program, "siti", one_time)
        wait_for(lambda: isinstance(program.frame.shown, MustChangePage))


def test_another_language_holds_at_once_and_keeps_what_is_typed(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        type_a_name(shell)
        shell.visit("office", "look")
        program.change_look("id", "dark", "compact")
        shell = shell_of(program)
        assert program.frame.windowTitle() == "Kantor - rehab_app"
        assert QCoreApplication.translate("QLineEdit", "&Copy") == "&Salin"
        shell.visit("clients.register")
        page = shell.page
        assert isinstance(page, RegisterPage)
        wait_for(lambda: page.form.notices.get("draft") is not None)


def test_every_command_of_every_room_has_words_and_keys_of_its_own(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        for room in ("home", "clients", "referrals", "letters", "figures", "audit", "backups", "office"):
            shell.visit(room)
            keys = [command.keys for command in shell.commands() if command.keys]
            assert len(set(keys)) == len(keys), room
            assert all(command.text for command in shell.commands())
        shell.show_shortcuts()
        wait_for(lambda: any(isinstance(w, QDialog) and w.isVisible() for w in QApplication.topLevelWidgets()))
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog):
                window.close()


def test_good_news_is_gone_when_one_comes_back_to_a_room_and_trouble_is_not(
    qapp: QApplication, folder: DataFolder
) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        for state, stays in ((State.OK, False), (State.DANGER, True)):
            shell.visit("clients")
            page = shell.page
            assert page is not None
            page.notice.tell("Something", state)
            shell.visit("letters")
            shell.visit("clients")
            assert bool(page.notice.text) is stays


def test_alt_left_goes_back(qapp: QApplication, folder: DataFolder) -> None:
    with running(qapp, folder.root) as program:
        shell = sign_in(program)
        shell.visit("backups")
        press(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        wait_for(lambda: program.jobs.is_idle)
        assert shell.room == "home"
