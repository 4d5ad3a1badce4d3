"""The windows beside the editor: the fields to insert, the versions with their differences, the page of help."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.texts.actions import FieldKind, MergeField, TextVersion, differences
from rehab_app.ui.shell.session import Session

KIND_WORDS: Final = {
    FieldKind.WORDS: N_("Words in a sentence"),
    FieldKind.BLOCKS: N_("On a line of its own"),
    FieldKind.CONDITION: N_("Condition at the beginning of a line"),
}
_WIDTH: Final = 760
_HEIGHT: Final = 520


def written(field: MergeField) -> str:
    """Return what inserting ``field`` writes."""
    return f"[bila {field.name}] " if field.kind is FieldKind.CONDITION else f"{{{field.name}}}"


class _Window(QDialog):
    """A window of its own size beside the page; Esc closes it."""

    def __init__(self, session: Session, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.session = session
        theme = session.context.theme
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(_WIDTH, _HEIGHT)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(theme.space(2),) * 4)
        self.column.setSpacing(theme.space(1))
        self.column.addWidget(label(title, "heading"))

    def add_foot(self, *buttons: QWidget) -> None:
        """Add the buttons at the foot."""
        row = QHBoxLayout()
        row.addStretch(1)
        for one in (*buttons, button(self.session.context.theme, self.session.say("Close"), clicked=self.reject)):
            row.addWidget(one)
        self.column.addLayout(row)


class FieldPicker(_Window):
    """All fields of a kind; typing narrows them, Enter inserts the chosen one."""

    def __init__(
        self, session: Session, parent: QWidget, fields: Sequence[MergeField], insert: Callable[[MergeField], None]
    ) -> None:
        super().__init__(session, parent, session.say("Insert a field"))
        say, context = session.say, session.context
        self._fields = tuple(fields)
        self._insert = insert
        self.model: RowsModel[MergeField] = RowsModel(
            context,
            [
                Column(N_("Field"), written, width=28),
                Column(
                    N_("What it prints"),
                    lambda row: f"{say(row.label)} *" if row.is_required else say(row.label),
                    stretches=True,
                ),
                Column(N_("Where it may stand"), lambda row: say(KIND_WORDS[row.kind]), width=30),
            ],
            key=lambda row: row.name,
        )
        self.table = Table(self.model, say("Fields"), name="office.text_fields", view_state=session.view_state)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("Type a word of the field"))
        self.search.setAccessibleName(say("Search in the fields"))
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._take_current)
        self.table.opened.connect(self._take)
        self.column.addWidget(self.search)
        self.column.addWidget(self.table, 1)
        hint = label(
            say("Enter inserts the field where the cursor stands. Fields marked * must stand in the text."), "hint"
        )
        self.column.addWidget(hint)
        insert_button = button(context.theme, say("Insert"), look="main", icon="add", clicked=self._take_current)
        insert_button.setDefault(True)
        self.add_foot(insert_button)
        self._narrow("")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self, text: str) -> None:
        wanted, say = text.casefold().split(), self.session.say
        rows = [
            one
            for one in self._fields
            if all(word in f"{one.name} {one.name.replace('_', ' ')} {say(one.label)}".casefold() for word in wanted)
        ]
        self.model.set_rows(rows)
        if rows:
            self.table.choose(0)

    def _take_current(self) -> None:
        row = self.table.current_row
        if row is not None:
            self._take(row)

    def _take(self, row: MergeField) -> None:
        self.accept()
        self._insert(row)


class VersionsWindow(_Window):
    """Every version of a text, and below what it changed in the one before."""

    def __init__(self, session: Session, parent: QWidget, title: str, rows: Sequence[TextVersion]) -> None:
        super().__init__(session, parent, title)
        say, context = session.say, session.context
        self._rows = tuple(rows)
        self.model: RowsModel[TextVersion] = RowsModel(
            context,
            [
                Column(N_("Version"), self._name_of, width=17, state=self._state_of),
                Column(N_("Changed"), self._when, width=20),
                Column(N_("By"), lambda row: row.changed_by, width=16),
                Column(N_("Reason"), lambda row: row.reason, stretches=True, tooltip=lambda row: row.reason),
            ],
            rows,
            key=lambda row: row.version,
        )
        self.table = Table(self.model, say("Versions"), name="office.text_versions", view_state=session.view_state)
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setAccessibleName(say("Differences from the version before"))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(label(say("Differences from the version before"), "label"))
        self.column.addWidget(self.shown, 2)
        self.column.addWidget(label(say("A line with + was added, a line with - was taken away."), "hint"))
        self.add_foot()
        self.table.choose(0)
        self._show(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._show(now.row())

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        row, before = self._rows[place], self._rows[place + 1 : place + 2]
        text = differences(before[0].body, row.body) if before else row.body
        self.shown.setPlainText(text or self.session.say("No line differs."))

    def _name_of(self, row: TextVersion) -> str:
        say = self.session.say
        if not row.version:
            return say("Delivered")
        text = say("Version {number}", number=row.version)
        return text if row.is_own else f"{text} ({say('Delivered')})"

    @staticmethod
    def _state_of(row: TextVersion) -> State:
        return State.INFO if row.is_own else State.NEUTRAL

    def _when(self, row: TextVersion) -> str:
        return format_instant(row.changed_at, self.session.context.clock.zone) if row.changed_at else ""


class HelpWindow(_Window):
    """The page about the language of the texts."""

    def __init__(self, session: Session, parent: QWidget, text: str) -> None:
        super().__init__(session, parent, session.say("How the texts are written"))
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setPlainText(text)
        self.shown.setAccessibleName(session.say("How the texts are written"))
        self.column.addWidget(self.shown, 1)
        self.add_foot()
        self.shown.setFocus(Qt.FocusReason.OtherFocusReason)
