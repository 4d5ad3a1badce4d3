"""The section of the meetings: one key records who came."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short, format_time
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.meetings import actions, forms
from rehab_app.ui.clients.section import Deed, FileDesk, Section
from rehab_app.ui.clients.showing import ATTENDANCE_STATES, NOTHING
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

KEYS: Final = {"H": "hadir", "I": "izin", "M": "mangkir"}
_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_LEAST_ROWS: Final = 6
_MOST_ROWS: Final = 14


class MeetingsPanel(Section):
    """The meetings of the chosen episode with attendance, and the words of the one that is marked."""

    name: ClassVar[str] = next_step.MEETINGS
    title: ClassVar[str] = N_("Meetings")

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[SessionRow] | None = None

    def draw(self, facts: FileFacts) -> None:
        """Show the meetings and what was said at the marked one."""
        say, care = self.session.say, facts.care
        self.table = None
        if facts.episode is None or care is None:
            self.body.addWidget(label(say("Register a masa perawatan first."), "muted"))
            return
        may_enter = facts.is_open and self.session.may(DataClass.KLINIS, Right.INPUT)
        if may_enter:
            deeds = [
                Deed(say("Plan a meeting"), self.plan, "Ctrl+Shift+N", "schedule", "main"),
                Deed(say("Record a meeting"), self.record, "Ctrl+Shift+R", "add"),
            ]
            self.add_deeds(deeds)
        self._words = QWidget()
        self._lane = QVBoxLayout(self._words)
        self._lane.setContentsMargins(0, 0, 0, 0)
        self.table = self._list(care.sessions, may_enter=may_enter)
        self.body.addWidget(self.table)
        if may_enter and care.sessions:
            self.body.addWidget(
                label(say("On a meeting: H attended, I excused, M absent, Enter note and plan, P move."), "hint")
            )
        self.body.addWidget(self._words)
        self._show_words(self.table.current_row)

    def _list(self, meetings: Sequence[SessionRow], *, may_enter: bool) -> Table[SessionRow]:
        say, session = self.session.say, self.session
        model: RowsModel[SessionRow] = RowsModel(
            session.context, self._columns(), meetings, key=lambda row: row.series_id
        )
        table: Table[SessionRow] = Table(model, say("Meetings"), name="clients.meetings", view_state=session.view_state)
        table.set_empty(
            say("No meetings yet"),
            say("Plan the first one; the next number is given by itself."),
            say("Plan a meeting") if may_enter else "",
            self.plan,
        )
        rows = max(_LEAST_ROWS, min(len(meetings), _MOST_ROWS))
        head = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(head + rows * table.verticalHeader().defaultSectionSize() + 2 * table.frameWidth() + 4)
        waiting = next((n for n, meeting in enumerate(meetings) if not meeting.attendance), len(meetings) - 1)
        table.choose(waiting)
        table.chosen.connect(self._show_words)
        table.opened.connect(self.edit)
        if may_enter:
            for keys, code in KEYS.items():
                bind(table, keys, lambda code=code: self.attend(code), _HERE)  # type: ignore[misc]
            bind(table, "P", self.replan, _HERE)
        return table

    def _columns(self) -> list[Column[SessionRow]]:
        session, say = self.session, self.session.say

        def attendance(row: SessionRow) -> str:
            return session.label("attendance", row.attendance) if row.attendance else say("planned")

        def noted(row: SessionRow) -> str:
            if row.is_note_withheld:
                return say("not shown")
            return say("yes") if row.note or row.next_plan else ""

        return [
            Column(N_("No."), lambda row: str(row.number), align="right", width=5),
            Column(N_("Day"), self._when, width=16),
            Column(N_("Form of meeting"), lambda row: session.label("session_kind", row.kind), width=17),
            Column(
                N_("Service"),
                lambda row: session.label("session_type", row.service) if row.service else "",
                width=12,
                stretches=True,
            ),
            Column(
                N_("Attendance"),
                attendance,
                width=14,
                state=lambda row: ATTENDANCE_STATES.get(row.attendance, State.NEUTRAL),
                icon=lambda row: (
                    "schedule" if not row.attendance else str(ATTENDANCE_STATES.get(row.attendance, "neutral"))
                ),
            ),
            Column(N_("Note"), noted, width=10),
        ]

    def _when(self, meeting: SessionRow) -> str:
        at = f" {meeting.held_at:%H.%M}" if meeting.held_at else ""
        return f"{format_short(meeting.held_on)}{at}"

    def enter(self) -> None:
        """Take the focus: on the meetings, where there are any."""
        if self.table is not None and self.table.records.rowCount():
            self.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section."""
        self.table = None
        super().forget()

    # What may be done.

    def plan(self) -> None:
        """Ask for the plan of a meeting."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.plan(self.session, episode.id, draft, saved, refused, owner)

        specs = forms.plan_specs(self.session, facts)
        values = {"counsellor_id": str(episode.counsellor_id) if episode.counsellor_id else None}
        self._open(N_("Plan a meeting"), "plan", str(episode.id), specs, values, save, N_("The meeting is planned."))

    def record(self) -> None:
        """Ask for a meeting that was not planned, with what came of it."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.record(self.session, episode.id, draft, saved, refused, owner)

        specs = [*forms.plan_specs(self.session, facts), *forms.attendance_specs(self.session, None)]
        values = {
            "held_on": facts.today,
            "counsellor_id": str(episode.counsellor_id) if episode.counsellor_id else None,
        }
        self._open(
            N_("Record a meeting"), "record", str(episode.id), specs, values, save, N_("The meeting is recorded.")
        )

    def replan(self) -> None:
        """Ask for another day of the marked meeting, where it was not recorded yet."""
        meeting, facts = self._marked(), self.facts
        if meeting is None or facts is None or meeting.attendance:
            return
        owner = self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.move(self.session, meeting, draft, saved, refused, owner)

        values = forms.plan_values(meeting)
        specs = forms.plan_specs(self.session, facts)

        def fresh(read: FileFacts) -> dict[str, object] | None:
            found = forms.present(read, meeting)
            return None if found is None else forms.plan_values(found)

        title, said = N_("Move the meeting"), N_("The meeting is moved.")
        self._open(title, "move", str(meeting.series_id), specs, values, save, said, fresh)

    def attend(self, code: str) -> None:
        """Record the marked meeting by one key; where more is asked, open its form with that answer."""
        meeting = self._marked()
        if meeting is None:
            return
        if meeting.attendance or forms.needs_reason(code):
            self.edit(meeting, code)
            return
        said = self.session.say(
            "Meeting {number}: {attendance}.", number=meeting.number, attendance=self.session.label("attendance", code)
        )
        actions.attend(
            self.session,
            meeting,
            {"attendance": code},
            lambda _done: self.desk.tell(said, State.OK),
            self.refuse,
            self,
        )

    def edit(self, meeting: SessionRow, code: str = "") -> None:
        """Open the form of what came of a meeting."""
        facts = self.facts
        if facts is None or not self._may_edit(meeting, is_open=facts.is_open):
            return
        owner, shown = self.desk.forms, forms.Shown(meeting, facts.is_open)

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.attend(self.session, shown.meeting, draft, saved, refused, owner)

        values = forms.attendance_values(meeting)
        specs = forms.attendance_specs(self.session, shown)
        title = self.session.say("Meeting {number} of {day}", number=meeting.number, day=format_short(meeting.held_on))

        def fresh(read: FileFacts) -> dict[str, object] | None:
            found = forms.present(read, meeting)
            if found is None:
                return None
            shown.meeting, shown.is_open = found, read.is_open
            return forms.attendance_values(found)

        said = N_("The meeting is recorded.")
        form = self._open(title, "attend", str(meeting.series_id), specs, values, save, said, fresh)
        if form is not None and code:
            field = form.field("attendance")
            field.fill({"attendance": code})
            field.tell_edited()
            form.field("attendance_reason").focus_editor()

    def _may_edit(self, meeting: SessionRow, *, is_open: bool) -> bool:
        """Whether something may be entered: a first note too by those who may only enter."""
        is_whole = bool(meeting.note and meeting.next_plan) or meeting.is_note_withheld
        if meeting.attendance and (is_whole or not is_open):
            return self.session.may(DataClass.KLINIS, Right.PERBAIKAN)
        return is_open and self.session.may(DataClass.KLINIS, Right.INPUT)

    def break_glass(self) -> None:
        """Ask why the notes of somebody else's client must be read now."""
        facts, say = self.facts, self.session.say
        if facts is None:
            return
        client_id = facts.client.id

        def done(until: datetime) -> None:
            at = format_time(until, self.session.context.clock.zone)
            self.desk.tell(
                say("The notes are open until {time}. The Subkoordinator sees this.", time=at), State.WARNING
            )
            self.desk.reload()

        def give(reason: str) -> None:
            actions.open_in_emergency(self.session, client_id, reason, done, self.refuse, self)

        ask_reason(
            self.session.context,
            self.window(),
            say("Open in an emergency"),
            say(
                "You are not this client's counsellor. Say why the notes must be read now; the Subkoordinator sees it."
            ),
            verb=say("Open the notes"),
            done=give,
        )

    def _open(
        self,
        title: str,
        name: str,
        subject: str,
        specs: Sequence[FieldSpec],
        values: Mapping[str, object],
        save: Callable[[dict[str, object], Saved, Refused], None],
        said: str,
        latest: Callable[[FileFacts], Mapping[str, object] | None] | None = None,
    ) -> Form | None:
        return self.desk.forms.open_form(
            FormOrder(
                title=self.session.say(title),
                name=f"sessions.{name}",
                subject=subject,
                specs=specs,
                values=values,
                save=save,
                saved=lambda _done: self.desk.tell(self.session.say(said), State.OK),
                reread=self.reread(latest) if latest is not None else None,
            )
        )

    # What was said.

    def _show_words(self, meeting: SessionRow | None) -> None:
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if meeting is None or not (meeting.attendance or meeting.note or meeting.is_note_withheld):
            return
        say, session = self.session.say, self.session
        card = Card(
            session.context.theme,
            say("Meeting {number} of {day}", number=meeting.number, day=format_short(meeting.held_on)),
        )
        if meeting.is_note_withheld:
            card.body.addWidget(label(say("The note is not shown: it belongs to the client's counsellor."), "muted"))
            deed = Deed(say("Open in an emergency"), self.break_glass, "", "unlock")
            card.body.addWidget(self.deed_row([deed]))
        else:
            rows = [
                (say("Counsellor"), self.facts.account(meeting.counsellor_id) if self.facts else NOTHING),
                (say("Reason of absence"), meeting.attendance_reason),
                (say("Note"), meeting.note or NOTHING),
                (say("Plan for the next meeting"), meeting.next_plan or NOTHING),
            ]
            card.body.addWidget(self.pairs([row for row in rows if row[1]], columns=1))
        self._lane.addWidget(card)

    def _marked(self) -> SessionRow | None:
        return self.table.current_row if self.table is not None else None
