"""The tabs of an opened file: buttons that go on in the next line where there is no room, so that none is ever cut or hidden."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import ICON_SIZE
from rehab_app.ui.kit.theme import Theme


class SectionBar(QWidget):
    """One button for each section; ``chosen(number)`` when another one is in front. The arrows move between them."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, titles: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        lane = FlowLayout(theme.space(0.5), theme.space(0.5), self)
        for number, title in enumerate(titles):
            made = QToolButton()
            made.setProperty("look", "quiet")
            made.setText(title.replace("&", "&&"))
            made.setToolTip(f"{title} (Ctrl+{number + 1})")
            made.setAccessibleName(title)
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
            self._group.addButton(made, number)
            lane.addWidget(made)
        self._group.idToggled.connect(self._on_toggled)
        self.choose(0)

    @property
    def current(self) -> int:
        """The number of the section in front, from 0."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Bring a section to the front."""
        button = self._group.button(number)
        if button is not None:
            button.setChecked(True)

    def mark(self, numbers: Collection[int]) -> None:
        """Put a warning before the sections where something is missing."""
        for button in self._group.buttons():
            is_marked = self._group.id(button) in numbers
            if isinstance(button, QToolButton):
                style = Qt.ToolButtonStyle
                button.setToolButtonStyle(style.ToolButtonTextBesideIcon if is_marked else style.ToolButtonTextOnly)
                self._theme.icons.put(button, "warning", "warning")

    def _on_toggled(self, number: int, is_on: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if is_on:
            self.chosen.emit(number)
