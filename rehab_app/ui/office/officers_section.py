"""The officers who sign letters beside the head of the office: in which capacity, and from when until when."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.office.officers.draft import ACTING, DAILY, ON_BEHALF, OWN, THROUGH
from rehab_app.office.officers.rows import OfficerRow
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.letters import actions
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

_OWN: Final = "own"
_TYPED: Final = ("name", "title", "rank", "staff_number", "principal", "between", "from_on", "until_on")
_CAPACITIES: Final = {
    _OWN: N_("in own name"),
    ON_BEHALF: N_("a.n. (on behalf of)"),
    THROUGH: N_("u.b. (through another officer)"),
    DAILY: N_("Plh. (stands in for a few days)"),
    ACTING: N_("Plt. (holds the office for the time being)"),
}


def officer_specs(session: Session) -> list[FieldSpec]:
    """Return what is asked of an officer."""
    options = [Option(code, session.say(said)) for code, said in _CAPACITIES.items()]

    def is_delegated(answers: Answers) -> bool:
        return answers.get("delegation") not in {None, _OWN}

    return [
        FieldSpec(name="name", label=N_("Name"), width=Width.WIDE, is_required=True),
        FieldSpec(name="title", label=N_("Position"), width=Width.WIDE, is_required=True),
        FieldSpec(name="rank", label=N_("Rank")),
        FieldSpec(name="staff_number", label=N_("NIP or NRP")),
        FieldSpec(name="delegation", label=N_("Signs"), kind=Kind.RADIO, options=lambda: options, is_required=True),
        FieldSpec(
            name="principal",
            label=N_("In whose name"),
            width=Width.WIDE,
            help=N_("The title that stands behind a.n., Plh. or Plt., for example Kepala BNN Kota Balikpapan."),
            visible_when=is_delegated,
            is_required=True,
        ),
        FieldSpec(
            name="between",
            label=N_("Officer between the two"),
            width=Width.WIDE,
            help=N_("The title that stands above u.b."),
            visible_when=lambda answers: answers.get("delegation") == THROUGH,
            is_required=True,
        ),
        FieldSpec(name="from_on", label=N_("From"), kind=Kind.DATE, width=Width.SHORT),
        FieldSpec(
            name="until_on",
            label=N_("Until"),
            kind=Kind.DATE,
            width=Width.SHORT,
            help=N_("Offered for letters dated between these days; empty means without an end."),
        ),
    ]


class OfficersSection(Section):
    """The list of officers with a panel for one of them; the head of the office stands in the profile."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say = session.say
        self.forms = FormPanel(session, panel)
        self.model: RowsModel[OfficerRow] = RowsModel(session.context, self._columns(), key=lambda row: row.id)
        self.table = Table(self.model, say("Signers"), name="office.officers", view_state=session.view_state)
        self.table.opened.connect(self._open)
        self._may_change = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        theme = session.context.theme
        head = QHBoxLayout()
        said = say("The head named in the profile signs unless another is chosen. Enter opens a signer.")
        head.addWidget(label(said, "muted"), 1)
        if self._may_change:
            head.addWidget(button(theme, say("New signer"), look="main", icon="add", clicked=self.add))
            bind(self.table, "Del", self.retire, Qt.ShortcutContext.WidgetShortcut)
        self.column.addLayout(head)
        self.column.addWidget(self.table, 1)
        if self._may_change:
            self.column.addWidget(label(say("Delete takes a signer out of use, or back into it."), "hint"))
        self.table.set_empty(
            say("Only the head of the office signs"),
            say("Add who signs on behalf of the head, as Plh. or as Plt."),
            say("New signer") if self._may_change else "",
            self.add,
        )

    def arrive(self) -> None:
        """Read the officers."""
        actions.read_officers(self.session, self._show, self.tell_trouble, self)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open form."""
        return self.forms.journals

    def forget(self) -> None:
        """Blank the list."""
        self.model.set_rows(())
        self.forms.forget()

    def commands(self) -> list[Command]:
        """Return what can be done with officers."""
        if not self._may_change:
            return []
        say = self.session.say
        return [
            Command(say("New signer"), self.add, "Ctrl+N", "add"),
            Command(say("Take the signer out of use, or back"), self.retire, "Del", "cancelled"),
        ]

    def add(self) -> None:
        """Ask for an officer."""
        self._open_panel(None)

    def retire(self) -> None:
        """Take the marked officer out of use, or back into it."""
        row, say = self.table.current_row, self.session.say
        if row is None or not self._may_change:
            return
        said = say("{name} is offered again.", name=row.name)
        if not row.is_retired:
            said = say("{name} is no longer offered; issued letters stay as they are.", name=row.name)
        actions.retire_officer(self.session, row, lambda _done: self._saved(said)(None), self.tell_trouble, self)

    def _open(self, row: OfficerRow) -> None:
        if self._may_change:
            self._open_panel(row)

    def _open_panel(self, row: OfficerRow | None) -> None:
        say = self.session.say

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            chosen = draft.get("delegation")
            kept = {**draft, "delegation": OWN if chosen == _OWN else chosen}
            actions.save_officer(self.session, row, kept, saved, refused, self.forms)

        values: dict[str, object] = {"delegation": _OWN}
        if row is not None:
            values = {name: getattr(row, name) for name in _TYPED} | {"delegation": row.delegation or _OWN}
        self.forms.open_form(
            FormOrder(
                title=row.name if row is not None else say("New signer"),
                name="office.officer",
                subject=row.id.hex if row is not None and row.id is not None else "",
                specs=officer_specs(self.session),
                values=values,
                save=save,
                saved=self._saved(say("The signer is saved.")),
            )
        )

    def _saved(self, sentence: str) -> Saved:
        def saved(_result: object) -> None:
            self.tell(sentence)
            self.arrive()

        return saved

    def _show(self, rows: list[OfficerRow]) -> None:
        self.model.set_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _columns(self) -> list[Column[OfficerRow]]:
        say = self.session.say
        today = self.session.context.clock.today()

        def standing(row: OfficerRow) -> str:
            if row.is_retired:
                return say("No longer used")
            return say("Signs today") if row.signs_on(today) else say("Not today")

        def signs(row: OfficerRow) -> str:
            return f"{row.delegation} {row.principal}".strip() or say(_CAPACITIES[_OWN])

        return [
            Column(N_("Name"), lambda row: row.name, width=26),
            Column(N_("Position"), lambda row: row.title, width=24, stretches=True),
            Column(N_("Signs"), signs, width=28, tooltip=signs),
            Column(N_("From"), lambda row: format_short(row.from_on) if row.from_on else "", width=11),
            Column(N_("Until"), lambda row: format_short(row.until_on) if row.until_on else "", width=11),
            Column(
                N_("Standing"),
                standing,
                width=16,
                state=lambda row: State.OK if row.signs_on(today) else State.NEUTRAL,
            ),
        ]
