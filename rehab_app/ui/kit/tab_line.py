"""Tabs that are never cut: they go on in the next line where there is no room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.theme import Theme


class TabLine(QWidget):
    """One button for each of ``titles``, of which one is chosen; ``changed(place)`` when another one is, from 0.

    The arrows move between the buttons, also from line to line.
    """

    changed = Signal(int)

    def __init__(self, theme: Theme, titles: list[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titles = tuple(titles)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        lane = FlowLayout(theme.space(0.5), theme.space(0.5), self)
        for place, title in enumerate(titles):
            made = QToolButton()
            made.setProperty("look", "part")
            made.setText(title.replace("&", "&&"))
            made.setAccessibleName(title)
            made.setCheckable(True)
            made.setChecked(place == 0)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(made, place)
            lane.addWidget(made)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def current(self) -> int:
        """The place of the chosen one."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Choose another one; a place there is none of changes nothing."""
        if 0 <= place < len(self.titles):
            self._group.button(place).setChecked(True)

    def turn(self, step: int) -> None:
        """Choose the one ``step`` places further, after the last one the first."""
        self.choose((self.current + step) % len(self.titles))

    def _on_toggled(self, place: int, is_on: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if is_on:
            self.changed.emit(place)
