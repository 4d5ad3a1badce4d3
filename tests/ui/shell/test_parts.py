"""The parts of the window one by one: greetings, the watch for idle time, hints about a passphrase."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import Words
from rehab_app.office.opening import Greeting
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.greetings import greetings
from rehab_app.ui.shell.idle import IdleWatch
from rehab_app.ui.shell.passphrases import require_same, strength_hints
from tests.ui.makers import wait_for


def greeting(**told: object) -> Greeting:
    facts: dict[str, object] = {
        "failures": 0,
        "is_attempts_file_intact": True,
        "is_clock_behind": False,
        "must_change_passphrase": False,
    }
    return Greeting(**(facts | told))  # type: ignore[arg-type]


def test_a_quiet_sign_in_is_greeted_with_nothing(words: Words) -> None:
    assert greetings(words, greeting()) == []


def test_an_altered_list_is_graver_than_a_cut_off_sign_in(words: Words) -> None:
    altered = greetings(words, greeting(is_attempts_file_intact=False))
    cut_off = greetings(words, greeting(is_attempts_file_intact=False, is_sign_in_cut_off=True))
    assert [state for _, state in altered] == [State.DANGER]
    assert [state for _, state in cut_off] == [State.WARNING]
    assert "power cut" in cut_off[0][0]


def test_everything_at_once_is_told_one_by_one(words: Words) -> None:
    told = greetings(words, greeting(failures=2, is_attempts_file_intact=False, is_clock_behind=True))
    assert len(told) == 3
    assert told[2][0].startswith("2 failed sign-ins")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", []),
        ("pendek", ["passphrase.short"]),
        ("aaaaaaaaaaaaaaaa", ["passphrase.repeats"]),
        ("ratna yang hebat", ["passphrase.holds_login"]),
        ("kuda lumping", ["passphrase.fair"]),
        ("kuda lumping senja", []),
    ],
)
def test_hints_about_a_passphrase(typed: str, codes: list[str]) -> None:
    assert [hint.code for hint in strength_hints(typed, "ratna")] == codes


def test_two_passphrases_must_be_the_same() -> None:
    assert require_same({"passphrase": "kuda lumping senja", "again": "kuda lumping senja"}) == "kuda lumping senja"
    with pytest.raises(RuleBroken, match="passphrase.differs"):
        require_same({"passphrase": "kuda lumping senja", "again": "kuda lumping"})


def test_a_touch_in_any_window_keeps_the_watch_quiet(qapp: QApplication, qtbot: QtBot) -> None:
    first, second = QLineEdit(), QLineEdit()
    qtbot.addWidget(first)
    first.show()
    watch = IdleWatch(qapp, 0.005)
    idle: list[bool] = []
    watch.idle.connect(lambda: idle.append(True))
    watch.begin()
    qtbot.addWidget(second)
    second.show()
    second.activateWindow()
    wait_for(second.isActiveWindow)
    for _ in range(10):
        QTest.qWait(60)
        handle = second.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, Qt.Key.Key_A)
    assert not idle
    wait_for(lambda: bool(idle))
    watch.end()


def test_the_watch_swallows_nothing(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    del tmp_path
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    watch = IdleWatch(qapp, 5)
    watch.begin()
    field.activateWindow()
    field.setFocus()
    wait_for(field.hasFocus)
    handle = field.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert field.text() == "a"
    watch.end()
