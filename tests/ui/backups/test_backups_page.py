"""The page of backups: making, listing, and restoring with the present data kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import change_profile, profile
from rehab_app.ui.backups.page import BackupsPage, RestorePanel
from rehab_app.ui.kit.context import ScreenContext
from tests.ui.driving import type_in
from tests.ui.makers import PASSPHRASE, admit_client, make_clinic, seat_of, settle, wait_for
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
