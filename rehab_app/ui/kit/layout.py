"""The scaffolding of a page: title row, notice line with undo, body, side panel, cards, badges, and what an empty page says."""

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_note import Mark
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State, Theme, dress

NOTICE_MS: Final = 12_000
UNDO_MS: Final = 30_000
_GOOD_NEWS: Final = frozenset({State.OK, State.INFO})
PANEL_WIDTH: Final = 400
LEAST_FOR_BOTH: Final = 900
"""How wide a page is at least that shows its body beside an open panel."""
ICON_SIZE: Final = 18
_PICTURE_STEPS: Final = 30
ICON_GAP: Final = 6
ROOM: Final = 4


def hide_unless(is_offered: bool, *parts: QWidget) -> None:  # noqa: FBT001 - reads as a sentence
    """Hide ``parts`` that are not offered.

    A part that has no parent yet must not be told to be visible: it would stand as a window of its own for a moment and take the
    keyboard from the page.
    """
    if not is_offered:
        for part in parts:
            part.hide()


def label(text: str, look: str = "", *, wraps: bool = True) -> QLabel:
    """Return a label that shows ``text`` as it is written; it wraps rather than being cut."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if look:
        made.setProperty("look", look)
    return made


class _Button(QPushButton):
    """A push button with room for its accelerator: the line below a letter that kerns needs more than Qt reckons."""

    @override
    def sizeHint(self) -> QSize:
        """Ask for a little more than the words."""
        return super().sizeHint() + QSize(ROOM, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()


def button(
    theme: Theme, text: str, *, look: str = "", icon: str = "", clicked: Callable[[], None] | None = None
) -> QPushButton:
    """Return a push button with ``text`` (already said), as ``look``, with the icon of that meaning before it."""
    made = _Button(text)
    made.setAutoDefault(False)
    if look:
        made.setProperty("look", look)
    if icon:
        made.setIconSize(QSize(ICON_SIZE + ICON_GAP, ICON_SIZE))
        theme.icons.put(made, icon, {"main": "on_accent", "danger": "on_accent", "link": "accent"}.get(look, "muted"))
    if clicked is not None:
        made.clicked.connect(lambda _checked: clicked())
    return made


def icon_button(theme: Theme, icon: str, name: str, clicked: Callable[[], None] | None = None) -> QToolButton:
    """Return a button that shows only an icon; ``name`` (already said) is its tooltip and its accessible name."""
    made = QToolButton()
    made.setProperty("look", "quiet")
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    theme.icons.put(made, icon, "muted")
    if clicked is not None:
        made.clicked.connect(lambda _checked: clicked())
    return made


def focus_first(widget: QWidget) -> None:
    """Give the focus to ``widget``, or to the first widget in it that takes it."""
    for candidate in (widget, *widget.findChildren(QWidget)):
        if (
            candidate.focusPolicy() & Qt.FocusPolicy.TabFocus
            and candidate.isEnabled()
            and candidate.isVisibleTo(widget)
        ):
            candidate.setFocus(Qt.FocusReason.OtherFocusReason)
            return


class Badge(QFrame):
    """A state in one word, with its icon: "Open", "Waiting for a guardian"."""

    def __init__(self, theme: Theme, text: str, state: State = State.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "badge")
        self._mark = Mark(theme, state)
        self._label = label("", wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(0.75), theme.space(0.25), theme.space(1), theme.space(0.25))
        row.setSpacing(theme.space(0.5))
        row.addWidget(self._mark)
        row.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.show_state(text, state)

    def show_state(self, text: str, state: State) -> None:
        """Show another state."""
        self._label.setText(text)
        self._mark.set_state(state)
        self.setAccessibleName(text)
        dress(self, state=state)
        dress(self._label, state=state)


class Card(QFrame):
    """A group of things that belong together, under a heading."""

    def __init__(self, theme: Theme, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setAccessibleName(heading)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*(theme.space(2),) * 4)
        self.body.setSpacing(theme.space(1.5))
        if heading:
            self.body.addWidget(label(heading, "heading"))


class EmptyState(QWidget):
    """What an empty page or list says: what belongs here, and the next step."""

    acted = Signal()

    def __init__(self, theme: Theme, *, icon: str = "empty", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._picture = QLabel()
        self._heading = label("", "heading")
        self._text = label("", "muted")
        self._action = button(theme, "", clicked=self.acted.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(3),) * 4)
        column.setSpacing(theme.space(1))
        column.addStretch(2)
        for widget in (self._picture, self._heading, self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget)
        column.addSpacing(theme.space(1))
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme.changed.connect(self._draw)
        self._draw()

    def tell(self, heading: str, text: str = "", action: str = "") -> None:
        """Say what belongs here; ``action`` is the verb of the next step, empty for none."""
        self._heading.setText(heading)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{heading}. {text}".strip())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where there is no room for it: the words are what counts."""
        self._picture.setVisible(self.height() >= self._theme.space(_PICTURE_STEPS))
        super().resizeEvent(event)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._theme.icons.pixmap(self._icon_name, 48, "disabled", ratio))


