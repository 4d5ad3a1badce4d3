"""What opens at the side with Enter: a meeting or a group, what is known of it, and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from rehab_app.clinic.schedule.rows import SlotRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.showing import ATTENDANCE_STATES, joined
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.kit.theme import State
from rehab_app.ui.schedule import actions, said
from rehab_app.ui.schedule.actions import GroupShown, Week
from rehab_app.ui.schedule.details import Details, Way
from rehab_app.ui.schedule.planner import Planner
from rehab_app.ui.shell.session import Session


class Opened(QObject):
    """Shows the meeting or the group of the cursor; ``pick_up`` lets the cursor carry it."""

    def __init__(
        self,
        session: Session,
        panel: SidePanel,
        planner: Planner,
        week: Callable[[], Week | None],
        pick_up: Callable[[], None],
    ) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._planner = planner
        self._week = week
        self._pick_up = pick_up
        self._may_plan = session.may(DataClass.KLINIS, Right.INPUT)

    def open_row(self, row: SlotRow) -> None:
        """Show a meeting or a group; a form with something unsaved is asked first what shall become of it."""
        form = self._planner.forms.form
        if form is not None and form.is_dirty:
            form.leave()
        elif row.group_id is not None:
            self.with_group(row, lambda shown: self._show_group(row, shown))
        else:
            self._show(row, self._ways_of_meeting(row))

    def open_roster(self, row: SlotRow) -> None:
        """Ask who came to a group; who may not enter that, and who looks before the day, sees the group."""
        if self._may_plan and row.day <= self._session.context.clock.today():
            self.with_group(row, self._planner.roster)
        else:
            self.open_row(row)

    def change(self, row: SlotRow) -> None:
        """Ask for another plan of a meeting or a group."""
        if row.group_id is not None:
            self.with_group(row, self._planner.change_group)
        else:
            self._planner.change(row)

    def with_group(self, row: SlotRow, act: Callable[[GroupShown], None]) -> None:
        """Read the group of a row and hand it to ``act``."""
        if row.group_id is not None:
            actions.read_group(self._session, row.group_id, act, self._planner.refuse, self)

    def _ways_of_meeting(self, row: SlotRow) -> list[Way]:
        say, planner = self._session.say, self._planner
        ways = [Way(say("Open the client's meetings"), lambda: self._open_file(row), "client", "main")]
        if self._may_plan and row.is_movable:
            ways.append(Way(say("Move (M)"), self._carry, "schedule"))
            ways.append(Way(say("Change (E)"), lambda: planner.change(row), "edit"))
        if self._may_plan:
            ways.append(Way(say("Repeat weekly (R)"), lambda: planner.repeat(row), "reload"))
        return ways

    def _ways_of_group(self, row: SlotRow, shown: GroupShown) -> list[Way]:
        say, planner = self._session.say, self._planner
        if not self._may_plan:
            return []
        # Who comes is known on the day; until then members are what is still to be done.
        ways = [
            Way(say("Fill in the roster"), lambda: planner.roster(shown), "done"),
            Way(say("Add members"), lambda: planner.add_members(shown), "add"),
        ]
        if row.day > self._session.context.clock.today():
            ways.reverse()
        ways[0] = replace(ways[0], look="main")
        if row.is_movable:
            ways += [
                Way(say("Take a member out"), lambda: planner.take_out(shown), "remove"),
                Way(say("Move (M)"), self._carry, "schedule"),
                Way(say("Change (E)"), lambda: planner.change_group(shown), "edit"),
                Way(say("Cancel the group"), lambda: planner.cancel_group(shown), "cancelled"),
            ]
        return [*ways, Way(say("Repeat weekly (R)"), lambda: planner.repeat(row), "reload")]

    def _show_group(self, row: SlotRow, shown: GroupShown) -> None:
        session = self._session
        members = [
            joined(
                [
                    said.seat(session, seat),
                    session.say("meeting {number}", number=seat.number),
                    session.label("attendance", seat.attendance) if seat.attendance else "",
                    seat.attendance_reason,
                ]
            )
            for seat in shown.roster
        ]
        self._show(row, self._ways_of_group(row, shown), members, shown.group.summary)

    def _show(self, row: SlotRow, ways: Sequence[Way], members: Sequence[str] = (), summary: str = "") -> None:
        week, session, say = self._week(), self._session, self._session.say
        if week is None:
            return
        self._planner.forms.forget()
        pairs = [
            (say("Day"), said.day_said(session, row.day)),
            (say("Time (WITA)"), said.hours_of(row) or say("no hour")),
            (say("Form of meeting"), session.label("session_kind", row.kind)),
            (say("Service"), session.label("session_type", row.service) if row.service else ""),
            (say("Counsellor"), said.counsellor_of(week, row)),
            (say("Room"), session.label("consulting_room", row.room) if row.room else ""),
            (say("Meeting no."), str(row.number) if row.number else ""),
            (say("Summary of the meeting"), summary),
        ]
        is_group = row.group_id is not None
        details = Details(
            session.context.theme,
            [pair for pair in pairs if pair[1]],
            ways,
            badge=self._badge(row),
            rows=members or ([say("Nobody yet")] if is_group else []),
            rows_title=say("Members") if is_group else "",
        )
        self._panel.open_panel(said.who(session, row), details)

    def _badge(self, row: SlotRow) -> tuple[str, State]:
        say = self._session.say
        if row.attendance:
            return self._session.label("attendance", row.attendance), ATTENDANCE_STATES.get(
                row.attendance, State.NEUTRAL
            )
        return (say("held"), State.OK) if row.state == "held" else (say("planned"), State.NEUTRAL)

    def _open_file(self, row: SlotRow) -> None:
        if row.client_id is not None:
            self._session.go.to("clients.file", FileSection(row.client_id, next_step.MEETINGS))

    def _carry(self) -> None:
        self._panel.close_panel()
        self._pick_up()
