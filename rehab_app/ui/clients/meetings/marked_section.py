"""What can be done with the meeting that is marked: sign its note, repeat it, read its versions, put it into the recycle bin."""

from datetime import datetime
from typing import Final

from rehab_app.clinic.schedule.rows import Repeated
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short, format_time
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.meetings import actions, forms
from rehab_app.ui.clients.meetings.note_card import version_of
from rehab_app.ui.clients.meetings.repeated import repeated_said
from rehab_app.ui.clients.section import FileDesk, Section
from rehab_app.ui.clients.versions import show_versions
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

_USUAL_TIMES: Final = 4


class MarkedSection(Section):
    """The base of the section of the meetings: ``table`` holds them, ``marked`` is the one that is meant."""

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[SessionRow] | None = None

    @property
    def marked(self) -> SessionRow | None:
        """The meeting on which the reader stands."""
        return self.table.current_row if self.table is not None else None

    def sign(self) -> None:
        """Sign the note of the marked meeting."""
        meeting = self.marked
        if meeting is None or not self.may_sign(meeting):
            return
        said = self.session.say("The note is signed; from now on it is corrected with a reason.")
        actions.sign(self.session, meeting, lambda _done: self.desk.tell(said, State.OK), self.refuse, self)

    def repeat(self) -> None:
        """Ask how many weeks the marked meeting is repeated."""
        meeting = self.marked
        if meeting is None:
            return
        owner = self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.repeat(self.session, meeting, int(str(draft["times"])), saved, refused, owner)

        def saved(repeated: object) -> None:
            if isinstance(repeated, Repeated):
                state = State.WARNING if repeated.skipped else State.OK
                self.desk.tell(repeated_said(self.session, repeated), state)

        self.desk.forms.open_form(
            FormOrder(
                title=self.session.say("Repeat weekly"),
                name="sessions.repeat",
                subject=str(meeting.series_id),
                specs=forms.repeat_specs(),
                values={"times": _USUAL_TIMES},
                save=save,
                saved=saved,
            )
        )

    def show_earlier(self) -> None:
        """Show the versions of the marked meeting beside each other."""
        meeting = self.marked
        if meeting is None:
            return
        title = self.session.say("Meeting {number} of {day}", number=meeting.number, day=format_short(meeting.held_on))

        def done(found: actions.Versions) -> None:
            rows, names = found
            versions = [version_of(self.session, row, names) for row in rows]
            show_versions(self.session, self.window(), title, versions)

        actions.read_versions(self.session, meeting.series_id, done, self.refuse, self)

    def put_in_bin(self) -> None:
        """Ask why the marked meeting was a mistake, and put it into the recycle bin."""
        meeting, say = self.marked, self.session.say
        if meeting is None or not self.session.may(DataClass.KLINIS, Right.PERBAIKAN):
            return
        what = say("Meeting {number} of {day}", number=meeting.number, day=format_short(meeting.held_on))

        def give(reason: str) -> None:
            said = say("It lies in the recycle bin now.")
            actions.put_in_bin(
                self.session, meeting, reason, lambda _done: self.desk.tell(said, State.OK), self.refuse, self
            )

        ask_reason(
            self.session.context,
            self.window(),
            say("Put into the recycle bin: {what}", what=what),
            say("For entries made by mistake. It no longer counts, stays readable in the bin and can be taken back."),
            verb=say("Put into the recycle bin"),
            done=give,
        )

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

    def may_sign(self, meeting: SessionRow) -> bool:
        """Whether the reader may sign the note of a meeting, once there is one."""
        if meeting.signed_at is not None or meeting.is_note_withheld:
            return False
        is_mine = meeting.counsellor_id == self.session.actor.user_id
        return self.session.may(DataClass.KLINIS, Right.INPUT) and (
            is_mine or self.session.may(DataClass.KLINIS, Right.PERBAIKAN)
        )
