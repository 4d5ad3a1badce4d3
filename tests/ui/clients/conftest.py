"""What the tests of the clients' screens stand on: a real clinic, a signed-in counsellor, lanes that end with the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.theme import Theme, Tone
from rehab_app.ui.shell.session import Session
from tests.ui.makers import NOW, lanes, make_clinic, make_context, make_session, seat_of


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, on the whole application."""
    made = Theme(Tone.LIGHT)
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def jobs(theme: Theme) -> Iterator[Jobs]:
    """Lanes that end with the test; they need the application that the theme is on."""
    assert not theme.is_dark
    with lanes([]) as made:
        yield made


@pytest.fixture
def bus() -> Bus:
    """The bus of the store."""
    return Bus()


@pytest.fixture
def clock() -> SetClock:
    """Monday, 16 January 2023, 09.30 WITA."""
    return SetClock(NOW)


@pytest.fixture
def office(tmp_path: Path, bus: Bus, clock: SetClock) -> Iterator[OpenClinic]:
    """A clinic, opened by its Subkoordinator."""
    made = make_clinic(tmp_path, bus, clock)
    yield made
    made.forget()


@pytest.fixture
def clinic(office: OpenClinic) -> OpenClinic:
    """The same clinic with a counsellor signed in."""
    return seat_of(office, Role.KONSELOR)


@pytest.fixture
def sign_in(theme: Theme, jobs: Jobs, bus: Bus, clock: SetClock) -> Callable[[OpenClinic], Session]:
    """Sign somebody in: ``sign_in(clinic)``."""

    def made(clinic: OpenClinic) -> Session:
        return make_session(clinic, make_context(Words.of(INDONESIAN), theme, jobs, bus, clock))

    return made


@pytest.fixture
def session(sign_in: Callable[[OpenClinic], Session], clinic: OpenClinic) -> Session:
    """The counsellor's session."""
    return sign_in(clinic)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Show a page in a window of 1366x768 and destroy it after the test: ``shown(page)``."""

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(1166, 690)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return show
