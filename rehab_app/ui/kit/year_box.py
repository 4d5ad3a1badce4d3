"""Choosing one of the latest years: this one first, by the office's day."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from rehab_app.ui.kit.context import ScreenContext

_YEARS: Final = 8


class YearBox(QComboBox):
    """The latest eight years; ``chosen(year)`` when another one is chosen."""

    chosen = Signal(int)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        this = context.clock.today().year
        for year in range(this, this - _YEARS, -1):
            self.addItem(str(year), year)
        self.setAccessibleName(context.say("Year"))
        self.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.year))

    @property
    def year(self) -> int:
        """The chosen year."""
        return int(self.currentData())

    def choose(self, subject: object) -> None:
        """Choose a year that is offered; anything else changes nothing."""
        if isinstance(subject, int) and (place := self.findData(subject)) >= 0:
            self.setCurrentIndex(place)
