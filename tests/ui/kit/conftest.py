"""What the tests of the kit stand on: a dressed application, words, lanes that end with the test, and one context."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import ENGLISH, Words
from rehab_app.ui.kit.context import PrivacyMode, ScreenContext
from rehab_app.ui.kit.facts import FactBridge
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.theme import Density, Theme, Tone


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light, comfortable theme, on the whole application."""
    made = Theme(Tone.LIGHT)
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")


@pytest.fixture(autouse=True)
def as_it_was(theme: Theme, qapp: QApplication) -> Iterator[None]:
    """Put the theme back after each test, and before it where another file's tests left theirs on the application."""
    if qapp.palette().color(QPalette.ColorRole.Base) != theme.colour("surface"):
        theme.apply(qapp)
    yield
    theme.set_tone(Tone.LIGHT)
    theme.set_density(Density.COMFORTABLE)


@pytest.fixture
def words() -> Words:
    """English, as the code says it."""
    return Words.of(ENGLISH)


@pytest.fixture
def reported() -> list[BaseException]:
    """The bugs that the lanes have reported."""
    return []


@pytest.fixture
def jobs(theme: Theme, reported: list[BaseException]) -> Iterator[Jobs]:
    """Lanes that end with the test."""
    assert theme.is_dark is False
    made = Jobs(reported.append)
    yield made
    assert made.close(), "a lane did not come to rest"


@pytest.fixture
def bus() -> Bus:
    """The bus of a store."""
    return Bus()


@pytest.fixture
def context(words: Words, theme: Theme, jobs: Jobs, bus: Bus) -> ScreenContext:
    """What a page is given."""
    return ScreenContext(
        words=words,
        theme=theme,
        jobs=jobs,
        facts=FactBridge(bus),
        clock=SetClock(datetime(2023, 1, 16, 1, 30, tzinfo=UTC)),
        privacy=PrivacyMode(),
    )
