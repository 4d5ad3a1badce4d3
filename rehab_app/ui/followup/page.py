"""The absence watch: who stays away and why, Enter to call, and every row goes by itself once its facts are gone."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.clinic.clients.facts import ClientChanged
from rehab_app.clinic.episodes.facts import EpisodeChanged
from rehab_app.clinic.followup.facts import FollowupChanged
from rehab_app.clinic.followup.rows import AbsentRow, SummonsRow
from rehab_app.clinic.followup.rules import NOTICE, SUMMONS
from rehab_app.clinic.sessions.facts import SessionRecorded
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.followup import actions as filed
from rehab_app.ui.clients.followup.actions import Calling
from rehab_app.ui.clients.followup.deeds import FollowUpDeeds, who_text
from rehab_app.ui.clients.followup.summons_view import SummonsView
from rehab_app.ui.clients.form_panel import FormPanel
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.followup import actions
from rehab_app.ui.followup.actions import Watch
from rehab_app.ui.followup.sheet_view import SheetView
from rehab_app.ui.followup.watch_list import WatchRows, WatchTable, called_text, count_text, due
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_FACTS: Final = (FollowupChanged, SessionRecorded, EpisodeChanged, ClientChanged)
_PATIENCE_MS: Final = 50
_MINE: Final = "followup.mine"
_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_PANEL_WIDTH: Final = 580
_PANEL_SHARE: Final = 0.55


class FollowUpPage(RoomPage):
    """The list in the middle, the call at the side; ``arrive`` may be given the episode that is to be called."""

    gives_way: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Follow-up"), session.say("Those in outpatient care who stay away"))
        self._job: Job | None = None
        self._watch: Watch | None = None
        self._wished: UUID | None = None
        self._following: list[UUID] = []
        self._called: UUID | None = None
        self.paper: SummonsView | None = None
        self.forms = FormPanel(session, self.panel)
        self.acts = FollowUpDeeds(session, self.forms, self.notice.tell, self._refuse)
        self.model = WatchRows(session, self._counsellor)
        self.table = WatchTable(session, self.model)
        self.mine = QCheckBox(session.say("Only mine"))
        self._count = label("", "muted")
        self.sheet = SheetView(session)
        self._stack = QStackedWidget()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._read)
        self._lay_out()
        self._connect()

    def arrive(self, subject: object = None) -> None:
        """Show the list as it is now; where an episode is given, its call is opened."""
        self._wished = subject if isinstance(subject, UUID) else None
        self._show_list()
        self._read()
        self.table.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the call as much room as its outcomes need in two columns, and leave the list its part of a narrow window."""
        super().resizeEvent(event)
        self.panel.setMinimumWidth(min(_PANEL_WIDTH, round(self.width() * _PANEL_SHARE)))

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the form at the side."""
        return self.forms.journals

    def forget(self) -> None:
        """Blank list, paper and form."""
        self._patience.stop()
        self._drop_job()
        self._watch, self._wished, self._called, self._following = None, None, None, []
        self.forms.forget()
        self.notice.clear()
        self._show_list()
        self.sheet.forget()
        self.model.set_rows(())
        self._count.clear()

    def commands(self) -> list[Command]:
        """Return what can be done with the chosen row, and the call sheet."""
        say = self.session.say
        found = [Command(say("Show the call sheet of today"), self.show_sheet, "Ctrl+P", "print")]
        if self._may_enter:
            found += [
                Command(say("Call now"), self.call, "Enter", "phone"),
                Command(say("Summons"), self.summon, "S", "letter"),
                Command(say("Notice to the penyidik"), self.notify, "N", "tat"),
                Command(say("Decide on a drop-out"), self.drop_out, "D", "cancelled"),
            ]
        return [*found, Command(say("Open the file"), self.open_file, "B", "client")]

    # Deeds.

    def call(self) -> None:
        """Open the call of the chosen row; who may not enter calls sees the client's file instead."""
        row = self.table.current_row
        if row is None:
            return
        if not self._may_enter:
            self.open_file()
            return
        filed.open_calling(self.session, row.client_id, row.episode_id, self._ask_call, self._refuse, self)

    def summon(self, kind: str = SUMMONS) -> None:
        """Prepare the next summons of the chosen row; one that was prepared and not sent is shown instead."""
        row = self.table.current_row
        if row is None or not self._may_enter:
            return
        who = who_text(self.session, row.initials, row.rm_number)

        def done(found: tuple[SummonsRow, ...]) -> None:
            waiting = (one for one in found if one.kind == kind and one.sent_on is None and not one.is_cancelled)
            prepared = next(waiting, None)
            if prepared is not None:
                self.show_paper(prepared)
            else:
                self.acts.prepare(row.episode_id, kind, who, self.show_paper)

        filed.read_summonses(self.session, row.episode_id, done, self._refuse, self)

    def notify(self) -> None:
        """Prepare a notice to the penyidik about the chosen row, which must be compulsory."""
        row = self.table.current_row
        if row is not None and row.is_compulsory:
            self.summon(NOTICE)
        elif row is not None:
            self._refuse(RuleBroken("followup.notice_only_compulsory"))

    def drop_out(self) -> None:
        """Ask for the decision that the client of the chosen row has dropped out."""
        row = self.table.current_row
        if row is not None and self._may_enter:
            self.acts.drop_out(row.episode_id, who_text(self.session, row.initials, row.rm_number))

    def open_file(self) -> None:
        """Open the file of the chosen row at its follow-up."""
        row = self.table.current_row
        if row is not None:
            self.session.go.to("clients.file", FileSection(row.client_id, "followup"))

    def show_sheet(self) -> None:
        """Show the call sheet of today."""
        self._drop_paper()
        self.panel.close_panel()
        self.notice.clear()
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.begin()

    def show_paper(self, row: SummonsRow) -> None:
        """Show the paper of a summons in place of the list."""
        self._drop_paper()
        self.paper = paper = SummonsView(self.session, row)
        paper.closed.connect(self._show_list)
        paper.send_asked.connect(lambda one: self.acts.send(one, paper.show_row))
        paper.cancel_asked.connect(lambda one: self.acts.cancel(one, self._show_list))
        self._stack.addWidget(paper)
        self._stack.setCurrentWidget(paper)
        paper.begin()

    @property
    def _may_enter(self) -> bool:
        return self.session.may(DataClass.KLINIS, Right.INPUT)

    def _ask_call(self, calling: Calling) -> None:
        at, today = self.model.find(calling.episode_id), self.context.clock.today()
        following = [row.episode_id for row in due(self.model.rows[at + 1 :], today)] if at >= 0 else []

        def saved(_done: object) -> None:
            self._called, self._following = calling.episode_id, following
            self._patience.stop()
            self._read()

        row = self.model.row_at(at)
        reason = self.model.reason(row) if row is not None else ""
        self.acts.call(calling, saved, why=reason, save_text=self.session.say("Save, next row") if following else "")

    # Reading.

    def _read(self) -> None:
        self._drop_job()
        self._job = actions.read_watch(self.session, self._take, self._refuse, self)

    def _take(self, watch: Watch) -> None:
        self._job = None
        is_first = self._watch is None
        self._watch = watch
        if is_first:
            self._begin_filter(watch)
        self._show_rows()

    def _begin_filter(self, watch: Watch) -> None:
        """Begin with one's own clients where that was chosen last, or where somebody on the list is one's own."""
        kept = self.session.view_state.recall(_MINE)
        me = self.session.actor.user_id
        has_own = any(row.counsellor_id == me for row in watch.rows)
        self.mine.setChecked(kept == "yes" or (not kept and has_own))

    def _show_rows(self) -> None:
        if self._watch is None:
            return
        me, rows = self.session.actor.user_id, self._watch.rows
        shown = [row for row in rows if not self.mine.isChecked() or row.counsellor_id == me]
        self.model.set_rows(shown)
        if self.table.current_row is None:
            self.table.choose(0)
        self._count.setText(count_text(self.session, len(shown), len(rows)))
        self.table.say_empty(has_others=bool(rows) and self.mine.isChecked(), show_all=self.mine.click)
        self._go_on()

    def _go_on(self) -> None:
        """After a call, open the next row whose turn it is; after a way here, the row that was asked for."""
        following, self._following = self._following, []
        called, self._called = self._called, None
        wished, self._wished = self._wished, None
        if wished is not None and self.model.find(wished) < 0 and self.mine.isChecked():
            self.mine.setChecked(False)
            self._wished = wished
            self._show_rows()
            return
        places = (self.model.find(one) for one in ([wished] if wished is not None else following))
        number = next((place for place in places if place >= 0), -1)
        if called is not None:
            left = [row for row in due(self.model.rows, self.context.clock.today()) if row.episode_id != called]
            self.notice.tell(called_text(self.session, len(left), has_next=number >= 0), State.OK)
        if number >= 0:
            self.table.choose(number)
            self.call()
        elif called is not None:
            self.table.setFocus()

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _refuse(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled):
            self.notice.tell(self.context.trouble(trouble), State.DANGER)

    # Showing.

    def _counsellor(self, row: AbsentRow) -> str:
        if self._watch is None or row.counsellor_id is None:
            return ""
        return self._watch.names.get(row.counsellor_id, "")

    def _on_mine(self) -> None:
        self.session.view_state.remember(_MINE, "yes" if self.mine.isChecked() else "no")
        self._show_rows()
        self.table.setFocus()

    def _show_list(self) -> None:
        self._drop_paper()
        self.sheet.forget()
        self._stack.setCurrentIndex(0)
        self.table.setFocus()

    def _drop_paper(self) -> None:
        if self.paper is not None:
            self.paper.forget()
            self._stack.removeWidget(self.paper)
            self.paper.deleteLater()
            self.paper = None

    # Layout.

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        buttons = QWidget()
        head = FlowLayout(theme.space(1), theme.space(1), buttons)
        if self._may_enter:
            for text, keys, icon, act, look in (
                (say("Call now"), "Enter", "phone", self.call, "main"),
                (say("Summons"), "S", "letter", self.summon, ""),
                (say("Notice to the penyidik"), "N", "tat", self.notify, ""),
                (say("Decide on a drop-out"), "D", "cancelled", self.drop_out, ""),
            ):
                made = button(theme, text, icon=icon, look=look, clicked=act)
                made.setToolTip(f"{text} ({keys})")
                head.addWidget(made)
        opener = button(theme, say("Open the file"), icon="client", clicked=self.open_file)
        opener.setToolTip(f"{say('Open the file')} (B)")
        head.addWidget(opener)
        below = QHBoxLayout()
        below.addWidget(self._count, 1)
        below.addWidget(self.mine)
        sheet = button(theme, say("Call sheet"), icon="print", clicked=self.show_sheet)
        sheet.setToolTip(f"{say('Show the call sheet of today')} (Ctrl+P)")
        self.add_action(sheet)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(buttons)
        column.addLayout(below)
        column.addWidget(self.table, 1)
        bind(listed, "Ctrl+P", self.show_sheet, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._stack.addWidget(listed)
        self._stack.addWidget(self.sheet)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.table.opened.connect(lambda _row: self.call())
        self.mine.clicked.connect(lambda _on: self._on_mine())
        self.sheet.closed.connect(self._show_list)
        for keys, act in (
            ("S", self.summon),
            ("N", self.notify),
            ("D", self.drop_out),
            ("B", self.open_file),
            ("M", self.mine.click),
        ):
            bind(self.table, keys, act, _HERE)
        for kind in _FACTS:
            self.context.facts.hear(kind, partial(self._on_fact), self)

    def _on_fact(self, _fact: object) -> None:
        """Read once for all facts of one transaction: a row goes by itself as soon as its reason is gone."""
        if self.isVisible():
            self._patience.start()
