"""The section of papers and consent."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.consent.rows import PaperState
from rehab_app.clinic.consent.rules import allows_disclosure
from rehab_app.clinic.documents.rows import CardRow, IssuedCard
from rehab_app.clinic.episodes.rules import NOTICES
from rehab_app.clinic.privacy.rows import RequestRow
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.consent import actions, forms
from rehab_app.ui.clients.consent.actions import Papers
from rehab_app.ui.clients.consent.base import PapersSection
from rehab_app.ui.clients.consent.checklist import Checklist
from rehab_app.ui.clients.consent.signed_list import SignedList, hours_text
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import Deed, FileDesk, Part
from rehab_app.ui.clients.showing import day_text
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

REQUESTS_ROOM: Final = "privacy"
_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class ConsentPanel(PapersSection):
    """The papers of the chosen episode: what is signed, what is handed in, the kartu lapor diri, requests about data."""

    name: ClassVar[str] = next_step.CONSENT
    title: ClassVar[str] = N_("Papers and consent")
    part: ClassVar[Part] = Part.PERSON
    keys: ClassVar[str] = "Ctrl+3"

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.signed = SignedList(self)
        self.checklist = Checklist(self)
        self.cards: Table[CardRow] | None = None
        self._is_drawn = False

    def read(self, facts: FileFacts, done: Callable[[Papers], None], failed: Failed) -> Job:
        """Read the papers."""
        episode_id = facts.episode.id if facts.episode is not None else None
        return actions.read(self.session, facts.client.id, episode_id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: Papers) -> None:
        """Show the papers of the episode, then what belongs to the client."""
        say, episode = self.session.say, facts.episode
        self.cards, self._is_drawn = None, episode is not None
        if episode is None:
            self.body.addWidget(label(say("Consents belong to a masa perawatan; register one first."), "muted"))
            self._draw_requests(found)
            return
        if episode.is_waiting_guardian:
            text = say("Consent waits until parent or guardian has come.")
            self.body.addWidget(self.notice_line(text))
        self._card(say("Signed papers"), self.signed.draw(found.signed, may_sign=self._may_sign(facts)))
        self._say_keys(say("On a paper: Enter sign or correct, W withdraw, S stopped, V versions, Delete recycle bin."))
        if not _discloses(found):
            text = say("Without a consent to disclosure a referral letter holds identity and reason only.")
            self.body.addWidget(label(text, "hint"))
        ticked = self.checklist.draw(found.checklist, may_tick=self.may_enter(facts))
        self._card(say("Document checklist"), ticked)
        self._say_keys(
            say(
                "On a document: T received, A original held, K given back, Enter details, V versions, Delete recycle bin."
            )
        )
        self._draw_cards(facts, found)
        self._draw_requests(found)
        self._shown = (found.cards, found.requests, found.assessed_on, _discloses(found), self._masked())

    def renew(self, facts: FileFacts, found: Papers) -> bool:
        """Show the two lists anew in their places where nothing else has changed."""
        still = (found.cards, found.requests, found.assessed_on, _discloses(found), self._masked())
        if not self._is_drawn or facts.episode is None or self._shown != still:
            return False
        self.signed.renew(found.signed, may_sign=self._may_sign(facts))
        self.checklist.renew(found.checklist, may_tick=self.may_enter(facts))
        return True

    def enter(self) -> None:
        """Take the focus: on the first paper, or on the list that had it."""
        if self._is_drawn:
            self.signed.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section."""
        self.cards, self._is_drawn = None, False
        super().forget()

    def record(self, kind: str = "") -> None:
        """Ask for a signed paper of ``kind``, or of one that is chosen in the form."""
        self.signed.sign(kind)

    # The kartu lapor diri.

    def issue(self) -> None:
        """Ask for the day of a new card."""
        facts, session = self.facts, self.session
        if facts is None or facts.episode is None:
            return
        episode_id = facts.episode.id

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.issue(session, episode_id, draft, saved, refused, self.desk.forms)

        def saved(card: object) -> None:
            if isinstance(card, IssuedCard):
                said = [session.say("Card {number} is issued.", number=card.number)]
                said += [session.say(NOTICES[code], period=card.period_number) for code in card.notices]
                self.desk.tell(" ".join(said), State.WARNING if card.notices else State.OK)

        self.open_form(
            session.say("Issue a kartu lapor diri"),
            "documents.issue_card",
            episode_id,
            forms.card_specs(),
            {"issued_on": facts.today},
            save,
            saved=saved,
            save_text=session.say("Issue"),
        )

    def revoke(self) -> None:
        """Ask why the marked card is revoked."""
        card = self.cards.current_row if self.cards is not None else None
        if card is None or card.is_revoked or not self.may_correct:
            return
        session, say = self.session, self.session.say

        def give(reason: str) -> None:
            text = say("Card {number} is revoked.", number=card.number)
            actions.revoke(session, card, reason, lambda _done: self.desk.tell(text, State.OK), self.refuse, self)

        ask_reason(
            session.context,
            self.window(),
            say("Revoke card {number}", number=card.number),
            say("A revoked card does not count any more, and its number is never given again."),
            verb=say("Revoke"),
            done=give,
        )

    def show_card_versions(self) -> None:
        """Show the versions of the marked card: how it was given, and by whom and why it was revoked."""
        card = self.cards.current_row if self.cards is not None else None
        if card is not None:
            title = self.session.say("Card {number}", number=card.number)
            self.open_versions_of(actions.CARDS, card, title, self._card_content)

    def _card_content(self, card: CardRow) -> dict[str, str]:
        say = self.session.say
        return {
            say("Number"): card.number,
            say("State"): say("revoked") if card.is_revoked else say("valid"),
            say("Issued on"): format_short(card.issued_on),
            say("Valid until"): day_text(card.valid_until),
            say("Remark"): card.remark,
        }

    def why_no_card(self, facts: FileFacts, found: Papers) -> str:
        """Return why no card can be given now, already said; empty where it can."""
        say = self.session.say
        if facts.episode is None or not facts.is_open:
            return say("This masa perawatan has ended: no card is given for it any more.")
        if facts.episode.is_waiting_guardian:
            return say("A card waits until parent or guardian has come.")
        if found.assessed_on is None:
            return say("A card is given after the assessment: complete the assessment form or the use profile first.")
        here = [card for card in found.cards if card.episode_id == facts.episode.id and not card.is_revoked]
        valid = next((card for card in here if card.valid_until is None or card.valid_until >= facts.today), None)
        return say("Card {number} is valid; revoke it before another one.", number=valid.number) if valid else ""

    def _draw_cards(self, facts: FileFacts, found: Papers) -> None:
        say = self.session.say
        widgets: list[QWidget] = []
        why = self.why_no_card(facts, found)
        if found.cards:
            columns = self._card_columns(facts)
            title = say("Kartu lapor diri")
            self.cards = self.table_of(title, "clients.cards", columns, found.cards, lambda row: row.series_id)
            bind(self.cards, "Del", self.revoke, _HERE)
            bind(self.cards, "V", self.show_card_versions, _HERE)
            widgets.append(self.cards)
        if why:
            widgets.append(self.notice_line(why, State.INFO))
        deeds = []
        if not why and self.may_enter(facts):
            deeds.append(Deed(say("Issue a kartu lapor diri"), self.issue, "", "add", "" if found.cards else "main"))
        if self.may_correct and any(not card.is_revoked for card in found.cards):
            deeds.append(Deed(say("Revoke the marked card"), self.revoke, "", "cancelled"))
        if any(card.row_version > 1 for card in found.cards):
            deeds.append(Deed(say("Versions of the marked card (V)"), self.show_card_versions, "", "timeline"))
        if deeds:
            widgets.append(self.deed_row(deeds))
        self._card(say("Kartu lapor diri"), widgets)

    def _card_columns(self, facts: FileFacts) -> list[Column[CardRow]]:
        say = self.session.say

        def state(row: CardRow) -> tuple[str, State]:
            if row.is_revoked:
                return say("revoked"), State.DANGER
            return (say("valid"), State.OK) if row.counts_on(facts.today) else (say("run out"), State.NEUTRAL)

        return [
            Column(N_("Number"), lambda row: row.number, width=18),
            Column(N_("State"), lambda row: state(row)[0], width=14, state=lambda row: state(row)[1]),
            Column(N_("Masa perawatan"), lambda row: str(row.period_number), align="right", width=16),
            Column(N_("Issued on"), lambda row: format_short(row.issued_on), width=13),
            Column(N_("Valid until"), lambda row: day_text(row.valid_until), width=13),
            Column(N_("Remark"), lambda row: row.remark or row.reason, width=16, stretches=True),
        ]

    # Requests about data.

    def ask_request(self) -> None:
        """Ask what the client wants about her data; the clock of 3 x 24 hours runs from the asking."""
        facts, session = self.facts, self.session
        if facts is None:
            return
        client_id, clock = facts.client.id, self.session.context.clock

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.record_request(session, client_id, draft, saved, refused, self.desk.forms)

        now = clock.now().astimezone(clock.zone)
        self.open_form(
            session.say("Record a request about data"),
            "privacy.ask",
            client_id,
            forms.request_specs(session),
            {"asked_by": facts.client.name, "asked_at": now.date(), "asked_time": time_text(now.time())},
            save,
            said=session.say("The request is recorded. An answer is due within 3 x 24 hours."),
            lead=session.say("Rights of UU 27/2022: see, correct, end, erase. Kepala or Subkoordinator decides."),
        )

    def _draw_requests(self, found: Papers) -> None:
        session, say = self.session, self.session.say
        widgets: list[QWidget] = [self.notice_line(self._request_text(row), _state_of(row)) for row in found.requests]
        if not widgets:
            widgets.append(label(say("Nothing was asked about her data."), "muted"))
        deeds = []
        if session.may(*forms.ENTERS):
            deeds.append(Deed(say("Record a request about data"), self.ask_request, "", "private"))
        if found.requests and self.facts is not None:
            go = partial(session.go.to, REQUESTS_ROOM, self.facts.client.id)
            deeds.append(Deed(say("To the data requests"), go, "", "forward"))
        if deeds:
            widgets.append(self.deed_row(deeds))
        self._card(say("Requests about data"), widgets)

    def _request_text(self, row: RequestRow) -> str:
        session, say = self.session, self.session.say
        kind = session.label("request_kind", row.kind)
        if not row.decision:
            return f"{kind}: {hours_text(session, row.hours_left, is_overdue=row.is_overdue)}"
        decision = session.label("request_decision", row.decision)
        done = f", {say('carried out on {day}', day=format_short(row.done_on))}" if row.done_on else ""
        return f"{kind}: {decision}{done}"

    # The parts.

    def _may_sign(self, facts: FileFacts) -> bool:
        return self.may_enter(facts) and facts.episode is not None and not facts.episode.is_waiting_guardian

    def _masked(self) -> bool:
        return self.session.context.privacy.is_on

    def _card(self, heading: str, widgets: list[QWidget]) -> None:
        card = Card(self.session.context.theme, heading)
        for widget in widgets:
            card.body.addWidget(widget)
        self.body.addWidget(card)

    def _say_keys(self, text: str) -> None:
        self.body.addWidget(label(text, "hint"))


def _discloses(found: Papers) -> bool:
    return any(allows_disclosure(one.kind) and one.state is PaperState.SIGNED for one in found.signed)


def _state_of(row: RequestRow) -> State:
    if row.decision:
        return State.NEUTRAL if row.done_on or row.decision == "refused" else State.INFO
    return State.DANGER if row.is_overdue else State.WARNING
