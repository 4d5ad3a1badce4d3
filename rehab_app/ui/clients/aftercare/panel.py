"""The section of aftercare."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.clinic.aftercare.rows import VisitRow
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.aftercare import actions, forms, said
from rehab_app.ui.clients.aftercare.actions import Aftercare
from rehab_app.ui.clients.aftercare.plan_part import PlanPart
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved, Values
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.next_step import CARE
from rehab_app.ui.clients.section import Deed, FileDesk, Part
from rehab_app.ui.clients.showing import ATTENDANCE_STATES, NOTHING, code_text, day_text
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

KEYS: Final = {"H": "hadir", "I": "izin", "M": "mangkir"}
_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_CONDITION_STATES: Final = {
    "stable": State.OK,
    "at_risk": State.WARNING,
    "lapsed": State.WARNING,
    "relapsed": State.DANGER,
    "not_met": State.NEUTRAL,
}
_OUTCOME_STATES: Final = {"PP": State.OK, "PTP": State.INFO, "TPP": State.WARNING, "TPTP": State.DANGER}


class AftercarePanel(PlanPart):
    """The plan of bina lanjut, its visits by one key, and the outcome that the last visit points to."""

    name: ClassVar[str] = "aftercare"
    title: ClassVar[str] = N_("Aftercare")
    part: ClassVar[Part] = Part.CARE

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.visits: Table[VisitRow] | None = None

    def read(self, facts: FileFacts, done: Callable[[Aftercare], None], failed: Failed) -> Job:
        """Read plan and visits."""
        if facts.episode is None:
            return actions.read_nothing(self.session, done, failed, self)
        return actions.read(self.session, facts.episode.id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: Aftercare) -> None:
        """Show plan, progress and visits."""
        say = self.session.say
        self.visits = None
        if facts.episode is None:
            self.say_no_episode()
            return
        is_begun = facts.episode.state == EpisodeState.AFTERCARE
        may_enter = is_begun and self.may_enter(facts)
        self.add_deeds(self._offered(facts, found, may_enter=may_enter))
        if not is_begun and found.plan is None and not found.visits:
            self._say_not_begun(facts)
            return
        self._draw_progress(found)
        self._draw_plan(found)
        self._words = QWidget()
        self._lane = QVBoxLayout(self._words)
        self._lane.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(label(say("Visits"), "heading"))
        self.visits = self._list(found, may_enter=may_enter)
        self.body.addWidget(self.visits)
        if found.visits and may_enter:
            text = say("On a visit: H met, I excused, M absent, Enter form, P move, V versions, Delete recycle bin.")
            self.body.addWidget(label(text, "hint"))
        self.body.addWidget(self._words)
        self._show_visit(self.visits.current_row)

    def enter(self) -> None:
        """Take the focus: on the visits where there are any."""
        if self.visits is not None and self.visits.records.rowCount():
            self.visits.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section."""
        self.visits = None
        super().forget()

    # The visits.

    def plan_visit(self) -> None:
        """Ask for a visit; where there is a plan with a rhythm, all its visits may be planned at once."""
        facts, found = self.facts, self.found
        if facts is None or facts.episode is None or found is None:
            return
        episode, owner, say = facts.episode, self.desk.forms, self.session.say

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.plan_visit(self.session, episode.id, draft, saved, refused, owner)

        def saved(count: object) -> None:
            planned = int(str(count))
            words = self.session.context.words
            self.desk.tell(
                words.say_many("{count} visit is planned.", "{count} visits are planned.", planned), State.OK
            )

        is_series = found.plan is not None and bool(found.plan.rhythm) and not found.visits
        self.open_form(
            say("Plan a visit"),
            "aftercare.plan_visit",
            episode.id,
            forms.visit_plan_specs(self.session, facts, may_be_series=is_series),
            {"visited_by": str(found.plan.facilitator_id) if found.plan and found.plan.facilitator_id else None},
            save,
            saved=saved,
        )

    def record_unplanned(self) -> None:
        """Ask for a visit that was not planned, with what came of it."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.record_unplanned(self.session, episode.id, draft, saved, refused, owner)

        self.open_form(
            self.session.say("Record a visit"),
            "aftercare.record_visit",
            episode.id,
            forms.unplanned_specs(self.session, facts),
            {"attendance": KEYS["H"], "held_on": facts.today},
            save,
            said=self.session.say("The visit is recorded."),
        )

    def attend(self, code: str) -> None:
        """Answer the marked visit by one key: absent is kept at once, met and excused ask what else is to be said."""
        row = self._marked()
        if row is None:
            return
        if row.attendance or code != KEYS["M"]:
            self.edit(row, "" if row.attendance else code)
            return
        told = self.session.say("Visit of {day}: absent.", day=format_short(row.due_on))
        values = {"attendance": code}
        actions.keep_visit(
            self.session, row, values, lambda _done: self.desk.tell(told, State.WARNING), self.refuse, self
        )

    def edit(self, row: VisitRow, code: str = "") -> None:
        """Open the form of what came of a visit; with ``code`` its attendance is answered already."""
        facts, found = self.facts, self.found
        is_correction = bool(row.attendance)
        if facts is None or found is None or not (self.may_correct if is_correction else self.may_enter(facts)):
            return
        owner, has_notes = self.desk.forms, found.may_read_notes

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_visit(self.session, row, draft, saved, refused, owner)

        def latest(read: Aftercare) -> Values | None:
            now = next((one for one in read.visits if one.series_id == row.series_id), None)
            return None if now is None else forms.visit_values(now, has_notes=has_notes)

        begun = {} if is_correction else {"attendance": code, "held_on": facts.today}
        form = self.open_form(
            self.session.say("Visit of {day}", day=format_short(row.due_on)),
            "aftercare.visit",
            row.series_id,
            forms.visit_specs(
                self.session, writes_notes=has_notes or not row.is_note_withheld, is_correction=is_correction
            ),
            {**forms.visit_values(row, has_notes=has_notes), **begun},
            save,
            said=self.session.say("The visit is recorded."),
            reread=self.reread_of(partial(self._read_again, row.episode_id), latest),
        )
        if form is not None and code in held_codes():
            form.field("condition").focus_editor()

    def replan(self) -> None:
        """Ask for another day of the marked visit, where it was not recorded yet."""
        row, facts = self._marked(), self.facts
        if row is None or facts is None or row.attendance:
            return
        owner = self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.move_visit(self.session, row, draft, saved, refused, owner)

        def latest(read: Aftercare) -> Values | None:
            now = next((one for one in read.visits if one.series_id == row.series_id), None)
            return None if now is None else forms.visit_plan_values(now)

        self.open_form(
            self.session.say("Move the visit of {day}", day=format_short(row.due_on)),
            "aftercare.move_visit",
            row.series_id,
            forms.visit_plan_specs(self.session, facts),
            forms.visit_plan_values(row),
            save,
            said=self.session.say("The visit is moved."),
            reread=self.reread_of(partial(self._read_again, row.episode_id), latest),
        )

    def bin_visit(self) -> None:
        """Put the marked visit into the recycle bin."""
        row = self._marked()
        if row is not None and self.may_correct:
            self.ask_to_bin(
                self.session.say("Visit of {day}", day=format_short(row.due_on)),
                lambda reason, done, failed: actions.bin_visit(self.session, row, reason, done, failed, self),
            )

    def show_visit_versions(self) -> None:
        """Show the versions of the marked visit beside each other."""
        row = self._marked()
        if row is None:
            return

        def read(done: Done[Sequence[Version]], failed: Failed) -> Job:
            return actions.read_visit_versions(
                self.session,
                row.series_id,
                lambda found: done([said.visit_version(self.session, one, found[1]) for one in found[0]]),
                failed,
                self,
            )

        self.open_versions(self.session.say("Visit of {day}", day=format_short(row.due_on)), read)

    def _marked(self) -> VisitRow | None:
        return self.visits.current_row if self.visits is not None else None

    # What is shown.

    def _offered(self, facts: FileFacts, found: Aftercare, *, may_enter: bool) -> list[Deed]:
        say, deeds = self.session.say, []
        if may_enter and found.plan is None:
            deeds.append(Deed(say("Write the plan of aftercare"), self.write_plan, "Ctrl+Shift+B", "plan", "main"))
        if may_enter:
            look = "main" if found.plan is not None else ""
            keys = "Ctrl+Shift+B" if found.plan is not None else ""
            deeds.append(Deed(say("Plan a visit"), self.plan_visit, keys, "schedule", look))
            deeds.append(Deed(say("Record a visit"), self.record_unplanned, "", "add"))
            deeds.append(Deed(say("End aftercare"), self.finish, "", "done"))
        if found.plan is not None:
            if facts.is_open and self.may_correct:
                deeds.append(Deed(say("Change the plan"), self.change_plan, "", "edit"))
            deeds.append(Deed(say("Versions of the plan"), self.show_plan_versions, "", "timeline"))
            if self.may_correct:
                deeds.append(Deed(say("Recycle bin"), self.bin_plan, "", "remove"))
        return deeds

    def _say_not_begun(self, facts: FileFacts) -> None:
        say = self.session.say
        self.body.addWidget(label(say("Aftercare has not begun."), "muted"))
        state = facts.episode.state if facts.episode is not None else ""
        if state in {EpisodeState.OUTPATIENT, EpisodeState.REFERRED} and self.may_enter(facts):
            text = say("It begins once the programme is finished, in the masa perawatan.")
            self.body.addWidget(label(text, "hint"))
            self.add_deeds([Deed(say("To the masa perawatan"), lambda: self.desk.go(CARE), "", "forward")])

    def _draw_progress(self, found: Aftercare) -> None:
        say, theme, progress = self.session.say, self.session.context.theme, found.progress
        card = Card(theme, say("How it goes"))
        badges = []
        if progress.last_condition:
            text = self.session.label("recovery_condition", progress.last_condition)
            badges.append(Badge(theme, text, _CONDITION_STATES.get(progress.last_condition, State.NEUTRAL)))
        if progress.proposal:
            text = said.outcome(self.session, progress.proposal)
            badges.append(Badge(theme, text, _OUTCOME_STATES.get(progress.proposal, State.NEUTRAL)))
        if badges:
            card.body.addWidget(self.line(*badges))
        card.body.addWidget(label(said.counts(self.session, progress)))
        card.body.addWidget(label(said.proposal(self.session, progress), "hint"))
        self.body.addWidget(card)

    def _draw_plan(self, found: Aftercare) -> None:
        say, plan = self.session.say, found.plan
        if plan is None:
            self.body.addWidget(label(say("There is no plan of aftercare yet."), "muted"))
            return
        card = Card(self.session.context.theme, say("Plan of aftercare"))
        card.body.addWidget(self.pairs(list(said.plan_content(self.session, plan, found.names).items())))
        if plan.row_version > 1:
            card.body.addWidget(
                label(say("Version {version}: {reason}", version=plan.row_version, reason=plan.reason), "hint")
            )
        self.body.addWidget(card)

    def _list(self, found: Aftercare, *, may_enter: bool) -> Table[VisitRow]:
        session, say = self.session, self.session.say
        columns: list[Column[VisitRow]] = [
            Column(N_("Day"), lambda row: format_short(row.due_on), width=11),
            Column(N_("Activity"), lambda row: session.label("aftercare_activity", row.kind), width=22),
            Column(
                N_("Attendance"),
                lambda row: (
                    session.label("attendance", row.attendance) if row.attendance else said.waiting(session, row)
                ),
                width=14,
                state=self._attendance_state,
            ),
            Column(
                N_("State of recovery"),
                lambda row: code_text(session, "recovery_condition", row.condition) if row.condition else "",
                width=20,
                state=lambda row: _CONDITION_STATES.get(row.condition, State.NEUTRAL),
                icon=lambda row: str(_CONDITION_STATES.get(row.condition, State.NEUTRAL)),
            ),
            Column(N_("Who goes"), lambda row: found.names.get(row.visited_by, ""), width=14, stretches=True),
        ]
        table = self.table_of(say("Visits"), "clients.visits", columns, found.visits, lambda row: row.series_id)
        table.set_empty(
            say("No visits yet"),
            say("Plan the first one; with a plan, all of them at once."),
            say("Plan a visit") if may_enter else "",
            self.plan_visit,
        )
        waiting = next((number for number, row in enumerate(found.visits) if not row.attendance), len(found.visits) - 1)
        table.choose(waiting)
        table.chosen.connect(self._show_visit)
        table.opened.connect(self.edit)
        bind(table, "V", self.show_visit_versions, _HERE)
        bind(table, "Del", self.bin_visit, _HERE)
        if may_enter:
            for keys, code in KEYS.items():
                bind(table, keys, partial(self.attend, code), _HERE)
            bind(table, "P", self.replan, _HERE)
        return table

    def _attendance_state(self, row: VisitRow) -> State:
        if row.attendance:
            return ATTENDANCE_STATES.get(row.attendance, State.NEUTRAL)
        return State.WARNING if row.due_on < self.session.context.clock.today() else State.NEUTRAL

    def _show_visit(self, row: VisitRow | None) -> None:
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if row is None or self.found is None or not row.attendance:
            return
        say = self.session.say
        card = Card(self.session.context.theme, say("Visit of {day}", day=day_text(row.held_on or row.due_on)))
        content = said.visit_content(self.session, row, self.found.names)
        card.body.addWidget(self.pairs([(caption, value or NOTHING) for caption, value in content.items()], columns=1))
        if row.row_version > 1 and row.reason:
            card.body.addWidget(
                label(say("Version {version}: {reason}", version=row.row_version, reason=row.reason), "hint")
            )
        self._lane.addWidget(card)
