"""The rail of rooms on the left: one button each, with its number key."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from rehab_app.ui.kit.layout import label
from rehab_app.ui.shell.room import Room
from rehab_app.ui.shell.session import Session

_WIDTH_STEPS = 25
_NUMBER_KEYS = 9


class Rail(QFrame):
    """Buttons for the rooms the signed-in person may see; Alt+1 to Alt+9 reach the first nine from anywhere."""

    chosen = Signal(str)

    def __init__(self, session: Session, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = session.context.theme
        self.setProperty("look", "rail")
        self.setAccessibleName(session.say("Rooms"))
        self.setMinimumWidth(theme.space(_WIDTH_STEPS))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1), theme.space(1.5), theme.space(1), theme.space(1.5))
        column.setSpacing(theme.space(0.5))
        name = label(session.context.words.say("rehab_app"), "heading", wraps=False)
        name.setContentsMargins(theme.space(1), 0, 0, theme.space(1))
        column.addWidget(name)
        for number, room in enumerate(rooms, 1):
            column.addWidget(self._button(session, room, number))
        column.addStretch(1)

    def mark(self, name: str) -> None:
        """Show which room is open; a room that is not in the rail marks the one it belongs to (clients.file: clients)."""
        for known in (name, name.partition(".")[0]):
            if known in self._buttons:
                self._buttons[known].setChecked(True)
                return

    def _button(self, session: Session, room: Room, number: int) -> QPushButton:
        text = session.say(room.title)
        made = QPushButton(text)
        made.setProperty("look", "rail")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setAccessibleName(text)
        made.setIconSize(QSize(18, 18))
        session.context.theme.icons.put(made, room.icon, "on_rail")
        if number <= _NUMBER_KEYS:
            made.setShortcut(f"Alt+{number}")
            made.setToolTip(f"{text} (Alt+{number})")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda _checked: self.chosen.emit(room.name))
        self._group.addButton(made)
        self._buttons[room.name] = made
        return made
