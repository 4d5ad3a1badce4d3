"""Choosing one of the value lists: by subject, narrowed by typing, walked with the arrows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rehab_app.foundation.words import N_
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.shell.session import Session

WIDTH: Final = 256
SUBJECT_WORDS: Final = {
    "identity": N_("Who the client is"),
    "entry": N_("How clients come"),
    "substances": N_("Substances and use"),
    "screening": N_("Screening and direction"),
    "care": N_("Care and meetings"),
    "clinical": N_("Examination, urine, plan"),
    "outcome": N_("Completion and outcome"),
    "followup": N_("Calls, TAT, aftercare"),
    "documents": N_("Consent and papers"),
    "referral": N_("Referral"),
}


class _Find(QLineEdit):
    """The field that narrows; Down goes into the list."""

    went_down = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)


class _Lists(QListWidget):
    """The lists; Enter or Right goes to the choices."""

    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ListChooser(QWidget):
    """``chosen(name)`` when another list is marked; ``entered`` when its choices shall be worked on."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setFixedWidth(WIDTH)
        self.search = _Find()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(session.say("Find a list"))
        self.search.setAccessibleName(session.say("Find a list"))
        self.lists = _Lists()
        self.lists.setAccessibleName(session.say("Value lists"))
        self.lists.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lists.setWordWrap(True)
        self.lists.setSpacing(2)
        self._nothing = label(session.say("No list is called so."), "muted")
        self._nothing.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(session.context.theme.space(1))
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self.lists, 1)
        self._fill()
        self.search.textChanged.connect(self._narrow)
        self.search.went_down.connect(self.lists.setFocus)
        self.lists.currentItemChanged.connect(self._on_item)
        self.lists.entered.connect(self.entered)
        self.choose_first()

    @property
    def name(self) -> str:
        """The list that is marked."""
        item: QListWidgetItem | None = self.lists.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole) or "")

    def choose(self, name: str) -> None:
        """Mark a list."""
        for item in self._items():
            if item.data(Qt.ItemDataRole.UserRole) == name:
                self.lists.setCurrentItem(item)

    def choose_first(self) -> None:
        """Mark the first list that is shown."""
        first = next((item for item in self._items() if self._is_list(item) and not item.isHidden()), None)
        if first is not None:
            self.lists.setCurrentItem(first)

    def _fill(self) -> None:
        words, lists = self._session.context.words, self._session.lists
        for subject, said in SUBJECT_WORDS.items():
            heading = QListWidgetItem(words.say(said))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            heading.setData(Qt.ItemDataRole.UserRole + 1, subject)
            self.lists.addItem(heading)
            found = [
                (lists.title(name, words.language), name)
                for name in lists.names()
                if lists.list(name).subject == subject
            ]
            for title, name in sorted(found, key=lambda one: one[0].casefold()):
                item = QListWidgetItem(title)
                item.setData(Qt.ItemDataRole.UserRole, name)
                item.setData(Qt.ItemDataRole.UserRole + 1, subject)
                self.lists.addItem(item)

    def _narrow(self, text: str) -> None:
        wanted = " ".join(text.split()).casefold()
        shown = {
            item.data(Qt.ItemDataRole.UserRole + 1)
            for item in self._items()
            if self._is_list(item) and wanted in item.text().casefold()
        }
        for item in self._items():
            fits = wanted in item.text().casefold() if self._is_list(item) else True
            item.setHidden(not (fits and item.data(Qt.ItemDataRole.UserRole + 1) in shown))
        self._nothing.setVisible(not shown)
        current: QListWidgetItem | None = self.lists.currentItem()
        if current is None or current.isHidden():
            self.choose_first()

    def _items(self) -> list[QListWidgetItem]:
        return [self.lists.item(number) for number in range(self.lists.count())]

    @staticmethod
    def _is_list(item: QListWidgetItem) -> bool:
        return bool(item.data(Qt.ItemDataRole.UserRole))

    def _on_item(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and self._is_list(item):
            self.chosen.emit(self.name)
