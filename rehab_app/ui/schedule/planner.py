"""The forms of the schedule: plan, change and repeat a meeting or a group, its members and its roster."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.schedule.rows import Planned, Repeated, SlotRow
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Reread, Saved, Values
from rehab_app.ui.clients.meetings.forms import repeat_specs, said_notice
from rehab_app.ui.clients.meetings.next_free import NextFree
from rehab_app.ui.clients.meetings.repeated import repeated_said
from rehab_app.ui.kit.dialogs import ask_reason, tell_trouble
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_column import flat
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.theme import State
from rehab_app.ui.schedule import actions, forms, said
from rehab_app.ui.schedule.actions import GroupShown, Week
from rehab_app.ui.shell.session import Session

Save = Callable[[dict[str, object], Saved, Refused], object]


class Planner(QObject):
    """Opens the forms of the page in its side panel.

    ``week()`` is what is shown, ``narrowed()`` the counsellor and the room it is narrowed to, ``stand_on(key)`` puts the cursor
    on what was made, ``tell`` says what was done.
    """

    def __init__(
        self,
        session: Session,
        panel: FormPanel,
        window: Callable[[], QWidget],
        week: Callable[[], Week | None],
        narrowed: Callable[[], tuple[UUID | None, str]],
        stand_on: Callable[[UUID], None],
        tell: Callable[[str, State], None],
    ) -> None:
        super().__init__(panel)
        self._session = session
        self.forms = panel
        self._window = window
        self._week = week
        self._narrowed = narrowed
        self._stand_on = stand_on
        self._tell = tell

    # Meetings of one client.

    def plan(self, day: date | None, at: time | None) -> None:
        """Ask for a meeting at an hour."""
        week = self._week()
        if week is None:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            return actions.plan(self._session, draft, saved, refused, self.forms)

        specs = forms.meeting_specs(self._session, week, self.forms, is_new=True)
        values = self._values(week, day, at, "individual")
        self._open(N_("Plan a meeting"), "plan", "", specs, values, save, self._on_planned, head=self._next_free())

    def change(self, row: SlotRow) -> None:
        """Ask for another plan of a meeting."""
        week = self._week()
        if week is None or not row.is_movable:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            return actions.change(self._session, row, draft, saved, refused, self.forms)

        specs = forms.meeting_specs(self._session, week, self.forms, is_new=False)

        def reread(show: Callable[[Values], None]) -> None:
            def done(found: Week) -> None:
                latest = next((one for one in found.rows if one.series_id == row.series_id), None)
                if latest is not None:
                    show(forms.meeting_values(latest))

            actions.read_week(self._session, week.first_day, None, "", done, self.refuse, self.forms)

        title, done = N_("Change the meeting"), self._done(N_("The meeting is moved."))
        values, head = forms.meeting_values(row), self._next_free(row.client_id)
        self._open(title, "change", str(row.series_id), specs, values, save, done, reread, head)

    def repeat(self, row: SlotRow) -> None:
        """Ask how many weeks a meeting or a group is repeated."""

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            return actions.repeat(self._session, row, int(str(draft["times"])), saved, refused, self.forms)

        def saved(repeated: object) -> None:
            if isinstance(repeated, Repeated):
                state = State.WARNING if repeated.skipped else State.OK
                self._tell(repeated_said(self._session, repeated), state)

        subject = str(row.series_id or row.group_id)
        self._open(N_("Repeat weekly"), "repeat", subject, repeat_specs(), {"times": 4}, save, saved)

    # Groups.

    def plan_group(self, day: date | None, at: time | None) -> None:
        """Ask for a group at an hour."""
        week = self._week()
        if week is None:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            return actions.plan_group(self._session, draft, saved, self._about_members(refused), self.forms)

        specs = forms.group_specs(self._session, week, self.forms, is_new=True)
        values = self._values(week, day, at, "group")
        self._open(N_("Plan a group"), "group", "", specs, values, save, self._on_planned, head=self._next_free())

    def change_group(self, shown: GroupShown) -> None:
        """Ask for another plan of a group."""
        week = self._week()
        if week is None:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            return actions.change_group(self._session, shown.group, draft, saved, refused, self.forms)

        def saved(notices: object) -> None:
            found = [one for one in notices if isinstance(one, Notice)] if isinstance(notices, tuple) else []
            self.tell_notices(self._session.say("The group is changed."), found)

        specs = forms.group_specs(self._session, week, self.forms, is_new=False)
        values = forms.group_values(shown.group)
        reread = self._reread_of(shown, lambda found: forms.group_values(found.group))
        title, head = N_("Change the group"), self._next_free()
        self._open(title, "group.change", str(shown.group.id), specs, values, save, saved, reread, head)

    def add_members(self, shown: GroupShown) -> None:
        """Ask for more members of a group."""

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            told = self._about_members(refused)
            return actions.add_members(self._session, shown.group.id, draft, saved, told, self.forms)

        specs = [forms.members_spec(self._session, self.forms, is_required=True)]
        done = self._done(N_("The members are added."))
        self._open(N_("Add members"), "group.members", str(shown.group.id), specs, {}, save, done)

    def take_out(self, shown: GroupShown) -> None:
        """Ask who is taken out of a group, and why."""

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            return actions.remove_member(self._session, shown.roster, draft, saved, refused, self.forms)

        specs = forms.take_out_specs(shown.roster, lambda row: said.seat(self._session, row))
        done = self._done(N_("The member is taken out."))
        self._open(N_("Take a member out"), "group.take_out", str(shown.group.id), specs, {}, save, done)

    def cancel_group(self, shown: GroupShown) -> None:
        """Ask why a group does not take place."""
        say = self._session.say

        def give(reason: str) -> None:
            done = self._done(N_("The group is cancelled."))
            actions.cancel_group(self._session, shown.group, reason, done, self.refuse, self)

        ask_reason(
            self._session.context,
            self._window(),
            say("Cancel the group"),
            say("Every member's seat is cancelled with this reason; nobody counts as absent."),
            verb=say("Cancel the group"),
            done=give,
        )

    def roster(self, shown: GroupShown) -> None:
        """Ask who came to a group."""
        names = {str(seat.series_id): said.seat(self._session, seat) for seat in shown.roster}
        present = [shown]

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> object:
            def told(trouble: RuleBroken) -> None:
                refused(self._again(trouble, said.seats_troubled(self._session, flat(trouble), names)))

            return actions.record_roster(self._session, present[-1], draft, saved, told, self.forms)

        def again(found: GroupShown) -> Values:
            present.append(found)
            return forms.roster_values(found.group, found.roster)

        specs = forms.roster_specs(self._session, shown.roster, lambda row: said.seat(self._session, row))
        values = forms.roster_values(shown.group, shown.roster)
        done = self._done(N_("The roster is saved."))
        title = self._session.say("Roster: {topic}", topic=shown.group.topic)
        reread = self._reread_of(shown, again)
        self._open(title, "group.roster", str(shown.group.id), specs, values, save, done, reread)

    # What they share.

    def refuse(self, trouble: RuleBroken) -> None:
        """Say a trouble that belongs to no field."""
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self._session.context, self._window(), trouble)

    def tell_notices(self, text: str, notices: Sequence[Notice]) -> None:
        """Say that something was done, and what should be looked at in it."""
        found = [
            self._session.say(one.message, **one.facts)
            for one in (said_notice(self._session, each) for each in notices)
        ]
        self._tell(" ".join([text, *found]), State.WARNING if found else State.OK)

    def _next_free(self, client_id: UUID | None = None) -> Callable[[Form], QWidget]:
        return lambda form: NextFree(self._session, form, client_id)

    def _values(self, week: Week, day: date | None, at: time | None, kind: str) -> dict[str, object]:
        counsellor_id, room = self._narrowed()
        me = self._session.actor.user_id
        known = {account for account, _name in week.counsellors}
        chosen = counsellor_id or (me if me in known else None)
        return forms.place_values(day, at, kind=kind, slots=week.slots, counsellor_id=chosen, room=room)

    def _on_planned(self, planned: object) -> None:
        if isinstance(planned, Planned):
            self._stand_on(planned.id)
            self.tell_notices(self._session.say("It is planned."), planned.notices)

    def _done(self, text: str) -> Callable[[object], None]:
        return lambda _result: self._tell(self._session.say(text), State.OK)

    def _reread_of(self, shown: GroupShown, values_of: Callable[[GroupShown], Values]) -> Reread:
        """Return what reads a group anew where another seat was faster, and shows it beside what is typed."""

        def reread(show: Callable[[Values], None]) -> None:
            actions.read_group(
                self._session, shown.group.id, lambda found: show(values_of(found)), self.refuse, self.forms
            )

        return reread

    def _about_members(self, refused: Refused) -> Refused:
        """Return what says with each trouble of a member whom it is about."""

        def told(trouble: RuleBroken) -> None:
            form = self.forms.form
            raw = form.values().get("members") if form is not None else None
            picks = raw if isinstance(raw, list) else []
            names = [str(one.get("text", "")) for one in picks if isinstance(one, Mapping)]
            refused(self._again(trouble, said.members_troubled(self._session, flat(trouble), names)))

        return told

    def _again(self, trouble: RuleBroken, troubles: list[RuleBroken]) -> RuleBroken:
        return RulesBroken(troubles) if isinstance(trouble, RulesBroken) else trouble

    def _open(
        self,
        title: str,
        name: str,
        subject: str,
        specs: Sequence[FieldSpec],
        values: Mapping[str, object],
        save: Save,
        saved: Saved,
        reread: Reread | None = None,
        head: Callable[[Form], QWidget] | None = None,
    ) -> None:
        def keep(draft: dict[str, object], told: Saved, refused: Refused) -> None:
            save(draft, told, refused)

        self.forms.open_form(
            FormOrder(
                title=self._session.say(title),
                name=f"schedule.{name}",
                subject=subject,
                specs=specs,
                values=values,
                save=keep,
                saved=saved,
                reread=reread,
                head=head,
            )
        )
