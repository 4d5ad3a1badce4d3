"""The section of the care plan."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rehab_app.clinic.plans.rows import PlanRow, ProblemRow
from rehab_app.clinic.plans.rules import GUARDIAN, SIGNED_FIELDS
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import ClinicalSection, Save
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.plan import actions, cards, forms
from rehab_app.ui.clients.plan.actions import Plan
from rehab_app.ui.clients.plan.paper_view import PaperView
from rehab_app.ui.clients.plan.problems import ProblemBar
from rehab_app.ui.clients.section import Deed, FileDesk, Part
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import Badge, Card, EmptyState, label
from rehab_app.ui.kit.theme import State

PLAN = "plan"


class PlanPanel(ClinicalSection[Plan]):
    """The plan of the chosen episode as it stands; the paper takes its place while it is looked at."""

    name: ClassVar[str] = PLAN
    title: ClassVar[str] = N_("Care plan")
    part: ClassVar[Part] = Part.CARE
    keys: ClassVar[str] = "Ctrl+9"

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.paper: PaperView | None = None

    @property
    def plan(self) -> PlanRow | None:
        """The plan that is shown."""
        return self.found.row if self.found is not None else None

    def read(self, facts: FileFacts, done: Callable[[Plan], None], failed: Failed) -> Job:
        """Read the plan."""
        episode_id = facts.episode.id if facts.episode is not None else facts.client.id
        return actions.read(self.session, episode_id, done, failed, self)

    def show_facts(self, facts: FileFacts) -> None:
        """Show the plan; a paper that is open stays until it is closed."""
        is_same = self.facts is not None and self.facts.client.id == facts.client.id
        if self.paper is not None and is_same:
            self.facts = facts
            return
        self._drop_paper()
        super().show_facts(facts)

    def draw_read(self, facts: FileFacts, found: Plan) -> None:
        """Show the plan with what may be done, or that there is none."""
        if facts.episode is None:
            self.say_no_episode()
        elif found.row is None:
            self._draw_none(facts)
        else:
            self._draw_plan(facts, found.row, found.made_by)

    def forget(self) -> None:
        """Blank the section and the paper."""
        self._drop_paper()
        super().forget()

    # What may be done.

    def make(self) -> None:
        """Ask for the first plan of the episode."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.make(self.session, episode.id, draft, saved, refused, owner)

        target = episode.target_sessions or facts.target_sessions
        form = self.open_form(
            self.session.say("Make the care plan"),
            "plans.record",
            episode.id,
            forms.plan_specs(self.session, None),
            forms.first_values(facts.today, target),
            save,
            said=self.session.say("The care plan is kept. Next: print it and let it be signed."),
        )
        if form is not None:
            ProblemBar(self.session, form)
            form.focus_first()

    def renew_plan(self) -> None:
        """Ask how the client has got on, and what is planned from now on."""
        plan, facts = self.plan, self.facts
        if plan is None or facts is None:
            return
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.renew(session, plan, draft, saved, refused, owner)

        self._open_next(
            plan,
            session.say("Renew the care plan"),
            "plans.renew",
            forms.renewal_values(plan, facts.today),
            save,
            session.say("The care plan is renewed. Next: print it and let it be signed."),
            lambda now: forms.renewal_values(now, facts.today),
            is_renewal=True,
        )

    def correct(self) -> None:
        """Show the plan to be corrected, with a reason; it is signed anew."""
        plan = self.plan
        if plan is None:
            return
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.correct(session, plan, draft, saved, refused, owner)

        self._open_next(
            plan,
            session.say("Correct the care plan"),
            "plans.correct",
            forms.plan_values(plan),
            save,
            session.say("The care plan is corrected. It is signed anew."),
            forms.plan_values,
        )

    def sign(self) -> None:
        """Ask who has signed the paper, and on which day."""
        plan, facts = self.plan, self.facts
        if plan is None or facts is None or facts.episode is None:
            return
        session, episode, owner = self.session, facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.sign(session, plan, draft, saved, refused, owner)

        parties = [party for party, field in SIGNED_FIELDS.items() if getattr(plan, field) is None]
        values: dict[str, object] = {"signed_on": facts.today, VERSION: plan.row_version}
        form = self.open_form(
            session.say("Enter a signature"),
            "plans.sign",
            plan.series_id,
            forms.sign_specs(session, parties),
            values,
            save,
            said=session.say("The signature is entered."),
            reread=self.reread_of(self._reader(plan), lambda read: _of(read, lambda now: {VERSION: now.row_version})),
        )
        if form is not None and episode.reporter_name:
            known = {"name": episode.reporter_name, "relation": episode.reporter_relation or None}

            def offer() -> None:
                """Offer the guardian of the registration where the family signs and nothing is typed yet."""
                answers = form.answers_of(["party", "name"])
                if answers["party"] == GUARDIAN and not answers["name"]:
                    form.column.fill(known, known)

            form.field("party").edited.connect(offer)

    def put_in_bin(self) -> None:
        """Put the plan into the recycle bin."""
        plan = self.plan
        if plan is not None:
            self.ask_to_bin(
                self.session.say("Care plan"),
                lambda reason, done, failed: actions.put_in_bin(self.session, plan, reason, done, failed, self),
            )

    def show_earlier(self) -> None:
        """Show an earlier version beside the present one."""
        plan, session = self.plan, self.session
        if plan is None:
            return

        def read(done: Done[Sequence[Version]], failed: Failed) -> Job:
            return actions.read_versions(
                session,
                plan.series_id,
                lambda found: done(
                    [cards.version_of(session, one, found[1].get(one.entered_by, "")) for one in found[0]]
                ),
                failed,
                self,
            )

        self.open_versions(session.say("Care plan"), read)

    def open_paper(self) -> None:
        """Show the plan as it is printed, in place of the cards."""
        facts = self.facts
        if facts is None or facts.episode is None or self.plan is None:
            return
        self.paper = PaperView(self.session, facts.episode.id)
        self.paper.closed.connect(self._close_paper)
        self.setWidget(self.paper)
        self.paper.show()
        self.desk.clear_room(True)
        self.paper.begin()

    def _open_next(
        self,
        plan: PlanRow,
        title: str,
        name: str,
        values: Mapping[str, object],
        save: Save,
        said: str,
        values_of: Callable[[PlanRow], dict[str, object]],
        *,
        is_renewal: bool = False,
    ) -> None:
        form = self.open_form(
            title,
            name,
            plan.series_id,
            forms.plan_specs(self.session, plan, is_renewal=is_renewal, is_correction=not is_renewal),
            values,
            save,
            said=said,
            reread=self.reread_of(self._reader(plan), lambda read: _of(read, values_of)),
        )
        if form is not None:
            ProblemBar(self.session, form)
            form.focus_first()

    def _reader(self, plan: PlanRow) -> Callable[[Done[Plan], Failed], Job]:
        return lambda done, failed: actions.read(self.session, plan.episode_id, done, failed, self.desk.forms)

    def _close_paper(self) -> None:
        facts = self.facts
        self._drop_paper()
        if facts is not None:
            super().show_facts(facts)
            self.enter()

    def _drop_paper(self) -> None:
        if self.paper is not None:
            self.paper.forget()
            self.desk.clear_room(False)
        self.paper = None

    # What is shown.

    def _draw_none(self, facts: FileFacts) -> None:
        say = self.session.say
        empty = EmptyState(self.session.context.theme, icon="plan")
        may_make = self.may_enter(facts)
        text = say("The plan names the problems, the goals in the client's own words, and how often you meet.")
        empty.tell(say("No care plan yet"), text, say("Make the care plan") if may_make else "")
        empty.acted.connect(self.make)
        if may_make:
            self.deeds.append(Deed(say("Make the care plan"), self.make, "", "plan"))
        self.body.addWidget(empty, 1)

    def _draw_plan(self, facts: FileFacts, plan: PlanRow, made_by: str) -> None:
        session, say, theme = self.session, self.session.say, self.session.context.theme
        self.add_deeds(self._deeds(facts, plan))
        badge = cards.review_badge(session, plan, facts.today, is_open=facts.is_open)
        heading = label(say("Plan number {number}", number=plan.number), "heading", wraps=False)
        self.body.addWidget(self.line(heading, *([Badge(theme, *badge)] if badge else [])))
        if plan.progress:
            card = Card(theme, say("How the client has got on"))
            card.body.addWidget(label(plan.progress))
            self.body.addWidget(card)
        for number, problem in enumerate(plan.problems, start=1):
            self.body.addWidget(self._problem(number, problem))
        card = Card(theme, say("Meetings and review"))
        card.body.addWidget(self.pairs(cards.meeting_rows(session, plan, made_by)))
        self.body.addWidget(card)
        self.body.addWidget(self._signatures(facts, plan))

    def _deeds(self, facts: FileFacts, plan: PlanRow) -> list[Deed]:
        say = self.session.say
        may_enter = self.may_enter(facts)
        is_signed = not [field for field in SIGNED_FIELDS.values() if getattr(plan, field) is None]
        deeds = []
        if may_enter:
            deeds.append(Deed(say("Renew"), self.renew_plan, "Ctrl+Shift+W", "reload", "main"))
        deeds.append(Deed(say("Look at the paper"), self.open_paper, "Ctrl+Shift+L", "print"))
        if may_enter and not is_signed:
            deeds.append(Deed(say("Enter a signature"), self.sign, "", "consent"))
        if self.may_correct:
            deeds.append(Deed(say("Correct"), self.correct, "Ctrl+E", "edit"))
        if plan.row_version > 1:
            deeds.append(Deed(say("Earlier versions"), self.show_earlier, "", "timeline"))
        if self.may_correct:
            deeds.append(Deed(say("Recycle bin"), self.put_in_bin, "", "remove"))
        return deeds

    def _problem(self, number: int, problem: ProblemRow) -> Card:
        session = self.session
        card = Card(session.context.theme)
        state = session.label("goal_state", problem.state)
        badge = Badge(session.context.theme, state, cards.GOAL_STATES.get(problem.state, State.NEUTRAL))
        domain = f"{number}. {session.label('problem_domain', problem.domain)}"
        card.body.addWidget(self.line(label(domain, "strong", wraps=False), badge))
        card.body.addWidget(label(problem.problem))
        card.body.addWidget(self.pairs(cards.problem_rows(session, problem), columns=1))
        return card

    def _signatures(self, facts: FileFacts, plan: PlanRow) -> Card:
        say, theme = self.session.say, self.session.context.theme
        card = Card(theme, say("Signatures"))
        for party, name, day, is_needed in cards.signature_rows(self.session, plan, is_minor=facts.client.is_minor):
            text = say("signed on {day}", day=format_short(day)) if day else say("not signed yet")
            badge = Badge(theme, text, State.OK if day else State.WARNING if is_needed else State.NEUTRAL)
            card.body.addWidget(self.line(badge, label(party, "strong", wraps=False), label(name), stretch_last=True))
        if facts.client.is_minor:
            hint = say("The client is under 18: parent or guardian signs before the head.")
            card.body.addWidget(label(hint, "hint"))
        return card


def _of(read: Plan, values: Callable[[PlanRow], dict[str, object]]) -> dict[str, object] | None:
    """Return the values of the plan as it stands now, None where it is gone."""
    return None if read.row is None else values(read.row)
