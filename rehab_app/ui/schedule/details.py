"""What stands at the side about the meeting or the group under the cursor, and what can be done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import Badge, button, label
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State, Theme


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done: its words (already said), the deed, its icon and look."""

    text: str
    act: Callable[[], None]
    icon: str = ""
    look: str = ""


class Details(QWidget):
    """Facts in pairs, and below them the ways on, the first one under the cursor; the arrows go through them."""

    def __init__(
        self,
        theme: Theme,
        pairs: Sequence[tuple[str, str]],
        ways: Sequence[Way],
        *,
        badge: tuple[str, State] | None = None,
        rows: Sequence[str] = (),
        rows_title: str = "",
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        if badge is not None:
            column.addWidget(Badge(theme, *badge))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(0.75))
        for line, (caption, value) in enumerate(pairs):
            grid.addWidget(label(caption, "label"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value), line, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        if rows_title:
            column.addWidget(label(rows_title, "label"))
        if rows:
            column.addWidget(label("\n".join(rows)))
        column.addSpacing(theme.space(1))
        self.buttons: list[QPushButton] = []
        others = QWidget()
        lane = FlowLayout(theme.space(1), theme.space(1), others)
        for way in ways:
            made = button(theme, way.text, look=way.look, icon=way.icon, clicked=way.act)
            lane.addWidget(made) if self.buttons else column.addWidget(made)
            self.buttons.append(made)
        column.addWidget(others)
        column.addStretch(1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button of the cursor, the arrows go to another one."""
        focused = next((number for number, one in enumerate(self.buttons) if one.hasFocus()), None)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        if focused is not None and is_plain_enter(event):
            self.buttons[focused].click()
        elif focused is not None and step is not None:
            self.buttons[(focused + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
