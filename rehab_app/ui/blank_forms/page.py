"""Every form that can be printed to be filled in by hand, beside the paper itself."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.desk.client_papers.rows import BlankRow, Drawn
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.blank_forms import actions
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_LIST, _PAPER = range(2)
_NAME: Final = "blank_forms"


class BlankFormsPage(RoomPage):
    """The list of forms; Enter shows one as it would be printed."""

    gives_way = True

    def __init__(self, session: Session) -> None:
        subtitle = session.say(
            "With the office's head and texts, to be filled in by hand; no name and no number on them"
        )
        super().__init__(session, session.say("Blank forms"), subtitle)
        self._row: BlankRow | None = None
        self._job: Job | None = None
        self.model: RowsModel[BlankRow] = RowsModel(self.context, self._columns(), key=lambda row: row.code)
        self.table: Table[BlankRow] = Table(
            self.model, session.say("Blank forms"), name=_NAME, view_state=session.view_state
        )
        self.table.set_empty(
            session.say("No form can be printed"), session.say("Ask who keeps the rights of this office.")
        )
        self.preview = Preview(self.context, self._gate)
        self._stack = QStackedWidget()
        self._lay_out()

    def arrive(self, subject: object = None) -> None:
        """Show the list."""
        del subject
        self._show_list()
        actions.read_forms(self.session, self._take, self._refuse, self)

    def forget(self) -> None:
        """Blank the paper."""
        self._drop()
        self._row = None
        self.preview.forget()
        self._stack.setCurrentIndex(_LIST)

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        return [Command(self.session.say("Show the form"), self._open_current, "Enter", "print")]

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        back = button(theme, say("Back to the forms"), icon="back", clicked=self._show_list)
        bind(back, "Escape", self._show_list)
        back.setToolTip(f"{say('Back to the forms')} (Esc)")
        bar = QHBoxLayout()
        bar.addWidget(back)
        bar.addStretch(1)
        paper = QWidget()
        column = QVBoxLayout(paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(bar)
        column.addWidget(self.preview, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(paper)
        self.body.addWidget(self._stack, 1)
        self.table.opened.connect(self._open)

    def _take(self, rows: Sequence[BlankRow]) -> None:
        self.model.set_rows(rows)
        if self.table.current_row is None:
            self.table.choose(0)

    def _open_current(self) -> None:
        row = self.table.current_row
        if row is not None:
            self._open(row)

    def _open(self, row: BlankRow) -> None:
        self._drop()
        self._row = row

        def show(drawn: Drawn) -> None:
            self._job = None
            if drawn.trouble is not None:
                self.notice.tell(self.context.trouble(drawn.trouble), State.WARNING)
            self.preview.show_pdf(drawn.content, self.session.say(row.label))
            self._stack.setCurrentIndex(_PAPER)
            self.preview.setFocus()

        self._job = actions.draw_form(self.session, row.code, show, self._refuse, self)

    def _show_list(self) -> None:
        self._drop()
        self._row = None
        self.preview.forget()
        self._stack.setCurrentIndex(_LIST)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        """Enter that the form leaves, before it does."""
        if self._row is not None:
            pages, code = self.preview.page_count, self._row.code
            actions.note_form(self.session, code, leaving.value, pages, go, self._refuse, self)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _refuse(self, trouble: RuleBroken) -> None:
        self._job = None
        if not isinstance(trouble, Cancelled):
            self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _columns(self) -> list[Column[BlankRow]]:
        say = self.session.say

        def group(row: BlankRow) -> str:
            return say("Instrument") if row.is_instrument else say("Paper of a client")

        return [
            Column(N_("Form"), lambda row: say(row.label), width=50, stretches=True, name="form"),
            Column(N_("Group"), group, width=24),
        ]
