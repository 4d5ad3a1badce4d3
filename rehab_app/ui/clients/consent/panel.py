"""The section of the consents."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from rehab_app.clinic.consent.rows import ConsentRow
from rehab_app.clinic.consent.rules import allows_disclosure
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.consent import actions
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved
from rehab_app.ui.clients.register_form import choices
from rehab_app.ui.clients.section import Deed, Section
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Width
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.theme import State


def discloses(answers: Answers) -> bool:
    """Whether the kind that was chosen lets something be disclosed, so that its scope is asked for."""
    return allows_disclosure(str(answers.get("kind") or ""))


class ConsentPanel(Section):
    """Lists the consents of the chosen episode and takes new ones in."""

    name: ClassVar[str] = next_step.CONSENT
    title: ClassVar[str] = N_("Consent")

    def draw(self, facts: FileFacts) -> None:
        """Show the consents, withdrawn ones too."""
        say, episode = self.session.say, facts.episode
        if episode is None:
            self.body.addWidget(label(say("Consents belong to a masa perawatan; register one first."), "muted"))
            return
        if episode.is_waiting_guardian:
            self.body.addWidget(label(say("Consent waits until parent or guardian has come."), "muted"))
        elif facts.is_open and self.session.may(DataClass.ADMINISTRATIF, Right.INPUT):
            self.add_deeds([Deed(say("Record a consent"), self.record, "", "add", "main")])
        for consent in facts.consents:
            self.body.addWidget(self._card(consent))
        if not facts.consents and not episode.is_waiting_guardian:
            self.body.addWidget(label(say("No consent has been recorded for this masa perawatan."), "muted"))
        if not any(allows_disclosure(one.kind) and not one.is_withdrawn for one in facts.consents):
            text = say("Without a consent to disclosure a referral letter holds identity and reason only.")
            self.body.addWidget(label(text, "hint"))

    def record(self) -> None:
        """Ask for a signed consent; the day is today, the signer the client, or her guardian where she is under 18."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        episode, owner = facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.record(self.session, episode.id, draft, saved, refused, owner)

        signer = episode.reporter_name if facts.client.is_minor else facts.client.draft.full_name
        relation = episode.reporter_relation if facts.client.is_minor else ""
        values = {"signed_on": facts.today, "signer_name": signer, "signer_relation": relation}
        self.desk.forms.open_form(
            FormOrder(
                title=self.session.say("Record a consent"),
                name="consent.record",
                subject=str(episode.id),
                specs=self._specs(),
                values=values,
                save=save,
                saved=lambda _done: self.desk.tell(self.session.say("The consent is recorded."), State.OK),
            )
        )

    def correct(self, consent: ConsentRow) -> None:
        """Show a consent to be corrected, with a reason."""
        owner = self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.correct(self.session, consent, draft, saved, refused, owner)

        reason = FieldSpec(
            name="reason", label=N_("Reason of the correction"), kind=Kind.LINES, is_required=True, width=Width.WIDE
        )
        self.desk.forms.open_form(
            FormOrder(
                title=self.session.say("Correct the consent"),
                name="consent.correct",
                subject=str(consent.series_id),
                specs=[*self._specs(), reason],
                values=consent_values(consent),
                save=save,
                reread=self.reread(lambda facts: latest_of(facts, consent)),
                saved=lambda _done: self.desk.tell(self.session.say("The consent is corrected."), State.OK),
            )
        )

    def withdraw(self, consent: ConsentRow) -> None:
        """Ask what was said at a withdrawal; no reason is owed."""
        owner, say = self.desk.forms, self.session.say

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.withdraw(self.session, consent, draft, saved, refused, owner)

        def saved(stop_by: object) -> None:
            if isinstance(stop_by, datetime):
                at = format_instant(stop_by, self.session.context.clock.zone)
                self.desk.tell(
                    say("The consent is withdrawn. Processing must have stopped by {time}.", time=at), State.WARNING
                )

        self.desk.forms.open_form(
            FormOrder(
                title=say("Withdraw the consent"),
                name="consent.withdraw",
                subject=str(consent.series_id),
                specs=[FieldSpec(name="remark", label=N_("What was said"), kind=Kind.LINES, width=Width.WIDE)],
                save=save,
                save_text=say("Withdraw"),
                reread=self.reread(lambda facts: latest_of(facts, consent, is_withdrawal=True)),
                lead=say("Nothing is disclosed on this consent from now on. No reason is owed."),
                saved=saved,
            )
        )

    def _specs(self) -> Sequence[FieldSpec]:
        session = self.session
        return [
            FieldSpec(
                name="kind",
                label=N_("Kind of consent"),
                kind=Kind.CHOICE,
                width=Width.WIDE,
                is_required=True,
                options=choices(session, "consent_kind"),
            ),
            FieldSpec(name="signed_on", label=N_("Signed on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
            FieldSpec(
                name="scope",
                label=N_("What may be disclosed"),
                kind=Kind.MANY,
                options=choices(session, "consent_scope"),
                visible_when=discloses,
            ),
            FieldSpec(
                name="signer_name",
                label=N_("Signed by"),
                kind=Kind.NAME,
                is_required=True,
                is_identity=True,
                width=Width.WIDE,
            ),
            FieldSpec(
                name="signer_relation",
                label=N_("Relation to the client"),
                help=N_("Empty where the client signed."),
                kind=Kind.CHOICE,
                options=choices(session, "relation"),
            ),
            FieldSpec(name="remark", label=N_("Remark"), kind=Kind.LINES, width=Width.WIDE),
        ]

    def _card(self, consent: ConsentRow) -> Card:
        session, say = self.session, self.session.say
        card = Card(session.context.theme)
        text, state = (say("Withdrawn"), State.DANGER) if consent.is_withdrawn else (say("Valid"), State.OK)
        badge = Badge(session.context.theme, text, state)
        card.body.addWidget(
            self.line(badge, label(session.label("consent_kind", consent.kind), "strong"), stretch_last=True)
        )
        card.body.addWidget(self.pairs(self._rows(consent), columns=1))
        if not consent.is_withdrawn and session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            deeds = [
                Deed(say("Correct"), partial(self.correct, consent), "", "edit"),
                Deed(say("Withdraw"), partial(self.withdraw, consent), "", "cancelled"),
            ]
            card.body.addWidget(self.deed_row(deeds))
        return card

    def _rows(self, consent: ConsentRow) -> list[tuple[str, str]]:
        session, say = self.session, self.session.say
        signer = session.context.privacy.mask(consent.signer_name)
        relation = session.label("relation", consent.signer_relation) if consent.signer_relation else say("the client")
        rows = [(say("Signed on"), format_short(consent.signed_on)), (say("Signed by"), f"{signer} ({relation})")]
        if consent.scope:
            scope = ", ".join(session.label("consent_scope", code) for code in consent.scope)
            rows.append((say("What may be disclosed"), scope))
        if consent.remark:
            rows.append((say("Remark"), consent.remark))
        if consent.withdrawn_at is not None and consent.stop_by is not None:
            zone = session.context.clock.zone
            rows.append((say("Withdrawn"), format_instant(consent.withdrawn_at, zone)))
            rows.append((say("Processing stopped by"), format_instant(consent.stop_by, zone)))
        return rows


def consent_values(consent: ConsentRow) -> dict[str, object]:
    """Return a consent as its form takes it up, with the version that is shown."""
    names = ("kind", "signed_on", "signer_name", "signer_relation", "scope", "remark")
    return {**{name: getattr(consent, name) for name in names}, VERSION: consent.row_version}


def latest_of(facts: FileFacts, consent: ConsentRow, *, is_withdrawal: bool = False) -> dict[str, object] | None:
    """Return the present values of a consent; of a withdrawal's form only the version, None where it is gone."""
    found = next((one for one in facts.consents if one.series_id == consent.series_id), None)
    if found is None:
        return None
    return {VERSION: found.row_version} if is_withdrawal else consent_values(found)
