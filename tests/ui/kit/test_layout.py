"""Pages: title, notice with undo, side panel, empty state; and nothing cut, in any language."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.ui.kit.context import MASK, PrivacyMode, ScreenContext
from rehab_app.ui.kit.elided import ElidedLabel
from rehab_app.ui.kit.layout import Badge, Card, EmptyState, NoticeLine, Page, button, focus_first, icon_button, label
from rehab_app.ui.kit.theme import State
from tests.words import stretch

LONG_NAME = "Raden Ayu Siti Nurhalimah Kusumaningtyas Wijayakusuma binti A"


@pytest.fixture
def page(context: ScreenContext, qtbot: QtBot) -> Page:
    made = Page(context, "Clients", "60 people")
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    return made


def is_whole(widget: QLabel | QPushButton | QToolButton) -> bool:
    """Whether the widget has the place its words need."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() >= widget.heightForWidth(widget.width())
    return widget.width() >= widget.sizeHint().width() and widget.height() >= widget.sizeHint().height()


def words_of(widget: QWidget) -> list[QLabel | QPushButton | QToolButton]:
    """Return everything in ``widget`` that shows words or an icon in their place."""
    words: list[QLabel | QPushButton | QToolButton] = [
        *widget.findChildren(QLabel),
        *widget.findChildren(QPushButton),
        *widget.findChildren(QToolButton),
    ]
    return [each for each in words if each.isVisible()]


def test_the_title_is_the_accessible_name_and_an_empty_subtitle_takes_no_place(page: Page) -> None:
    assert page.accessibleName() == "Clients"
    page.set_title(LONG_NAME)
    assert page.accessibleName() == LONG_NAME
    assert not page._subtitle.isVisible()


@pytest.mark.parametrize("said", [str, stretch], ids=["as it is", "stretched"])
def test_nothing_on_a_page_is_cut(page: Page, qtbot: QtBot, said: Callable[[str], str]) -> None:
    theme = page.context.theme
    page.resize(1180, 700)  # what the rail leaves of a window of 1366 x 768
    page.set_title(said(LONG_NAME), said("a person of the clinic " * 8))
    page.add_action(button(theme, said("Export"), icon="export"))
    page.add_action(button(theme, said("Register client"), look="main", icon="register"))
    page.notice.tell(said(f"{LONG_NAME} was registered. " * 3), State.OK, undo=lambda: None)
    page.panel.open_panel(said(f"Details of {LONG_NAME}"), QLineEdit())
    qtbot.wait(20)
    shown = words_of(page)
    assert len(shown) >= 9
    assert [w.text() or w.accessibleName() for w in shown if not is_whole(w)] == []


