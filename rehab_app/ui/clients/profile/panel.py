"""The section of substances and diagnosis."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.assessment.rows import UseProfileRow
from rehab_app.clinic.assessment.rules import MONTHS_A_YEAR, substance_of_group
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.answered import shown_values
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import CareFacts, FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.clients.profile import actions
from rehab_app.ui.clients.section import Deed, Part
from rehab_app.ui.clients.showing import NOTHING, code_text
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

DIAGNOSIS: Final = "diagnosis"
"""The name of the section where the doctor makes diagnoses."""
_MOST_MONTHS: Final = 1200
_LONGEST: Final = 2000
# The seven items in the words and the order of PP 25/2011 Pasal 18.
ITEMS: Final = (
    ("count", N_("1. Counted: the client is registered")),
    ("identity", N_("2. Identity")),
    ("substance", N_("3. Kind of substance")),
    ("duration", N_("4. Duration of use")),
    ("route", N_("5. Route of use")),
    ("diagnosis", N_("6. Diagnosis")),
    ("treatment", N_("7. Treatment or earlier rehabilitation")),
)


class ProfilePanel(ClinicalSection[tuple[DiagnosisRow, ...]]):
    """Shows the seven items with what is missing, the use profile, and the diagnoses, which have a section of their own."""

    name: ClassVar[str] = next_step.PROFILE
    title: ClassVar[str] = N_("Substances and diagnosis")
    part: ClassVar[Part] = Part.ASSESSMENT
    keys: ClassVar[str] = "Ctrl+6"

    def read(self, facts: FileFacts, done: Callable[[tuple[DiagnosisRow, ...]], None], failed: Failed) -> Job:
        """Read the diagnoses that are held today."""
        episode_id = facts.episode.id if facts.episode is not None else facts.client.id
        return actions.read_diagnoses(self.session, episode_id, facts.today, done, failed, self)

    def draw_read(self, facts: FileFacts, found: tuple[DiagnosisRow, ...]) -> None:
        """Show the items, the diagnoses, and the profile that answers the rest."""
        say, care = self.session.say, facts.care
        if facts.episode is None or care is None:
            self.body.addWidget(label(say("Register a masa perawatan first."), "muted"))
            return
        if self._may_enter(facts, care):
            text = say("Enter the use profile") if care.profile is None else say("Correct the use profile")
            self.add_deeds([Deed(text, self.enter_profile, "Ctrl+E", "edit", "main")])
        self.body.addWidget(self._items(care))
        self.body.addWidget(self._diagnoses(found))
        self.body.addWidget(self._profile(care.profile))

    def enter_profile(self) -> None:
        """Open the form; an empty one is not filled from the screening: its main substance is only pointed out."""
        facts = self.facts
        if facts is None or facts.episode is None or facts.care is None:
            return
        session, episode, profile = self.session, facts.episode, facts.care.profile
        values: dict[str, object] = {"assessed_on": facts.today}
        if profile is not None:
            values = profile_values(profile)

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_profile(session, episode.id, profile, draft, saved, refused, self.desk.forms)

        self.desk.forms.open_form(
            FormOrder(
                title=session.say("Use profile"),
                name="assessment.use_profile",
                subject=str(episode.id),
                specs=profile_specs(session, self._hint(facts.care), is_correction=profile is not None),
                values=values,
                save=save,
                saved=lambda _done: self.desk.tell(session.say("The use profile is saved."), State.OK),
                reread=self.reread(latest_of),
            )
        )

    def _may_enter(self, facts: FileFacts, care: CareFacts) -> bool:
        if care.profile is None:
            return facts.is_open and self.session.may(DataClass.KLINIS, Right.INPUT)
        return self.session.may(DataClass.KLINIS, Right.PERBAIKAN)

    def _hint(self, care: CareFacts) -> str:
        group = care.screening.main_substance if care.screening is not None else ""
        substance = substance_of_group(group)
        if not substance:
            return ""
        name = self.session.label("substance", substance)
        return self.session.say("The screening leads to: {substance}.", substance=name)

    def _items(self, care: CareFacts) -> Card:
        say, theme = self.session.say, self.session.context.theme
        card = Card(theme, say("The seven items of PP 25/2011 Pasal 18"))
        for item, text in ITEMS:
            is_there = item not in care.missing
            line = NoteLine(theme, State.OK if is_there else State.WARNING)
            line.say(say(text) if is_there else say("{item}: missing", item=say(text)))
            card.body.addWidget(line)
        return card

    def _diagnoses(self, held: Sequence[DiagnosisRow]) -> Card:
        """Show what the doctor holds today; it is made and corrected in the section of its own."""
        say, theme = self.session.say, self.session.context.theme
        card = Card(theme, say("Diagnosis"))
        for row in held:
            words = f"{row.code}  {row.words(self.session.context.words.language)}"
            card.body.addWidget(label(f"{words} ({say('Main diagnosis')})" if row.is_main else words))
        if not held:
            card.body.addWidget(label(say("The doctor has made no diagnosis yet."), "muted"))
        card.body.addWidget(self.deed_row([Deed(say("Go to the diagnosis"), self.go_to_diagnosis, "", "forward")]))
        return card

    def go_to_diagnosis(self) -> None:
        """Bring the section of the diagnoses to the front."""
        self.desk.go(DIAGNOSIS)

    def _profile(self, profile: UseProfileRow | None) -> Card:
        session, say = self.session, self.session.say
        card = Card(session.context.theme, say("Use profile"))
        if profile is None:
            card.body.addWidget(label(say("Nothing has been entered yet."), "muted"))
            return card
        card.body.addWidget(self.pairs([(name, said or NOTHING) for name, said in self._content(profile).items()]))
        if profile.row_version > 1:
            card.body.addWidget(self.version_hint(profile))
            card.body.addWidget(self.deed_row([Deed(say("Earlier versions"), self.show_earlier, "", "timeline")]))
        return card

    def show_earlier(self) -> None:
        """Show the versions of the use profile beside each other."""
        profile = self.facts.care.profile if self.facts is not None and self.facts.care is not None else None
        if profile is not None:
            self.open_versions_of(actions.PROFILES, profile, self.session.say("Use profile"), self._content)

    def _content(self, profile: UseProfileRow) -> dict[str, str]:
        """Return what a use profile says, by its captions."""
        session, say = self.session, self.session.say
        others = ", ".join(session.label("substance", code) for code in profile.other_substances)
        return {
            say("Assessed on"): format_short(profile.assessed_on),
            say("Main substance"): code_text(session, "substance", profile.main_substance),
            say("Other substances"): others,
            say("Duration of use"): months_text(session, profile.months_of_use),
            say("Route of use"): code_text(session, "route", profile.route),
            **({say("Diagnosis (earlier entry)"): profile.diagnosis} if profile.diagnosis else {}),
            say("Earlier rehabilitation"): profile.treatment_history,
            say("Therapy"): profile.therapy,
            say("Urine test"): profile.urine_result,
            say("Remark"): profile.remark,
        }


def profile_values(profile: UseProfileRow) -> dict[str, object]:
    """Return a use profile as its form takes it up, with the version that is shown."""
    return shown_values(UseProfileDraft, profile)


def latest_of(facts: FileFacts) -> dict[str, object] | None:
    """Return the present use profile of the chosen episode, None where there is none."""
    profile = facts.care.profile if facts.care is not None else None
    return None if profile is None else profile_values(profile)


def months_text(session: Session, months: int | None) -> str:
    """Return ``2 tahun 3 bulan``, or a dash where it is not known."""
    if months is None:
        return NOTHING
    years, rest = divmod(months, MONTHS_A_YEAR)
    words = session.context.words
    said = [words.say_many("{count} year", "{count} years", years)] if years else []
    if rest or not years:
        said.append(words.say_many("{count} month", "{count} months", rest))
    return " ".join(said)


def profile_specs(session: Session, hint: str, *, is_correction: bool) -> Sequence[FieldSpec]:
    """Return the fields of a use profile; a correction asks for its reason."""
    specs = [
        FieldSpec(name="assessed_on", label=N_("Assessed on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="main_substance",
            label=N_("Main substance"),
            help=hint,
            kind=Kind.CHOICE,
            options=choices(session, "substance"),
        ),
        FieldSpec(
            name="months_of_use",
            label=N_("Duration of use in months"),
            kind=Kind.INTEGER,
            lowest=0,
            highest=_MOST_MONTHS,
            width=Width.SHORT,
        ),
        FieldSpec(name="route", label=N_("Route of use"), kind=Kind.CHOICE, options=choices(session, "route")),
        _lines("treatment_history", N_("Earlier rehabilitation"), N_("Write “belum pernah” where there was none.")),
        _lines("therapy", N_("Therapy")),
        FieldSpec(name="urine_result", label=N_("Urine test"), width=Width.WIDE, longest=200),
        FieldSpec(
            name="other_substances", label=N_("Other substances"), kind=Kind.MANY, options=choices(session, "substance")
        ),
        _lines("remark", N_("Remark")),
    ]
    if is_correction:
        reason = FieldSpec(
            name="reason", label=N_("Reason of the correction"), kind=Kind.LINES, is_required=True, width=Width.WIDE
        )
        specs.append(reason)
    return specs


def _lines(name: str, caption: str, help_text: str = "") -> FieldSpec:
    return FieldSpec(name=name, label=caption, help=help_text, kind=Kind.LINES, width=Width.WIDE, longest=_LONGEST)
