"""The section of following up in a client's file."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt

from rehab_app.clinic.clients.contacts import SafeContactRow
from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.clinic.followup.rows import CallRow, SummonsRow
from rehab_app.clinic.followup.rules import COMPULSORY, NOTICE, SUMMONS
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.followup import actions, said
from rehab_app.ui.clients.followup.actions import Calling, FollowUps
from rehab_app.ui.clients.followup.deeds import FollowUpDeeds, day_or_nothing, who_text
from rehab_app.ui.clients.followup.summons_view import SummonsView
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import Deed, FileDesk, Part
from rehab_app.ui.clients.showing import NOTHING, joined
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class FollowUpPanel(ClinicalSection[FollowUps]):
    """Why the client is on the list, calls and summonses of the chosen episode, and how each contact may be called."""

    name: ClassVar[str] = "followup"
    title: ClassVar[str] = N_("Follow-up")
    part: ClassVar[Part] = Part.CARE

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.acts = FollowUpDeeds(self.session, desk.forms, desk.tell, self.refuse)
        self.calls: Table[CallRow] | None = None
        self.summonses: Table[SummonsRow] | None = None
        self.paper: SummonsView | None = None

    def show_facts(self, facts: FileFacts) -> None:
        """Read anew; a paper that is open stays until it is closed."""
        is_same = self.facts is not None and self.facts.client.id == facts.client.id
        if self.paper is not None and is_same:
            self.facts = facts
            return
        self._drop_paper()
        super().show_facts(facts)

    def read(self, facts: FileFacts, done: Callable[[FollowUps], None], failed: Failed) -> Job:
        """Read the calls, the summonses and the contacts."""
        episode_id = facts.episode.id if facts.episode is not None else facts.client.id
        return actions.read(self.session, facts.client.id, episode_id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: FollowUps) -> None:
        """Show what may be done, why she is on the list, calls, summonses and contacts."""
        say = self.session.say
        self.calls = self.summonses = None
        if facts.episode is None:
            self.say_no_episode()
        else:
            self.add_deeds(self._offered(facts))
            self._draw_standing(found)
            self.calls = self._call_list(found)
            self.summonses = self._summons_list(found)
            self.body.addWidget(label(say("Calls"), "heading"))
            self.body.addWidget(self.calls)
            if found.calls:
                self.body.addWidget(label(say("On a call: Enter correct, V versions, Delete recycle bin."), "hint"))
            self.body.addWidget(label(say("Summonses and notices"), "heading"))
            self.body.addWidget(self.summonses)
            if found.summonses:
                self.body.addWidget(label(say("On a letter: Enter paper, T sent, X cancel, V versions."), "hint"))
        self._draw_contacts(found.contacts)

    def enter(self) -> None:
        """Take the focus: on the calls where there are any."""
        if self.paper is not None:
            self.paper.preview.setFocus()
        elif self.calls is not None and self.calls.records.rowCount():
            self.calls.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section and its paper."""
        self._drop_paper()
        self.calls = self.summonses = None
        super().forget()

    # What may be done.

    def call(self) -> None:
        """Ask what came of a call, with the rules of each number before it."""
        facts, found = self.facts, self.found
        if facts is None or facts.episode is None or found is None:
            return
        calling = Calling(
            client_id=facts.client.id,
            episode_id=facts.episode.id,
            name=facts.client.name,
            initials=facts.client.draft.initials,
            rm_number=facts.client.rm_number,
            targets=found.targets,
            calls=found.calls,
            next_day=found.next_day,
        )
        self.acts.call(calling)

    def summon(self, kind: str = SUMMONS) -> None:
        """Prepare the next summons, or a notice; one that was prepared and not sent is shown instead."""
        facts, found = self.facts, self.found
        if facts is None or facts.episode is None or found is None:
            return
        waiting = next((one for one in found.summonses if one.kind == kind and _is_waiting(one)), None)
        if waiting is not None:
            self.show_paper(waiting)
        else:
            self.acts.prepare(facts.episode.id, kind, self._who(facts), self.show_paper)

    def drop_out(self) -> None:
        """Ask for the decision that the client has dropped out."""
        facts = self.facts
        if facts is not None and facts.episode is not None:
            self.acts.drop_out(facts.episode.id, self._who(facts))

    def show_paper(self, row: SummonsRow) -> None:
        """Show the paper of a summons in place of the lists."""
        self.paper = SummonsView(self.session, row)
        self.paper.closed.connect(self._close_paper)
        self.paper.send_asked.connect(lambda one: self.acts.send(one, self._on_paper_row))
        self.paper.cancel_asked.connect(lambda one: self.acts.cancel(one, self._close_paper))
        self.setWidget(self.paper)
        self.paper.show()
        self.desk.clear_room(True)
        self.paper.begin()

    def show_versions_of(self) -> None:
        """Show the versions of the marked call beside each other."""
        row = self.calls.current_row if self.calls is not None else None
        if row is None:
            return

        def read(done: Done[Sequence[Version]], failed: Failed) -> Job:
            return actions.read_call_versions(
                self.session,
                row.series_id,
                lambda found: done([self._version(one, found[1].get(one.entered_by, "")) for one in found[0]]),
                failed,
                self,
            )

        self.open_versions(said.call_text(self.session, row), read)

    def _offered(self, facts: FileFacts) -> list[Deed]:
        say = self.session.say
        episode = facts.episode
        if episode is None or not self.may_enter(facts):
            return []
        deeds = [
            Deed(say("Call now"), self.call, "Ctrl+Shift+C", "phone", "main"),
            Deed(say("Summons"), self.summon, "", "letter"),
        ]
        if episode.channel == COMPULSORY:
            deeds.append(Deed(say("Notice to the penyidik"), partial(self.summon, NOTICE), "", "tat"))
        if episode.state == EpisodeState.OUTPATIENT:
            deeds.append(Deed(say("Decide on a drop-out"), self.drop_out, "", "cancelled"))
        return deeds

    def _correct(self, row: CallRow) -> None:
        if self.may_correct and self.found is not None:
            self.acts.correct_call(row, self.found.targets)

    def _bin(self) -> None:
        row = self.calls.current_row if self.calls is not None else None
        if row is not None and self.may_correct:
            self.acts.bin_call(row)

    def _send(self) -> None:
        row = self.summonses.current_row if self.summonses is not None else None
        if row is not None and _is_waiting(row) and self.session.may(DataClass.KLINIS, Right.INPUT):
            self.acts.send(row)

    def _cancel(self) -> None:
        row = self.summonses.current_row if self.summonses is not None else None
        if row is not None and not row.is_cancelled and self.may_correct:
            self.acts.cancel(row)

    def _on_paper_row(self, row: SummonsRow) -> None:
        if self.paper is not None:
            self.paper.show_row(row)

    def _close_paper(self) -> None:
        facts = self.facts
        self._drop_paper()
        if facts is not None:
            super().show_facts(facts)

    def _drop_paper(self) -> None:
        if self.paper is not None:
            self.paper.forget()
            self.paper = None
            self.desk.clear_room(False)

    def _who(self, facts: FileFacts) -> str:
        return who_text(self.session, facts.client.draft.initials, facts.client.rm_number)

    # What is shown.

    def _draw_standing(self, found: FollowUps) -> None:
        say = self.session.say
        if found.absent is None:
            line = self.notice_line(say("Not on the absence watch: she comes, or was reached lately."), State.OK)
        else:
            line = self.notice_line(
                say("On the absence watch: {why}", why=said.why(self.session, found.absent)), State.WARNING
            )
        self.body.addWidget(line)

    def _call_list(self, found: FollowUps) -> Table[CallRow]:
        session, say = self.session, self.session.say
        contacts = {one.id: one for one in found.contacts}

        def whom(row: CallRow) -> str:
            if row.contact_id is None:
                return say("the client")
            known = contacts.get(row.contact_id)
            return known.name if known is not None else say("a contact removed since")

        columns: list[Column[CallRow]] = [
            Column(N_("Called at"), lambda row: format_instant(row.called_at, session.context.clock.zone), width=21),
            Column(N_("Whom"), whom, width=16, is_private=True),
            Column(N_("What came of it"), lambda row: session.label("call_outcome", row.outcome), width=24),
            Column(N_("Next try"), lambda row: _day(row.next_try_on), width=11),
            Column(N_("Promised"), lambda row: _day(row.promised_on), width=11),
            Column(N_("What was said"), self._said, width=14, stretches=True),
        ]
        table = self.table_of(say("Calls"), "clients.calls", columns, found.calls, lambda row: row.series_id)
        table.set_empty(
            say("Nobody has called yet"), say("Each attempt is recorded with its outcome and the next try.")
        )
        table.opened.connect(self._correct)
        bind(table, "V", self.show_versions_of, _HERE)
        bind(table, "Del", self._bin, _HERE)
        return table

    def _summons_list(self, found: FollowUps) -> Table[SummonsRow]:
        session, say = self.session, self.session.say
        columns: list[Column[SummonsRow]] = [
            Column(N_("Letter"), lambda row: said.summons_name(session, row), width=24),
            Column(N_("Dated"), lambda row: format_short(row.dated_on), width=11),
            Column(
                N_("State"),
                lambda row: said.summons_state(session, row)[0],
                width=22,
                state=lambda row: said.summons_state(session, row)[1],
            ),
            Column(N_("Asked to come on"), day_or_nothing, width=17),
            Column(N_("Missed days"), lambda row: ", ".join(map(format_short, row.missed_on)), stretches=True),
        ]
        table = self.table_of(
            say("Summonses"), "clients.summonses", columns, found.summonses, lambda row: row.series_id
        )
        table.set_empty(say("No letter yet"), say("Summons 1, 2 and 3 follow each other once the one before was sent."))
        table.opened.connect(self.show_paper)
        bind(table, "T", self._send, _HERE)
        bind(table, "X", self._cancel, _HERE)
        bind(table, "V", self.show_summons_versions, _HERE)
        return table

    def _draw_contacts(self, contacts: Sequence[SafeContactRow]) -> None:
        session, say, mask = self.session, self.session.say, self.session.context.privacy.mask
        self.body.addWidget(label(say("Safe contact"), "heading"))
        if not contacts:
            self.body.addWidget(
                label(say("Nobody stands by this client yet; a contact is entered with her identity."), "muted")
            )
        for contact in contacts:
            card = Card(session.context.theme)
            relation = session.label("relation", contact.relation) if contact.relation else say("Contact")
            text, state = said.knows(session, contact)
            name = joined([relation, mask(contact.name), mask(show_phone(contact.phone))])
            badge = Badge(session.context.theme, text, state)
            card.body.addWidget(self.line(badge, label(name, "strong"), stretch_last=True))
            card.body.addWidget(self.pairs(self._rules(contact), columns=1))
            if session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
                deed = Deed(say("Change the rules"), partial(self.acts.rules, contact), "", "edit")
                card.body.addWidget(self.deed_row([deed]))
            self.body.addWidget(card)

    def _rules(self, contact: SafeContactRow) -> list[tuple[str, str]]:
        say, mask = self.session.say, self.session.context.privacy.mask
        return [
            (say("Who may answer"), mask(contact.who_may_answer) or NOTHING),
            (say("When to call"), contact.call_times or NOTHING),
            (say("What to say"), contact.discreet_sentence or NOTHING),
            (say("Message"), say("may be left") if contact.may_leave_message else say("never")),
            (say("Envelope"), say("plain") if contact.needs_plain_envelope else say("with the clinic's name")),
        ]

    def _said(self, row: CallRow) -> str:
        return self.session.say("not shown") if row.is_said_withheld else row.said

    def show_summons_versions(self) -> None:
        """Show the versions of the marked summons: prepared, sent or cancelled, each by whom and when."""
        row = self.summonses.current_row if self.summonses is not None else None
        if row is not None:
            self.open_versions_of(
                actions.SUMMONSES,
                row,
                said.summons_name(self.session, row),
                partial(said.summons_content, self.session),
            )

    def _version(self, row: CallRow, author: str) -> Version:
        session, say = self.session, self.session.say
        content = {
            say("What came of it"): session.label("call_outcome", row.outcome),
            say("By which way"): session.label("call_channel", row.channel),
            say("Who answered"): session.context.privacy.mask(row.reached_name),
            say("Next try"): _day(row.next_try_on),
            say("Promised"): _day(row.promised_on),
            say("What was said"): self._said(row),
        }
        return Version(row.row_version, row.entered_at, author, row.reason, content)


def _day(day: date | None) -> str:
    return "" if day is None else format_short(day)


def _is_waiting(row: SummonsRow) -> bool:
    return row.sent_on is None and not row.is_cancelled
