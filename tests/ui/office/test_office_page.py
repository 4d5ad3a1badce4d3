"""The office's page: who sees which section, and each section's work against a real clinic."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QToolButton

from rehab_app.clinic.referrals.service import destinations
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.office.accounts.service import accounts
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.office.profile.present import profile
from rehab_app.office.settings.service import all_settings
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.form import Form
from rehab_app.ui.office.accounts_section import AccountForm, AccountsSection
from rehab_app.ui.office.destinations_section import DestinationsSection
from rehab_app.ui.office.handing_over import HandingOver
from rehab_app.ui.office.keys_section import KeysSection
from rehab_app.ui.office.own_section import LookSection, PassphraseSection
from rehab_app.ui.office.page import OfficePage
from rehab_app.ui.office.profile_section import ProfileSection
from rehab_app.ui.office.section import Section
from rehab_app.ui.office.settings_section import SettingsSection
from tests.ui.driving import press, type_in
from tests.ui.makers import PASSPHRASE, make_clinic, seat_of, settle, wait_for
from tests.ui.pages import shown
from tests.words import stretched


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


S = TypeVar("S", bound=Section)
D = TypeVar("D", bound=QDialog)


def section_of(page: OfficePage, kind: type[S]) -> S:
    settle(page.context.jobs)
    section = page.section
    assert isinstance(section, kind)
    return section


def dialog_of(page: OfficePage, kind: type[D]) -> D:
    def visible() -> list[D]:
        return [dialog for dialog in page.window().findChildren(kind) if dialog.isVisible()]

    wait_for(lambda: bool(visible()))
    return visible()[0]


def agree(page: OfficePage) -> None:
    dialog_of(page, QDialog).accept()


def form_of(form: Form | None) -> Form:
    assert form is not None
    return form


def account_form(section: AccountsSection) -> AccountForm:
    assert section.open_form is not None
    return section.open_form


def confirm_sheet(section: KeysSection) -> None:
    wait_for(lambda: section.sheet is not None)
    sheet = section.sheet
    assert sheet is not None
    sheet.ask_groups()
    for place in sheet.asked:
        type_in(sheet.form, f"group_{place}", sheet._groups[place])
    sheet.form.save()


@pytest.mark.parametrize(
    ("role", "count"), [(Role.SUBKOORDINATOR, 14), (Role.KEPALA, 14), (Role.ADMIN, 12), (Role.KONSELOR, 3)]
)
def test_each_role_sees_its_sections(clinic: OpenClinic, context: ScreenContext, role: Role, count: int) -> None:
    with shown(OfficePage, seat_of(clinic, role), context) as page:
        assert len(page.tabs.titles) == count
        for number in range(count):
            page.tabs.choose(number)
            settle(context.jobs)
        assert not page.notice.text


def test_the_profile_is_changed_and_keeps_its_other_lines(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "profile") as page:
        form = form_of(section_of(page, ProfileSection).form)
        type_in(form, "phone", "0542-123456")
        form.save()
        settle(context.jobs)
        assert page.notice.text
        type_in(form, "city", "Penajam")
        form.save()
        settle(context.jobs)
        with clinic.reading() as work:
            office = profile(work)
        assert (office.phone, office.city, office.address) == ("0542-123456", "Penajam", "Jalan Uji 1, Balikpapan")
        assert len(office.letterhead) == 3
        assert office.row_version == 3


def test_a_wrong_unit_code_is_told_beside_it(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "profile") as page:
        form = form_of(section_of(page, ProfileSection).form)
        type_in(form, "unit_code", "A/B")
        form.save()
        settle(context.jobs)
        assert form.field("unit_code").trouble


def test_an_account_is_made_and_its_passphrase_shown_once(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "accounts") as page:
        section = section_of(page, AccountsSection)
        section.add()
        form = account_form(section)
        type_in(form, "login", "Siti")
        type_in(form, "full_name", "Siti Aminah")
        form.column.fill({"roles": [Role.KONSELOR.value]}, ["roles"])
        form.changed.emit()
        assert form.rights.boxes[DataClass.KLINIS, Right.INPUT].isChecked()
        assert not form.rights.boxes[DataClass.PENGATURAN, Right.MELIHAT].isChecked()
        form.rights.boxes[DataClass.LAPORAN, Right.MELIHAT].click()
        form.save()
        dialog = dialog_of(page, HandingOver)
        handed = dialog.passphrases[0].text()
        dialog.accept()
        settle(context.jobs)
        with clinic.reading() as work:
            row = next(row for row in accounts(work) if row.login == "siti")
        assert row.must_change_passphrase
        assert [grant[:2] for grant in row.grants] in ([], [("laporan", "melihat")])
    clinic.lock()
    seat = Seat("PC-1", clinic.store.clock, Bus())
    again = open_clinic(clinic.folder, "siti", handed, seat)
    assert again.greeting.must_change_passphrase
    again.forget()


def test_an_account_is_changed_retired_and_taken_back(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "accounts") as page:
        section = section_of(page, AccountsSection)
        section.add()
        form = account_form(section)
        type_in(form, "login", "siti")
        type_in(form, "full_name", "Siti Aminah")
        form.column.fill({"roles": [Role.KONSELOR.value]}, ["roles"])
        form.save()
        dialog_of(page, HandingOver).accept()
        settle(context.jobs)
        section.table.choose(next(n for n, row in enumerate(section.model.rows) if row.login == "siti"))
        press(section.table, Qt.Key.Key_Return)
        form = account_form(section)
        type_in(form, "full_name", "Siti Aminah, S.Psi")
        form.save()
        settle(context.jobs)
        assert section.open_form is None
        section.table.choose(next(n for n, row in enumerate(section.model.rows) if row.login == "siti"))
        section.retire()
        agree(page)
        settle(context.jobs)
        row = next(row for row in section.model.rows if row.login == "siti")
        assert (row.full_name, row.is_active) == ("Siti Aminah, S.Psi", False)
        section.table.choose(section.model.find(row.id))
        section.reset()
        agree(page)
        dialog_of(page, HandingOver).accept()
        settle(context.jobs)
        assert next(row for row in section.model.rows if row.login == "siti").is_active


def test_nobody_retires_herself(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "accounts") as page:
        section = section_of(page, AccountsSection)
        section.retire()
        assert not [dialog for dialog in page.window().findChildren(QDialog) if dialog.isVisible()]


def test_an_admin_sees_accounts_and_grants_nothing(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, seat_of(clinic, Role.ADMIN), context, "accounts") as page:
        section = section_of(page, AccountsSection)
        assert section.model.rowCount() == 2
        press(section.table, Qt.Key.Key_Return)
        assert section.open_form is None
        assert not section._add.isVisible()


def test_settings_are_saved_together_and_a_refused_one_stays_beside_its_field(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    with shown(OfficePage, clinic, context, "settings") as page:
        form = form_of(section_of(page, SettingsSection).form)
        changed: list[bool] = []
        page.session.to_window.settings_changed.connect(lambda: changed.append(True))
        with clinic.reading() as work:
            before = all_settings(work)
        form.save()
        settle(context.jobs)
        with clinic.reading() as work:
            assert all_settings(work) == before
        type_in(form, "idle_lock_minutes", "12")
        type_in(form, "age_bands", "20, 15")
        form.save()
        settle(context.jobs)
        assert form.field("age_bands").trouble
        with clinic.reading() as work:
            assert all_settings(work) == before
        type_in(form, "age_bands", "15, 20, 40")
        form.save()
        settle(context.jobs)
        with clinic.reading() as work:
            after = all_settings(work)
        assert {name for name in after if after[name] != before[name]} == {"idle_lock_minutes", "age_bands"}
        assert (after["idle_lock_minutes"], after["age_bands"]) == (12, [15, 20, 40])
        assert len(changed) == 2


def test_a_destination_is_added_and_retired(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "destinations") as page:
        section = section_of(page, DestinationsSection)
        assert section.model.rowCount() == 5
        section.add()
        form = form_of(section.form)
        type_in(form, "name", "Balai Baru")
        type_in(form, "addressee", "Kepala Balai Baru")
        form.save()
        settle(context.jobs)
        place = next(n for n, row in enumerate(section.model.rows) if row.name == "Balai Baru")
        section.table.choose(place)
        press(section.table, Qt.Key.Key_Return)
        form = form_of(section.form)
        form.column.fill({"is_retired": True}, ["is_retired"])
        form.save()
        settle(context.jobs)
        with clinic.reading() as work:
            kept = {row.name: row.is_retired for row in destinations(work, with_retired=True)}
        assert kept["Balai Baru"] is True
        assert sum(kept.values()) == 1


def test_the_days_in_which_a_destination_answers_are_kept_and_stay(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "destinations") as page:
        section = section_of(page, DestinationsSection)
        name = section.model.rows[0].name

        def change(field: str, value: object) -> int | None:
            section.table.choose(next(n for n, row in enumerate(section.model.rows) if row.name == name))
            press(section.table, Qt.Key.Key_Return)
            form = form_of(section.form)
            form.column.fill({field: value}, [field])
            form.save()
            settle(context.jobs)
            with clinic.reading() as work:
                return next(row.reply_days for row in destinations(work) if row.name == name)

        assert change("reply_days", 21) == 21
        assert change("remark", "Telepon dahulu") == 21
        assert change("reply_days", None) is None


def test_the_recovery_key_is_renewed_with_its_sheet(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "keys") as page:
        section = section_of(page, KeysSection)
        section.renew()
        agree(page)
        confirm_sheet(section)
        assert section.sheet is None
        assert page.notice.text


def test_a_new_data_key_ends_at_the_gate(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "keys") as page:
        section = section_of(page, KeysSection)
        told: list[str] = []
        page.session.to_window.leave_asked.connect(told.append)
        type_in(section.form, "passphrase", "bukan frasa sandinya")
        section.form.save()
        agree(page)
        wait_for(lambda: bool(section.form.field("passphrase").trouble))
        with clinic.reading() as work:
            assert profile(work).city == "Balikpapan"
        type_in(section.form, "passphrase", PASSPHRASE)
        section.form.save()
        agree(page)
        confirm_sheet(section)
        wait_for(lambda: bool(told))
        assert clinic.is_locked
    again = open_clinic(clinic.folder, "ratna", PASSPHRASE, Seat("PC-1", clinic.store.clock, Bus()))
    again.forget()


def test_the_own_passphrase_is_changed(clinic: OpenClinic, context: ScreenContext) -> None:
    fresh = "perahu layar biru tua"
    with shown(OfficePage, clinic, context, "passphrase") as page:
        form = form_of(section_of(page, PassphraseSection).form)
        type_in(form, "old", "bukan frasa sandinya")
        type_in(form, "passphrase", fresh)
        type_in(form, "again", fresh)
        form.save()
        settle(context.jobs)
        assert form.field("old").trouble
        type_in(form, "old", PASSPHRASE)
        form.save()
        settle(context.jobs)
        assert page.notice.text
        assert form.field("passphrase").is_empty
    clinic.lock()
    seat = Seat("PC-1", clinic.store.clock, Bus())
    with pytest.raises(Trouble, match="keys.wrong_passphrase"):
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    open_clinic(clinic.folder, "ratna", fresh, seat).forget()


def test_the_look_is_asked_of_the_window(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, clinic, context, "look") as page:
        form = form_of(section_of(page, LookSection).form)
        asked: list[tuple[str, str, str]] = []
        page.session.to_window.look_asked.connect(lambda *look: asked.append(look))
        form.column.fill({"tone": "dark"}, ["tone"])
        form.save()
        assert asked == [("en", "dark", "comfortable")]


@pytest.mark.parametrize("width", [1166, 910, 760])
@pytest.mark.parametrize("words", [Words.of(INDONESIAN), stretched()], ids=["as they are", "stretched"])
def test_no_tab_is_cut_while_the_side_panel_is_open(
    clinic: OpenClinic, context: ScreenContext, words: Words, width: int
) -> None:
    with shown(OfficePage, clinic, replace(context, words=words), "accounts") as page:
        page.resize(width, 540)
        section = section_of(page, AccountsSection)
        section.add()
        settle(context.jobs)
        assert not page.panel.isHidden()
        if width < page.least_for_both:
            assert not page.tabs.isVisible()  # the panel has the whole page
            page.panel.close_panel()
        assert page.tabs.isVisible()
        buttons = page.tabs.findChildren(QToolButton)
        assert len(buttons) == len(page.tabs.titles) == 14
        wait_for(lambda: all(page.tabs.rect().contains(button.geometry()) for button in buttons))
        assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_the_sections_are_turned_by_keys_and_good_news_is_left_behind(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    with shown(OfficePage, clinic, context, "profile") as page:
        page.activateWindow()
        wait_for(page.isActiveWindow)
        page.notice.tell("Tersimpan.")
        QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert page.tabs.current == 1
        assert not page.notice.text
        QTest.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
        assert page.tabs.current == len(page.tabs.titles) - 1
