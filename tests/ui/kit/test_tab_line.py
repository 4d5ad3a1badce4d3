"""Tabs that go on in the next line: chosen by keys, one at a time, none cut at any width."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.tab_line import TabLine
from tests.words import stretch

TITLES = ["Profile", "Accounts", "Settings & more", "Value lists", "Destinations", "Closed days", "My passphrase"]


@pytest.fixture
def line(context: ScreenContext, qtbot: QtBot) -> Iterator[TabLine]:
    window = QWidget()
    made = TabLine(context.theme, [stretch(title) for title in TITLES], "Sections")
    column = QVBoxLayout(window)
    column.addWidget(made)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(1200, 300)
    window.show()
    yield made
    window.close()


@pytest.mark.parametrize("width", [1200, 700, 320])
def test_no_tab_is_cut_at_any_width(line: TabLine, qtbot: QtBot, width: int) -> None:
    line.window().resize(width, 400)
    qtbot.wait(20)
    buttons = line.findChildren(QToolButton)
    assert len(buttons) == len(TITLES)
    for button in buttons:
        assert line.rect().contains(button.geometry()), button.text()
        assert button.width() >= button.sizeHint().width()


def test_one_is_chosen_and_each_change_is_told(line: TabLine) -> None:
    told: list[int] = []
    line.changed.connect(told.append)
    assert line.current == 0
    line.choose(3)
    line.choose(3)
    line.choose(99)
    line.turn(-4)
    assert told == [3, 6]
    line.turn(1)
    assert line.current == 0
    assert [button.isChecked() for button in line.findChildren(QToolButton)].count(True) == 1


def test_the_arrows_move_between_the_tabs(line: TabLine) -> None:
    first = line.findChildren(QToolButton)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert line.current == 1
    QTest.keyClick(line.findChildren(QToolButton)[1], Qt.Key.Key_Left)
    assert line.current == 0


def test_an_ampersand_is_read_as_it_is(line: TabLine) -> None:
    button = line.findChildren(QToolButton)[2]
    assert button.accessibleName() == stretch("Settings & more")
    assert "&&" in button.text()
