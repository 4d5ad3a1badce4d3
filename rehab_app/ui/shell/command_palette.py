"""The command palette (Ctrl+K): type a few letters, press Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.shell.room import Command

_ROLE = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class CommandPalette(QDialog):
    """A list of commands, narrowed while typing; words may be typed in any order and by their beginnings."""

    def __init__(self, context: ScreenContext, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(context.say("All commands"))
        self.setMinimumWidth(context.theme.space(64))
        self._commands = list(commands)
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(context.say("Type what you want to do"))
        self._edit.setAccessibleName(context.say("Command"))
        self._list = QListWidget()
        self._list.setAccessibleName(context.say("Commands that fit"))
        self._list.setIconSize(QSize(18, 18))
        self._context = context
        column = QVBoxLayout(self)
        column.addWidget(self._edit)
        column.addWidget(self._list)
        self._edit.textChanged.connect(self._narrow)
        self._edit.returnPressed.connect(self._act)
        self._edit.installEventFilter(self)
        self._list.itemActivated.connect(lambda _item: self._act())
        self._narrow("")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the cursor stays in the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            self._list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        wanted = typed.casefold().split()
        self._list.clear()
        for command in self._commands:
            words = command.text.casefold().split()
            if all(any(word.startswith(part) for word in words) for part in wanted):
                text = f"{command.text}\t{command.keys}" if command.keys else command.text
                item = QListWidgetItem(text)
                item.setData(_ROLE, command)
                if command.icon:
                    item.setIcon(self._context.theme.icons.icon(command.icon, "muted"))
                self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _act(self) -> None:
        chosen = self._list.selectedItems()
        if not chosen:
            return
        command: Command = chosen[0].data(_ROLE)
        self.accept()
        command.act()
