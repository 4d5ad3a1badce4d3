"""The steps of a case below each other: which are done, where it stands, with day and number; wide words only wrap."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from rehab_app.ui.kit.field_note import Mark
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State, Theme


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: its name, day and detail (a number, a name), already said."""

    name: str
    day: str
    detail: str
    is_done: bool = False
    is_now: bool = False


class Stepper(QWidget):
    """Shows ``lines`` from the first step to the last; the present one in strong letters."""

    def __init__(self, theme: Theme, lines: Sequence[StepLine]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(1))
        for number, line in enumerate(lines):
            state = State.INFO if line.is_now else State.OK if line.is_done else State.NEUTRAL
            look = "strong" if line.is_now else "" if line.is_done else "muted"
            grid.addWidget(Mark(theme, state), number, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in enumerate((line.name, line.day, line.detail), start=1):
                grid.addWidget(label(text, look), number, column, Qt.AlignmentFlag.AlignTop)
        for column, share in enumerate((0, 3, 2, 5)):
            grid.setColumnStretch(column, share)
        self.setAccessibleName(
            "; ".join(f"{line.name} {line.day} {line.detail}".strip() for line in lines if line.is_done)
        )
