"""The section of the identity: who she is, what is missing, and the change of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final
from uuid import UUID

from rehab_app.clinic.clients.contacts import SafeContactRow
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.clients.rules import LISTS_OF, WARNINGS
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_long
from rehab_app.foundation.words import N_
from rehab_app.ui.clients import actions, next_step
from rehab_app.ui.clients.file_facts import FileFacts, OpenedClient
from rehab_app.ui.clients.followup import actions as following
from rehab_app.ui.clients.followup.deeds import FollowUpDeeds
from rehab_app.ui.clients.form_panel import FormOrder, Refused, Saved, Values
from rehab_app.ui.clients.register_form import identity_change
from rehab_app.ui.clients.section import Deed, Part, Section
from rehab_app.ui.clients.showing import GAP_WORDS, NOTHING, age_text
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import Pick
from rehab_app.ui.kit.layout import Card
from rehab_app.ui.kit.theme import State

PREFIX: Final = "client."
VERSION: Final = "client.row_version"
_OTHERS: Final = "client.contacts"
_CONTACT: Final = "client.contacts.0."
_CONTACT_FIELDS: Final = ("id", "name", "relation", "phone", "nik", "address", "occupation", "is_guardian", "remark")


class IdentityPanel(Section):
    """Shows the identity in groups; the form to change it stands in the side panel."""

    name: ClassVar[str] = next_step.IDENTITY
    title: ClassVar[str] = N_("Identity")
    part: ClassVar[Part] = Part.PERSON
    keys: ClassVar[str] = "Ctrl+1"

    def draw(self, facts: FileFacts) -> None:
        """Show who she is, what is missing, her address, family and papers."""
        client, say = facts.client, self.session.say
        if self.session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            self.add_deeds([Deed(say("Change identity"), self.change, "Ctrl+E", "edit", "main")])
        self._draw_gaps(client)
        draft = client.draft
        self._card(say("Identity"), self._who(client))
        self._card(say("Address"), self._where(client))
        self._card(say("Family or contact"), self._family(draft), self._safe_contact(draft))
        self._card(say("Other data"), self._other(draft))

    def change(self) -> None:
        """Open the form of the identity."""
        if self.facts is None:
            return
        client = self.facts.client
        self.desk.forms.open_form(
            FormOrder(
                title=self.session.say("Change identity"),
                name="clients.change",
                subject=str(client.id),
                specs=identity_change(self.session, actions.look_ups(self.session, self.desk.forms)),
                values=identity_values(client),
                save=self._save(client),
                saved=self._on_saved,
                reread=self._reread(client.id),
            )
        )

    def _save(self, client: OpenedClient) -> Callable[[dict[str, object], Saved, Refused], None]:
        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.change_identity(self.session, client, draft, saved, refused, self.desk.forms)

        return save

    def _reread(self, client_id: UUID) -> Callable[[Callable[[Values], None]], None]:
        def reread(show: Callable[[Values], None]) -> None:
            def done(facts: FileFacts) -> None:
                show(identity_values(facts.client))

            actions.open_file(self.session, client_id, None, done, self.refuse, self.desk.forms)

        return reread

    def _on_saved(self, _result: object) -> None:
        self.desk.tell(self.session.say("The identity is saved."), State.OK)
        self.desk.reload()

    def _draw_gaps(self, client: OpenedClient) -> None:
        say, theme = self.session.say, self.session.context.theme
        if client.gaps:
            note = NoteLine(theme, State.WARNING)
            fields = ", ".join(say(GAP_WORDS.get(gap, gap)) for gap in client.gaps)
            note.say(say("Identity incomplete. Still missing: {fields}.", fields=fields), State.WARNING)
            self.body.addWidget(note)
        for code in client.warnings:
            note = NoteLine(theme, State.WARNING)
            note.say(say(WARNINGS[code]), State.WARNING)
            self.body.addWidget(note)

    def open_safe_contact(self, contact_id: UUID) -> None:
        """Ask how one of the client's contacts may be called."""
        if self.facts is None:
            return
        acts = FollowUpDeeds(self.session, self.desk.forms, self.desk.tell, self.refuse)

        def done(rows: Sequence[SafeContactRow]) -> None:
            for row in rows:
                if row.id == contact_id:
                    acts.rules(row)

        following.read_contacts(self.session, self.facts.client.id, done, self.refuse, self)

    def _safe_contact(self, draft: ClientDraft) -> list[Deed]:
        """Return the way to the rules of safe contact of everybody who stands by the client."""
        if not self.session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            return []
        say, mask = self.session.say, self.session.context.privacy.mask
        return [
            Deed(say("Safe contact: {name}", name=mask(one.name)), partial(self.open_safe_contact, one.id), "", "phone")
            for one in draft.contacts or ()
            if one.id is not None
        ]

    def _card(self, heading: str, rows: list[tuple[str, str]], deeds: Sequence[Deed] = ()) -> None:
        card = Card(self.session.context.theme, heading)
        card.body.addWidget(self.pairs(rows))
        if deeds:
            card.body.addWidget(self.deed_row(deeds))
        self.body.addWidget(card)

    def _private(self, text: str) -> str:
        return self.session.context.privacy.mask(text) or NOTHING

    def _coded(self, field: str, code: str) -> str:
        return self.session.label(LISTS_OF[field], code) if code else NOTHING

    def _who(self, client: OpenedClient) -> list[tuple[str, str]]:
        say, draft, language = self.session.say, client.draft, self.session.context.words.language
        born = format_long(draft.birth_date, language) if draft.birth_date else NOTHING
        age = age_text(self.session, client.age) or NOTHING
        birth = f"{draft.birth_place}, {born}" if draft.birth_place else born
        return [
            (say("Full name"), self._private(draft.full_name)),
            (say("Initials"), self._private(draft.initials)),
            (say("Also known as"), self._private(draft.aliases)),
            (say("Sex"), self._coded("sex", draft.sex)),
            (say("Born"), self._private(birth) if draft.birth_date else NOTHING),
            (say("Age"), age),
            (say("NIK"), self._private(draft.nik)),
            (say("Identity paper"), self._paper(draft)),
            (say("Family card number (KK)"), self._private(draft.kk_number)),
            (say("JKN / BPJS number"), self._private(draft.jkn_number)),
        ]

    def _paper(self, draft: ClientDraft) -> str:
        kind = self._coded("identity_kind", draft.identity_kind)
        why = draft.identity_missing_reason
        reason = self.session.label("identity_missing_reason", why) if why else ""
        parts = [kind, self.session.context.privacy.mask(draft.identity_number), reason]
        return " ".join(part for part in parts if part)

    def _where(self, client: OpenedClient) -> list[tuple[str, str]]:
        say, draft = self.session.say, client.draft
        block = " ".join(f"{name} {value}" for name, value in (("RT", draft.rt), ("RW", draft.rw)) if value)
        return [
            (say("Street and number"), self._private(" ".join(part for part in (draft.address, block) if part))),
            (say("Kelurahan / desa"), client.place or NOTHING),
            (say("Telephone / WhatsApp"), self._private(show_phone(draft.phone))),
            (say("Other telephone"), self._private(show_phone(draft.other_phone))),
        ]

    def _family(self, draft: ClientDraft) -> list[tuple[str, str]]:
        say = self.session.say
        rows = [
            (say("Mother's name"), self._private(draft.mother_name)),
            (say("Father's name"), self._private(draft.father_name)),
        ]
        for contact in draft.contacts or ():
            relation = self.session.label("relation", contact.relation) if contact.relation else say("Contact")
            mask = self.session.context.privacy.mask
            said = ", ".join(part for part in (mask(contact.name), mask(show_phone(contact.phone))) if part)
            rows.append((relation, said))
        return rows

    def _other(self, draft: ClientDraft) -> list[tuple[str, str]]:
        say = self.session.say
        rows = [
            (say("Education"), self._coded("education", draft.education)),
            (say("Occupation"), self._coded("occupation", draft.occupation)),
            (say("Marital status"), self._coded("marital_status", draft.marital_status)),
            (say("Religion"), self._coded("religion", draft.religion)),
            (say("Ethnic group"), self._coded("ethnicity", draft.ethnicity)),
            (say("Citizenship"), self._coded("citizenship", draft.citizenship)),
        ]
        return [*rows, (say("Remark"), draft.remark)] if draft.remark else rows


def identity_values(client: OpenedClient) -> dict[str, object]:
    """Return a client as the form takes her up, with the version that is shown; a place with its name."""
    draft = client.draft
    values: dict[str, object] = {
        f"{PREFIX}{name}": getattr(draft, name)
        for name in ClientDraft.model_fields
        if name not in {"contacts", "rm_number"}
    }
    if draft.place_code:
        values[f"{PREFIX}place_code"] = Pick(draft.place_code, client.place.partition(", ")[0] or draft.place_code)
    values[VERSION] = client.row_version
    values[_OTHERS] = [one.model_dump(mode="json") for one in (draft.contacts or [])[1:]]
    for contact in (draft.contacts or [])[:1]:
        for name in _CONTACT_FIELDS:
            value = getattr(contact, name)
            values[f"{_CONTACT}{name}"] = str(value) if isinstance(value, UUID) else value
    return values
