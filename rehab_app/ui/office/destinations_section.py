"""The places clients are referred to: their names, addressees and document checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, hide_unless, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.actions import read_destinations, save_destination
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.clinic.referrals.rows import DestinationRow

_TEXTS = ("name", "addressee", "place", "address", "phone", "remark")


def destination_specs(session: Session) -> tuple[FieldSpec, ...]:
    """Return the fields of a destination."""
    language = session.context.words.language
    kinds = [Option(each.code, each.label(language)) for each in session.lists.offered("destination_kind")]
    documents = [Option(each.code, each.label(language)) for each in session.lists.offered("document")]
    return (
        FieldSpec(name="name", label=N_("Name"), width=Width.WIDE, is_required=True),
        FieldSpec(name="kind", label=N_("Kind"), kind=Kind.CHOICE, options=lambda: kinds, is_required=True),
        FieldSpec(
            name="addressee",
            label=N_("Addressee"),
            width=Width.WIDE,
            help=N_("The line after Kepada Yth. in the letter."),
            is_required=True,
        ),
        FieldSpec(name="place", label=N_("Place"), help=N_("The word after di in the letter, for example Samarinda.")),
        FieldSpec(name="address", label=N_("Street address"), kind=Kind.LINES, lines=2, width=Width.WIDE),
        FieldSpec(name="phone", label=N_("Telephone")),
        FieldSpec(
            name="reply_days",
            label=N_("Days in which it answers"),
            kind=Kind.INTEGER,
            help=N_("Empty means the office's usual time; see Settings."),
        ),
        FieldSpec(name="checklist", label=N_("Documents it asks for"), kind=Kind.MANY, options=lambda: documents),
        FieldSpec(name="remark", label=N_("Remark"), kind=Kind.LINES, lines=2, width=Width.WIDE),
        FieldSpec(name="is_retired", label=N_("No longer used"), kind=Kind.YES_NO),
    )


class DestinationsSection(Section):
    """The list of destinations with a panel for one of them."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say = session.say
        self.model: RowsModel[DestinationRow] = RowsModel(session.context, self._columns(), key=lambda row: row.id)
        self.table = Table(self.model, say("Destinations"), name="office.destinations", view_state=session.view_state)
        self.table.opened.connect(self._open)
        self.form: Form | None = None
        self._row: DestinationRow | None = None
        self._journal: DraftJournal | None = None
        self._may_change = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        panel.closed.connect(self._on_closed)
        theme = session.context.theme
        head = QHBoxLayout()
        head.addWidget(
            label(say("Enter opens a destination. Letters already issued keep what was printed."), "muted"), 1
        )
        self._add = button(theme, say("New destination"), look="main", icon="add", clicked=self.add)
        hide_unless(session.may(DataClass.PENGATURAN, Right.INPUT), self._add)
        head.addWidget(self._add)
        self.column.addLayout(head)
        self.column.addWidget(self.table, 1)

    def arrive(self) -> None:
        """Read the destinations."""
        read_destinations(self.session, self._show, self)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open form."""
        return [self._journal] if self._journal is not None else []

    def forget(self) -> None:
        """Blank the list."""
        self.model.set_rows(())

    def commands(self) -> list[Command]:
        """Return what can be done with destinations."""
        return [Command(self.session.say("New destination"), self.add, "Ctrl+N", "place")] if self._may_change else []

    def add(self) -> None:
        """Open the form of a new destination."""
        self._open_panel(None)

    def _open(self, row: DestinationRow) -> None:
        if self._may_change:
            self._open_panel(row)

    def _open_panel(self, row: DestinationRow | None) -> None:
        context = self.session.context
        form = Form(destination_specs(self.session), context)
        if row is None:
            form.fill({"kind": "balai", "is_retired": False})
        else:
            values: dict[str, object] = {name: getattr(row, name) for name in _TEXTS}
            values |= {"kind": row.kind, "reply_days": row.reply_days}
            form.fill({**values, "checklist": list(row.checklist), "is_retired": row.is_retired})
        form.save_asked.connect(self._save)
        form.left.connect(lambda _how: self.panel.close_panel())
        subject = str(row.id) if row is not None else ""
        self._journal = DraftJournal(
            form, self.session.clinic.drafts, context.jobs.write, name="office.destination", subject=subject
        )
        self._journal.offer()
        self.form, self._row = form, row
        self.panel.open_panel(row.name if row is not None else self.session.say("New destination"), form)
        form.focus_first()

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        values: dict[str, object] = {name: str(draft.get(name) or "") for name in _TEXTS}
        checklist = draft.get("checklist")
        values |= {"kind": draft["kind"], "reply_days": draft.get("reply_days")}
        values["checklist"] = list(checklist) if isinstance(checklist, tuple | list) else []
        values["is_retired"] = bool(draft.get("is_retired"))
        if self.form is not None:
            save_destination(self.session, self._row, values, self._on_saved, self._on_refused, self.form)

    def _on_saved(self, _result: None) -> None:
        if self.form is not None:
            self.form.mark_saved()
        self.panel.close_panel()
        self.tell(self.session.say("The destination is saved."))
        self.arrive()

    def _on_refused(self, trouble: RuleBroken) -> None:
        if self.form is not None:
            self.form.show_troubles(trouble)

    def _on_closed(self) -> None:
        self.form = self._row = self._journal = None

    def _show(self, rows: list[DestinationRow]) -> None:
        self.model.set_rows(rows)
        if not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _columns(self) -> list[Column[DestinationRow]]:
        say = self.session.say
        return [
            Column(N_("Name"), lambda row: row.name, stretches=True),
            Column(N_("Kind"), lambda row: self.session.label("destination_kind", row.kind), width=26),
            Column(N_("Place"), lambda row: row.place, width=18),
            Column(N_("Documents"), lambda row: str(len(row.checklist)), width=11, align="right"),
            Column(
                N_("Standing"),
                lambda row: say("No longer used") if row.is_retired else say("In use"),
                width=18,
                state=lambda row: State.NEUTRAL if row.is_retired else State.OK,
            ),
        ]