class NoticeLine(QFrame):
    """One line below the title: what was done, with its undo; or what is wrong, until it is dismissed.

    Good news goes by itself after a while, slower when it can be undone, and where somebody arrives elsewhere (``let_go``); a
    warning or a danger stays.
    """

    undone = Signal()
    dismissed = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "notice")
        theme = context.theme
        self._state = State.INFO
        self._mark = Mark(theme, State.INFO)
        self._label = label("")
        self._undo_task: Callable[[], None] | None = None
        self._undo = button(theme, context.say("Undo"), look="link", icon="undo", clicked=self._on_undo)
        self._close = icon_button(theme, "close", context.say("Dismiss"), self.clear)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(0.5), theme.space(0.5))
        row.setSpacing(theme.space(1))
        row.addWidget(self._mark)
        row.addWidget(self._label, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What is said now; empty while nothing is."""
        return self._label.text() if not self.isHidden() else ""

    def tell(self, text: str, state: State = State.OK, undo: Callable[[], None] | None = None) -> None:
        """Say ``text``; with ``undo`` it can be taken back."""
        self._state = state
        self._label.setText(text)
        self._mark.set_state(state)
        self._undo_task = undo
        self._undo.setVisible(undo is not None)
        self.setAccessibleName(text)
        dress(self, state=state)
        self.setVisible(True)
        self._timer.stop()
        if state in _GOOD_NEWS:
            self._timer.start(UNDO_MS if undo is not None else NOTICE_MS)

    def clear(self) -> None:
        """Say nothing; what could be undone no longer can be from here."""
        self._timer.stop()
        self._undo_task = None
        if not self.isHidden():
            self.setVisible(False)
            self.dismissed.emit()
        self._label.clear()

    def let_go(self) -> None:
        """Take good news away: somebody arrives in another room or section, where it is no longer about what she sees."""
        if self._state in _GOOD_NEWS:
            self.clear()

    def _on_undo(self) -> None:
        task = self._undo_task
        self.clear()
        self.undone.emit()
        if task is not None:
            task()


class SidePanel(QFrame):
    """A panel beside the body, for a short form or for the details of the chosen row. Esc closes it.

    ``closed`` tells that it was closed, ``turned(is_open)`` that it comes or went.
    """

    closed = Signal()
    turned = Signal(bool)

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self.setProperty("look", "panel")
        self._before: QWidget | None = None
        self._title = label("", "heading")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(
            icon_button(theme, "close", context.say("Close panel"), self.close_panel), 0, Qt.AlignmentFlag.AlignTop
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(2),) * 4)
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_panel)
        self.setMinimumWidth(PANEL_WIDTH)
        self.setMaximumWidth(PANEL_WIDTH * 2)
        self.setVisible(False)

    def open_panel(self, title: str, body: QWidget) -> None:
        """Show ``body`` under ``title`` and give it the focus; the body that was shown before is destroyed."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._title.setText(title)
        self.setAccessibleName(title)
        dress(body, look="plain")
        self._scroll.setWidget(body)
        self.setVisible(True)
        focus_first(body)

    @override
    def setVisible(self, visible: bool) -> None:
        """Come or go; room is made before the one, and what gets the focus after the other is shown by then."""
        if visible:
            self.turned.emit(True)
        super().setVisible(visible)
        if not visible:
            self.turned.emit(False)

    def close_panel(self) -> None:
        """Hide the panel and give the focus back."""
        if not self.isHidden():
            self.setVisible(False)
            if self._before is not None and isValid(self._before):
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None
            self.closed.emit()


class Page(QWidget):
    """A page: title and subtitle on the left, actions in one fixed place on the right, notice, body, side panel.

    Where it ``gives_way``, the open panel takes the whole of a page that has no room for both.
    """

    gives_way: ClassVar[bool] = False
    least_for_both: ClassVar[int] = LEAST_FOR_BOTH
    """The narrowest page, in pixels, that shows body and panel beside each other."""

    def __init__(self, context: ScreenContext, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme = context.theme
        self._title = label(title, "title")
        self._subtitle = label(subtitle, "muted")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(theme.space(1))
        self.notice = NoticeLine(context)
        self.panel = SidePanel(context)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space(2))
        self._build(theme)
        self.set_title(title, subtitle)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Show another title; it is also the page's accessible name."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)

    def add_action(self, action: QWidget) -> None:
        """Put an action into the title row; the main action comes last and stands outermost."""
        self._actions.addWidget(action)

    def _build(self, theme: Theme) -> None:
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(self._title, 1)
        head.addLayout(self._actions)
        head.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.5))
        words.addLayout(head)
        words.addWidget(self._subtitle)
        self._main = QWidget()
        main = QVBoxLayout(self._main)
        main.setContentsMargins(theme.space(3), theme.space(2.5), theme.space(3), theme.space(2))
        main.setSpacing(theme.space(2))
        main.addLayout(words)
        main.addWidget(self.notice)
        main.addLayout(self.body, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._main, 1)
        row.addWidget(self.panel)
        self.panel.turned.connect(self._make_room)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let body and panel stand beside each other where there is room for both."""
        super().resizeEvent(event)
        self._make_room(not self.panel.isHidden())

    def _make_room(self, is_open: bool) -> None:  # noqa: FBT001 - a signal's argument
        if self.gives_way:
            self._main.setVisible(not is_open or self.width() >= self.least_for_both)
