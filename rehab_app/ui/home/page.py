"""The home page: today's sessions above, what waits below, and for each row the reason it is there."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_full
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Fact
from rehab_app.ui.clients import next_step
from rehab_app.ui.home.actions import mark_opening_seen, read_today, read_waiting, record_attended
from rehab_app.ui.home.columns import SessionRows
from rehab_app.ui.home.rows import Today, TodayRow, Waiting, WaitingGroup, WaitingLine, WaitingRow, next_open
from rehab_app.ui.home.waiting.lines import WaitingLines, WaitingTable
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.layout import button, hide_unless, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.schedule.subjects import GroupRoster
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_PATIENCE_MS: Final = 50
_LEAST_STEPS: Final = 14
_MEETINGS: Final = "sessions"
_SECTIONS: Final = {
    Waiting.ALERT: next_step.INSTRUMENTS,
    Waiting.WITHDRAWAL: next_step.CONSENT,
    Waiting.MISSED: _MEETINGS,
    Waiting.DUTY: "tat",
    Waiting.TAT: "tat",
    Waiting.AFTERCARE: "aftercare",
    Waiting.REFERRAL: next_step.REFERRAL,
    Waiting.UNRECORDED: _MEETINGS,
    Waiting.UNSIGNED: _MEETINGS,
    Waiting.PLAN: "plan",
    Waiting.MEASURE: next_step.INSTRUMENTS,
    Waiting.URINE: "urine",
}
_ROOMS: Final = {Waiting.CALL: "followup", Waiting.PRIVACY: "privacy"}


class HomePage(RoomPage):
    """What a person sees first: her day."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Today"))
        self.sessions = SessionRows(session)
        self.waiting = WaitingLines(session)
        self.session_table = Table(
            self.sessions, session.say("Today's sessions"), name="home.sessions", view_state=session.view_state
        )
        self.waiting_table = WaitingTable(session, self.waiting)
        self._reading: tuple[Job, ...] = ()
        self._is_arriving = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.reload)
        self._lay_out()
        self._connect()

    def arrive(self, subject: object = None) -> None:
        """Read the day; the cursor stands on the next meeting of which something is still to be entered."""
        del subject
        self._is_arriving = True
        self.reload()
        self.session_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read everything again: the day first, which is shown as soon as it is there, then what waits."""
        for job in self._reading:
            job.drop()
        self._reading = (
            read_today(self.session, self._show_day, self._on_failed, self),
            read_waiting(self.session, self._show_waiting, self._on_failed, self),
        )

    def forget(self) -> None:
        """Blank both lists."""
        self._patience.stop()
        self.sessions.set_rows(())
        self.waiting.set_groups(())

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        found = [Command(say("Read the day again"), self.reload, "F5", "reload")]
        if self._may_record:
            found.append(Command(say("Came (attendance of the chosen session)"), self.record_attended, "H", "done"))
        found.append(Command(say("Mark the emergency opening as seen"), self.mark_seen, "S", "show"))
        if self.session.may(DataClass.ADMINISTRATIF, Right.INPUT):
            found.append(Command(say("Register a client"), self._register, "Ctrl+N", "register"))
        return found

    @property
    def _may_record(self) -> bool:
        return self.session.may(DataClass.KLINIS, Right.INPUT)

    # Deeds.

    def record_attended(self) -> None:
        """Enter that the client of the chosen session came, and open the file for the note; of a group, open its roster."""
        row = self.session_table.current_row
        if row is None or not row.open_count or not self._may_record:
            return
        if row.is_group:
            self._open_session(row)
            return

        def done(_result: None) -> None:
            self.notice.tell(self.session.say("Entered: attended. The file is open for the note."), State.OK)
            self.session.go.to("clients.file", (row.session.client_id, _MEETINGS))

        record_attended(self.session, row, done, self._on_failed, self)

    def mark_seen(self) -> None:
        """Enter that the chosen emergency opening was seen."""
        row = self._waiting_row
        if row is not None and row.kind is Waiting.EMERGENCY and isinstance(row.subject, UUID):
            mark_opening_seen(self.session, row.subject, lambda _: self.reload(), self._on_failed, self)

    def _open_session(self, row: TodayRow) -> None:
        """Go to the client's meetings; to the roster of a group."""
        if row.is_group and self.session.may(DataClass.KLINIS, Right.MELIHAT):
            self.session.go.to("schedule", GroupRoster(row.key, row.session.held_on))
            return
        if row.is_group:
            self.notice.tell(self.session.say("Who is in a group and who came is kept by the counsellors."), State.INFO)
            return
        self.session.go.to("clients.file", (row.session.client_id, _MEETINGS))

    @property
    def _waiting_row(self) -> WaitingRow | None:
        """The chosen row of what waits; None on a heading."""
        line = self.waiting_table.current_row
        return line.row if line is not None else None

    def _open_waiting(self, line: WaitingLine) -> None:
        """Go where a row is settled; on a heading show more or less of its group."""
        row, go = line.row, self.session.go
        if row is None:
            self.waiting.turn(line.kind)
        elif row.kind is Waiting.INCOMPLETE:
            go.to("clients", "pasal_18")
        elif row.kind in _ROOMS:
            go.to(_ROOMS[row.kind], row.subject if row.kind is Waiting.CALL else row.client_id)
        elif row.client_id is not None:
            section = _SECTIONS.get(row.kind, "")
            go.to("clients.file", (row.client_id, section) if section else row.client_id)
        elif row.kind is Waiting.RECAP:
            go.to("figures", f"recaps/{row.subject}")
        elif row.kind is Waiting.DRAFT:
            form = str(row.facts.get("form", ""))
            go.to("office" if form.startswith("office") else "clients.register")

    def _register(self) -> None:
        self.session.go.to("clients.register")

    # Showing.

    def _show_day(self, today: Today) -> None:
        self.set_title(self.session.say("Today"), format_full(today.day, self.session.context.words.language))
        before = self.session_table.current_row
        self.sessions.set_rows(today.sessions)
        place = self.sessions.find(before.key) if before is not None else -1
        row = self.sessions.row_at(place)
        if row is None or (self._is_arriving and not row.open_count):
            clock = self.context.clock
            place = next_open(self.sessions.rows, clock.now().astimezone(clock.zone).time())
        self._is_arriving = False
        self.session_table.choose(place)

    def _show_waiting(self, groups: tuple[WaitingGroup, ...]) -> None:
        """Show what waits; whoever stands on a row stays on it, and begins on the first row below a heading."""
        self._reading = ()
        has_place = self.waiting_table.current_row is not None
        self.waiting.set_groups(groups)
        if self.waiting_table.current_row is None or not has_place:
            lines = self.waiting.rows
            self.waiting_table.choose(next((number for number, line in enumerate(lines) if line.row is not None), 0))

    def _on_failed(self, trouble: RuleBroken) -> None:
        if not isinstance(trouble, Cancelled):
            self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _lay_out(self) -> None:
        say = self.session.say
        register = self.session.may(DataClass.ADMINISTRATIF, Right.INPUT)
        self.session_table.set_empty(
            say("No sessions today"),
            say("Sessions are planned in a client's file. Find a client with Ctrl+F, or register one."),
            say("Register a client") if register else "",
            self._register if register else None,
        )
        self.waiting_table.set_empty(say("Nothing waits"), say("What needs somebody will stand here with its reason."))
        self._attended = button(self.context.theme, say("Came (H)"), icon="done", clicked=self.record_attended)
        self._attended.setToolTip(_attended_tip(self.session))
        self._seen = button(self.context.theme, say("Seen (S)"), icon="show", clicked=self.mark_seen)
        self.session_table.setMinimumHeight(self.context.theme.space(_LEAST_STEPS))
        self.body.addWidget(self._part(say("Today's sessions"), self.session_table, self._attended), 1)
        self.body.addWidget(self._part(say("What waits"), self.waiting_table, self._seen), 2)
        hide_unless(self._may_record, self._attended)
        self._seen.setVisible(False)
        self._attended.setEnabled(False)

    def _part(self, title: str, table: QWidget, action: QWidget) -> QWidget:
        part = QWidget()
        head = QHBoxLayout()
        head.addWidget(label(title, "heading"), 1)
        head.addWidget(action)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.space(1))
        column.addLayout(head)
        column.addWidget(table, 1)
        return part

    def _connect(self) -> None:
        self.session_table.opened.connect(self._open_session)
        self.waiting_table.opened.connect(self._open_waiting)
        self.session_table.chosen.connect(self._on_session_chosen)
        self.waiting_table.chosen.connect(self._on_waiting_chosen)
        for keys, table, act in (
            ("H", self.session_table, self.record_attended),
            ("S", self.waiting_table, self.mark_seen),
        ):
            shortcut = QShortcut(QKeySequence(keys), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        for keys, act in (("F5", self.reload), ("Ctrl+N", self._register)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        # Whatever is written may change the day; several facts of one transaction are read once.
        self.context.facts.hear(Fact, lambda _fact: self._patience.start() if self.isVisible() else None, self)

    def _on_session_chosen(self, row: TodayRow | None) -> None:
        say = self.session.say
        is_group = row is not None and row.is_group
        self._attended.setText(say("Roster (H)") if is_group else say("Came (H)"))
        tip = say("Fill in who came to the group") if is_group else _attended_tip(self.session)
        self._attended.setToolTip(tip)
        self._attended.setEnabled(row is not None and bool(row.open_count))

    def _on_waiting_chosen(self, line: WaitingLine | None) -> None:
        is_opening = line is not None and line.row is not None and line.kind is Waiting.EMERGENCY
        self._seen.setVisible(is_opening)


def _attended_tip(session: Session) -> str:
    return session.say("Enter that the client of the chosen session came, and open the file")
