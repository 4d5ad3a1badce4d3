"""What is done about the plan of aftercare, and its end with the outcome."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from rehab_app.clinic.aftercare.rows import AftercarePlanRow
from rehab_app.ui.clients.aftercare import actions, forms, said
from rehab_app.ui.clients.aftercare.actions import Aftercare
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.care import actions as ending
from rehab_app.ui.clients.care.forms import closing
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved, Values
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.job import Done, Failed, Job


class PlanPart(ClinicalSection[Aftercare]):
    """The base of the section: the deeds of the plan."""

    def write_plan(self) -> None:
        """Ask for the plan; it begins today."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_plan(self.session, episode.id, None, draft, saved, refused, owner)

        facilitator = str(episode.counsellor_id) if episode.counsellor_id else None
        self.open_form(
            self.session.say("Write the plan of aftercare"),
            "aftercare.plan",
            episode.id,
            forms.plan_specs(self.session, facts, is_change=False),
            {"started_on": facts.today, "facilitator_id": facilitator},
            save,
            said=self.session.say("The plan of aftercare is saved."),
        )

    def change_plan(self) -> None:
        """Show the plan to be changed, with a reason."""
        facts, plan = self.facts, self._plan()
        if facts is None or plan is None:
            return
        owner = self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_plan(self.session, plan.episode_id, plan, draft, saved, refused, owner)

        def latest(found: Aftercare) -> Values | None:
            return None if found.plan is None else forms.plan_values(found.plan)

        self.open_form(
            self.session.say("Change the plan of aftercare"),
            "aftercare.change_plan",
            plan.series_id,
            forms.plan_specs(self.session, facts, is_change=True),
            forms.plan_values(plan),
            save,
            said=self.session.say("The plan of aftercare is saved."),
            reread=self.reread_of(partial(self._read_again, plan.episode_id), latest),
        )

    def bin_plan(self) -> None:
        """Put the plan into the recycle bin."""
        plan = self._plan()
        if plan is not None:
            self.ask_to_bin(
                self.session.say("Plan of aftercare"),
                lambda reason, done, failed: actions.bin_plan(self.session, plan, reason, done, failed, self),
            )

    def show_plan_versions(self) -> None:
        """Show the versions of the plan beside each other."""
        plan = self._plan()
        if plan is None:
            return

        def read(done: Done[Sequence[Version]], failed: Failed) -> Job:
            return actions.read_plan_versions(
                self.session,
                plan.series_id,
                lambda found: done([said.plan_version(self.session, one, found[1]) for one in found[0]]),
                failed,
                self,
            )

        self.open_versions(self.session.say("Plan of aftercare"), read)

    def finish(self) -> None:
        """Ask for the outcome; what the visits point to is said above it, and the counsellor decides."""
        facts, found = self.facts, self.found
        if facts is None or facts.episode is None or found is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            ending.close(self.session, episode, draft, saved, refused, owner)

        def fresh(read: FileFacts) -> Values | None:
            return None if read.episode is None else {VERSION: read.episode.row_version}

        self.open_form(
            self.session.say("End aftercare"),
            "episodes.close",
            episode.id,
            closing(self.session, is_after_care=True),
            {"on": facts.today, "outcome": "completed", VERSION: episode.row_version},
            save,
            said=self.session.say("The masa perawatan is closed."),
            reread=self.reread(fresh),
            lead=said.proposal(self.session, found.progress),
        )

    def _read_again(self, episode_id: UUID, done: Done[Aftercare], failed: Failed) -> Job:
        return actions.read(self.session, episode_id, done, failed, self.desk.forms)

    def _plan(self) -> AftercarePlanRow | None:
        return self.found.plan if self.found is not None else None
