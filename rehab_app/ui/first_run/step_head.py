"""Where in the wizard one is: the names of its steps in one row, the present one marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_note import Mark
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State, dress


class StepHead(QWidget):
    """The row of steps; ``names`` are already said."""

    def __init__(self, context: ScreenContext, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._names = list(names)
        self._marks: list[Mark] = []
        self._labels: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.space(0.75))
        for number, name in enumerate(names, 1):
            mark, text = Mark(context.theme, State.NEUTRAL), label(f"{number}  {name}", "muted", wraps=False)
            self._marks.append(mark)
            self._labels.append(text)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(text)
            row.addSpacing(context.theme.space(1.5))
        row.addStretch(1)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Mark ``step`` (from 0) as the present one, those before as done."""
        for number, (mark, text) in enumerate(zip(self._marks, self._labels, strict=True)):
            mark.set_state(State.OK if number < step else State.INFO if number == step else State.NEUTRAL)
            dress(text, look="strong" if number == step else "muted")
        self.setAccessibleName(
            self._context.say(
                "Step {number} of {count}: {name}", number=step + 1, count=len(self._names), name=self._names[step]
            )
        )
