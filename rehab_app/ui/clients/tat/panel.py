"""The section of the compulsory track."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt

from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.tat.rows import CaseRow
from rehab_app.clinic.tat.rules import COMPULSORY, OPEN, STEPS, CaseState
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.section import Deed, Part
from rehab_app.ui.clients.tat import actions, forms, said
from rehab_app.ui.clients.tat.actions import Cases
from rehab_app.ui.clients.tat.report_part import ReportPart
from rehab_app.ui.clients.tat.stepper import Stepper
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import Card, label

_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_NEXT: Final = {
    CaseState.VERIFIED: N_("Papers are verified"),
    CaseState.ASSESSED: N_("The team has assessed"),
    CaseState.RECOMMENDED: N_("The recommendation is issued"),
    CaseState.WITHDRAWN: N_("Request withdrawn"),
}


class TatPanel(ReportPart):
    """The case of the chosen episode from the request to the end of the duty to report; empty, it says why."""

    name: ClassVar[str] = "tat"
    title: ClassVar[str] = N_("TAT")
    part: ClassVar[Part] = Part.CARE

    def read(self, facts: FileFacts, done: Callable[[Cases], None], failed: Failed) -> Job:
        """Read the cases and the reports."""
        episode_id = facts.episode.id if facts.episode is not None else facts.client.id
        return actions.read(self.session, episode_id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: Cases) -> None:
        """Show the case with its steps, and the reports."""
        self.reports = None
        if facts.episode is None:
            self.say_no_episode()
            return
        case = found.case
        self.add_deeds(self._offered(facts, facts.episode, case))
        if case is None:
            self._say_empty(facts.episode)
            return
        # While the duty runs, a report is what somebody comes for: it stands before the way there.
        is_running = case.state == CaseState.DUTY
        if is_running:
            self._draw_reports(found)
        self._draw_way(case)
        if found.reports and not is_running:
            self._draw_reports(found)
        self._draw_findings(case)
        for earlier in found.rows[1:]:
            self._draw_way(earlier)
            self._draw_findings(earlier)

    # The case.

    def open_case(self) -> None:
        """Ask for the request; what the registration knows of it stands there already."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.open_case(self.session, episode.id, draft, saved, refused, owner)

        self.open_form(
            self.session.say("Enter the request for a TAT"),
            "tat.open",
            episode.id,
            forms.request_specs(is_voluntary=episode.channel != COMPULSORY),
            {"agency": episode.agency, "investigator": episode.investigator},
            save,
            said=self.session.say("The request is entered."),
        )

    def go_on(self, to_state: CaseState) -> None:
        """Ask for what the next step needs."""
        case = self._case()
        if case is None:
            return
        owner = self.desk.forms
        values_of = forms.case_values if to_state is CaseState.ASSESSED else forms.carried_values

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.move_case(self.session, case, to_state, draft, saved, refused, owner)

        self._open(_NEXT[to_state], to_state, case, forms.step_specs(self.session, to_state), values_of, save)

    def correct(self) -> None:
        """Show the case to be corrected, with a reason."""
        case = self._case()
        if case is None:
            return
        owner, state = self.desk.forms, CaseState(case.state)
        has_team = state not in {CaseState.REQUESTED, CaseState.VERIFIED}

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.correct_case(self.session, case, draft, saved, refused, owner)

        values_of = forms.case_values if has_team else forms.carried_values
        self._open(N_("Correct the TAT"), "correct", case, forms.correction_specs(self.session, state), values_of, save)

    def plan_duty(self) -> None:
        """Ask for the duty to report, or renew it from today."""
        case, facts = self._case(), self.facts
        if case is None or facts is None:
            return
        owner = self.desk.forms
        first = facts.today if case.state == CaseState.DUTY else (case.recommended_on or facts.today)

        def values_of(row: CaseRow) -> dict[str, object]:
            known = {"rhythm": row.duty_rhythm, "begins_on": first, "until": row.duty_until, "place": row.agency}
            return {**known, VERSION: row.row_version}

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.plan_duty(self.session, case, draft, saved, refused, owner)

        is_new = case.state != CaseState.DUTY
        title = N_("Plan the duty to report") if is_new else N_("Plan the duty to report anew")
        self._open(title, "duty", case, forms.duty_specs(self.session), values_of, save)

    def end(self) -> None:
        """Ask for day and reason of the end."""
        case, facts = self._case(), self.facts
        if case is None or facts is None:
            return
        owner, today = self.desk.forms, facts.today

        def values_of(row: CaseRow) -> dict[str, object]:
            return {"on": today, VERSION: row.row_version}

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.end_case(self.session, case, draft, saved, refused, owner)

        title = N_("End the duty to report") if case.state == CaseState.DUTY else N_("End the TAT")
        self._open(title, "end", case, forms.end_specs(), values_of, save)

    def put_in_bin(self) -> None:
        """Put the case into the recycle bin."""
        case = self._case()
        if case is not None:
            self.ask_to_bin(
                self.session.say("TAT {number}", number=case.register_number or case.request_number),
                lambda reason, done, failed: actions.bin_case(self.session, case, reason, done, failed, self),
            )

    def show_earlier(self) -> None:
        """Show the versions of the case beside each other."""
        case = self._case()
        if case is None:
            return

        def read(done: Done[Sequence[Version]], failed: Failed) -> Job:
            return actions.read_case_versions(
                self.session,
                case.series_id,
                lambda found: done(
                    [said.case_version(self.session, one, found[1].get(one.entered_by, "")) for one in found[0]]
                ),
                failed,
                self,
            )

        self.open_versions(self.session.say("TAT"), read)

    def _case(self) -> CaseRow | None:
        return self.found.case if self.found is not None else None

    def _open(
        self,
        title: str,
        name: str,
        case: CaseRow,
        specs: Sequence[FieldSpec],
        values_of: Callable[[CaseRow], Mapping[str, object]],
        save: Callable[[dict[str, object], Saved, Refused], None],
    ) -> None:
        owner = self.desk.forms

        def read(done: Done[Cases], failed: Failed) -> Job:
            return actions.read(self.session, case.episode_id, done, failed, owner)

        def latest(found: Cases) -> Mapping[str, object] | None:
            now = next((one for one in found.rows if one.series_id == case.series_id), None)
            return None if now is None else values_of(now)

        self.open_form(
            self.session.say(title),
            f"tat.{name}",
            case.series_id,
            specs,
            values_of(case),
            save,
            said=self.session.say("The TAT is saved."),
            reread=self.reread_of(read, latest),
        )

    def _offered(self, facts: FileFacts, episode: EpisodeRow, case: CaseRow | None) -> list[Deed]:
        say, found = self.session.say, []
        may_enter = self.may_enter(facts)
        is_running = case is not None and case.state in OPEN
        if may_enter and not is_running:
            look = "main" if episode.channel == COMPULSORY else ""
            found.append(Deed(say("Enter the request for a TAT"), self.open_case, "Ctrl+Shift+T", "tat", look))
        if case is not None:
            found += self._steps_of(CaseState(case.state), may_enter=may_enter)
            if self.may_correct:
                found.append(Deed(say("Correct"), self.correct, "", "edit"))
            found.append(Deed(say("Versions"), self.show_earlier, "", "timeline"))
            if self.may_correct:
                found.append(Deed(say("Recycle bin"), self.put_in_bin, "", "remove"))
        return found

    def _steps_of(self, state: CaseState, *, may_enter: bool) -> Iterator[Deed]:
        """Yield the steps that may follow, the usual one first; the end may come after the episode has ended too."""
        say = self.session.say
        may_end = CaseState.ENDED in STEPS[state] and self.session.may(DataClass.KLINIS, Right.INPUT)
        for to_state in STEPS[state] if may_enter else ():
            if to_state in _NEXT:
                is_usual = to_state is not CaseState.WITHDRAWN
                yield Deed(
                    say(_NEXT[to_state]),
                    partial(self.go_on, to_state),
                    "Ctrl+Shift+T" if is_usual else "",
                    "forward" if is_usual else "cancelled",
                    "main" if is_usual else "",
                )
        if may_enter and state is CaseState.RECOMMENDED:
            yield Deed(say("Plan the duty to report"), self.plan_duty, "Ctrl+Shift+T", "schedule", "main")
        elif may_enter and state is CaseState.DUTY:
            yield Deed(say("Plan the duty to report anew"), self.plan_duty, "", "schedule")
        if may_end:
            text = say("End the duty to report") if state is CaseState.DUTY else say("End the TAT")
            yield Deed(text, self.end, "", "done")

    # What is shown.

    def _say_empty(self, episode: EpisodeRow) -> None:
        say = self.session.say
        if episode.channel == COMPULSORY:
            self.body.addWidget(
                label(say("No request for a TAT is entered. It begins with the letter of the penyidik."), "muted")
            )
            if episode.tat_number:
                number = say("The registration names the recommendation {number}.", number=episode.tat_number)
                self.body.addWidget(label(number, "hint"))
            return
        self.body.addWidget(
            label(
                say("This client came voluntarily: there is no TAT and no duty to report. Nothing is missing here."),
                "muted",
            )
        )

    def _draw_way(self, case: CaseRow) -> None:
        say, theme = self.session.say, self.session.context.theme
        number = case.register_number or case.request_number
        card = Card(theme, say("TAT {number}", number=number) if number else say("TAT"))
        card.body.addWidget(Stepper(theme, list(said.lines(self.session, case))))
        self.body.addWidget(card)

    def _draw_findings(self, case: CaseRow) -> None:
        say, theme = self.session.say, self.session.context.theme
        if case.team:
            members = Card(theme, say("Team"))
            members.body.addWidget(self.pairs([said.member(self.session, one) for one in case.team], columns=1))
            self.body.addWidget(members)
        found = (
            (say("What the team found"), said.findings(self.session, case)),
            (say("Conclusion and recommendation"), said.result(self.session, case)),
        )
        for heading, rows in found:
            known = [(caption, value) for caption, value in rows if value]
            if known:
                one = Card(theme, heading)
                one.body.addWidget(self.pairs(known, columns=1))
                self.body.addWidget(one)
        if case.remark:
            self.body.addWidget(label(case.remark))
