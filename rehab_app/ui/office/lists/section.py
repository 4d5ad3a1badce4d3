"""The value lists of the office: choices added, worded, put in order and retired; what records hold stays readable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.office.lists.choices import ValueList
from rehab_app.office.lists.facts import ListsChanged
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.lists import actions
from rehab_app.ui.office.lists.chooser import ListChooser
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.ui.office.lists.actions import ChoiceRow

MARK_WORDS: Final = {
    "is_held": N_("The meeting took place"),
    "is_missed": N_("Counts as absence without notice"),
    "is_clinical": N_("Holds health data"),
    "needs_identity": N_("The signer's identity is needed"),
    "allows_disclosure": N_("Allows telling others"),
    "is_for_minor": N_("Is for a minor"),
    "is_legal": N_("Comes from a legal process"),
    "tries_again": N_("The clinic tries again"),
    "is_reached": N_("Somebody was reached"),
    "has_nik": N_("Shows the NIK"),
    "is_guardian": N_("May be a guardian"),
    "is_family": N_("Is family"),
    "asks_reason": N_("Asks for a reason"),
    "is_open": N_("Is still under way"),
    "leads_group": N_("Stands for its ASSIST group"),
}
"""What each mark of a choice means, as its check box says it."""


class ListsSection(Section):
    """On the left the lists, on the right the choices of one; Enter words a choice, Alt with Up and Down moves it."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        self._may_change = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        self.form: Form | None = None
        self._row: ChoiceRow | None = None
        self._journal: DraftJournal | None = None
        self._wished = ""
        self.chooser = ListChooser(session)
        self.model: RowsModel[ChoiceRow] = RowsModel(session.context, self._columns(), key=lambda row: row.choice.code)
        self.table = Table(self.model, session.say("Choices"), name="office.lists", view_state=session.view_state)
        self.table.setSortingEnabled(False)
        self._title = label("", "heading")
        self._about = label("", "muted")
        self._keys = label(
            session.say("Enter words a choice, Alt+Up and Alt+Down move it, Delete retires it or brings it back."),
            "hint",
        )
        self._add = button(session.context.theme, session.say("New choice"), look="main", icon="add", clicked=self.add)
        self._lay_out()
        self.chooser.chosen.connect(lambda _name: self._on_list())
        self.chooser.entered.connect(self.table.setFocus)
        self.table.opened.connect(self._open)
        self.table.installEventFilter(self)
        panel.closed.connect(self._on_closed)
        session.context.facts.hear(ListsChanged, self._heard, self)

    @property
    def shown(self) -> ValueList:
        """The list whose choices are shown."""
        return self.session.lists.list(self.chooser.name)

    def arrive(self) -> None:
        """Read the choices of the list that is marked."""
        self._on_list()
        self.chooser.lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open form."""
        return [self._journal] if self._journal is not None else []

    def commands(self) -> list[Command]:
        """Return what can be done with the list that is shown."""
        say = self.session.say
        found = [Command(say("Find a list"), self.chooser.search.setFocus, "", "search")]
        if self._may_change and not self.shown.is_fixed:
            found.append(Command(say("New choice"), self.add, "Ctrl+N", "add"))
        return found

    def add(self) -> None:
        """Open the form of a new choice, where the list takes one."""
        if self.shown.is_fixed:
            self.tell(self._said_of_list(), State.INFO)
        elif self._may_change:
            self._open_panel(None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move and retire by the keys of the table."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._may_change:
            act = self._act_of(event)
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return {Qt.Key.Key_Up: lambda: self._move(-1), Qt.Key.Key_Down: lambda: self._move(1)}.get(
                Qt.Key(event.key())
            )
        if event.key() == Qt.Key.Key_Delete:
            return self._turn_retired
        return None

    def _lay_out(self) -> None:
        theme = self.session.context.theme
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(head)
        column.addWidget(self._about)
        column.addWidget(self.table, 1)
        column.addWidget(self._keys)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(self.chooser)
        row.addWidget(right, 1)
        self.column.addLayout(row, 1)

    def _on_list(self) -> None:
        if not self.chooser.name:
            return
        self.panel.close_panel()
        words = self.session.context.words
        self._title.setText(self.session.lists.title(self.chooser.name, words.language))
        self._about.setText(self._said_of_list())
        self._add.setVisible(self._may_change and not self.shown.is_fixed)
        self._keys.setVisible(self._may_change and not self.shown.is_fixed)
        self._read()

    def _said_of_list(self) -> str:
        say = self.session.say
        if self.shown.is_fixed:
            return say(
                "The program or a form of the law goes by this list: its words may be altered, nothing can be added, moved "
                "or retired."
            )
        return say("A retired choice is no longer offered; records that hold it and the figures keep it.")

    def _read(self) -> None:
        name = self.chooser.name

        def done(rows: Sequence[ChoiceRow]) -> None:
            if name == self.chooser.name:
                self.model.set_rows(rows)
                wished, self._wished = self._wished, ""
                number = self.model.find(wished) if wished else -1
                if number >= 0 or not self.table.currentIndex().isValid():
                    self.table.choose(max(0, number))

        actions.read_choices(self.session, name, done, self.tell_trouble, self)

    def _heard(self, fact: ListsChanged) -> None:
        if self.isVisible() and fact.name == self.chooser.name:
            self._read()

    def _open(self, row: ChoiceRow) -> None:
        if self._may_change:
            self._open_panel(row)

    def _open_panel(self, row: ChoiceRow | None) -> None:
        context = self.session.context
        form = Form(self._specs(row), context)
        form.fill({} if row is None else self._values_of(row))
        form.save_asked.connect(self._save)
        form.left.connect(lambda _how: self.panel.close_panel())
        subject = f"{self.chooser.name}.{row.choice.code if row is not None else ''}"
        self._journal = DraftJournal(
            form, self.session.clinic.drafts, context.jobs.write, name="office.list_choice", subject=subject
        )
        self._journal.offer()
        self.form, self._row = form, row
        title = row.choice.label(context.words.language) if row is not None else self.session.say("New choice")
        self.panel.open_panel(title, form)
        form.focus_first()

    def _specs(self, row: ChoiceRow | None) -> tuple[FieldSpec, ...]:
        say, shown = self.session.say, self.shown
        marks = [Option(mark, say(MARK_WORDS[mark])) for mark in shown.marks]
        specs = [
            FieldSpec(name="label_id", label=N_("Words in Indonesian"), width=Width.WIDE, is_required=True),
            FieldSpec(
                name="label_en",
                label=N_("Words in English"),
                width=Width.WIDE,
                help=N_("May be left out: the Indonesian words are shown then."),
            ),
        ]
        if marks and not shown.is_fixed:
            specs.append(
                FieldSpec(
                    name="marks",
                    label=N_("What it means to the program"),
                    kind=Kind.MANY,
                    options=lambda: marks,
                    help=N_("The program goes by these marks, not by the words."),
                )
            )
        if row is not None and not shown.is_fixed:
            specs.append(FieldSpec(name="is_retired", label=N_("No longer used"), kind=Kind.YES_NO))
        return tuple(specs)

    def _values_of(self, row: ChoiceRow) -> dict[str, object]:
        marks = [mark for mark in self.shown.marks if row.choice.is_marked(mark)]
        english = "" if row.choice.label_en == row.choice.label_id else row.choice.label_en
        values: dict[str, object] = {"label_id": row.choice.label_id, "label_en": english}
        return values if self.shown.is_fixed else {**values, "marks": marks, "is_retired": row.choice.is_retired}

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        marks = draft.get("marks")
        row = self._row
        values: dict[str, object] = {
            "label_id": str(draft.get("label_id") or ""),
            "label_en": str(draft.get("label_en") or ""),
            "marks": list(marks) if isinstance(marks, tuple | list) else [],
            "is_retired": bool(draft.get("is_retired", row is not None and row.choice.is_retired)),
        }
        if self.form is not None:
            self._send(row, values, self._on_refused, self.form)

    def _send(
        self, row: ChoiceRow | None, values: dict[str, object], failed: Callable[[RuleBroken], None], owner: QObject
    ) -> None:
        def done(code: str) -> None:
            if self.form is not None:
                self.form.mark_saved()
            self._wished = code
            self.panel.close_panel()
            self.tell(self.session.say("The list is saved."))
            self._on_list()
            self.table.setFocus()

        actions.save_choice(self.session, self.chooser.name, row, values, done, failed, owner)

    def _turn_retired(self) -> None:
        """Retire the choice that is marked, or bring it back."""
        row = self.table.current_row
        if row is None:
            return
        if self.shown.is_fixed:
            self.tell(self._said_of_list(), State.INFO)
            return
        values = {**self._values_of(row), "is_retired": not row.choice.is_retired}
        self._send(row, values, self.tell_trouble, self)

    def _move(self, steps: int) -> None:
        row = self.table.current_row
        if row is None:
            return
        self._wished = row.choice.code
        place = row.choice.code, self.table.currentIndex().row() + 1
        actions.move_choice(
            self.session, self.chooser.name, place, steps, lambda _place: None, self._move_refused, self
        )

    def _move_refused(self, trouble: RuleBroken) -> None:
        self.tell_trouble(trouble)
        self._read()

    def _on_refused(self, trouble: RuleBroken) -> None:
        if self.form is not None:
            self.form.show_troubles(trouble)

    def _on_closed(self) -> None:
        self.form = self._row = self._journal = None

    def _columns(self) -> list[Column[ChoiceRow]]:
        say = self.session.say

        def marks(row: ChoiceRow) -> str:
            return ", ".join(say(MARK_WORDS[mark]) for mark in self.shown.marks if row.choice.is_marked(mark))

        return [
            Column(N_("Words in Indonesian"), lambda row: row.choice.label_id, width=26, stretches=True),
            Column(N_("Words in English"), lambda row: row.choice.label_en, width=22),
            Column(N_("Marks"), marks, width=26, tooltip=marks),
            Column(
                N_("Standing"),
                self._standing,
                width=18,
                state=self._state,
                icon=self._icon,
            ),
        ]

    @staticmethod
    def _state(row: ChoiceRow) -> State:
        if row.choice.is_retired:
            return State.WARNING
        return State.INFO if row.is_own or row.is_changed else State.NEUTRAL

    @staticmethod
    def _icon(row: ChoiceRow) -> str:
        if row.choice.is_retired:
            return "cancelled"
        return "add" if row.is_own else ("edit" if row.is_changed else "done")

    def _standing(self, row: ChoiceRow) -> str:
        say = self.session.say
        if row.choice.is_retired:
            return say("No longer used")
        if row.is_own:
            return say("Added here")
        return say("Changed here") if row.is_changed else say("As delivered")
