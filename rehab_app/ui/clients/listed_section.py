"""The base of a section that lists the records of one kind and shows the marked one in full below the list."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.keeping import Keeper, Record
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import FileDesk
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.table import Table

Read = TypeVar("Read")

_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class ListedSection(ClinicalSection[Read], Generic[Read, Record]):
    """Enter on a row corrects it, V shows its versions, Delete puts it into the recycle bin."""

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[Record] | None = None

    @property
    def keeper(self) -> Keeper[Record]:
        """What the services offer for these records."""
        raise NotImplementedError

    def correct(self, row: Record) -> None:
        """Show a record to be corrected; subclasses do this."""
        raise NotImplementedError

    def title_of(self, row: Record) -> str:
        """Return how a record is called, already said; subclasses do this."""
        raise NotImplementedError

    def content_of(self, row: Record) -> dict[str, str]:
        """Return what a record says, by its captions; subclasses do this."""
        raise NotImplementedError

    def notices_of(self, row: Record) -> Sequence[QWidget]:
        """Return what should be looked at in a record; subclasses may say it."""
        del row
        return ()

    def author_of(self, row: Record, found: Read) -> tuple[str, str]:
        """Return whose finding a record is, with its caption; subclasses do this."""
        raise NotImplementedError

    def enter(self) -> None:
        """Take the focus: on the list where it has rows."""
        if self.table is not None and self.table.records.rowCount():
            self.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section."""
        self.table = None
        super().forget()

    def put_in_bin(self) -> None:
        """Put the marked record into the recycle bin."""
        row = self._marked()
        if row is not None and self.may_correct:
            self.bin_record(self.keeper, row, self.title_of(row))

    def show_earlier(self) -> None:
        """Show the versions of the marked record beside each other."""
        row = self._marked()
        if row is not None:
            self.open_versions_of(self.keeper.past, row, self.title_of(row), self.content_of)

    def add_list(self, table: Table[Record], hint: str) -> None:
        """Put the list into the body, below it what its keys do where it has rows, and then the marked record."""
        self.table = table
        table.chosen.connect(self._show_row)
        table.opened.connect(self.correct)
        bind(table, "V", self.show_earlier, _HERE)
        bind(table, "Del", self.put_in_bin, _HERE)
        self.body.addWidget(table)
        if table.records.rowCount():
            self.body.addWidget(label(hint, "hint"))
        marked = QWidget()
        self._lane = QVBoxLayout(marked)
        self._lane.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(marked)
        self._show_row(table.current_row)

    def _marked(self) -> Record | None:
        return self.table.current_row if self.table is not None else None

    def _show_row(self, row: Record | None) -> None:
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if row is None or self.found is None:
            return
        card = Card(self.session.context.theme, self.title_of(row))
        for line in self.notices_of(row):
            card.body.addWidget(line)
        said = [(caption, value) for caption, value in self.content_of(row).items() if value]
        card.body.addWidget(self.pairs([*said, self.author_of(row, self.found)]))
        if row.row_version > 1:
            card.body.addWidget(self.version_hint(row))
        self._lane.addWidget(card)
