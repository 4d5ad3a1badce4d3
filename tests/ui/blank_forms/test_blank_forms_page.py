"""The page of blank forms by keys: every form in a list, Enter shows it, printing is noted, instruments by right."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.register.model import PaperPrint
from rehab_app.ui.blank_forms.page import BlankFormsPage
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.rooms import rooms
from rehab_app.ui.shell.session import Session
from tests.makers import make_actor
from tests.ui.kit.typist import press
from tests.ui.makers import seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]


def _open(session: Session, shown: Show, jobs: Jobs) -> BlankFormsPage:
    page = BlankFormsPage(session)
    shown(page)
    page.arrive()
    settle(jobs)
    return page


def _codes(page: BlankFormsPage) -> list[str]:
    rows = [page.model.row_at(place) for place in range(page.model.rowCount())]
    return [row.code for row in rows if row is not None]


def test_enter_shows_a_form_printing_is_noted_and_escape_goes_back(
    session: Session, clinic: OpenClinic, shown: Show, jobs: Jobs
) -> None:
    page = _open(session, shown, jobs)
    assert page.table.hasFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    settle(jobs)
    wait_for(lambda: page.preview.page_count > 0)
    went: list[str] = []
    page._gate(Leaving.SAVE, lambda: went.append("went"))
    settle(jobs)
    assert went == ["went"]
    with clinic.reading() as work:
        [row] = work.session.exec(select(PaperPrint)).all()
    assert (row.kind, row.how, row.client_id) == ("blank_outpatient_statement", "save", None)
    press(Qt.Key.Key_Escape)
    settle(jobs)
    assert page.preview.page_count == 0
    assert page.table.hasFocus()


def test_instruments_are_there_for_those_who_see_care(
    office: OpenClinic, session: Session, sign_in: SignIn, shown: Show, jobs: Jobs
) -> None:
    assert "instrument_dast10" in _codes(_open(session, shown, jobs))
    desk = _open(sign_in(seat_of(office, Role.PENDAFTARAN, name="Wati")), shown, jobs)
    assert "informed_consent" in _codes(desk)
    assert not [code for code in _codes(desk) if code.startswith("instrument_")]


@pytest.mark.parametrize("role", list(Role))
def test_the_palette_leads_there_for_all_but_admin(role: Role) -> None:
    [room] = [room for room in rooms() if room.name == "blank_forms"]
    assert room.in_palette
    assert not room.in_rail
    assert room.may_see(make_actor(role)) is (role is not Role.ADMIN)


def test_the_lock_blanks_the_form(session: Session, shown: Show, jobs: Jobs) -> None:
    page = _open(session, shown, jobs)
    press(Qt.Key.Key_Return)
    settle(jobs)
    wait_for(lambda: page.preview.page_count > 0)
    page.forget()
    assert page.preview.page_count == 0
