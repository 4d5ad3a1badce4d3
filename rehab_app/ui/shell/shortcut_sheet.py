"""The sheet of all keys (Ctrl+/), one page."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command


class ShortcutSheet(Dialog):
    """Every key and what it does: the page's own, then those that work everywhere."""

    def __init__(self, context: ScreenContext, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(context, parent, context.say("Keyboard shortcuts"), State.INFO)
        say = context.say
        everywhere = [
            ("Alt+1 … Alt+9", say("Go to a room")),
            ("Alt+Left", say("Back")),
            ("Ctrl+K", say("All commands")),
            ("Ctrl+S", say("Save the form")),
            ("Ctrl+Enter", say("Save and add another")),
            ("Esc", say("Close the panel or leave the form; what was typed is kept")),
        ]
        rows = [(command.keys, command.text) for command in commands if command.keys] + everywhere
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(context.theme.space(3))
        for number, (keys, text) in enumerate(rows):
            grid.addWidget(label(keys, "strong", wraps=False), number, 0)
            grid.addWidget(label(text, wraps=False), number, 1)
        self.body.addWidget(sheet)
        self.add_button(say("Close"), self.reject, is_default=True)
