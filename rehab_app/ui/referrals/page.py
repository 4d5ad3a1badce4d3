"""The referrals on their way, the answer longest overdue first: why each is here, its answer at the side, its reminder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.clinic.referrals.rows import AgeingRow, ReferralRow
from rehab_app.clinic.referrals.rules import ADMITTED, AWAITING_REPLY, DRAFT, fitting_replies, not_now
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.form_panel import FormPanel
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.referral.loop import actions as loop_actions
from rehab_app.ui.clients.referral.loop.actions import Paper
from rehab_app.ui.clients.referral.paper_view import PaperView
from rehab_app.ui.clients.referral.reply_orders import reply_order
from rehab_app.ui.clients.subjects import AnswerOf, FileSection
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.referrals import actions, said
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_NAME: Final = "referrals.ageing"


class ReferralsPage(RoomPage):
    """One line a referral; ``arrive`` may be given an ``AnswerOf``, whose form is opened at the side."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Referrals"), session.say("Those that wait for something, overdue first"))
        self._rows: Sequence[AgeingRow] = ()
        self._job: Job | None = None
        self.paper: PaperView | None = None
        self.forms = FormPanel(session, self.panel)
        self.model: RowsModel[AgeingRow] = RowsModel(self.context, _columns(session), key=lambda row: row.id)
        self.table: Table[AgeingRow] = Table(
            self.model, session.say("Referrals"), name=_NAME, view_state=session.view_state
        )
        self.where = QComboBox()
        self.where.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._count = label("", "muted")
        self._why = label("")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def arrive(self, subject: object = None) -> None:
        """Show the list as it is now, and where an answer is to be entered its form."""
        self._show_list()
        self._read()
        self.table.setFocus()
        if isinstance(subject, AnswerOf):
            self._answer(subject.referral_id, subject.how)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the form at the side."""
        return self.forms.journals

    def forget(self) -> None:
        """Drop the rows, the form and the paper."""
        self._drop_job()
        self.forms.forget()
        self._rows = ()
        self.model.set_rows(())
        for text in (self._count, self._why):
            text.clear()
        self._show_list()

    def commands(self) -> list[Command]:
        """Return what can be done with the chosen row."""
        say, found = self.session.say, [Command(self.session.say("Open the file"), self.open_file, "Enter", "client")]
        if self.session.may(DataClass.KLINIS, Right.INPUT):
            found.insert(0, Command(say("Enter the answer"), self.answer, "B", "forward"))
        if self.session.may(DataClass.SURAT, Right.INPUT):
            found.append(Command(say("Reminder letter"), self.remind, "P", "letter"))
        return found

    # Deeds.

    def answer(self) -> None:
        """Open the answer of the chosen row."""
        row = self.table.current_row
        if row is not None and self.session.may(DataClass.KLINIS, Right.INPUT):
            self._answer(row.id)

    def remind(self) -> None:
        """Show the reminder of the chosen row, ready to be issued; it is for those that are sent and not ended."""
        row = self.table.current_row
        if row is None or not self.session.may(DataClass.SURAT, Right.INPUT):
            return
        if row.state not in {*AWAITING_REPLY, ADMITTED}:
            self._refuse(RuleBroken("referrals.not_awaited"))
            return
        self._show_paper(loop_actions.reminder_paper(self.session, row.id, row.row_version, N_("Reminder letter")))

    def open_file(self) -> None:
        """Open the file of the chosen row at its referral."""
        row = self.table.current_row
        if row is not None:
            self.session.go.to("clients.file", FileSection(row.client_id, "referral"))

    def _answer(self, referral_id: UUID, how: str = "") -> None:
        def done(row: ReferralRow) -> None:
            self.table.choose(self._place_of(row.id))
            if not fitting_replies(row.state):
                self._refuse(not_now(row.state))
                return
            self.forms.open_form(reply_order(self.session, row, self.forms, self._saved, how=how, names_client=True))

        actions.read_referral(self.session, referral_id, done, self._refuse, self)

    def _saved(self, _done: object) -> None:
        self.notice.tell(self.session.say("The answer is entered."), State.OK)
        self._read()
        self.table.setFocus()

    def _show_paper(self, paper: Paper) -> None:
        self._drop_paper()
        self.panel.close_panel()
        self.paper = view = PaperView(self.session, paper)
        view.closed.connect(self._show_list)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.begin()

    def _show_list(self) -> None:
        self._drop_paper()
        self._stack.setCurrentIndex(0)
        self.table.setFocus()

    def _drop_paper(self) -> None:
        if self.paper is not None:
            self.paper.forget()
            self._stack.removeWidget(self.paper)
            self.paper.deleteLater()
            self.paper = None

    # Reading.

    def _refresh(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._drop_job()
        self._job = actions.read_ageing(self.session, self._take, self._refuse, self)

    def _take(self, rows: Sequence[AgeingRow]) -> None:
        self._job = None
        self._rows = rows
        self._fill_places()
        self._show_rows()

    def _fill_places(self) -> None:
        """Offer the destinations that stand in the list, and keep the one that is chosen."""
        chosen = self.where.currentData()
        self.where.blockSignals(True)
        self.where.clear()
        self.where.addItem(self.session.say("All destinations"), None)
        for key, name in sorted(
            {(row.destination_id.hex, row.destination) for row in self._rows}, key=lambda one: one[1]
        ):
            self.where.addItem(name, key)
        self.where.setCurrentIndex(max(0, self.where.findData(chosen)))
        self.where.blockSignals(False)

    def _show_rows(self) -> None:
        chosen = self.where.currentData()
        shown = [row for row in self._rows if chosen is None or row.destination_id.hex == chosen]
        self.model.set_rows(shown)
        if self.table.current_row is None:
            self.table.choose(0)
        late = sum(row.is_overdue for row in shown)
        words = self.session.context.words
        parts = [words.say_many("{count} referral", "{count} referrals", len(shown))]
        parts += [self.session.say("{count} overdue", count=late)] if late else []
        self._count.setText(", ".join(parts) if shown else "")
        self._say_why()

    def _say_why(self) -> None:
        row = self.table.current_row
        self._why.setText(self.session.say("Why is it here? {why}", why=said.why(self.session, row)) if row else "")

    def _place_of(self, referral_id: UUID) -> int:
        return next((place for place, row in enumerate(self.model.rows) if row.id == referral_id), -1)

    def _refuse(self, trouble: RuleBroken) -> None:
        self._job = None
        if not isinstance(trouble, Cancelled):
            self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    # Building.

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        self.where.setAccessibleName(say("Destination"))
        self.table.set_empty(
            say("No referral is on its way"),
            say("A referral is prepared in the client's file, under Referral."),
        )
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        name = label(say("&Destination"), "label", wraps=False)
        name.setBuddy(self.where)
        head.addWidget(name)
        head.addWidget(self.where)
        head.addWidget(self._count, 1)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._why)
        column.addWidget(self._deeds())
        self._stack.addWidget(listed)
        self.body.addWidget(self._stack, 1)

    def _deeds(self) -> QWidget:
        theme, row = self.context.theme, QWidget()
        lane = FlowLayout(theme.space(1), theme.space(1), row)
        looks = {"B": "main"}
        for one in self.commands():
            made = button(theme, one.text, look=looks.get(one.keys, ""), icon=one.icon, clicked=one.act)
            made.setToolTip(f"{one.text} ({one.keys})")
            if one.keys != "Enter":
                bind(self.table, one.keys, one.act)
            lane.addWidget(made)
        return row

    def _connect(self) -> None:
        self.table.opened.connect(lambda _row: self.open_file())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_why())
        self.where.currentIndexChanged.connect(lambda _place: self._show_rows())
        self.context.privacy.changed.connect(self._say_why)
        self.context.facts.hear(ReferralChanged, lambda _fact: self._refresh(), self)


def _columns(session: Session) -> list[Column[AgeingRow]]:
    say = session.say

    def papers(row: AgeingRow) -> str:
        count = len(row.missing_documents)
        return say("{count} missing", count=count) if count else say("complete")

    return [
        Column(N_("Initials"), lambda row: row.initials, width=9, is_private=True, order=lambda row: row.initials),
        Column(N_("RM"), lambda row: row.rm_number, width=9, order=lambda row: row.rm_number),
        Column(
            N_("Answer due"),
            lambda row: said.late_text(session, row),
            width=25,
            state=said.late_state,
            order=lambda row: row.late_days if row.late_days is not None else -1,
        ),
        Column(
            N_("Destination"), lambda row: row.destination, width=24, stretches=True, order=lambda row: row.destination
        ),
        Column(
            N_("State"),
            lambda row: session.label("referral_state", row.state),
            width=16,
            state=lambda row: State.INFO if row.state != DRAFT else State.NEUTRAL,
            order=lambda row: row.state,
        ),
        Column(N_("Sent"), lambda row: said.sent_text(session, row), width=10, order=lambda row: row.days or -1),
        Column(N_("Last answer"), lambda row: said.last_text(session, row), width=24),
        Column(N_("Next step"), lambda row: say(said.NEXT[row.next_step]), width=22, order=lambda row: row.next_step),
        Column(
            N_("Papers"),
            papers,
            width=13,
            state=lambda row: State.WARNING if row.missing_documents else State.OK,
            tooltip=lambda row: ", ".join(session.label("document", code) for code in row.missing_documents),
            order=lambda row: len(row.missing_documents),
        ),
    ]
