"""The first run: a new clinic in six steps, back and forth, and what is refused on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rehab_app.app import Program
from rehab_app.foundation.actor import Role
from rehab_app.office.profile.present import profile
from rehab_app.store.files import require_space
from rehab_app.store.keys.derive import Cost
from rehab_app.ui.first_run.new_clinic import ACCOUNT, BACKUP, KEY, MAKING, OFFICE, PLACES, NewClinic
from rehab_app.ui.first_run.pages import FirstRun
from rehab_app.ui.kit.theme import Theme
from tests.ui.driving import gate_of, press, running, shell_of, sign_in, type_in
from tests.ui.makers import PASSPHRASE, wait_for


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch, theme: Theme, qtbot: QtBot) -> None:
    """Keys that protect nothing, so that the tests are quick."""
    del theme, qtbot
    monkeypatch.setattr(Cost, "tuned", classmethod(lambda cls: cls.for_tests()))


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    """The program on a folder where nothing is."""
    with running(qapp, tmp_path / "rehab" / "clinic") as started:
        yield started


def first_run_of(program: Program) -> FirstRun:
    page = program.frame.shown
    assert isinstance(page, FirstRun)
    return page


def wizard_of(program: Program) -> NewClinic:
    page = first_run_of(program)
    press(page.choices[0], Qt.Key.Key_Return)
    wait_for(lambda: isinstance(page.shown, NewClinic))
    assert isinstance(page.shown, NewClinic)
    return page.shown


def pass_office(wizard: NewClinic) -> None:
    wizard.office.save()
    wait_for(lambda: wizard.step == ACCOUNT)


def fill_account(wizard: NewClinic, passphrase: str = PASSPHRASE, again: str = PASSPHRASE) -> None:
    type_in(wizard.account, "login", "Ratna")
    type_in(wizard.account, "full_name", "dr. Ratna Uji")
    type_in(wizard.account, "passphrase", passphrase)
    type_in(wizard.account, "again", again)


def pass_account(wizard: NewClinic) -> None:
    fill_account(wizard)
    wizard.account.save()
    wait_for(lambda: wizard.step == PLACES)


def to_the_key(wizard: NewClinic) -> None:
    pass_office(wizard)
    pass_account(wizard)
    wizard.places.save()
    wait_for(lambda: wizard.step == KEY)


def type_groups(wizard: NewClinic, *, wrong: bool = False) -> None:
    sheet = wizard.sheet
    assert sheet is not None
    sheet.ask_groups()
    for place in sheet.asked:
        group = sheet._groups[place].lower().replace("0", "o")
        type_in(sheet.form, f"group_{place}", "AAAAA" if wrong else group)
    sheet.form.save()


def test_a_new_clinic_is_made_step_by_step_by_keys(program: Program) -> None:
    wizard = wizard_of(program)
    assert wizard.head.accessibleName() == "Step 1 of 6: Office"
    type_in(wizard.office, "city", "Penajam")
    to_the_key(wizard)
    type_groups(wizard)
    wait_for(lambda: wizard.step == BACKUP and wizard.backup.go.isVisible())
    root = program.folder.root
    assert len(list((root / "backups").glob("*.rbk"))) == 1
    press(wizard.backup.go, Qt.Key.Key_Space)
    shell = shell_of(program)
    with shell.session.clinic.reading() as work:
        office = profile(work)
    assert office.city == "Penajam"
    assert office.working_area == ("64.01", "64.09", "64.71")
    assert len(office.letterhead) == 3
    assert shell.session.actor.roles == {Role.SUBKOORDINATOR}
    program.lock()
    gate_of(program)
    sign_in(program, "ratna")


def test_going_back_and_forth_loses_nothing(program: Program) -> None:
    wizard = wizard_of(program)
    type_in(wizard.office, "city", "Penajam")
    pass_office(wizard)
    fill_account(wizard)
    press(wizard.account.field("login").answering[0], Qt.Key.Key_Escape)
    assert wizard.step == OFFICE
    assert wizard.office.answers()["city"] == "Penajam"
    press(wizard.office.field("city").answering[0], Qt.Key.Key_Escape)
    page = first_run_of(program)
    assert page.shown is page.welcome
    press(page.choices[0], Qt.Key.Key_Return)
    assert page.shown is wizard
    assert wizard.office.answers()["city"] == "Penajam"
    pass_office(wizard)
    assert wizard.account.answers()["passphrase"] == PASSPHRASE
    wizard.account.save()
    wait_for(lambda: wizard.step == PLACES)


def test_each_error_stands_beside_its_field(program: Program) -> None:
    wizard = wizard_of(program)
    type_in(wizard.office, "unit_code", "BNNK/BPP")
    type_in(wizard.office, "city", "")
    wizard.office.save()
    wait_for(lambda: bool(wizard.office.field("city").trouble))
    type_in(wizard.office, "city", "Balikpapan")
    wizard.office.save()
    wait_for(lambda: bool(wizard.office.field("unit_code").trouble))
    assert wizard.step == OFFICE
    type_in(wizard.office, "unit_code", "BNNK-BPP")
    pass_office(wizard)
    fill_account(wizard, again="kuda lumping malam")
    wizard.account.save()
    assert wizard.account.field("again").trouble
    fill_account(wizard, "pendek", "pendek")
    wizard.account.save()
    wait_for(lambda: bool(wizard.account.field("passphrase").trouble))
    fill_account(wizard)
    type_in(wizard.account, "login", "R!")
    wizard.account.column.fill({"roles": [Role.KONSELOR.value]}, ["roles"])
    wizard.account.save()
    wait_for(lambda: bool(wizard.account.field("roles").trouble))
    assert wizard.account.field("login").trouble
    assert wizard.step == ACCOUNT


def test_a_short_passphrase_is_hinted_at_while_it_is_typed(program: Program) -> None:
    wizard = wizard_of(program)
    pass_office(wizard)
    field = wizard.account.field("passphrase")
    hints = []
    for typed in ("kuda", "kuda lumpin", "aaaaaaaaaaaaaaaa", PASSPHRASE):
        type_in(wizard.account, "passphrase", typed)
        hints.append(field.warning)
    assert hints == [
        "6 more letters.",
        "Enough. One more word makes it much stronger.",
        "Too many of the same letters. Use words that differ.",
        "",
    ]


def test_a_folder_that_holds_a_clinic_is_refused(program: Program) -> None:
    wizard = wizard_of(program)
    pass_office(wizard)
    pass_account(wizard)
    program.folder.root.mkdir(parents=True)
    program.folder.database.write_bytes(b"somebody's")
    wizard.places.save()
    wait_for(lambda: bool(wizard.places.field("folder").trouble))
    assert wizard.step == PLACES
    assert program.folder.database.read_bytes() == b"somebody's"


def test_a_folder_that_a_cloud_copies_is_told_once_and_then_taken(program: Program, tmp_path: Path) -> None:
    wizard = wizard_of(program)
    pass_office(wizard)
    pass_account(wizard)
    type_in(wizard.places, "folder", str(tmp_path / "Dropbox" / "klinik"))
    wizard.places.save()
    wait_for(lambda: bool(wizard.places.field("folder").trouble))
    assert wizard.step == PLACES
    wizard.places.save()
    wait_for(lambda: wizard.step == KEY)


def test_a_place_of_backups_that_is_not_there_is_refused(program: Program, tmp_path: Path) -> None:
    wizard = wizard_of(program)
    pass_office(wizard)
    pass_account(wizard)
    type_in(wizard.places, "backup_place", str(tmp_path / "tidak ada"))
    wizard.places.save()
    wait_for(lambda: bool(wizard.places.field("backup_place").trouble))
    assert wizard.step == PLACES


def test_a_disk_that_refuses_is_told_and_can_be_tried_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    wizard = wizard_of(program)
    pass_office(wizard)
    pass_account(wizard)

    def refuse(cls: type[Cost]) -> Cost:
        require_space(program.folder.root, 1 << 60)
        return cls.for_tests()

    monkeypatch.setattr(Cost, "tuned", classmethod(refuse))
    wizard.places.save()
    wait_for(lambda: wizard.step == MAKING and wizard.making.retry.isVisible())
    assert "MB" in wizard.making.note.text
    press(wizard.making.back, Qt.Key.Key_Space)
    assert wizard.step == PLACES
    monkeypatch.setattr(Cost, "tuned", classmethod(lambda cls: cls.for_tests()))
    wizard.places.save()
    wait_for(lambda: wizard.step == KEY)


def test_the_key_must_be_typed_back_from_paper(program: Program) -> None:
    wizard = wizard_of(program)
    to_the_key(wizard)
    sheet = wizard.sheet
    assert sheet is not None
    wait_for(lambda: sheet.preview.page_count == 1)
    type_groups(wizard, wrong=True)
    assert all(sheet.form.field(f"group_{place}").trouble for place in sheet.asked)
    assert wizard.step == KEY
    press(sheet.form.field(f"group_{sheet.asked[0]}").answering[0], Qt.Key.Key_Escape)
    assert sheet._stack.currentIndex() == 0
    type_groups(wizard)
    wait_for(lambda: wizard.step == BACKUP)
    assert sheet.preview.page_count == 0
    assert all(not text.text() for text in sheet._group_labels)
    wait_for(lambda: program.jobs.is_idle)


def test_a_window_closed_in_the_wizard_forgets_the_key(program: Program) -> None:
    wizard = wizard_of(program)
    to_the_key(wizard)
    made = wizard._made
    assert made is not None
    program.frame.close()
    wait_for(lambda: not program.frame.isVisible())
    assert made.clinic.is_locked
