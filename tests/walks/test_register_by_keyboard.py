"""Registering one fixed client by keyboard alone, timed by the keystroke-level model.

The model (Card, Moran and Newell 1980) gives 0.28 s to each key of an average non-secretary typist, and 1.2 s to each thing she
has to think about. Counted here are every key that is pressed, Tab, Enter and modifiers too, and as something to think about
each field that is answered *and* each group of the form that is come to: more than the demand asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rehab_app.clinic.clients import queries
from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.facts import ClientRegistered
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.register_page import RegisterPage
from rehab_app.ui.kit.choice_fields import SuggestField
from rehab_app.ui.kit.theme import Theme, Tone
from tests.ui.makers import lanes, make_clinic, make_context, make_session, seat_of, settle, wait_for

KEY_SECONDS = 0.28
THOUGHT_SECONDS = 1.2
LONGEST_SECONDS = 60.0
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass
class Typist:
    """Presses keys where the focus is, and counts them; the mouse is not touched."""

    page: RegisterPage
    keys: int = 0
    answered: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press one key; a modifier counts as a key of its own."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifier)
        QApplication.processEvents()
        self.keys += 1 if modifier == PLAIN else 2

    def go_to(self, name: str) -> None:
        """Press Enter until the cursor stands in field ``name``."""
        for _ in range(40):
            if self.here() == name:
                break
            self.press(Qt.Key.Key_Return)
        assert self.here() == name, f"Enter does not lead to {name}"
        self.answered.add(name)
        self.groups.add(self.page.form.field(name).spec.group)

    def type_text(self, text: str) -> None:
        """Type ``text``, a key a letter; capitals take the shift key too."""
        for letter in text:
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keyClicks(focused, letter)
            self.keys += 2 if letter.isupper() else 1
        QApplication.processEvents()

    def answer(self, name: str, text: str) -> None:
        """Go to a field and type its answer; a pick-list is read before the next key."""
        self.go_to(name)
        self.type_text(text)
        found = self.page.form.field(name)
        if isinstance(found, SuggestField):
            wait_for(lambda: found.edit.is_open)

    def here(self) -> str:
        """Return the name of the field in which the cursor stands."""
        owner = self.page.form.column.owner_of(QApplication.focusWidget())
        return owner.spec.name if owner is not None else ""

    @property
    def seconds(self) -> float:
        """What the model says."""
        return self.keys * KEY_SECONDS + (len(self.answered) + len(self.groups)) * THOUGHT_SECONDS


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """A clinic at whose registration desk somebody is signed in."""
    office = make_clinic(tmp_path, bus)
    yield seat_of(office, Role.PENDAFTARAN, name="Rina Pendaftaran")
    office.forget()


@pytest.fixture
def bus() -> Bus:
    """The bus of the store."""
    return Bus()


def test_a_fixed_client_is_registered_within_a_minute_without_the_mouse(
    qapp: QApplication, qtbot: QtBot, clinic: OpenClinic, bus: Bus
) -> None:
    theme = Theme(Tone.LIGHT)
    theme.apply(qapp)
    told: list[ClientRegistered] = []
    bus.after_commit(ClientRegistered, told.append)
    with lanes([]) as jobs:
        session = make_session(clinic, make_context(Words.of(INDONESIAN), theme, jobs, bus))
        page = RegisterPage(session)
        qtbot.addWidget(page)
        page.resize(1166, 690)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.arrive(None)
        typist = Typist(page)
        typist.answer("client.full_name", "Muhammad Rizky Pratama")
        typist.answer("client.sex", "1")
        typist.answer("client.birth_date", "170890")
        typist.answer("client.nik", "6471021708900001")
        typist.answer("client.phone", "081234567890")
        typist.answer("client.place_code", "baru il")
        typist.answer("client.address", "Jl Letjen Suprapto 12")
        typist.answer("episode.channel", "1")
        typist.answer("episode.source", "kel")
        typist.answer("episode.reporting_kind", "1")
        typist.answer("episode.category", "2")
        typist.press(Qt.Key.Key_S, CTRL)
        settle(jobs)
        assert len(told) == 1, [(f.spec.name, f.trouble) for f in page.form.column.troubled()]
        page.hide()
    qapp.setStyleSheet("")

    with clinic.writing() as work:
        row = queries.page(work).rows[0]
        known = clients.open_file(work, row.id).draft
        episode = episodes.episodes_of(work, row.id)[0]
    assert (known.full_name, known.sex, known.nik) == ("Muhammad Rizky Pratama", "L", "6471021708900001")
    assert (known.birth_date.isoformat() if known.birth_date else "") == "1990-08-17"
    assert (known.place_code, known.address) == ("64.71.02.1001", "Jl Letjen Suprapto 12")
    assert known.phone == "+6281234567890"
    assert (episode.channel, episode.source, episode.category) == ("voluntary", "family", "misuser")
    assert row.is_identity_complete
    assert len(typist.answered) == 11
    assert typist.keys > 100, "not every key was counted"
    assert typist.seconds <= LONGEST_SECONDS, f"{typist.keys} keys, {typist.seconds:.1f} s"
