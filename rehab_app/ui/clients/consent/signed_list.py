"""The list of what is signed: the papers of intake and every other consent, each a line with its state and its clock."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.consent.rows import ConsentRow, IntakePaper, PaperState, WithdrawalClock
from rehab_app.clinic.consent.rules import needs_identity
from rehab_app.foundation.dates import day_of, format_instant, format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import labels, reason_spec
from rehab_app.ui.clients.consent import actions, forms
from rehab_app.ui.clients.consent.base import MarkedDeeds, PapersSection
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import Deed
from rehab_app.ui.clients.showing import NOTHING, day_text
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width, as_raw
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_HERE: Final = Qt.ShortcutContext.WidgetShortcut
STATE_WORDS: Final = {
    PaperState.MISSING: N_("not signed"),
    PaperState.SIGNED: N_("signed"),
    PaperState.WITHDRAWN: N_("withdrawn"),
}


class SignedList:
    """Lists the papers; Enter signs one that is missing or was withdrawn, and corrects one that is signed."""

    def __init__(self, section: PapersSection) -> None:
        self._section = section
        self._session = section.session
        self._forms = section.desk.forms

    def draw(self, rows: Sequence[IntakePaper], *, may_sign: bool) -> list[QWidget]:
        """Return the list with its buttons."""
        section, say = self._section, self._session.say
        self._may_sign = may_sign
        self.table: Table[IntakePaper] = section.table_of(
            say("Papers and consent"), "clients.papers", _columns(self._session), rows, _key
        )
        self.table.opened.connect(self.open)
        section.follow_row(self.table)
        for keys, act in (("W", self.withdraw), ("S", self.report_stopped), ("V", self.show_versions)):
            bind(self.table, keys, act, _HERE)
        bind(self.table, "Del", self.put_in_bin, _HERE)
        bind(self.table, "Space", lambda: self.open(self.table.current_row), _HERE)
        look = "main" if may_sign else ""
        deeds = [
            (Deed(say("Sign"), lambda: self.open(self.table.current_row), "", "consent", look), self._can_sign),
            (Deed(say("Withdraw"), self.withdraw, "", "cancelled"), self._can_withdraw),
            (Deed(say("Processing has stopped"), self.report_stopped, "", "done"), self._can_stop),
            (Deed(say("Versions"), self.show_versions, "", "timeline"), lambda: self._marked() is not None),
        ]
        self._deeds = MarkedDeeds(section, deeds)
        self.table.chosen.connect(lambda _row: self._deeds.follow())
        self._deeds.follow()
        return [self.table, self._deeds.row]

    def renew(self, rows: Sequence[IntakePaper], *, may_sign: bool) -> None:
        """Show the papers as they stand now."""
        self._may_sign = may_sign
        model = self.table.records
        if isinstance(model, RowsModel):
            place = self.table.currentIndex().row()
            model.set_rows(rows)
            if not self.table.currentIndex().isValid():
                self.table.choose(place)  # signed now, it has a key of its own
        self._deeds.follow()

    # What may be done with the marked line.

    def open(self, row: IntakePaper | None) -> None:
        """Ask for the signature, or show the consent to be corrected."""
        if row is None:
            return
        if row.consent is not None and row.state is PaperState.SIGNED:
            if self._section.may_correct:
                self.correct(row.consent)
        elif self._may_sign:
            self.sign(row.kind)

    def sign(self, kind: str = "") -> None:
        """Ask for a signed paper: today, by the client, her guardian where she is under 18, or her penjamin."""
        facts = self._section.facts
        if facts is None or facts.episode is None:
            return
        contacts = forms.contacts_of(facts)
        if needs_identity(kind):
            if contacts and contacts[0].id is not None:
                contact_id = contacts[0].id
                actions.guarantor(
                    self._session,
                    facts.client.id,
                    contact_id,
                    lambda draft: self._ask({**_known(draft), forms.KNOWN_CONTACT: str(contact_id)}),
                    self._section.refuse,
                    self._section,
                )
            else:
                self._ask({"kind": kind})
            return
        signer = facts.episode.reporter_name if facts.client.is_minor else facts.client.draft.full_name
        relation = facts.episode.reporter_relation if facts.client.is_minor else ""
        self._ask({"kind": kind, "signer_name": signer, "signer_relation": relation})

    def _ask(self, values: dict[str, object]) -> None:
        facts, session = self._section.facts, self._session
        if facts is None or facts.episode is None:
            return
        episode_id = facts.episode.id

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            given = {name: value for name, value in draft.items() if name != forms.KNOWN_CONTACT}
            actions.keep_consent(session, episode_id, None, given, saved, refused, self._forms)

        form = self._section.open_form(
            session.say("Record a consent"),
            "consent.record",
            episode_id,
            forms.consent_specs(session, forms.contacts_of(facts)),
            {"signed_on": facts.today, **values},
            save,
            said=session.say("The consent is recorded."),
        )
        self._follow_contact(form)
        if form is not None and needs_identity(str(values["kind"])):
            form.field("signer_birth_place").focus_editor()  # what no contact holds

    def correct(self, consent: ConsentRow) -> None:
        """Show a consent to be corrected, with a reason."""
        session, facts = self._session, self._section.facts
        if facts is None:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            given = {name: value for name, value in draft.items() if name != forms.KNOWN_CONTACT}
            actions.keep_consent(session, consent.episode_id, consent, given, saved, refused, self._forms)

        form = self._section.open_form(
            session.say("Correct the consent"),
            "consent.correct",
            consent.series_id,
            [*forms.consent_specs(session, forms.contacts_of(facts)), reason_spec()],
            forms.consent_values(consent),
            save,
            said=session.say("The consent is corrected."),
            reread=self._section.reread(lambda facts: forms.latest_of(facts, consent)),
        )
        self._follow_contact(form)

    def withdraw(self) -> None:
        """Ask what was said at the withdrawal of the marked consent; no reason is owed."""
        consent = self._marked()
        if consent is None or not self._can_withdraw():
            return
        session, say = self._session, self._session.say

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.withdraw(session, consent, draft, saved, refused, self._forms)

        def saved(stop_by: object) -> None:
            if isinstance(stop_by, datetime):
                at = format_instant(stop_by, session.context.clock.zone)
                text = say("The consent is withdrawn. Processing must have stopped by {time}.", time=at)
                self._section.desk.tell(text, State.WARNING)

        self._section.open_form(
            say("Withdraw the consent"),
            "consent.withdraw",
            consent.series_id,
            [FieldSpec(name="remark", label=N_("What was said"), kind=Kind.LINES, width=Width.WIDE)],
            {VERSION: consent.row_version},
            save,
            saved=saved,
            save_text=say("Withdraw"),
            reread=self._section.reread(lambda facts: forms.latest_of(facts, consent, is_withdrawal=True)),
            lead=say("Nothing is disclosed on this consent from now on. No reason is owed."),
        )

    def report_stopped(self) -> None:
        """Ask what was stopped after the withdrawal of the marked consent; that ends its clock."""
        consent = self._marked()
        if consent is None or not self._can_stop():
            return
        session, say = self._session, self._session.say

        def give(said: str) -> None:
            text = say("It is entered that processing has stopped.")
            actions.report_stopped(
                session,
                consent,
                said,
                lambda _done: self._section.desk.tell(text, State.OK),
                self._section.refuse,
                self._section,
            )

        ask_reason(
            session.context,
            self._section.window(),
            say("Processing has stopped"),
            say("Say what was stopped and who was told. The clock of 3 x 24 hours ends with it."),
            verb=say("Processing has stopped"),
            done=give,
        )

    def put_in_bin(self) -> None:
        """Put the marked consent into the recycle bin; one that was withdrawn stays on record."""
        consent = self._marked()
        if consent is not None and self._can_withdraw():
            self._section.bin_record(actions.CONSENTS, consent, self._session.label("consent_kind", consent.kind))

    def show_versions(self) -> None:
        """Show the versions of the marked consent beside each other."""
        consent = self._marked()
        if consent is not None:
            title = self._session.label("consent_kind", consent.kind)
            self._section.open_versions_of(actions.CONSENTS.past, consent, title, self._content)

    # The parts.

    def _marked(self) -> ConsentRow | None:
        row = self.table.current_row
        return row.consent if row is not None else None

    def _can_sign(self) -> bool:
        row = self.table.current_row
        return self._may_sign and row is not None and row.state is not PaperState.SIGNED

    def _can_withdraw(self) -> bool:
        consent = self._marked()
        return self._section.may_correct and consent is not None and not consent.is_withdrawn

    def _can_stop(self) -> bool:
        consent = self._marked()
        is_running = consent is not None and consent.is_withdrawn and consent.stopped_at is None
        return self._section.may_correct and is_running

    def _follow_contact(self, form: Form | None) -> None:
        """Fill in the penjamin where a known contact is chosen."""
        facts = self._section.facts
        if form is None or facts is None or not forms.contacts_of(facts):
            return

        def take(draft: ConsentDraft) -> None:
            values = {name: as_raw(value) for name, value in _known(draft).items() if name != "kind"}
            form.column.fill(values, values)
            form.changed.emit()

        def fill() -> None:
            chosen = form.answers_of([forms.KNOWN_CONTACT])[forms.KNOWN_CONTACT]
            if isinstance(chosen, str) and chosen:
                client_id, section = facts.client.id, self._section
                actions.guarantor(self._session, client_id, UUID(chosen), take, section.refuse, form)

        form.field(forms.KNOWN_CONTACT).edited.connect(fill)

    def _content(self, row: ConsentRow) -> dict[str, str]:
        session, say, mask = self._session, self._session.say, self._session.context.privacy.mask
        relation = session.label("relation", row.signer_relation) if row.signer_relation else say("the client")
        zone = session.context.clock.zone
        content = {
            say("Kind of consent"): session.label("consent_kind", row.kind),
            say("Signed on"): format_short(row.signed_on),
            say("Signed by"): f"{mask(row.signer_name)} ({relation})",
            say("What may be disclosed"): labels(session, "consent_scope", row.scope),
            say("NIK"): mask(row.signer_nik),
            say("Place of birth"): row.signer_birth_place,
            say("Birth date"): day_text(row.signer_birth_date) if row.signer_birth_date else "",
            say("Address"): mask(row.signer_address),
            say("Occupation"): row.signer_occupation,
            say("Telephone"): mask(row.signer_phone),
            say("Witness"): mask(row.witness_name),
            say("Remark"): row.remark,
            say("Withdrawn"): format_instant(row.withdrawn_at, zone) if row.withdrawn_at else "",
            say("Processing stopped by"): format_instant(row.stop_by, zone) if row.stop_by else "",
            say("Processing has stopped"): format_instant(row.stopped_at, zone) if row.stopped_at else "",
        }
        return {caption: text for caption, text in content.items() if text}


def clock_text(session: Session, clock: WithdrawalClock | None) -> str:
    """Return ``54 hours left``, ``3 hours late`` or ``stopped on 12/01/2023``; empty without a clock."""
    if clock is None:
        return ""
    if clock.stopped_at is not None:
        day = format_short(day_of(clock.stopped_at, session.context.clock.zone))
        return session.say("stopped on {day}", day=day)
    return hours_text(session, clock.hours_left, is_overdue=clock.is_overdue)


def hours_text(session: Session, hours_left: int, *, is_overdue: bool) -> str:
    """Return ``54 hours left`` or ``3 hours late``."""
    if is_overdue:
        return session.context.words.say_many("{count} hour late", "{count} hours late", -hours_left)
    return session.context.words.say_many("{count} hour left", "{count} hours left", hours_left)


def _known(draft: ConsentDraft) -> dict[str, object]:
    return {name: value for name, value in draft.model_dump().items() if value}


def _key(row: IntakePaper) -> Hashable:
    return row.consent.series_id if row.consent is not None else row.kind


def _state(row: IntakePaper) -> State:
    if row.state is PaperState.SIGNED:
        return State.OK
    if row.state is PaperState.WITHDRAWN:
        return State.DANGER
    return State.WARNING if row.is_required else State.NEUTRAL


def _columns(session: Session) -> list[Column[IntakePaper]]:
    def state(row: IntakePaper) -> str:
        if row.state is PaperState.MISSING and not row.is_required:
            return session.say("not needed")
        return session.say(STATE_WORDS[row.state])

    def signer(row: IntakePaper) -> str:
        return row.consent.signer_name if row.consent is not None else ""

    def day(row: IntakePaper) -> str:
        return format_short(row.consent.signed_on) if row.consent is not None else NOTHING

    def scope(row: IntakePaper) -> str:
        return labels(session, "consent_scope", row.consent.scope) if row.consent is not None else ""

    return [
        Column(
            N_("Paper"),
            lambda row: session.label("consent_kind", row.kind),
            width=24,
            stretches=True,
            tooltip=lambda row: session.label("consent_kind", row.kind),
        ),
        Column(N_("State"), state, width=24, state=_state),
        Column(N_("Date"), day, width=11),
        Column(N_("Signed by"), signer, width=19, is_private=True),
        Column(N_("What may be disclosed"), scope, width=15, tooltip=scope),
        Column(N_("3 x 24 hours"), partial(_clock, session), width=16),
    ]


def _clock(session: Session, row: IntakePaper) -> str:
    return clock_text(session, row.clock)
