"""The sections of a form to jump to, each with how far it is."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from rehab_app.instruments.form import Form
from rehab_app.ui.kit.field_spec import Surroundings
from rehab_app.ui.kit.questionnaire.answers import Progress

_WIDTH_STEPS: Final = 28


class SectionList(QListWidget):
    """Lists the sections, and the form's own page as the last one. ``chosen(place)`` when another one is wanted."""

    chosen = Signal(int)

    def __init__(self, around: Surroundings, form: Form, last: str) -> None:
        super().__init__()
        self._around = around
        self._form = form
        self._titles = [*(self._title(place) for place in range(len(form.sections))), last]
        self.setAccessibleName(around.words.say("Sections of the form"))
        self.setFixedWidth(around.theme.space(_WIDTH_STEPS))
        self.setWordWrap(True)
        self.setSpacing(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for title in self._titles:
            self.addItem(QListWidgetItem(title))
        self.setCurrentRow(0)
        self.currentRowChanged.connect(self.chosen)

    @property
    def texts(self) -> Sequence[str]:
        """What is shown, line by line."""
        return [self.item(place).text() for place in range(self.count())]

    def show_progress(self, progress: Mapping[str, Progress]) -> None:
        """Show how many places of each section are answered; a complete one has a check before it."""
        icons = self._around.theme.icons
        for place, section in enumerate(self._form.sections):
            found, line = progress[section.name], self.item(place)
            counted = self._around.words.say("{done} of {asked}", done=found.done, asked=found.asked)
            line.setText(f"{self._titles[place]}\n{counted}" if found.asked else self._titles[place])
            state = "ok" if found.is_complete and found.asked else "neutral"
            line.setIcon(icons.icon(state, state if state == "ok" else "muted"))
            line.setSizeHint(QSize(-1, -1))

    def _title(self, place: int) -> str:
        section = self._form.sections[place]
        title = f"{section.number}  {section.label.say(self._around.words)}".strip()
        return title or self._around.words.say("Questions")
