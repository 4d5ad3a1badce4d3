"""What narrows the register: year, type, state, and words to search for."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from rehab_app.papers.register.search import LetterSearch
from rehab_app.papers.register.types import TypeRow
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.year_box import YearBox
from rehab_app.ui.letters.words import FILTERS
from rehab_app.ui.shell.session import Session

_PAUSE_MS: Final = 200
_LETTERS: Final = 44


class LetterFilters(QWidget):
    """``changed`` when the register shall be read anew; a typed word waits for a pause."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        say, theme = session.say, session.context.theme
        self._session = session
        self.year = YearBox(session.context)
        self.type = QComboBox()
        self.state = QComboBox()
        self.text = QLineEdit()
        self.text.setPlaceholderText(say("Search number, addressee, subject, remark"))
        self.text.setAccessibleName(say("Search the register"))
        self.text.setClearButtonEnabled(True)
        self.type.setAccessibleName(say("Type of letter"))
        self.state.setAccessibleName(say("State"))
        for code, said in FILTERS.items():
            self.state.addItem(say(said), str(code))
        self.offer(())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        self.text.returnPressed.connect(self.changed)
        self.year.chosen.connect(lambda _year: self.changed.emit())
        for box in (self.type, self.state):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        row = FlowLayout(theme.space(1), theme.space(1), self)
        self.text.setMinimumWidth(self.text.fontMetrics().averageCharWidth() * _LETTERS)
        caption = label(say("Year"), "label", wraps=False)
        caption.setMinimumHeight(self.year.sizeHint().height())
        for widget in (caption, self.year, self.type, self.state, self.text):
            row.addWidget(widget)

    @property
    def wanted(self) -> LetterSearch:
        """What is looked for now."""
        return LetterSearch(
            text=self.text.text(),
            year=self.year.year,
            type_code=self.type.currentData() or "",
            state=self.state.currentData() or "",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the year is chosen."""
        return bool(self.text.text().strip() or self.type.currentData() or self.state.currentData())

    def offer(self, types: Sequence[TypeRow]) -> None:
        """Offer these types, keeping the one that is chosen; nothing is read anew for that."""
        chosen = self.type.currentData()
        self.type.blockSignals(True)
        self.type.clear()
        self.type.addItem(self._session.say("Every type"), "")
        for row in types:
            self.type.addItem(row.name, row.code)
        self.type.setCurrentIndex(max(0, self.type.findData(chosen)))
        self.type.blockSignals(False)

    def forget(self) -> None:
        """Drop what was searched for: it may be an addressee's name."""
        self._pause.stop()
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
