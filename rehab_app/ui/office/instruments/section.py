"""The section itself: the instruments above, the items of the chosen one below."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.instruments.form import Form
from rehab_app.instruments.packs import Pack
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import confirm
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, hide_unless, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.instruments import actions
from rehab_app.ui.office.instruments.actions import InstrumentLine, ItemLine
from rehab_app.ui.office.instruments.wording_panel import WordingPanel
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.choosing import choose_file, choose_target
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

_IMPORT_KEYS: Final = "Ctrl+N"
_ROWS_SHOWN: Final = 12


class InstrumentsSection(Section):
    """Packs in use and the office's own words; Enter on an item opens its words."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say, context = session.say, session.context
        self._may_change = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        self.model: RowsModel[InstrumentLine] = RowsModel(context, self._columns(), key=lambda row: row.form.instrument)
        self.table = Table(self.model, say("Instruments"), name="office.instruments", view_state=session.view_state)
        self.items: RowsModel[ItemLine] = RowsModel(context, self._item_columns(), key=lambda row: row.path)
        self.item_table = Table(self.items, say("Items"), name="office.instrument_items", view_state=session.view_state)
        self.wording = WordingPanel(session, panel, self._on_worded)
        self._heading = label("", "heading")
        self._licensed = label("", "muted")
        self._retire = button(context.theme, say("Use short labels again"), icon="undo", clicked=self.ask_retire)
        self._empty = button(
            context.theme, say("Save an empty pack to fill in"), icon="save", clicked=self.ask_empty_pack
        )
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_items())
        self.item_table.opened.connect(self._open_item)

    def arrive(self) -> None:
        """Read the instruments."""
        actions.read_instruments(self.session, self._show, self.tell_trouble, self)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open words."""
        return [self.wording.journal] if self.wording.journal is not None else []

    def forget(self) -> None:
        """Blank both lists."""
        self.model.set_rows(())
        self.items.set_rows(())

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        if not self._may_change:
            return []
        return [Command(self.session.say("Import a text pack"), self.ask_import, _IMPORT_KEYS, "import")]

    def ask_import(self) -> None:
        """Ask for the file of a pack."""
        say = self.session.say
        choose_file(self.window(), say("Import a text pack"), "", f"{say('Text packs')} (*.toml)", self.take_file)

    def take_file(self, path: str) -> None:
        """Take in the pack at ``path``, or say in the notice line what is wrong with it."""
        actions.import_pack(self.session, path, self._on_imported, self.tell_trouble, self)

    def ask_empty_pack(self) -> None:
        """Ask where to save a pack of the chosen instrument to write its text into."""
        line = self.table.current_row
        if line is not None and line.form.is_licensed:
            say, name = self.session.say, f"{line.form.instrument}-{line.form.version}.toml"
            title, kinds = say("Save an empty pack to fill in"), f"{say('Text packs')} (*.toml)"
            choose_target(self.window(), title, name, kinds, lambda path: self.save_empty_pack(line.form, path))

    def save_empty_pack(self, form: Form, path: str) -> None:
        """Save a pack of ``form`` to write its text into, or say in the notice line why that cannot be done."""
        text = self.session.say("The pack to fill in is saved. Write the texts between the quotes, then import it.")
        actions.save_empty_pack(self.session, form, path, lambda _path: self.tell(text), self.tell_trouble, self)

    def ask_retire(self) -> None:
        """Ask once more before the pack of the chosen instrument is put out of use."""
        line = self.table.current_row
        if line is None or line.pack is None:
            return
        say, name = self.session.say, line.form.instrument
        confirm(
            self.session.context,
            self.window(),
            say("Use short labels again?"),
            say("The text of the pack is no longer shown. What was filled in with it stays as it is."),
            verb=say("Use short labels again"),
            yes=lambda: self._do_retire(name),
        )

    def _do_retire(self, instrument: str) -> None:
        actions.retire_pack(self.session, instrument, lambda _done: self._on_retired(), self.tell_trouble, self)

    def _on_retired(self) -> None:
        self.tell(self.session.say("The pack is out of use."))
        self.arrive()

    def _on_imported(self, pack: Pack) -> None:
        text = self.session.say(
            "The text of {instrument} is in use, pack {version}.", instrument=pack.instrument, version=pack.pack_version
        )
        self.tell(text)
        self.arrive()

    def _on_worded(self) -> None:
        self.tell(self.session.say("The words are saved."))
        actions.read_instruments(self.session, self._show, self.tell_trouble, self)

    def _show(self, lines: Sequence[InstrumentLine]) -> None:
        self.model.set_rows(lines)
        if not self.table.currentIndex().isValid():
            self.table.choose(0)
        self._show_items()

    def _show_items(self) -> None:
        """Show the items of the chosen instrument, where the office may word them."""
        line, say = self.table.current_row, self.session.say
        self._retire.setEnabled(self._may_change and line is not None and line.pack is not None)
        self._empty.setVisible(self._may_change and line is not None and line.form.is_licensed)
        if line is None or not line.takes_words:
            self.items.set_rows(())
            text = say("The text of this instrument is licensed: import a pack, or ask with the short labels.")
            self._licensed.setText(text)
            self._licensed.setVisible(line is not None)
            self._heading.setVisible(False)
            self.item_table.setVisible(False)
            return
        self._licensed.setVisible(False)
        self._heading.setVisible(True)
        self._heading.setText(say("Items of {instrument}", instrument=line.name))
        self.item_table.setVisible(True)
        actions.read_items(self.session, line.form, self._show_lines, self.tell_trouble, self)

    def _show_lines(self, lines: Sequence[ItemLine]) -> None:
        self.items.set_rows(lines)
        if lines and not self.item_table.currentIndex().isValid():
            self.item_table.choose(0)

    def _open_item(self, row: ItemLine) -> None:
        line = self.table.current_row
        if self._may_change and line is not None:
            self.wording.open_item(line.form, row)

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.session.context.theme
        head = QHBoxLayout()
        text = say(
            "Licensed texts are not shipped. An office that may use one imports it as a pack; scores are the same without."
        )
        head.addWidget(label(text, "muted"), 1)
        hide_unless(self._may_change, self._retire)
        load = button(theme, say("Import a text pack"), look="main", icon="import", clicked=self.ask_import)
        load.setToolTip(f"{say('Import a text pack')} ({_IMPORT_KEYS})")
        hide_unless(self._may_change, load)
        head.addWidget(self._retire)
        head.addWidget(load)
        metrics = self.table.fontMetrics()
        self.table.setMaximumHeight(theme.row_height(metrics) * _ROWS_SHOWN + theme.space(3))
        self.column.addLayout(head)
        self.column.addWidget(self.table)
        self.column.addWidget(self._licensed)
        self.column.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._heading)
        self.column.addWidget(self.item_table, 1)
        self.column.addStretch(0)

    def _columns(self) -> list[Column[InstrumentLine]]:
        return [
            Column(N_("Instruments"), lambda row: f"{row.name} \u00b7 {row.form.version}", stretches=True),
            Column(N_("Text"), self._text_of, width=48, state=self._state_of),
            Column(N_("Credit line"), lambda row: row.pack.credit if row.pack else row.form.credit, width=26),
        ]

    def _text_of(self, row: InstrumentLine) -> str:
        say = self.session.say
        if row.pack is not None:
            return say("Pack {version} ({language})", version=row.pack.pack_version, language=row.pack.language)
        if row.form.is_licensed:
            return say("Short labels; no pack imported")
        words = self.session.context.words
        return words.say_many(
            "Delivered; {count} item with our own words", "Delivered; {count} items with our own words", row.own_words
        )

    @staticmethod
    def _state_of(row: InstrumentLine) -> State:
        return State.WARNING if row.form.is_licensed and row.pack is None else State.OK

    def _item_columns(self) -> list[Column[ItemLine]]:
        say = self.session.say
        return [
            Column(N_("Section"), lambda row: row.section, width=26),
            Column(N_("No."), lambda row: row.number, width=7),
            Column(N_("Words now"), lambda row: row.text, stretches=True, tooltip=lambda row: row.delivered),
            Column(N_("Order"), lambda row: str(row.place or row.delivered_place), width=8, align="right"),
            Column(
                N_("Origin"),
                lambda row: say("Our own") if row.is_changed else say("Delivered"),
                width=16,
                state=lambda row: State.INFO if row.is_changed else State.NEUTRAL,
            ),
        ]
