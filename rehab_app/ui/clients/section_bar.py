"""The sections of an opened file in two lines: the parts of the file, and below them the sections of the part in front.

A file has some fifteen sections; a counsellor looks for one of four parts first, then for one of a few. The buttons go on in the
next line where there is no room, so that none is ever cut or hidden.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import ICON_SIZE
from rehab_app.ui.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Tab:
    """One section: its title and the title of its part (already said), its keys, and further lines of its tooltip."""

    title: str
    part: str
    keys: str = ""
    more: tuple[str, ...] = ()

    @property
    def tip(self) -> str:
        """What the tooltip says."""
        return "\n".join([f"{self.title} ({self.keys})" if self.keys else self.title, *self.more])


class SectionBar(QWidget):
    """One button for each part and section; ``chosen(number)`` when another section is in front.

    Sections are numbered through all parts, from 0. Going to a part brings back the section that was in front there. The arrows
    move between the buttons of a line.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, tabs: Sequence[Tab], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tabs = tuple(tabs)
        self._parts = list(dict.fromkeys(tab.part for tab in self._tabs))
        self._last = {part: self._of_part(part)[0] for part in self._parts}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._part_group = QButtonGroup(self)
        self._part_group.setExclusive(True)
        self._lines: dict[str, QWidget] = {}
        self._marked: frozenset[int] = frozenset()
        self.setAccessibleName(name)
        self._lay_out()
        self._group.idToggled.connect(self._on_toggled)
        self.choose(0)

    @property
    def current(self) -> int:
        """The number of the section in front, from 0."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Bring a section to the front, and its part with it."""
        if 0 <= number < len(self._tabs):
            self._show_part(self._tabs[number].part)
            self._group.button(number).setChecked(True)

    def mark(self, numbers: Collection[int]) -> None:
        """Put a warning before the sections where something is missing, and before their parts."""
        self._marked = frozenset(numbers)
        for button in self._group.buttons():
            self._mark(button, is_marked=self._group.id(button) in numbers)
        for place, part in enumerate(self._parts):
            self._mark(self._part_group.button(place), is_marked=any(self._tabs[one].part == part for one in numbers))

    def _mark(self, button: object, *, is_marked: bool) -> None:
        if isinstance(button, QToolButton):
            style = Qt.ToolButtonStyle
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon if is_marked else style.ToolButtonTextOnly)
            self._theme.icons.put(button, "warning", "warning")

    def _of_part(self, part: str) -> list[int]:
        return [number for number, tab in enumerate(self._tabs) if tab.part == part]

    def _lay_out(self) -> None:
        self._lane = QVBoxLayout(self)
        self._lane.setContentsMargins(0, 0, 0, 0)
        self._lane.setSpacing(self._theme.space(0.5))
        parts = QWidget()
        parts_lane = FlowLayout(self._theme.space(0.5), self._theme.space(0.5), parts)
        self._lane.addWidget(parts)
        for place, part in enumerate(self._parts):
            made = self._button(part, part, "part")
            made.clicked.connect(partial(self._on_part, part))
            self._part_group.addButton(made, place)
            parts_lane.addWidget(made)

    def _line(self, part: str) -> QWidget:
        """Return the line of a part, made when the part is first shown."""
        if part not in self._lines:
            line = QWidget()
            lane = FlowLayout(self._theme.space(0.5), self._theme.space(0.5), line)
            for number in self._of_part(part):
                tab = self._tabs[number]
                made = self._button(tab.title, tab.tip, "quiet")
                self._group.addButton(made, number)
                self._mark(made, is_marked=number in self._marked)
                lane.addWidget(made)
            self._lines[part] = line
            self._lane.addWidget(line)
        return self._lines[part]

    def _button(self, title: str, tip: str, look: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("look", look)
        made.setText(title.replace("&", "&&"))
        made.setToolTip(tip)
        made.setAccessibleName(title)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        return made

    def _on_part(self, part: str, _is_on: bool = True) -> None:  # noqa: FBT001, FBT002 - the signal's own argument
        self.choose(self._last[part])

    def _show_part(self, part: str) -> None:
        self._part_group.button(self._parts.index(part)).setChecked(True)
        shown = self._line(part)
        for line in self._lines.values():
            line.setVisible(line is shown)

    def _on_toggled(self, number: int, is_on: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if is_on:
            self._last[self._tabs[number].part] = number
            self.chosen.emit(number)
