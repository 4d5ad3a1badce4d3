"""The section of the meetings: one key records who came."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.clinic.sessions import rules
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.meetings import actions, forms
from rehab_app.ui.clients.meetings.marked_section import MarkedSection
from rehab_app.ui.clients.meetings.next_free import NextFree
from rehab_app.ui.clients.meetings.note_card import note_card
from rehab_app.ui.clients.section import Deed, FileDeed, FileDesk, Part
from rehab_app.ui.clients.showing import ATTENDANCE_STATES
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_spec import Answers, FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_column import flat
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

KEYS: Final = {"H": "hadir", "I": "izin", "M": "mangkir"}
_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_LEAST_ROWS: Final = 4
_MOST_ROWS: Final = 14
_SHARE_OF_LIST: Final = 0.45


class MeetingsPanel(MarkedSection):
    """The meetings of the chosen episode with attendance, and the words of the one that is marked."""

    name: ClassVar[str] = next_step.MEETINGS
    title: ClassVar[str] = N_("Meetings")
    part: ClassVar[Part] = Part.CARE
    keys: ClassVar[str] = "Ctrl+5"
    file_deeds: ClassVar[tuple[FileDeed, ...]] = (
        FileDeed(N_("Plan a meeting"), "Ctrl+Shift+N", "schedule"),
        FileDeed(N_("Record a meeting"), "Ctrl+Shift+R", "add"),
    )
    is_clinical: ClassVar[bool] = True

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self._signs = False

    def draw(self, facts: FileFacts) -> None:
        """Show the meetings and what was said at the marked one."""
        say, care = self.session.say, facts.care
        before = self.marked
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
        if before is not None:
            self.table.choose(self.table.records.find(before.series_id))
        self.body.addWidget(self.table)
        if may_enter and care.sessions:
            keys = (
                say("On a meeting: H attended, I excused, M absent, Enter note and plan, P move."),
                say("S signs the note, V shows versions, R repeats weekly, Delete: recycle bin."),
            )
            self.body.addWidget(label(" ".join(keys), "hint"))
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
        head, height = table.horizontalHeader().sizeHint().height(), table.verticalHeader().defaultSectionSize()
        # What was said at the marked meeting, and whether it is signed, stands below: it must begin in sight.
        most = min(_MOST_ROWS, int(self.viewport().height() * _SHARE_OF_LIST) // height)
        rows = max(_LEAST_ROWS, min(len(meetings), most))
        table.setFixedHeight(head + rows * height + 2 * table.frameWidth() + 4)
        waiting = next((n for n, meeting in enumerate(meetings) if not meeting.attendance), len(meetings) - 1)
        table.choose(waiting)
        table.chosen.connect(self._show_words)
        table.opened.connect(self.edit)
        if may_enter:
            for keys, code in KEYS.items():
                bind(table, keys, lambda code=code: self.attend(code), _HERE)  # type: ignore[misc]
            bind(table, "P", self.replan, _HERE)
            bind(table, "R", self.repeat, _HERE)
            for keys in ("S", "Ctrl+Return"):
                bind(table, keys, self.sign, _HERE)
        bind(table, "V", self.show_earlier, _HERE)
        bind(table, "Del", self.put_in_bin, _HERE)
        return table

    def _columns(self) -> list[Column[SessionRow]]:
        session, say = self.session, self.session.say

        def attendance(row: SessionRow) -> str:
            return session.label("attendance", row.attendance) if row.attendance else say("planned")

        def noted(row: SessionRow) -> str:
            if row.is_note_withheld:
                return say("not shown")
            if row.signed_at is not None:
                return say("signed")
            return say("yes") if rules.has_words(row) else ""

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
            Column(N_("Room"), lambda row: session.label("consulting_room", row.room) if row.room else "", width=18),
            Column(N_("Note"), noted, width=17),
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

        specs = forms.plan_specs(self.session, facts, self._ask_hour)
        values = {
            "counsellor_id": str(episode.counsellor_id) if episode.counsellor_id else None,
            "slots": facts.session_slots,
        }
        self._open(
            N_("Plan a meeting"),
            "plan",
            str(episode.id),
            specs,
            values,
            save,
            N_("The meeting is planned."),
            head=self._next_free,
        )

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
            "slots": facts.session_slots,
            "counsellor_id": str(episode.counsellor_id) if episode.counsellor_id else None,
        }
        self._open(
            N_("Record a meeting"), "record", str(episode.id), specs, values, save, N_("The meeting is recorded.")
        )

    def replan(self) -> None:
        """Ask for another day of the marked meeting, where it was not recorded yet."""
        meeting, facts = self.marked, self.facts
        if meeting is None or facts is None or meeting.attendance:
            return
        if meeting.group_id is not None:
            self.desk.tell(
                self.session.say("This seat belongs to a group: it moves with its group in the schedule."), State.INFO
            )
            return
        owner = self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.move(self.session, meeting, draft, saved, refused, owner)

        values = forms.plan_values(meeting)
        specs = forms.plan_specs(self.session, facts, self._ask_hour)

        def fresh(read: FileFacts) -> dict[str, object] | None:
            found = forms.present(read, meeting)
            return None if found is None else forms.plan_values(found)

        title, said = N_("Move the meeting"), N_("The meeting is moved.")
        self._open(title, "move", str(meeting.series_id), specs, values, save, said, fresh, head=self._next_free)

    def attend(self, code: str) -> None:
        """Record the marked meeting by one key; where more is asked, open its form with that answer."""
        meeting = self.marked
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
        """Open the form of what came of a meeting; Ctrl+Enter in it saves and signs."""
        facts = self.facts
        if facts is None or not self._may_edit(meeting, is_open=facts.is_open):
            return
        shown = forms.Shown(meeting, facts.is_open, self.session.actor.user_id)
        self._signs = False

        def fresh(read: FileFacts) -> dict[str, object] | None:
            found = forms.present(read, meeting)
            if found is None:
                return None
            shown.meeting, shown.is_open = found, read.is_open
            return forms.attendance_values(found)

        title = self.session.say("Meeting {number} of {day}", number=meeting.number, day=format_short(meeting.held_on))
        lead = self.session.say("Ctrl+S saves, Ctrl+Enter saves and signs.") if self.may_sign(meeting) else ""
        specs, values = forms.attendance_specs(self.session, shown), forms.attendance_values(meeting)
        said = N_("The meeting is recorded.")
        form = self._open(
            title, "attend", str(meeting.series_id), specs, values, self._attender(shown), said, fresh, lead
        )
        if form is None:
            return
        if lead:
            bind(form, "Ctrl+Return", self._save_and_sign, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._begin_in(form, meeting, code)

    def _begin_in(self, form: Form, meeting: SessionRow, code: str) -> None:
        """Put the cursor where something is still to be said."""
        if code:
            field = form.field("attendance")
            field.fill({"attendance": code})
            field.tell_edited()
            form.field("attendance_reason").focus_editor()
        elif meeting.attendance and not meeting.is_note_withheld:
            form.field("subjective").focus_editor()

    def _attender(self, shown: forms.Shown) -> Callable[[dict[str, object], Saved, Refused], None]:
        """Return what keeps the form of ``shown``, and signs the note where Ctrl+Enter asked for it."""

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            signs, self._signs = self._signs, False

            def told(trouble: RuleBroken) -> None:
                self._ask_reason_where_wanted(shown, trouble)
                refused(trouble)

            def done(result: object) -> None:
                saved(result)
                if signs:
                    self.desk.tell(self.session.say("The meeting is recorded and its note signed."), State.OK)

            actions.attend(self.session, shown.meeting, draft, done, told, self.desk.forms, signs=signs)

        return save

    def _save_and_sign(self) -> None:
        form = self.desk.forms.form
        if form is not None and not form.is_saving:
            self._signs = True
            form.save()

    def _ask_reason_where_wanted(self, shown: forms.Shown, trouble: RuleBroken) -> None:
        """Show the field of the reason where the service wants one and nothing here had told so."""
        form = self.desk.forms.form
        if form is not None and any(one.field == forms.CORRECTION for one in flat(trouble)):
            shown.must_reason = True
            form.field("attendance").tell_edited()

    def _may_edit(self, meeting: SessionRow, *, is_open: bool) -> bool:
        """Whether something may be entered: a first note too by those who may only enter, and one's own until it is signed."""
        is_whole = all(getattr(meeting, name) for name in rules.WORDS) or meeting.is_note_withheld
        is_own = meeting.entered_by == self.session.actor.user_id and not meeting.is_note_withheld
        is_fixed = not is_open or meeting.signed_at is not None or (is_whole and not is_own)
        if meeting.attendance and is_fixed:
            return self.session.may(DataClass.KLINIS, Right.PERBAIKAN)
        return is_open and self.session.may(DataClass.KLINIS, Right.INPUT)

    def _next_free(self, form: Form) -> NextFree:
        return NextFree(self.session, form, self.facts.client.id if self.facts is not None else None)

    def _ask_hour(self, answers: Answers, done: Callable[[Sequence[Notice]], None]) -> None:
        actions.hour_notices(self.session, answers, done, self.desk.forms)

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
        lead: str = "",
        head: Callable[[Form], QWidget] | None = None,
    ) -> Form | None:
        return self.desk.forms.open_form(
            FormOrder(
                title=self.session.say(title),
                name=f"sessions.{name}",
                subject=subject,
                specs=specs,
                values=values,
                save=save,
                lead=lead,
                head=head,
                saved=lambda _done: self._on_saved(self.session.say(said)),
                reread=self.reread(latest) if latest is not None else None,
            )
        )

    def _on_saved(self, said: str) -> None:
        """Say what was kept, and go on in the list: the row that the form was opened from may be drawn anew by now."""
        self.desk.tell(said, State.OK)
        self.enter()

    # What was said.

    def _show_words(self, meeting: SessionRow | None) -> None:
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if meeting is None or self.facts is None:
            return
        if meeting.attendance or meeting.is_note_withheld or rules.has_words(meeting):
            self._lane.addWidget(note_card(self, self.facts, meeting, self._deeds_of(meeting)))

    def _deeds_of(self, meeting: SessionRow) -> list[Deed]:
        say = self.session.say
        if meeting.is_note_withheld:
            return [Deed(say("Open in an emergency"), self.break_glass, "", "unlock")]
        deeds = []
        if self.may_sign(meeting) and rules.has_words(meeting):
            deeds.append(Deed(say("Sign the note (S)"), self.sign, "", "ok"))
        if meeting.row_version > 1:
            deeds.append(Deed(say("Versions (V)"), self.show_earlier, "", "timeline"))
        return deeds
