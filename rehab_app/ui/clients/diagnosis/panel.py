"""The section of the diagnoses."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from rehab_app.clinic.diagnoses.codes import tables
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.desk.propose_diagnosis import Proposal
from rehab_app.foundation.actor import Role
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import ClinicalSection, values_now
from rehab_app.ui.clients.diagnosis import actions, forms
from rehab_app.ui.clients.diagnosis.actions import Diagnoses
from rehab_app.ui.clients.diagnosis.codes import CodeFinder
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Reread, Saved, Values
from rehab_app.ui.clients.section import Deed, FileDeed, FileDesk, Part
from rehab_app.ui.clients.showing import NOTHING, joined
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


class DiagnosisPanel(ClinicalSection[Diagnoses]):
    """The diagnoses of the chosen episode, those still held first, and what points to others; the doctor alone enters."""

    name: ClassVar[str] = "diagnosis"
    title: ClassVar[str] = N_("Diagnosis")
    part: ClassVar[Part] = Part.ASSESSMENT
    keys: ClassVar[str] = "F9"
    file_deeds: ClassVar[tuple[FileDeed, ...]] = (FileDeed(N_("Make a diagnosis"), "Ctrl+Shift+D", "add"),)

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self._finder: CodeFinder | None = None

    @classmethod
    def may_begin(cls, session: Session, facts: FileFacts) -> bool:
        """Whether a diagnosis can be made: the doctor alone makes it."""
        return session.actor.has(Role.DOKTER) and super().may_begin(session, facts)

    @property
    def finder(self) -> CodeFinder:
        """The search of codes, made when it is first needed."""
        if self._finder is None:
            self._finder = CodeFinder(self.session)
        return self._finder

    @property
    def is_doctor(self) -> bool:
        """Whether the signed-in person may make a diagnosis."""
        return self.session.actor.has(Role.DOKTER)

    def read(self, facts: FileFacts, done: Callable[[Diagnoses], None], failed: Failed) -> Job:
        """Read the diagnoses and the proposals."""
        episode_id = facts.episode.id if facts.episode is not None else facts.client.id
        return actions.read(self.session, episode_id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: Diagnoses) -> None:
        """Show the diagnoses and the proposals."""
        say = self.session.say
        if facts.episode is None:
            self.say_no_episode()
            return
        may_make = self.is_doctor and self.may_enter(facts)
        if may_make:
            self.add_deeds([Deed(say("Make a diagnosis"), self.make, "Ctrl+Shift+D", "add", "main")])
        elif not self.is_doctor:
            self.body.addWidget(label(say("The diagnosis is set by the doctor."), "hint"))
        for row in found.rows:
            self.body.addWidget(self._card(facts, row))
        if not found.rows:
            text = say("No diagnosis has been made in this masa perawatan.")
            self.body.addWidget(label(text, "muted"))
        if found.proposals and facts.is_open:
            self.body.addWidget(self._proposed(found.proposals, may_make=may_make))
        earlier = facts.care.profile.diagnosis if facts.care is not None and facts.care.profile is not None else ""
        if earlier:
            text = say("Earlier entry in the use profile: {diagnosis}.", diagnosis=earlier)
            self.body.addWidget(label(text, "hint"))

    # What may be done.

    def make(self, group: str = "") -> None:
        """Ask for a diagnosis; ``group`` is the proposed one, whose state the doctor finds."""
        facts, found = self.facts, self.found
        if facts is None or facts.episode is None or found is None:
            return
        session, episode, owner = self.session, facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_diagnosis(session, episode.id, None, draft, saved, refused, owner)

        has_main = any(row.is_main and row.ended_on is None for row in found.rows)
        values: dict[str, object] = {"made_on": facts.today, "is_main": None if has_main else True}
        if group:
            values[forms.GROUP] = group
        form = self.open_form(
            session.say("Make a diagnosis"),
            "diagnoses.record",
            episode.id,
            forms.diagnosis_specs(session, self.finder, is_correction=False),
            values,
            save,
            said=session.say("The diagnosis is kept."),
        )
        if form is not None:
            forms.follow(form, self.finder)
            if group:
                form.field(forms.STATE).focus_editor()

    def correct(self, row: DiagnosisRow) -> None:
        """Show a diagnosis to be corrected, with a reason."""
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_diagnosis(session, row.episode_id, row, draft, saved, refused, owner)

        form = self.open_form(
            session.say("Correct the diagnosis {diagnosis}", diagnosis=row.code),
            "diagnoses.correct",
            row.series_id,
            forms.diagnosis_specs(session, self.finder, is_correction=True),
            forms.diagnosis_values(self.finder, row),
            save,
            said=session.say("The diagnosis is corrected."),
            reread=self._reread(row, partial(forms.diagnosis_values, self.finder)),
        )
        if form is not None:
            forms.follow(form, self.finder)

    def end(self, row: DiagnosisRow) -> None:
        """Ask from which day a diagnosis is no longer held, and why."""
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.end(session, row, draft, saved, refused, owner)

        self.open_form(
            session.say("End the diagnosis {diagnosis}", diagnosis=row.code),
            "diagnoses.end",
            row.series_id,
            forms.end_specs(),
            {"ended_on": session.context.clock.today(), VERSION: row.row_version},
            save,
            said=session.say("The diagnosis is ended."),
            reread=self._reread(row, lambda now: {VERSION: now.row_version}),
        )

    def resume(self, row: DiagnosisRow) -> None:
        """Ask why an ended diagnosis is held again."""
        say, session = self.session.say, self.session
        said = say("The diagnosis is held again.")

        def give(reason: str) -> None:
            actions.resume(session, row, reason, lambda _done: self.desk.tell(said, State.OK), self.refuse, self)

        ask_reason(
            session.context,
            self.window(),
            say("Hold {diagnosis} again", diagnosis=row.code),
            say("For a diagnosis that was ended by mistake."),
            verb=say("Hold it again"),
            done=give,
        )

    def put_in_bin(self, row: DiagnosisRow) -> None:
        """Put a diagnosis into the recycle bin."""
        self.bin_record(actions.DIAGNOSES, row, self._title(row))

    def show_earlier(self, row: DiagnosisRow) -> None:
        """Show the versions of a diagnosis beside each other."""
        self.open_versions_of(actions.DIAGNOSES.past, row, self._title(row), self._content)

    def _title(self, row: DiagnosisRow) -> str:
        return self.session.say("Diagnosis {diagnosis}", diagnosis=row.code)

    def _reread(self, row: DiagnosisRow, values_of: Callable[[DiagnosisRow], Values]) -> Reread:
        def read(done: Done[Diagnoses], failed: Failed) -> Job:
            return actions.read(self.session, row.episode_id, done, failed, self.desk.forms)

        return self.reread_of(read, lambda found: values_now(found.rows, row, values_of))

    # What is shown.

    def _card(self, facts: FileFacts, row: DiagnosisRow) -> Card:
        session, say = self.session, self.session.say
        theme = session.context.theme
        card = Card(theme)
        is_held = row.is_held_on(facts.today)
        badges = [Badge(theme, say("Held") if is_held else say("Ended"), State.OK if is_held else State.NEUTRAL)]
        if row.is_main:
            badges.insert(0, Badge(theme, say("Main diagnosis"), State.INFO))
        words = row.words(session.context.words.language)
        card.body.addWidget(self.line(*badges, label(f"{row.code}  {words}", "strong"), stretch_last=True))
        author = self.found.names.get(row.made_by, "") if self.found is not None else ""
        rows = [(say("Made"), joined([format_short(row.made_on), author]))]
        if row.severity:
            rows.append((say("Severity"), session.label("risk_class", row.severity)))
        if row.ended_on is not None:
            rows.append((say("No longer held from"), format_short(row.ended_on)))
        if row.remark:
            rows.append((say("Remark"), row.remark))
        card.body.addWidget(self.pairs(rows, columns=1))
        if row.row_version > 1 and row.reason:
            card.body.addWidget(self.version_hint(row))
        card.body.addWidget(self.deed_row(self._deeds(facts, row)))
        return card

    def _deeds(self, facts: FileFacts, row: DiagnosisRow) -> list[Deed]:
        say, deeds = self.session.say, []
        may_correct = self.is_doctor and self.may_correct
        if may_correct:
            deeds.append(Deed(say("Correct"), partial(self.correct, row), "", "edit"))
        if row.ended_on is None and self.is_doctor and self.may_enter(facts):
            deeds.append(Deed(say("End"), partial(self.end, row), "", "cancelled"))
        if row.ended_on is not None and may_correct:
            deeds.append(Deed(say("Hold it again"), partial(self.resume, row), "", "undo"))
        if row.row_version > 1:
            deeds.append(Deed(say("Versions"), partial(self.show_earlier, row), "", "timeline"))
        if may_correct:
            deeds.append(Deed(say("Recycle bin"), partial(self.put_in_bin, row), "", "remove"))
        return deeds

    def _proposed(self, proposals: Sequence[Proposal], *, may_make: bool) -> Card:
        session, say = self.session, self.session.say
        language = session.context.words.language
        card = Card(session.context.theme, say("What screening and urine test point to"))
        card.body.addWidget(
            label(say("They only point the way: the doctor finds the state and decides alone."), "hint")
        )
        for one in proposals:
            name = f"{one.group}  {tables().groups[one.group][language]}"
            card.body.addWidget(label(name, "strong"))
            card.body.addWidget(label("\n".join(self._causes(one)), "muted"))
            if may_make:
                text = say("Propose {group}", group=one.group)
                card.body.addWidget(self.deed_row([Deed(text, partial(self.make, one.group), "", "forward")]))
        return card

    def _causes(self, one: Proposal) -> list[str]:
        session, say = self.session, self.session.say
        causes = []
        if one.score is not None and one.screened_on is not None:
            band = session.label("risk_band", one.band)
            day = format_short(one.screened_on)
            causes.append(say("ASSIST of {day}: score {score}, {band}.", day=day, score=one.score, band=band))
        if one.positives and one.tested_on is not None:
            found, day = ", ".join(one.positives), format_short(one.tested_on)
            causes.append(say("Urine test of {day}: {parameters} positive.", day=day, parameters=found))
        if one.held:
            causes.append(say("Held already: {codes}.", codes=", ".join(one.held)))
        return causes

    def _content(self, row: DiagnosisRow) -> dict[str, str]:
        session, say = self.session, self.session.say
        return {
            say("Diagnosis"): f"{row.code}  {row.words(session.context.words.language)}",
            say("Main diagnosis"): say("Yes") if row.is_main else say("No"),
            say("Severity"): session.label("risk_class", row.severity) if row.severity else NOTHING,
            say("Made on"): format_short(row.made_on),
            say("No longer held from"): format_short(row.ended_on) if row.ended_on else NOTHING,
            say("Remark"): row.remark,
        }
