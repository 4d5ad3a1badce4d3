"""The section of the masa perawatan."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.episodes.draft import EpisodeDraft
from rehab_app.clinic.episodes.rows import EpisodeRow, StepRow
from rehab_app.clinic.episodes.rules import NOTICES, PROTECTED_PERIODS, THIRD_PERIOD
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.care import actions, forms
from rehab_app.ui.clients.care.sirena_card import SirenaCard
from rehab_app.ui.clients.consent.held import HeldNote
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.section import Deed, Part, Section
from rehab_app.ui.clients.showing import NOTHING, code_text, day_text, state_label, state_of
from rehab_app.ui.clients.subjects import NewEpisode
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

_VISIBLE_ROWS: Final = 4


class CarePanel(Section):
    """Every episode of the client, and the chosen one with its steps and what may follow."""

    name: ClassVar[str] = next_step.CARE
    title: ClassVar[str] = N_("Masa perawatan")
    part: ClassVar[Part] = Part.CARE
    keys: ClassVar[str] = "Ctrl+2"

    def draw(self, facts: FileFacts) -> None:
        """Show the episodes and the chosen one."""
        say, episode = self.session.say, facts.episode
        if episode is None:
            self.body.addWidget(label(say("This client has not been registered for a masa perawatan yet."), "muted"))
            self.add_deeds(self._again())
            return
        self.add_deeds([*self._deeds(facts, episode), *self._again()])
        if episode.period_number > PROTECTED_PERIODS:
            note = NoteLine(self.session.context.theme, State.WARNING)
            note.say(say(NOTICES[THIRD_PERIOD], period=episode.period_number), State.WARNING)
            self.body.addWidget(note)
        if len(facts.episodes) > 1:
            self.body.addWidget(self._list(facts))
        self.body.addWidget(self._chosen(facts, episode))
        self.body.addWidget(SirenaCard(self.session, episode, self.desk.tell))
        self.body.addWidget(self._steps(facts))

    # What may follow.

    def _again(self) -> list[Deed]:
        facts = self.facts
        if (
            facts is None
            or facts.open_episode is not None
            or not self.session.may(DataClass.ADMINISTRATIF, Right.INPUT)
        ):
            return []
        client_id = facts.client.id
        text = self.session.say("Register a new masa perawatan")
        return [
            Deed(text, lambda: self.session.go.to("clients.register", NewEpisode(client_id)), "", "register", "main")
        ]

    def _deeds(self, facts: FileFacts, episode: EpisodeRow) -> list[Deed]:
        say, found = self.session.say, []
        is_open = episode.state != EpisodeState.CLOSED
        if is_open and episode.is_waiting_guardian and self.session.may(DataClass.ADMINISTRATIF, Right.INPUT):
            found.append(Deed(say("Guardian has come"), self.enter_guardian, "", "consent", "main"))
            if not facts.client.is_minor:
                found.append(Deed(say("Client is 18 now"), self.end_wait, "", "done"))
        if is_open and self.session.may(DataClass.KLINIS, Right.INPUT):
            found += self._clinical_deeds(episode)
        if self.session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            found.append(Deed(say("Correct registration"), self.correct_registration, "", "edit"))
        return found

    def _clinical_deeds(self, episode: EpisodeRow) -> list[Deed]:
        say, state, found = self.session.say, EpisodeState(episode.state), []
        if state is EpisodeState.REGISTERED:
            look = "" if episode.is_waiting_guardian else "main"
            found.append(Deed(say("Open outpatient care"), self.open_outpatient, "", "session", look))
        if state in {EpisodeState.OUTPATIENT, EpisodeState.REFERRED}:
            found.append(Deed(say("Begin aftercare"), self.begin_aftercare, "", "forward"))
        if state is EpisodeState.REGISTERED and not episode.modality:
            found.append(Deed(say("Examined only (TAT)"), self.close_examined_only, "", "tat"))
        found.append(Deed(say("Counsellor"), self.assign_counsellor, "", "accounts"))
        found.append(Deed(say("Close"), self.close_episode, "", "cancelled"))
        return found

    def open_outpatient(self) -> None:
        """Ask for the start of outpatient care; the target is the office's, the day is today."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        own = self.session.actor.user_id
        is_caring = any(account == own for account, _ in facts.counsellors)
        counsellor = facts.episode.counsellor_id or (own if is_caring else None)
        values = {
            "on": facts.today,
            "target_sessions": facts.target_sessions,
            "counsellor_id": str(counsellor) if counsellor else None,
        }
        said = N_("Outpatient care is open.")
        self._open(
            "outpatient", N_("Open outpatient care"), forms.outpatient(facts), values, actions.open_outpatient, said
        )

    def begin_aftercare(self) -> None:
        """Ask for the start of aftercare."""
        values = self._today()
        said = N_("Aftercare has begun.")
        self._open("aftercare", N_("Begin aftercare"), forms.aftercare(), values, actions.begin_aftercare, said)

    def close_episode(self) -> None:
        """Ask for the outcome."""
        episode = self.facts.episode if self.facts else None
        is_after_care = episode is not None and episode.state == EpisodeState.AFTERCARE
        specs, said = forms.closing(self.session, is_after_care=is_after_care), N_("The masa perawatan is closed.")
        title = N_("Close the masa perawatan")
        self._open("close", title, specs, self._today(), actions.close, said, is_end=True)

    def close_examined_only(self) -> None:
        """Ask why the client was only examined."""
        specs, said = forms.examined_only(), N_("The masa perawatan is closed.")
        title = N_("Examined only (TAT)")
        self._open("examined", title, specs, self._today(), actions.close_examined_only, said, is_end=True)

    def enter_guardian(self) -> None:
        """Ask who the parent or guardian is."""
        said = N_("The guardian is entered; consent and referral may go on.")
        specs = forms.guardian(self.session)
        self._open("guardian", N_("Guardian has come"), specs, {}, actions.guardian_came, said)

    def correct_registration(self) -> None:
        """Show the registration to be corrected."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        specs, said = forms.registration_change(self.session), N_("The registration is corrected.")
        values = registration_values(facts.episode)
        act = actions.change_registration
        self._open("registration", N_("Correct registration"), specs, values, act, said, registration_values)

    def assign_counsellor(self) -> None:
        """Ask for the counsellor."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        known = facts.episode.counsellor_id
        specs, said = forms.counsellor(facts), N_("The counsellor is entered.")
        values = {"counsellor_id": str(known) if known else None}
        self._open("counsellor", N_("Counsellor"), specs, values, actions.assign_counsellor, said)

    def end_wait(self) -> None:
        """End the wait for a guardian of a client who has come of age."""
        if self.facts is not None and self.facts.episode is not None:
            actions.came_of_age(self.session, self.facts.episode, lambda _done: None, self.refuse, self)

    def _open(
        self,
        name: str,
        title: str,
        specs: Sequence[FieldSpec],
        values: Mapping[str, object],
        act: Callable[..., object],
        said: str,
        latest: Callable[[EpisodeRow], Mapping[str, object]] | None = None,
        *,
        is_end: bool = False,
    ) -> None:
        """Open a form about the chosen episode; ``latest`` gives its values where another seat was faster.

        Where the episode ends (``is_end``), the original papers that are still held are named above the form.
        """
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            act(self.session, episode, draft, saved, refused, owner)

        def fresh(read: FileFacts) -> Mapping[str, object] | None:
            if read.episode is None or read.episode.id != episode.id:
                return None
            return {**(latest(read.episode) if latest else values), VERSION: read.episode.row_version}

        order = FormOrder(
            title=self.session.say(title),
            name=f"episodes.{name}",
            subject=str(episode.id),
            specs=specs,
            values={**values, VERSION: episode.row_version},
            save=save,
            saved=lambda _done: self.desk.tell(self.session.say(said), State.OK),
            reread=self.reread(fresh),
            head=(lambda _form: HeldNote(self.session, episode.id)) if is_end else None,
        )
        self.desk.forms.open_form(order)

    def _today(self) -> dict[str, object]:
        return {"on": self.facts.today} if self.facts is not None else {}

    # What is shown.

    def _list(self, facts: FileFacts) -> Table[EpisodeRow]:
        say = self.session.say
        columns: list[Column[EpisodeRow]] = [
            Column(N_("Period"), lambda row: str(row.period_number), align="right", width=8),
            Column(N_("Registration no."), lambda row: row.registration_number, width=14),
            Column(N_("Registered on"), lambda row: format_short(row.registered_on), width=12),
            Column(
                N_("State"),
                lambda row: state_label(self.session, row.state),
                width=16,
                state=lambda row: state_of(row.state),
            ),
            Column(
                N_("Outcome"), lambda row: code_text(self.session, "outcome", row.outcome), stretches=True, width=16
            ),
        ]
        model: RowsModel[EpisodeRow] = RowsModel(self.session.context, columns, facts.episodes, key=lambda row: row.id)
        table: Table[EpisodeRow] = Table(model, say("Every masa perawatan"))
        if facts.episode is not None:
            table.choose(facts.episodes.index(facts.episode))
        table.opened.connect(lambda row: self.desk.choose_episode(row.id))
        rows = min(len(facts.episodes), _VISIBLE_ROWS)
        height = table.horizontalHeader().sizeHint().height() + rows * table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(height + 2 * table.frameWidth() + 4)
        return table

    def _chosen(self, facts: FileFacts, episode: EpisodeRow) -> Card:
        say, theme = self.session.say, self.session.context.theme
        card = Card(theme)
        heading = say(
            "Masa perawatan {period}, {number}", period=episode.period_number, number=episode.registration_number
        )
        badges = [Badge(theme, state_label(self.session, episode.state), state_of(episode.state))]
        if episode.is_waiting_guardian:
            badges.append(Badge(theme, say("Waiting for a guardian"), State.WARNING))
        card.body.addWidget(self.line(label(heading, "heading", wraps=False), *badges))
        card.body.addWidget(self.pairs(self._facts_of(facts, episode)))
        return card

    def _facts_of(self, facts: FileFacts, episode: EpisodeRow) -> list[tuple[str, str]]:
        say, mask = self.session.say, self.session.context.privacy.mask
        rows = [
            (say("Registered on"), format_short(episode.registered_on)),
            (say("Channel"), code_text(self.session, "channel", episode.channel)),
            (say("Came from"), code_text(self.session, "source", episode.source)),
            (say("Kind of report"), code_text(self.session, "reporting_kind", episode.reporting_kind)),
            (say("Category"), code_text(self.session, "category", episode.category)),
            (say("Reporter (pelapor)"), self._reporter(episode)),
            (say("Counsellor"), facts.account(episode.counsellor_id) or NOTHING),
            (say("Modality"), code_text(self.session, "modality", episode.modality)),
        ]
        if episode.target_sessions:
            attended = facts.care.attended if facts.care is not None else None
            count = str(episode.target_sessions) if attended is None else f"{attended} / {episode.target_sessions}"
            rows.append((say("Meetings attended / target"), count))
        rows += [
            (say(caption), value)
            for caption, value in (
                (N_("Agency"), episode.agency),
                (N_("Investigator"), episode.investigator),
                (N_("Police report number (LP)"), episode.police_report_number),
                (N_("TAT recommendation number"), episode.tat_number),
                (N_("Why no parent or guardian has come"), episode.waiting_reason),
                (N_("Who brought the client"), mask(episode.brought_by)),
                (N_("Reason of the end"), episode.end_reason),
            )
            if value
        ]
        if episode.ended_on:
            rows.append((say("Ended on"), day_text(episode.ended_on)))
        if episode.outcome:
            rows.append((say("Outcome"), code_text(self.session, "outcome", episode.outcome)))
        return rows

    def _reporter(self, episode: EpisodeRow) -> str:
        mask = self.session.context.privacy.mask
        relation = self.session.label("relation", episode.reporter_relation) if episode.reporter_relation else ""
        parts = [mask(episode.reporter_name), relation, mask(show_phone(episode.reporter_phone))]
        return ", ".join(part for part in parts if part) or NOTHING

    def _steps(self, facts: FileFacts) -> Card:
        card = Card(self.session.context.theme, self.session.say("Steps"))
        card.body.addWidget(self.pairs([self._step(facts, step) for step in facts.steps], columns=1))
        return card

    def _step(self, facts: FileFacts, step: StepRow) -> tuple[str, str]:
        parts = [state_label(self.session, step.to_state), step.explanation, facts.account(step.entered_by)]
        return format_short(step.happened_on), " – ".join(part for part in parts if part)


def registration_values(episode: EpisodeRow) -> dict[str, object]:
    """Return a registration as its form takes it up."""
    return {name: getattr(episode, name) for name in EpisodeDraft.model_fields}
