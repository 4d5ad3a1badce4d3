"""The schedule: the week of the clinic or of one counsellor, where meetings and groups are planned, moved and filled in."""

from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from rehab_app.clinic.schedule.facts import GroupChanged
from rehab_app.clinic.sessions.facts import SessionRecorded
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Fact
from rehab_app.ui.clients.form_panel import FormPanel
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.kit.elided import ElidedLabel
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.job import Cancelled, Fault, Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import button, icon_button, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.schedule import actions, said
from rehab_app.ui.schedule.actions import Week
from rehab_app.ui.schedule.blocks import monday_of
from rehab_app.ui.schedule.cursor import Cursor
from rehab_app.ui.schedule.moving import Moving
from rehab_app.ui.schedule.opened import Opened
from rehab_app.ui.schedule.planner import Planner
from rehab_app.ui.schedule.subjects import GroupRoster
from rehab_app.ui.schedule.week_grid import WeekGrid
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

PANEL_WIDTH: Final = 400
_PATIENCE_MS: Final = 0
_WEEK: Final = timedelta(days=7)


class SchedulePage(RoomPage):
    """One week at a time; a counsellor sees her own meetings first."""

    gives_way: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Schedule"))
        self.may_plan = session.may(DataClass.KLINIS, Right.INPUT)
        self.first_day = monday_of(self.context.clock.today())
        self.week: Week | None = None
        self._is_first = True
        self._wished: UUID | None = None
        self._job: Job | None = None
        self.panel.setMinimumWidth(PANEL_WIDTH)
        self.forms = FormPanel(session, self.panel)
        self.planner = Planner(
            session,
            self.forms,
            self.window,
            lambda: self.week,
            lambda: (self.counsellor_id, self.room),
            self._stand_on,
            self.notice.tell,
        )
        self.opened = Opened(session, self.panel, self.planner, lambda: self.week, self._pick_up)
        self.grid = WeekGrid(self.context.theme, may_change=self.may_plan)
        self.grid.setAccessibleName(session.say("Schedule of the week"))
        self.moving = Moving(session, self.grid, self.planner, self.notice.tell, self.reload)
        self.counsellors = QComboBox()
        self.rooms = QComboBox()
        self.detail = ElidedLabel("strong")
        self.hint = label("", "hint")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.reload)
        self._lay_out()
        self._connect()

    @property
    def counsellor_id(self) -> UUID | None:
        """The counsellor whose week is shown, None for everybody's."""
        chosen = self.counsellors.currentData()
        return UUID(chosen) if chosen else None

    @property
    def room(self) -> str:
        """The room that is shown, empty for all."""
        return str(self.rooms.currentData() or "")

    def arrive(self, subject: object = None) -> None:
        """Show the week; ``subject`` may be a day of it, or the roster of a group, which is opened."""
        if isinstance(subject, date):
            self.first_day = monday_of(subject)
        elif isinstance(subject, GroupRoster):
            self.first_day = monday_of(subject.day)
            self._wished = subject.group_id
        if self.forms.form is None:
            self.panel.close_panel()  # what it shows of a meeting may have been recorded in the file meanwhile
        self.reload()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the week that is chosen; an answer that was overtaken is dropped."""
        if self._job is not None:
            self._job.drop()
        self._job = actions.read_week(
            self.session, self.first_day, self.counsellor_id, self.room, self._show, self._on_failed, self
        )

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the form at the side."""
        return self.forms.journals

    def forget(self) -> None:
        """Blank the week."""
        self._patience.stop()
        if self._job is not None:
            self._job.drop()
            self._job = None
        self.week = None
        self._wished = None
        self._is_first = True
        self.moving.forget()
        self.grid.forget()
        self.forms.forget()
        self.notice.clear()
        self.detail.clear()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        found = [
            Command(say("This week"), self.go_to_today, "T", "schedule"),
            Command(say("Next week"), lambda: self.turn(1), "PgDown", "right"),
            Command(say("Week before"), lambda: self.turn(-1), "PgUp", "left"),
            Command(say("My meetings or everybody's"), self.toggle_mine, "A", "filter"),
        ]
        if self.may_plan:
            found += [
                Command(say("Plan a meeting"), self.plan, "Ctrl+N", "add"),
                Command(say("Plan a group"), self.plan_group, "Ctrl+G", "clients"),
                Command(say("Move the meeting"), self._pick_up, "M", "schedule"),
                Command(say("Repeat weekly"), self._repeat, "R", "reload"),
                Command(say("Undo the move"), self.moving.undo, "Ctrl+Z", "undo"),
            ]
        return found

    # Weeks and filters.

    def turn(self, weeks: int) -> None:
        """Show another week."""
        self.first_day += weeks * _WEEK
        self.reload()

    def go_to_today(self) -> None:
        """Show this week, with the cursor on today."""
        today = self.context.clock.today()
        self.first_day = monday_of(today)
        if self.week is not None and self.week.first_day == self.first_day:
            self.grid.stand_at(today)
        else:
            self.grid.cursor_at = Cursor(today.weekday(), self.grid.cursor_at.slot)
            self.reload()

    def toggle_mine(self) -> None:
        """Show one's own meetings, or everybody's."""
        mine = self.counsellors.findData(str(self.session.actor.user_id))
        self.counsellors.setCurrentIndex(0 if self.counsellors.currentIndex() > 0 else max(0, mine))

    # Deeds.

    def plan(self) -> None:
        """Plan a meeting at the cursor."""
        self.planner.plan(self.grid.day, self.grid.at)

    def plan_group(self) -> None:
        """Plan a group at the cursor."""
        self.planner.plan_group(self.grid.day, self.grid.at)

    def _stand_on(self, key: UUID) -> None:
        self.grid.stand_on(key)

    def _pick_up(self) -> None:
        self.grid.pick_up()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _repeat(self) -> None:
        if self.grid.row is not None and self.may_plan:
            self.planner.repeat(self.grid.row)

    def _change(self) -> None:
        row = self.grid.row
        if row is not None and self.may_plan:
            self.opened.change(row)

    def _on_letter(self, letter: str) -> None:
        if letter == "A":
            self.toggle_mine()
        elif self.may_plan:
            row = self.grid.row
            if letter == "G":
                self.plan_group()
            elif letter == "R":
                self._repeat()
            elif letter == "E":
                self._change()
            elif row is not None and row.group_id is not None and row.is_movable:
                self.opened.with_group(row, self.planner.cancel_group)

    # What was read.

    def _show(self, week: Week) -> None:
        self._job = None
        self.week = week
        self._fill_counsellors(week)
        self._draw()

    def _draw(self) -> None:
        week = self.week
        if week is None:
            return
        session, say = self.session, self.session.say
        unknown = sorted({one.day.year for one in week.days if not one.has_known_holidays})
        warning = (
            say("Public holidays of {year} are not known to the program; the office enters them.", year=unknown[0])
            if unknown
            else ""
        )
        self.set_title(say("Schedule"), joined([said.span_said(session, week.first_day), warning]))
        self.grid.show_week(said.shown(session, week, is_shared=self.counsellor_id is None))
        if self._is_first:
            self._is_first = False
            now = self.context.clock.now().astimezone(self.context.clock.zone).time()
            self.grid.stand_at(week.today, now)
        self._open_wished()

    def _open_wished(self) -> None:
        """Open the roster that was asked for; a week narrowed to others is shown whole for it."""
        wished, self._wished = self._wished, None
        if wished is None or self.week is None:
            return
        row = next((one for one in self.week.rows if one.group_id == wished), None)
        if row is not None:
            self.grid.stand_on(wished)
            self.opened.open_roster(row)
        elif self.counsellor_id is not None or self.room:
            self._wished = wished
            for box in (self.counsellors, self.rooms):
                box.blockSignals(True)
                box.setCurrentIndex(0)
                box.blockSignals(False)
            self.reload()

    def _fill_counsellors(self, week: Week) -> None:
        """Offer the counsellors once; who was chosen stays chosen."""
        known = [self.counsellors.itemData(number) for number in range(1, self.counsellors.count())]
        if known == [str(account) for account, _name in week.counsellors]:
            return
        chosen = self.counsellors.currentData()
        self.counsellors.blockSignals(True)
        while self.counsellors.count() > 1:
            self.counsellors.removeItem(1)
        for account, name in week.counsellors:
            self.counsellors.addItem(name, str(account))
        self.counsellors.setCurrentIndex(max(0, self.counsellors.findData(chosen)))
        self.counsellors.blockSignals(False)

    def _on_moved(self) -> None:
        """Say what stands under the cursor."""
        week, grid, say = self.week, self.grid, self.session.say
        if week is None or grid.day is None:
            return
        at = f"{grid.at:%H.%M}" if grid.at is not None else ""
        row = grid.row
        closed = said.closed_said(self.session, week, grid.day)
        if grid.carried is not None:
            place = joined([f"{said.day_said(self.session, grid.day)} {at}", closed])
            text = say("Carrying {who} to {place}", who=said.who(self.session, grid.carried), place=place)
            self.hint.setText(
                say("Arrows choose the hour, Page Up and Page Down the week; Enter drops, Esc puts it back.")
            )
        else:
            here = said.lines(self.session, week, row) if row is not None else (at, say("free"))
            text = joined([said.day_said(self.session, grid.day), closed, *here])
            self.hint.setText(said.keys_said(self.session, row, may_plan=self.may_plan))
        self.detail.setText(text)
        grid.tell(text)

    def _on_failed(self, trouble: RuleBroken) -> None:
        self._job = None
        if not isinstance(trouble, Cancelled | Fault):
            self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _on_fact(self, _fact: Fact) -> None:
        if self.week is not None:
            self._patience.start()

    # Layout.

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        self.counsellors.addItem(say("All counsellors"), None)
        if self.session.actor.has(Role.KONSELOR):
            self.counsellors.addItem(self.session.actor.name, str(self.session.actor.user_id))
            self.counsellors.setCurrentIndex(1)
        self.rooms.addItem(say("All rooms"), "")
        for one in self.session.lists.of("consulting_room"):
            self.rooms.addItem(one.label(self.context.words.language), one.code)
        self.counsellors.setAccessibleName(say("Counsellor"))
        self.rooms.setAccessibleName(say("Room"))
        head = QWidget()
        row = FlowLayout(theme.space(1), theme.space(0.5), head)
        for widget in (
            icon_button(theme, "left", say("Week before"), lambda: self.turn(-1)),
            button(theme, say("Today"), clicked=self.go_to_today),
            icon_button(theme, "right", say("Next week"), lambda: self.turn(1)),
            self.counsellors,
            self.rooms,
        ):
            row.addWidget(widget)
        self.body.setSpacing(theme.space(1))
        self.body.addWidget(head)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.hint)
        if self.may_plan:
            self._add_actions()

    def _add_actions(self) -> None:
        theme, say = self.context.theme, self.session.say
        for text, keys, icon, look, act in (
            (say("Plan a group"), "Ctrl+G", "clients", "", self.plan_group),
            (say("Plan a meeting"), "Ctrl+N", "add", "main", self.plan),
        ):
            made = button(theme, text, look=look, icon=icon, clicked=act)
            bind(made, keys, act)
            made.setToolTip(f"{text} ({keys})")
            self.add_action(made)
        bind(self, "Ctrl+Z", self.moving.undo)

    def _connect(self) -> None:
        self.counsellors.currentIndexChanged.connect(lambda _index: self.reload())
        self.rooms.currentIndexChanged.connect(lambda _index: self.reload())
        self.grid.plan_asked.connect(self.planner.plan)
        self.grid.opened.connect(self.opened.open_row)
        self.grid.dropped.connect(self.moving.drop)
        self.grid.turned.connect(self.turn)
        self.grid.today_asked.connect(self.go_to_today)
        self.grid.moved.connect(self._on_moved)
        self.grid.pressed.connect(self._on_letter)
        self.context.privacy.changed.connect(self._draw)
        for kind in (SessionRecorded, GroupChanged):
            self.context.facts.hear(kind, self._on_fact, self)
