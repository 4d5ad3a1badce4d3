"""The one fixed place of a form's actions, below its fields: save, save and add another, cancel, and how many things to mend.

What the style sheet may aim at: frame ``look="footer"``; buttons ``look="main"`` and ``look="quiet"``.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QWidget

from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import Surroundings
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State

SAVE_KEYS: Final = "Ctrl+S"
ADD_KEYS: Final = "Ctrl+Return"


class FormBar(QFrame):
    """The action bar of a form."""

    save_pressed = Signal()
    add_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(
        self, around: Surroundings, save_text: str, *, can_add_another: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        say, theme = around.words.say, around.theme
        self._words = around.words
        self.setProperty("look", "footer")
        self.save_button = button(theme, save_text, look="main", icon="save", clicked=self.save_pressed.emit)
        self.save_button.setToolTip(f"{save_text} (Ctrl+S)")
        self.add_button: QPushButton | None = None
        self.cancel_button = button(theme, say("Cancel"), look="quiet", clicked=self.cancel_pressed.emit)
        self.cancel_button.setToolTip(f"{say('Cancel')} (Esc)")
        self.summary = NoteLine(theme, State.DANGER, look="")
        self.summary.setVisible(False)
        self._buttons = FlowLayout(theme.space(1), theme.space(1))
        self._buttons.addWidget(self.save_button)
        if can_add_another:
            text = say("Save and add another")
            self.add_button = button(theme, text, clicked=self.add_pressed.emit)
            self.add_button.setToolTip(f"{text} (Ctrl+Enter)")
            self._buttons.addWidget(self.add_button)
        self._buttons.addWidget(self.cancel_button)
        self._lane = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lane.setContentsMargins(theme.space(3), theme.space(1.5), theme.space(3), theme.space(1.5))
        self._lane.setSpacing(theme.space(1))
        self._lane.addLayout(self._buttons)
        self._lane.addWidget(self.summary, 1, Qt.AlignmentFlag.AlignVCenter)
        self._room_for_summary = theme.space(28)

    def listen_to_keys_of(self, form: QWidget) -> None:
        """Let Ctrl+S and Ctrl+Enter press the buttons while the focus is anywhere in ``form``."""
        wanted = [(SAVE_KEYS, self.save_pressed)]
        if self.add_button is not None:
            wanted.append((ADD_KEYS, self.add_pressed))
        for keys, signal in wanted:
            shortcut = QShortcut(QKeySequence(keys), form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(signal)

    def count(self, troubles: int) -> None:
        """Say how many things need attention; nothing for none."""
        text = self._words.say_many("{count} thing needs attention", "{count} things need attention", troubles)
        self.tell(text if troubles else "", State.DANGER)

    def tell(self, text: str, state: State) -> None:
        """Say ``text`` beside the buttons; an empty one says nothing."""
        self.summary.say(text, state)
        self.summary.setVisible(bool(text))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the summary above the buttons where it has no room beside them."""
        has_room = self.width() >= self._buttons.sizeHint().width() + self._room_for_summary
        is_row = self._lane.direction() is QBoxLayout.Direction.LeftToRight
        if has_room is not is_row:
            wanted = QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.BottomToTop
            self._lane.setDirection(wanted)
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the focused button with Enter, as typists expect after the last field."""
        focused = self.focusWidget()
        if is_plain_enter(event) and isinstance(focused, QPushButton) and focused.hasFocus():
            focused.click()
            return
        super().keyPressEvent(event)

    def focus_save(self) -> None:
        """Put the focus on the main action."""
        self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
