"""The section of the referral."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from rehab_app.clinic.consent.rules import allows_disclosure
from rehab_app.clinic.episodes.rules import STATE_LABELS
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.clinic.referrals.reply_codes import show_code
from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.clinic.referrals.rules import CANCELLED, DRAFT, FINISHED, LETTER, OPEN, REFUSED, RETURNED, next_states
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.consent.held import HeldNote
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.referral import actions
from rehab_app.ui.clients.referral.letter_view import LetterView
from rehab_app.ui.clients.referral.loop import actions as loop_actions
from rehab_app.ui.clients.referral.loop.actions import Loop, Paper
from rehab_app.ui.clients.referral.loop_part import LoopPart
from rehab_app.ui.clients.referral.paper_view import PaperView
from rehab_app.ui.clients.section import Deed, FileDesk, Part
from rehab_app.ui.clients.showing import NOTHING, REFERRAL_STATES
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.theme import State

_LONGEST: Final = 4000


class ReferralPanel(LoopPart):
    """The referrals of the chosen episode with what came back; a paper is looked at and issued in place of the list."""

    name: ClassVar[str] = next_step.REFERRAL
    title: ClassVar[str] = N_("Referral")
    part: ClassVar[Part] = Part.CARE
    keys: ClassVar[str] = "Ctrl+7"
    is_clinical: ClassVar[bool] = True

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.letter: LetterView | PaperView | None = None

    def read(self, facts: FileFacts, done: Callable[[Loop], None], failed: Failed) -> Job:
        """Read what came back of the episode's referrals."""
        episode_id = facts.episode.id if facts.episode is not None else None
        return loop_actions.read_loop(self.session, episode_id, done, failed, self)

    def show_facts(self, facts: FileFacts) -> None:
        """Show the referrals; a letter that is open stays until it is closed."""
        is_same = self.facts is not None and self.facts.client.id == facts.client.id
        if self.letter is not None and is_same:
            self.facts = facts
            return
        self.letter = None
        super().show_facts(facts)

    def draw_read(self, facts: FileFacts, found: Loop) -> None:
        """Show what consent lets the letter say, and each referral with what came back and what may follow."""
        del found
        say, care, episode = self.session.say, facts.care, facts.episode
        if episode is None or care is None:
            self.body.addWidget(label(say("Register a masa perawatan first."), "muted"))
            return
        if episode.is_waiting_guardian:
            self.body.addWidget(label(say("A referral waits until parent or guardian has come."), "muted"))
        self.body.addWidget(self._consent_line(facts))
        has_open = any(row.state in OPEN for row in care.referrals)
        may_prepare = facts.is_open and not has_open and not episode.is_waiting_guardian
        if may_prepare and self.session.may(DataClass.KLINIS, Right.INPUT):
            self.add_deeds([Deed(say("Prepare a referral"), self.prepare, "", "referral", "main")])
        for row in care.referrals:
            self.body.addWidget(self._card(facts, row))
        if not care.referrals:
            self.body.addWidget(label(say("No referral has been prepared for this masa perawatan."), "muted"))

    def forget(self) -> None:
        """Blank the section and the letter."""
        if self.letter is not None:
            self.letter.forget()
        self.letter = None
        super().forget()

    # What may be done.

    def prepare(self, prepared: ReferralRow | None = None) -> None:
        """Ask for destination, reason, escort and the papers that lie ready."""
        facts = self.facts
        if facts is None or facts.episode is None or facts.care is None:
            return
        session, episode, owner = self.session, facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_referral(session, episode.id, prepared, draft, saved, refused, owner)

        values: dict[str, object] = {}
        if prepared is not None:
            values = referral_values(prepared)
        title = session.say("Prepare a referral") if prepared is None else session.say("Change the referral")
        self.desk.forms.open_form(
            FormOrder(
                title=title,
                name="referrals.prepare",
                subject=str(episode.id),
                specs=self._specs(facts),
                values=values,
                save=save,
                saved=lambda _id: self.desk.tell(session.say("The referral is saved."), State.OK),
                reread=self.reread(lambda read: latest_of(read, prepared)),
                head=lambda _form: HeldNote(session, episode.id),
            )
        )

    def open_letter(self, row: ReferralRow) -> None:
        """Show the letter in place of the list."""
        view = LetterView(self.session, row)
        view.issued.connect(self._on_issued)
        self._show_paper(view)

    def open_paper(self, paper: Paper) -> None:
        """Show another paper of a referral in place of the list."""
        self._show_paper(PaperView(self.session, paper))

    def _show_paper(self, view: LetterView | PaperView) -> None:
        self.letter = view
        view.closed.connect(self._close_letter)
        self.setWidget(view)
        view.show()
        self.desk.clear_room(True)
        view.begin()

    def enter_step(self, row: ReferralRow) -> None:
        """Ask for a cancellation, or for the return of a client whom the destination refused."""
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.step(session, row, draft, saved, refused, owner)

        def fresh(facts: FileFacts) -> dict[str, object] | None:
            found = row_in(facts, row)
            return None if found is None else {**values, VERSION: found.row_version}

        is_back = row.state in {REFUSED, FINISHED}
        values: dict[str, object] = {
            "to_state": RETURNED if is_back else CANCELLED,
            "happened_on": session.context.clock.today(),
            VERSION: row.row_version,
        }
        self.desk.forms.open_form(
            FormOrder(
                title=session.say("Take the client on again") if is_back else session.say("Cancel the referral"),
                name="referrals.step",
                subject=str(row.id),
                specs=self._step_specs(row),
                values=values,
                save=save,
                reread=self.reread(fresh),
                saved=lambda _done: self.desk.tell(session.say("The step is entered."), State.OK),
            )
        )

    def _on_issued(self, number: str) -> None:
        self.desk.tell(self.session.say("The letter is issued as {number}.", number=number), State.OK)

    def _close_letter(self) -> None:
        facts = self.facts
        if self.letter is not None:
            self.letter.forget()
        self.letter = None
        self.desk.clear_room(False)
        if facts is not None:
            super().show_facts(facts)
            self.enter()

    def _specs(self, facts: FileFacts) -> Sequence[FieldSpec]:
        session, care = self.session, facts.care
        destinations = care.destinations if care is not None else ()
        language = session.context.words.language

        def offered() -> Sequence[Option]:
            return [Option(str(one.id), self.with_places(one)) for one in destinations]

        def documents() -> Sequence[Option]:
            listed = [choice for choice in session.lists.offered("document") if choice.code != LETTER]
            return [Option(choice.code, choice.label(language)) for choice in listed]

        return [
            FieldSpec(
                name="destination_id",
                label=N_("Destination"),
                kind=Kind.CHOICE,
                is_required=True,
                options=offered,
                width=Width.WIDE,
                help=N_("How many places it has free is noted beside its name in the list, with the day it was asked."),
            ),
            FieldSpec(
                name="reason",
                label=N_("Reason of the referral"),
                help=N_("Stands in the letter, also without consent: write no more than the destination must know."),
                kind=Kind.LINES,
                lines=4,
                is_required=True,
                width=Width.WIDE,
                longest=_LONGEST,
            ),
            FieldSpec(name="escort", label=N_("Escort"), width=Width.WIDE, longest=200),
            FieldSpec(name="documents", label=N_("Papers that lie ready"), kind=Kind.MANY, options=documents),
        ]

    def _step_specs(self, row: ReferralRow) -> Sequence[FieldSpec]:
        session = self.session

        def states() -> Sequence[Option]:
            codes = [code for code in next_states(row.state) if code == CANCELLED]
            codes += [RETURNED] if row.state in {REFUSED, FINISHED} else []
            return [Option(code, session.label("referral_state", code)) for code in codes]

        def where() -> Sequence[Option]:
            return [
                Option(state.value, session.say(STATE_LABELS[state]))
                for state in (EpisodeState.OUTPATIENT, EpisodeState.AFTERCARE)
            ]

        return [
            FieldSpec(name="to_state", label=N_("Next state"), kind=Kind.RADIO, is_required=True, options=states),
            FieldSpec(name="happened_on", label=N_("On"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
            FieldSpec(
                name="to",
                label=N_("Taken on in"),
                kind=Kind.RADIO,
                is_required=True,
                options=where,
                visible_when=is_return,
            ),
            FieldSpec(
                name="explanation",
                label=N_("Remark or reason"),
                help=N_("Needed for a refusal, a cancellation and an early return."),
                kind=Kind.LINES,
                width=Width.WIDE,
                longest=_LONGEST,
            ),
        ]

    # What is shown.

    def _consent_line(self, facts: FileFacts) -> NoteLine:
        session = self.session
        valid = [one for one in facts.consents if allows_disclosure(one.kind) and not one.is_withdrawn]
        scopes = sorted({code for one in valid for code in one.scope})
        line = NoteLine(session.context.theme, State.WARNING)
        if not scopes:
            line.say(session.say("Without consent: the letter holds identity and reason only."), State.WARNING)
        else:
            covered = ", ".join(session.label("consent_scope", code) for code in scopes)
            line.say(session.say("Consent covers: {scopes}.", scopes=covered), State.OK)
        return line

    def _card(self, facts: FileFacts, row: ReferralRow) -> Card:
        session, say = self.session, self.session.say
        card = Card(session.context.theme)
        state = session.label("referral_state", row.state)
        badge = Badge(session.context.theme, state, REFERRAL_STATES.get(row.state, State.NEUTRAL))
        card.body.addWidget(self.line(label(row.destination, "heading", wraps=False), badge))
        since = say("{day} ({days} days)", day=format_short(row.state_on), days=row.days)
        rows = [
            (say("In this state since"), since),
            (say("Reason of the referral"), row.reason),
            (say("Answer expected until"), self.due_text(row)),
            (say("Code of the reply slip"), show_code(row.reply_code) or NOTHING),
            (say("Escort"), row.escort or NOTHING),
            (say("Papers that lie ready"), self._papers(row.documents)),
            (say("Papers still missing"), self._papers(row.missing_documents)),
        ]
        card.body.addWidget(self.pairs(rows, columns=1))
        card.body.addWidget(self.deed_row(self._deeds_of(facts, row)))
        care = facts.care
        steps = care.referral_steps.get(row.id, ()) if care is not None else ()
        if steps:
            said = [
                (format_short(step.happened_on), self._step_text(step.to_state, step.explanation)) for step in steps
            ]
            card.body.addWidget(label(say("Steps"), "strong"))
            card.body.addWidget(self.pairs(said, columns=1))
        self.draw_loop(card, facts, row)
        return card

    def _deeds_of(self, facts: FileFacts, row: ReferralRow) -> list[Deed]:
        say, may, found = self.session.say, self.session.may, []
        # One key, one letter: that of the referral which was prepared last.
        is_last = facts.care is not None and facts.care.referral is row
        keys = "Ctrl+Shift+L" if is_last else ""
        if row.letter_id is None and row.state == DRAFT and may(DataClass.SURAT, Right.INPUT):
            found.append(Deed(say("Look at the letter"), partial(self.open_letter, row), keys, "letter", "main"))
        elif row.letter_id is not None and may(DataClass.SURAT, Right.MELIHAT):
            found.append(Deed(say("Open the letter"), partial(self.open_letter, row), keys, "letter"))
        found += self.loop_deeds(facts, row)
        is_away = facts.episode is not None and facts.episode.state == EpisodeState.REFERRED
        if may(DataClass.KLINIS, Right.INPUT) and row.state in {REFUSED, FINISHED} and is_away:
            found.append(Deed(say("Take the client on again"), partial(self.enter_step, row), "", "forward", "main"))
        elif may(DataClass.KLINIS, Right.INPUT) and CANCELLED in next_states(row.state):
            found.append(Deed(say("Cancel the referral"), partial(self.enter_step, row), "", "cancelled"))
        if may(DataClass.KLINIS, Right.PERBAIKAN) and row.state in OPEN:
            found.append(Deed(say("Change the referral"), partial(self.prepare, row), "", "edit"))
        return found

    def _papers(self, codes: Sequence[str]) -> str:
        return ", ".join(self.session.label("document", code) for code in codes) or NOTHING

    def _step_text(self, state: str, explanation: str) -> str:
        said = self.session.label("referral_state", state)
        return f"{said} – {explanation}" if explanation else said


def is_return(answers: Answers) -> bool:
    """Whether the client comes back, so that it is asked where she is taken on."""
    return answers.get("to_state") == RETURNED


def referral_values(row: ReferralRow) -> dict[str, object]:
    """Return a referral as its form takes it up, with the version that is shown."""
    names = ("reason", "escort", "documents")
    values = {name: getattr(row, name) for name in names}
    return {**values, "destination_id": str(row.destination_id), VERSION: row.row_version}


def row_in(facts: FileFacts, row: ReferralRow | None) -> ReferralRow | None:
    """Return a referral as it stands now, None where it is gone or was not prepared yet."""
    rows = facts.care.referrals if facts.care is not None else ()
    return next((one for one in rows if row is not None and one.id == row.id), None)


def latest_of(facts: FileFacts, row: ReferralRow | None) -> dict[str, object] | None:
    """Return the present values of a referral, None where it is gone."""
    found = row_in(facts, row)
    return None if found is None else referral_values(found)
