"""The windows that interrupt: verbs, defaults, reasons, accelerators; opened without a nested loop and nothing cut."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import ENGLISH, INDONESIAN, Words
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.dialogs import Dialog, ReasonDialog, ask_reason, confirm, tell_trouble, with_accelerators
from rehab_app.ui.kit.qt_words import QtWords
from tests.ui.kit.test_layout import LONG_NAME, is_whole, words_of
from tests.words import stretched

LANGUAGES: list[Callable[[], Words]] = [lambda: Words.of(ENGLISH), lambda: Words.of(INDONESIAN), stretched]


def in_words(context: ScreenContext, words: Words) -> ScreenContext:
    """Return ``context`` in another language."""
    return ScreenContext(
        words=words,
        theme=context.theme,
        jobs=context.jobs,
        facts=context.facts,
        clock=context.clock,
        privacy=context.privacy,
    )


def buttons(dialog: Dialog) -> dict[str, QPushButton]:
    return {each.accessibleName(): each for each in dialog.findChildren(QPushButton)}


def close(dialog: Dialog, qtbot: QtBot) -> None:
    """Close a dialog and see that it destroys itself."""
    if isValid(dialog):
        dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (["Cancel", "Send letter"], ["&Cancel", "&Send letter"]),
        (["Save", "Send", "Stop"], ["&Save", "S&end", "S&top"]),
        (["Batal", "Buka berkas"], ["&Batal", "B&uka berkas"]),
        (["Save & print", "Print"], ["&Save && print", "&Print"]),
        (["…", "OK"], ["…", "&OK"]),
        (["A", "A", "a"], ["&A", "A", "a"]),
        ([], []),
    ],
)
def test_every_button_gets_an_accelerator_of_its_own(texts: list[str], marked: list[str]) -> None:
    assert with_accelerators(texts) == marked


def test_a_question_calls_yes_once_when_its_verb_is_pressed(context: ScreenContext, qtbot: QtBot) -> None:
    done: list[bool] = []
    dialog = confirm(
        context, None, "Send?", "The letter takes a number.", verb="Send letter", yes=lambda: done.append(True)
    )
    assert done == [], "the question returns at once"
    assert dialog.accessibleName() == "Send?"
    assert dialog.accessibleDescription() == "The letter takes a number."
    buttons(dialog)["Send letter"].click()
    assert done == [True]
    close(dialog, qtbot)


@pytest.mark.parametrize(("is_destructive", "answer"), [(True, []), (False, [True])])
def test_enter_presses_what_is_harmless(
    context: ScreenContext, qtbot: QtBot, is_destructive: bool, answer: list[bool]
) -> None:
    done: list[bool] = []
    dialog = confirm(
        context, None, "Go on?", "Text.", verb="Remove", yes=lambda: done.append(True), is_destructive=is_destructive
    )
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert done == answer
    close(dialog, qtbot)


def test_escape_refuses(context: ScreenContext, qtbot: QtBot) -> None:
    done: list[bool] = []
    dialog = confirm(context, None, "Send?", "Text.", verb="Send", yes=lambda: done.append(True))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == []
    close(dialog, qtbot)


def test_an_accelerator_presses_its_button(context: ScreenContext, qtbot: QtBot) -> None:
    done: list[bool] = []
    dialog = confirm(context, None, "Send?", "Text.", verb="Send letter", yes=lambda: done.append(True))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: done == [True])
    close(dialog, qtbot)


@pytest.mark.parametrize("reason", ["", "   ", "urgent", "a b c d e", "\n\n", "1234567890 1234567890", "x" * 50])
def test_what_is_no_sentence_is_no_reason(context: ScreenContext, qtbot: QtBot, reason: str) -> None:
    given: list[str] = []
    dialog = ask_reason(context, None, "Open the file?", "It is noted.", verb="Open file", done=given.append)
    dialog.field.setPlainText(reason)
    buttons(dialog)["Open file"].click()
    assert given == []
    assert dialog.isVisible()
    assert dialog.error.isVisible()
    assert "two words" in dialog.error.text
    assert dialog.field.property("state") == "danger"
    close(dialog, qtbot)


def test_a_reason_comes_as_one_line(context: ScreenContext, qtbot: QtBot) -> None:
    given: list[str] = []
    dialog = ask_reason(context, None, "Open the file?", "It is noted.", verb="Open file", done=given.append)
    assert dialog.field.accessibleName() == "Reason"
    dialog.field.setPlainText("  Client came\nin need,  counsellor away ")
    buttons(dialog)["Open file"].click()
    assert given == ["Client came in need, counsellor away"]
    close(dialog, qtbot)


def test_a_refused_reason_calls_nobody(context: ScreenContext, qtbot: QtBot) -> None:
    given: list[str] = []
    dialog = ask_reason(context, None, "Open the file?", "It is noted.", verb="Open file", done=given.append)
    dialog.field.setPlainText("Client came in need")
    buttons(dialog)["Cancel"].click()
    assert given == []
    close(dialog, qtbot)


def test_tab_leaves_the_reason(context: ScreenContext, qtbot: QtBot) -> None:
    dialog = ask_reason(context, None, "Open the file?", "It is noted.", verb="Open file", done=lambda _: None)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.field.hasFocus)
    QTest.keyClick(dialog.field, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QPushButton)
    close(dialog, qtbot)


def test_a_known_trouble_is_said_in_its_sentence(context: ScreenContext, qtbot: QtBot) -> None:
    dialog = tell_trouble(context, None, RuleBroken("kit.reason_short", letters=10))
    assert "10 letters" in dialog.accessibleDescription()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    close(dialog, qtbot)


def test_a_dialog_goes_with_its_window_and_gives_the_focus_back(context: ScreenContext, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    dialog = confirm(context, window, "Send?", "Text.", verb="Send", yes=lambda: None)
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    qtbot.waitUntil(dialog.isActiveWindow)
    close(dialog, qtbot)
    window.activateWindow()
    qtbot.waitUntil(field.hasFocus)


@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "id", "stretched"])
def test_nothing_in_a_dialog_is_cut(context: ScreenContext, qtbot: QtBot, language: Callable[[], Words]) -> None:
    there = in_words(context, language())
    made: list[Dialog] = [
        confirm(
            there,
            None,
            there.say("Save PDF") + f" {LONG_NAME} {LONG_NAME}",
            f"{LONG_NAME}. " * 6,
            verb=f"{there.say('Quit the program')} {LONG_NAME}",
            yes=lambda: None,
            is_destructive=True,
        ),
        tell_trouble(there, None, RuleBroken("kit.printer_refuses")),
        ask_reason(there, None, LONG_NAME, LONG_NAME, verb=there.say("Go on"), done=lambda _: None),
    ]
    reason = made[2]
    assert isinstance(reason, ReasonDialog)
    reason._answer()
    for dialog in made:
        qtbot.waitExposed(dialog)
        qtbot.wait(20)
        shown = words_of(dialog)
        assert len(shown) >= 3
        assert [w.text() for w in shown if not is_whole(w)] == []
        assert dialog.height() >= dialog.minimumSizeHint().height()
        inside = dialog.rect()
        assert all(inside.contains(w.mapTo(dialog, w.rect().bottomRight())) for w in shown)
        close(dialog, qtbot)


def test_qts_own_menus_speak_indonesian_and_its_keys_do_not(qapp: QApplication, qtbot: QtBot) -> None:
    translator = QtWords(Words.of(INDONESIAN))
    qapp.installTranslator(translator)
    try:
        field = QLineEdit("teks")
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
        menu.deleteLater()
        assert "&Salin" in texts
        assert "&Tempel" in texts
        assert qapp.translate("QShortcut", "Print") == "Print"
        assert qapp.translate("QFileDialog", "&Save") == "&Simpan"
        assert qapp.translate("QFileDialog", "not a message") == "not a message"
        assert qapp.translate("QFileDialog", "") == ""
    finally:
        qapp.removeTranslator(translator)


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