def test_every_button_of_a_page_has_a_name_for_the_screen_reader(page: Page) -> None:
    page.notice.tell("Saved", State.OK, undo=lambda: None)
    buttons = [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
    assert len(buttons) >= 3
    assert all(each.text() or each.accessibleName() for each in buttons)


def test_a_notice_is_undone_once(page: Page, qtbot: QtBot) -> None:
    undone: list[bool] = []
    page.notice.tell("Client moved to the bin", State.OK, undo=lambda: undone.append(True))
    assert page.notice.text == "Client moved to the bin"
    assert page.notice.accessibleName() == "Client moved to the bin"
    with qtbot.waitSignal(page.notice.undone):
        page.notice._undo.click()
    assert undone == [True]
    assert page.notice.text == ""
    assert not page.notice.isVisible()
    page.notice._on_undo()
    assert undone == [True]


def test_a_new_notice_replaces_the_old_one_and_its_undo(page: Page) -> None:
    page.notice.tell("First", undo=lambda: None)
    page.notice.tell("Second")
    assert page.notice.text == "Second"
    assert not page.notice._undo.isVisible()


@pytest.mark.parametrize(
    ("state", "goes"), [(State.OK, True), (State.INFO, True), (State.WARNING, False), (State.DANGER, False)]
)
def test_good_news_goes_by_itself_and_trouble_stays(page: Page, state: State, goes: bool) -> None:
    page.notice.tell("Something", state)
    assert page.notice._timer.isActive() is goes
    page.notice._timer.timeout.emit()
    page.notice.clear()
    assert not page.notice._timer.isActive()


@pytest.mark.parametrize(
    ("state", "goes"), [(State.OK, True), (State.INFO, True), (State.WARNING, False), (State.DANGER, False)]
)
def test_good_news_goes_where_somebody_arrives_elsewhere_and_trouble_stays(
    page: Page, state: State, goes: bool
) -> None:
    page.notice.let_go()
    page.notice.tell("Something", state)
    page.notice.let_go()
    assert page.notice.text == ("" if goes else "Something")


def test_a_notice_can_be_dismissed_by_keyboard(page: Page, qtbot: QtBot) -> None:
    page.notice.tell("Printer refuses", State.WARNING)
    page.notice._close.setFocus()
    with qtbot.waitSignal(page.notice.dismissed):
        QTest.keyClick(page.notice._close, Qt.Key.Key_Space)
    assert not page.notice.isVisible()


def test_the_panel_takes_the_focus_and_escape_gives_it_back(page: Page, qtbot: QtBot) -> None:
    before = QLineEdit()
    page.body.addWidget(before)
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    form = QWidget()
    inner = QVBoxLayout(form)
    inner.addWidget(label("Name", "label"))
    field = QLineEdit()
    inner.addWidget(field)
    page.panel.open_panel("Details", form)
    qtbot.waitUntil(field.hasFocus)
    assert page.panel.accessibleName() == "Details"
    with qtbot.waitSignal(page.panel.closed):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert before.hasFocus()


def test_the_panel_closes_though_what_had_the_focus_is_gone(page: Page, qtbot: QtBot) -> None:
    before = QLineEdit()
    page.body.addWidget(before)
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    page.panel.open_panel("Details", QLineEdit())
    page.panel.open_panel("Other details", QLineEdit())
    before.deleteLater()
    del before
    qtbot.wait(1)
    page.panel.close_panel()
    page.panel.close_panel()
    assert not page.panel.isVisible()


def test_focus_first_skips_what_cannot_be_typed_into(page: Page, qtbot: QtBot) -> None:
    off, on = QLineEdit(), QLineEdit()
    off.setEnabled(False)
    page.body.addWidget(off)
    page.body.addWidget(on)
    qtbot.waitUntil(on.isVisible)
    focus_first(off)
    assert not off.hasFocus()
    focus_first(on)
    qtbot.waitUntil(on.hasFocus)


def test_an_empty_state_without_action_shows_no_button(context: ScreenContext, qtbot: QtBot) -> None:
    empty = EmptyState(context.theme)
    qtbot.addWidget(empty)
    empty.tell("Nothing today")
    empty.show()
    assert not empty._action.isVisible()
    assert not empty._text.isVisible()
    empty.tell("No sessions", "Plan one from the file.", "Find client")
    with qtbot.waitSignal(empty.acted):
        empty._action.click()


def test_a_badge_says_its_state_in_a_word_with_an_icon(context: ScreenContext, qtbot: QtBot) -> None:
    badge = Badge(context.theme, "Open", State.OK)
    qtbot.addWidget(badge)
    badge.show_state("Waiting", State.WARNING)
    assert badge.accessibleName() == "Waiting"
    assert badge.property("state") == "warning"


def test_a_card_is_named_by_its_heading(context: ScreenContext, qtbot: QtBot) -> None:
    card = Card(context.theme, "Identity")
    qtbot.addWidget(card)
    assert card.accessibleName() == "Identity"
    assert [each.text() for each in card.findChildren(QLabel)] == ["Identity"]


def test_text_with_markup_is_shown_as_it_was_typed(qtbot: QtBot) -> None:
    made = label("<b>Ayu</b> & <img src=x>")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText


def test_an_icon_button_has_a_name_and_takes_the_focus(context: ScreenContext, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    made = icon_button(context.theme, "close", "Close", lambda: pressed.append(True))
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert (made.accessibleName(), made.toolTip(), pressed) == ("Close", "Close", [True])


def test_one_line_is_cut_with_its_whole_text_in_the_tooltip(context: ScreenContext, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = ElidedLabel("heading", LONG_NAME, window)
    window.resize(700, 60)
    line.resize(100, 30)
    window.show()
    narrow = line.grab()
    assert line.tip == LONG_NAME
    QApplication.sendEvent(line, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
    assert QToolTip.text() == LONG_NAME
    QToolTip.hideText()
    line.resize(690, 30)
    assert line.tip == ""
    assert line.grab().width() > narrow.width()
    assert line.minimumSizeHint().width() < line.sizeHint().width()
    assert context is not None


def test_a_private_text_is_masked_and_its_length_is_not_told() -> None:
    privacy = PrivacyMode()
    changes: list[bool] = []
    privacy.changed.connect(changes.append)
    assert privacy.mask(LONG_NAME) == LONG_NAME
    privacy.switch(on=True)
    privacy.switch(on=True)
    assert privacy.mask(LONG_NAME) == privacy.mask("D.") == MASK
    assert privacy.mask("") == ""
    privacy.switch(on=False)
    assert changes == [True, False]


@pytest.mark.usefixtures("qapp")
def test_a_notice_that_was_never_told_says_nothing(context: ScreenContext, qtbot: QtBot) -> None:
    notice = NoticeLine(context)
    qtbot.addWidget(notice)
    dismissed: list[bool] = []
    notice.dismissed.connect(lambda: dismissed.append(True))
    notice.clear()
    assert notice.text == ""
    assert dismissed == []
