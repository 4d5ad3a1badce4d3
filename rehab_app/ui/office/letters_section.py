"""The types of letters: how each is numbered, with an example that follows what is typed, and where its numbers begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.papers.register.types import TypeRow
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.letters import actions
from rehab_app.ui.office.letters.actions import TypesShown
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

_USUAL = "{sifat}/{nomor}/{bulan_romawi}/{penandatangan}/{klasifikasi}/{tahun}/{unit}"
_TYPED = ("name", "security", "series", "pattern", "signer_mark", "filing_code", "classification")


def type_specs(*, is_new: bool) -> list[FieldSpec]:
    """Return what is asked of a type of letters; its code is asked once."""
    code = FieldSpec(
        name="code",
        label=N_("Code of the type"),
        width=Width.SHORT,
        help=N_("Short, for example SPPD. It cannot be changed later."),
        is_required=True,
    )
    return [
        *([code] if is_new else []),
        FieldSpec(name="name", label=N_("Name"), width=Width.WIDE, is_required=True),
        FieldSpec(
            name="pattern",
            label=N_("Pattern of the number"),
            width=Width.WIDE,
            help=N_(
                "At least {nomor} and {tahun}; also {sifat}, {bulan_romawi}, {penandatangan}, {klasifikasi}, {unit}."
            ),
            is_required=True,
        ),
        FieldSpec(
            name="security",
            label=N_("Mark of the type (sifat)"),
            width=Width.SHORT,
            help=N_("What stands for {sifat}: R, B, T, SR, or the mark of the type, for example Sgas."),
            is_required=True,
        ),
        FieldSpec(
            name="series",
            label=N_("Counter"),
            width=Width.SHORT,
            help=N_("Types with the same counter are numbered on together; each year begins with 1."),
            is_required=True,
        ),
        FieldSpec(name="signer_mark", label=N_("Signer's mark"), width=Width.SHORT),
        FieldSpec(name="filing_code", label=N_("Classification code"), width=Width.SHORT),
        FieldSpec(
            name="classification",
            label=N_("Classification in the letter"),
            help=N_("The word after Klasifikasi, for example RAHASIA."),
        ),
        FieldSpec(
            name="copies",
            label=N_("Usual tembusan"),
            kind=Kind.LINES,
            lines=2,
            width=Width.WIDE,
            help=N_("One line each, as they stand below Tembusan."),
        ),
    ]


def start_specs(this_year: int) -> list[FieldSpec]:
    """Return what is asked of the beginning of a counter."""
    return [
        FieldSpec(name="year", label=N_("Year"), kind=Kind.INTEGER, lowest=2000, highest=this_year, is_required=True),
        FieldSpec(
            name="last",
            label=N_("Last number used in the paper register"),
            kind=Kind.INTEGER,
            lowest=0,
            help=N_("The next letter gets the number after it."),
            is_required=True,
        ),
    ]


class LetterTypesSection(Section):
    """The list of types with a panel for one of them."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say = session.say
        self._shown = TypesShown((), {}, session.context.clock.today().year, "")
        self.forms = FormPanel(session, panel)
        self.model: RowsModel[TypeRow] = RowsModel(session.context, self._columns(), key=lambda row: row.code)
        self.table = Table(self.model, say("Letter types"), name="office.letter_types", view_state=session.view_state)
        self.table.opened.connect(self._open)
        self._may_change = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        theme = session.context.theme
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        head.addWidget(label(say("Enter opens a type. Letters already issued keep their numbers."), "muted"), 1)
        if self._may_change:
            head.addWidget(button(theme, say("Set the last number"), icon="edit", clicked=self.set_start))
            head.addWidget(button(theme, say("New type"), look="main", icon="add", clicked=self.add))
            bind(self.table, "Del", self.retire, Qt.ShortcutContext.WidgetShortcut)
            bind(self, "Ctrl+Shift+N", self.set_start, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.column.addLayout(head)
        self.column.addWidget(self.table, 1)
        if self._may_change:
            self.column.addWidget(label(say("Delete takes a type out of use, or back into it."), "hint"))

    def arrive(self) -> None:
        """Read the types."""
        year = self.session.context.clock.today().year
        actions.read_types(self.session, year, self._show, self.tell_trouble, self)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open form."""
        return self.forms.journals

    def forget(self) -> None:
        """Blank the list."""
        self.model.set_rows(())
        self.forms.forget()

    def commands(self) -> list[Command]:
        """Return what can be done with types."""
        if not self._may_change:
            return []
        say = self.session.say
        return [
            Command(say("New type"), self.add, "Ctrl+N", "add"),
            Command(say("Set the last number"), self.set_start, "Ctrl+Shift+N", "edit"),
            Command(say("Take the type out of use, or back"), self.retire, "Del", "cancelled"),
        ]

    def add(self) -> None:
        """Ask for a type of the office's own."""
        self._open_panel(None)

    def set_start(self) -> None:
        """Ask for the last number that the counter of the marked type has used."""
        row, say = self.table.current_row, self.session.say
        if row is None or not self._may_change:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.set_start(self.session, row.series, draft, saved, refused, self.forms)

        year = self._shown.year
        self.forms.open_form(
            FormOrder(
                title=say("Last number of counter {name}", name=row.series),
                name="office.letter_start",
                subject=row.series,
                specs=start_specs(year),
                values={"year": year, "last": self._shown.last.get(row.series, 0)},
                lead=say("Where the paper register of this year ends. Never below a number that is taken."),
                save=save,
                saved=self._saved(say("The next number follows the one you entered.")),
            )
        )

    def retire(self) -> None:
        """Take the marked type out of use, or back into it."""
        row, say = self.table.current_row, self.session.say
        if row is None or not self._may_change:
            return
        said = say("{name} is in use again.", name=row.name)
        if not row.is_retired:
            said = say("{name} is no longer offered; its numbers stay.", name=row.name)
        actions.retire_type(self.session, row, lambda _done: self._saved(said)(None), self.tell_trouble, self)

    def _open(self, row: TypeRow) -> None:
        if self._may_change:
            self._open_panel(row)

    def _open_panel(self, row: TypeRow | None) -> None:
        say, unit = self.session.say, self._shown.unit

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_type(self.session, row, draft, unit, saved, refused, self.forms)

        values: dict[str, object] = {"pattern": _USUAL, "signer_mark": "KA"}
        if row is not None:
            values = {name: getattr(row, name) for name in _TYPED} | {"copies": "\n".join(row.copies)}
        self.forms.open_form(
            FormOrder(
                title=row.name if row is not None else say("New type"),
                name="office.letter_type",
                subject=row.code if row is not None else "",
                specs=type_specs(is_new=row is None),
                values=values,
                head=self._example,
                save=save,
                saved=self._saved(say("The type is saved.")),
            )
        )

    def _example(self, form: Form) -> QWidget:
        """Return the line that shows a number as the form would write it now."""
        made: QLabel = label("")

        def follow() -> None:
            said = actions.example_of(form.answers(), self._shown.unit, self.session)
            made.setText(self.session.say("Example: {number}", number=said))

        form.changed.connect(follow)
        follow()
        return made

    def _saved(self, sentence: str) -> Saved:
        def saved(_result: object) -> None:
            self.tell(sentence)
            self.arrive()

        return saved

    def _show(self, shown: TypesShown) -> None:
        self._shown = shown
        self.model.set_rows(shown.rows)
        if not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _columns(self) -> list[Column[TypeRow]]:
        say = self.session.say

        def example(row: TypeRow) -> str:
            values = {name: getattr(row, name) for name in (*_TYPED, "code")}
            return actions.example_of(values, self._shown.unit, self.session)

        return [
            Column(N_("Name"), lambda row: row.name, width=20),
            Column(N_("Example"), example, width=40, stretches=True),
            Column(N_("Counter"), lambda row: row.series, width=10),
            Column(
                N_("Last number this year"),
                lambda row: str(self._shown.last.get(row.series, 0)),
                width=20,
                align="right",
            ),
            Column(
                N_("Comes from"),
                lambda row: say("the program") if row.row_version == 0 else say("this office"),
                width=12,
            ),
            Column(
                N_("Standing"),
                lambda row: say("No longer used") if row.is_retired else say("In use"),
                width=16,
                state=lambda row: State.NEUTRAL if row.is_retired else State.OK,
            ),
        ]
