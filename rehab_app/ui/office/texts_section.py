"""The texts of the office's papers: the list of papers, and the editor of the one that is opened."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.section import Section
from rehab_app.ui.office.texts import actions
from rehab_app.ui.office.texts.actions import OpenedText, PaperTextRow, TextSummary
from rehab_app.ui.office.texts.editor import TextEditor
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session


class TextsSection(Section):
    """Enter on a paper opens its text; Esc in the text leads back to the list."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say, context = session.say, session.context
        may_set = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        self._may_change = may_set and session.may(DataClass.SURAT, Right.MELIHAT)
        self.model: RowsModel[TextSummary] = RowsModel(context, self._columns(), key=lambda row: row.kind)
        self.table = Table(self.model, say("Texts of papers"), name="office.texts", view_state=session.view_state)
        self.editor: TextEditor | None = None
        self._stack = QStackedWidget()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space(1))
        text = say(
            "What each paper says. A change counts for papers made from then on; those already issued stay as they were printed."
        )
        column.addWidget(label(text, "muted"))
        column.addWidget(self.table, 1)
        self._stack.addWidget(self._list)
        self.column.addWidget(self._stack, 1)
        self.table.opened.connect(lambda row: self.open_kind(row.kind))

    def arrive(self) -> None:
        """Read the list; an opened text stays open."""
        actions.read_texts(self.session, self._show, self.tell_trouble, self)
        if self.editor is None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the opened text."""
        return [self.editor.journal] if self.editor is not None else []

    def forget(self) -> None:
        """Blank the list and the sample."""
        self.model.set_rows(())
        if self.editor is not None:
            self.editor.forget()

    def commands(self) -> list[Command]:
        """Return what can be done with the opened text."""
        editor, say = self.editor, self.session.say
        if editor is None:
            return []
        found = [
            Command(say("Versions"), editor.show_versions, icon="timeline"),
            Command(say("How the texts are written"), editor.show_help, icon="help"),
        ]
        if editor.may_change:
            found.insert(0, Command(say("Insert a field"), editor.pick_field, icon="add"))
        return found

    def open_kind(self, kind: str) -> None:
        """Read the text of a kind and open it."""
        actions.open_text(self.session, kind, self._open, self.tell_trouble, self)

    def close_editor(self) -> None:
        """Show the list again."""
        if self.editor is not None:
            self._stack.setCurrentWidget(self._list)
            self._stack.removeWidget(self.editor)
            self.editor.forget()
            self.editor.deleteLater()
            self.editor = None
            self.arrive()

    def _open(self, opened: OpenedText) -> None:
        if self.editor is not None:
            return
        self.editor = TextEditor(self.session, opened, may_change=self._may_change)
        self.editor.left.connect(self.close_editor)
        self.editor.kept.connect(self._on_kept)
        self._stack.addWidget(self.editor)
        self._stack.setCurrentWidget(self.editor)
        self.editor.begin()

    def _on_kept(self, row: PaperTextRow) -> None:
        say = self.session.say
        if row.is_own:
            self.tell(
                say("Version {number} counts from now on. Papers already issued stay as they are.", number=row.version)
            )
        else:
            self.tell(say("The delivered text counts again. Papers already issued stay as they are."))
        actions.read_texts(self.session, self._show, self.tell_trouble, self)

    def _show(self, rows: Sequence[TextSummary]) -> None:
        self.model.set_rows(rows)
        if not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _columns(self) -> list[Column[TextSummary]]:
        say, zone = self.session.say, self.session.context.clock.zone
        return [
            Column(N_("Paper or letter"), lambda row: say(actions.label_of(row.kind)), width=44),
            Column(
                N_("Text"),
                lambda row: say("Our own") if row.is_own else say("Delivered"),
                width=16,
                state=lambda row: State.INFO if row.is_own else State.NEUTRAL,
            ),
            Column(N_("Version"), lambda row: str(row.version) if row.version else "", width=9, align="right"),
            Column(N_("Changed"), lambda row: format_instant(row.changed_at, zone) if row.changed_at else "", width=20),
            Column(N_("By"), lambda row: row.changed_by, width=18),
            Column(N_("Reason"), lambda row: row.reason, stretches=True, tooltip=lambda row: row.reason),
        ]
