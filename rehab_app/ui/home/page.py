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
from rehab_app.ui.home.actions import mark_opening_seen, read_today, record_attended
from rehab_app.ui.home.columns import session_columns, waiting_columns
from rehab_app.ui.home.rows import Today, TodayRow, Waiting, WaitingRow
from rehab_app.ui.kit.columns import RowsModel
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_PATIENCE_MS: Final = 50
_LEAST_STEPS: Final = 23
_MEETINGS: Final = "sessions"
_SECTIONS: Final = {
    Waiting.REFERRAL: "referral",
    Waiting.MISSED: _MEETINGS,
    Waiting.UNRECORDED: _MEETINGS,
}


class HomePage(RoomPage):
    """What a person sees first: her day."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Today"))
        self.sessions: RowsModel[TodayRow] = RowsModel(
            session.context, session_columns(session), key=lambda row: row.session.series_id
        )
        self.waiting: RowsModel[WaitingRow] = RowsModel(
            session.context, waiting_columns(session), key=lambda row: row.key
        )
        self.session_table = Table(
            self.sessions, session.say("Today's sessions"), name="home.sessions", view_state=session.view_state
        )
        self.waiting_table = Table(
            self.waiting, session.say("What waits"), name="home.waiting", view_state=session.view_state
        )
        self._reading: Job | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.reload)
        self._lay_out()
        self._connect()

    def arrive(self, subject: object = None) -> None:
        """Read the day."""
        del subject
        self.reload()
        self.session_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read everything again."""
        if self._reading is not None:
            self._reading.drop()
        self._reading = read_today(self.session, self._show, self._on_failed, self)

    def forget(self) -> None:
        """Blank both lists."""
        self._patience.stop()
        self.sessions.set_rows(())
        self.waiting.set_rows(())

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
        """Enter that the client of the chosen session came, and open the file for the note."""
        row = self.session_table.current_row
        if row is None or row.session.attendance or not self._may_record:
            return

        def done(_result: None) -> None:
            self.notice.tell(self.session.say("Entered: attended. The file is open for the note."), State.OK)
            self.session.go.to("clients.file", (row.session.client_id, _MEETINGS))

        record_attended(self.session, row, done, self._on_failed, self)

    def mark_seen(self) -> None:
        """Enter that the chosen emergency opening was seen."""
        row = self.waiting_table.current_row
        if row is not None and row.kind is Waiting.EMERGENCY and isinstance(row.subject, UUID):
            mark_opening_seen(self.session, row.subject, lambda _: self.reload(), self._on_failed, self)

    def _open_session(self, row: TodayRow) -> None:
        self.session.go.to("clients.file", (row.session.client_id, _MEETINGS))

    def _open_waiting(self, row: WaitingRow) -> None:
        if row.kind is Waiting.INCOMPLETE:
            self.session.go.to("clients", "pasal_18")
        elif row.client_id is not None:
            section = _SECTIONS.get(row.kind, "")
            self.session.go.to("clients.file", (row.client_id, section) if section else row.client_id)
        elif row.kind is Waiting.DRAFT:
            form = str(dict(row.facts).get("form", ""))
            self.session.go.to("office" if form.startswith("office") else "clients.register")

    def _register(self) -> None:
        self.session.go.to("clients.register")

    # Showing.

    def _show(self, today: Today) -> None:
        self._reading = None
        self.set_title(self.session.say("Today"), format_full(today.day, self.session.context.words.language))
        for table, model, rows in (
            (self.session_table, self.sessions, today.sessions),
            (self.waiting_table, self.waiting, today.waiting),
        ):
            self._keep_place(table, model, rows)

    @staticmethod
    def _keep_place(table: Table, model: RowsModel, rows: tuple) -> None:  # type: ignore[type-arg]
        current = table.current_row
        key = model.key(current) if current is not None and model.key is not None else None
        model.set_rows(rows)
        place = model.find(key) if key is not None else -1
        table.choose(max(place, 0))

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
        self._attended.setToolTip(say("Enter that the client of the chosen session came, and open the file"))
        self._seen = button(self.context.theme, say("Seen (S)"), icon="show", clicked=self.mark_seen)
        self.session_table.setMinimumHeight(self.context.theme.space(_LEAST_STEPS))
        self.body.addWidget(self._part(say("Today's sessions"), self.session_table, self._attended), 1)
        self.body.addWidget(self._part(say("What waits"), self.waiting_table, self._seen), 1)
        self._attended.setVisible(self._may_record)
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
        self._attended.setEnabled(row is not None and not row.session.attendance)

    def _on_waiting_chosen(self, row: WaitingRow | None) -> None:
        self._seen.setVisible(row is not None and row.kind is Waiting.EMERGENCY)
