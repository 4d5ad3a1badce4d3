"""The fields of a consent, a paper, a card, a withdrawal and a request about data."""

from collections.abc import Sequence
from typing import Final

from rehab_app.clinic.clients.draft import ContactDraft
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.consent.rows import ConsentRow
from rehab_app.clinic.consent.rules import allows_disclosure, needs_identity
from rehab_app.clinic.documents.draft import PaperDraft
from rehab_app.clinic.documents.rows import PaperRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION, shown_values
from rehab_app.ui.clients.clinical_section import LONGEST_TEXT, remark_spec
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.shell.session import Session

KNOWN_CONTACT: Final = "known_contact"
"""The form's question that fills in the penjamin; no field of a consent."""
ENTERS: Final = (DataClass.ADMINISTRATIF, Right.INPUT)
"""The right to enter papers."""
_IDENTITY: Final = N_("Identity of the penjamin")
_MOST_COPIES: Final = 99


def discloses(answers: Answers) -> bool:
    """Whether the kind that was chosen lets something be disclosed, so that its scope is asked for."""
    return allows_disclosure(str(answers.get("kind") or ""))


def asks_identity(answers: Answers) -> bool:
    """Whether the kind that was chosen is signed by a penjamin, whose identity is printed whole."""
    return needs_identity(str(answers.get("kind") or ""))


def contacts_of(facts: FileFacts) -> list[ContactDraft]:
    """Return those who stand by the client, a guardian first."""
    return sorted((one for one in facts.client.draft.contacts or () if one.id), key=lambda one: not one.is_guardian)


def consent_specs(session: Session, contacts: Sequence[ContactDraft]) -> list[FieldSpec]:
    """Return the fields of a consent; a known contact fills in the penjamin where there is one."""
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
        *([_known_contact(session, contacts)] if contacts else []),
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
        *_identity_specs(),
        remark_spec(),
    ]


def _known_contact(session: Session, contacts: Sequence[ContactDraft]) -> FieldSpec:
    def offered() -> Sequence[Option]:
        return [Option(str(one.id), _contact_text(session, one)) for one in contacts]

    return FieldSpec(
        name=KNOWN_CONTACT,
        label=N_("A known contact"),
        help=N_("Fills in what is known of her."),
        kind=Kind.CHOICE,
        options=offered,
        width=Width.WIDE,
        visible_when=asks_identity,
    )


def _contact_text(session: Session, contact: ContactDraft) -> str:
    name = session.context.privacy.mask(contact.name)
    return f"{name} ({session.label('relation', contact.relation)})" if contact.relation else name


def _identity_specs() -> list[FieldSpec]:
    """Return the identity block of the pernyataan penjamin."""
    asked: list[tuple[str, str, Kind, Width]] = [
        ("signer_nik", N_("NIK"), Kind.NIK, Width.MEDIUM),
        ("signer_birth_place", N_("Place of birth"), Kind.TEXT, Width.MEDIUM),
        ("signer_birth_date", N_("Birth date"), Kind.DATE, Width.SHORT),
        ("signer_address", N_("Address"), Kind.LINES, Width.WIDE),
        ("signer_occupation", N_("Occupation"), Kind.TEXT, Width.MEDIUM),
        ("signer_phone", N_("Telephone"), Kind.PHONE, Width.MEDIUM),
        ("witness_name", N_("Witness"), Kind.NAME, Width.WIDE),
    ]
    return [
        FieldSpec(
            name=name,
            label=caption,
            kind=kind,
            width=width,
            lines=2,
            group=_IDENTITY,
            is_birth=name == "signer_birth_date",
            is_required=True,
            is_identity=kind in {Kind.NIK, Kind.NAME, Kind.PHONE},
            visible_when=asks_identity,
        )
        for name, caption, kind, width in asked
    ]


def consent_values(consent: ConsentRow) -> dict[str, object]:
    """Return a consent as its form takes it up, with the version that is shown."""
    return shown_values(ConsentDraft, consent)


def latest_of(facts: FileFacts, consent: ConsentRow, *, is_withdrawal: bool = False) -> dict[str, object] | None:
    """Return the present values of a consent; of a withdrawal's form only the version, None where it is gone."""
    found = next((one for one in facts.consents if one.series_id == consent.series_id), None)
    if found is None:
        return None
    return {VERSION: found.row_version} if is_withdrawal else consent_values(found)


def paper_specs(session: Session) -> list[FieldSpec]:
    """Return the fields of a paper that was handed in."""

    def is_held(answers: Answers) -> bool:
        return answers.get("is_original_held") is True

    return [
        FieldSpec(
            name="kind",
            label=N_("Document"),
            kind=Kind.CHOICE,
            width=Width.WIDE,
            is_required=True,
            options=choices(session, "document"),
        ),
        FieldSpec(
            name="copies", label=N_("Copies"), kind=Kind.INTEGER, width=Width.SHORT, lowest=0, highest=_MOST_COPIES
        ),
        FieldSpec(name="is_original_held", label=N_("Is the original held here?"), kind=Kind.YES_NO),
        FieldSpec(name="handed_on", label=N_("Handed in on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="returned_on", label=N_("Given back on"), kind=Kind.DATE, width=Width.SHORT, visible_when=is_held
        ),
        remark_spec(),
    ]


def paper_values(paper: PaperRow) -> dict[str, object]:
    """Return a paper as its form takes it up, with the version that is shown."""
    return shown_values(PaperDraft, paper)


def card_specs() -> list[FieldSpec]:
    """Return the fields of a kartu lapor diri."""
    return [
        FieldSpec(name="issued_on", label=N_("Issued on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="valid_until",
            label=N_("Valid until"),
            help=N_("Empty: as long as the office has set."),
            kind=Kind.DATE,
            width=Width.SHORT,
        ),
        remark_spec(),
    ]


def request_specs(session: Session) -> list[FieldSpec]:
    """Return the fields of a request about data."""
    return [
        FieldSpec(
            name="kind",
            label=N_("What is asked"),
            kind=Kind.CHOICE,
            width=Width.WIDE,
            is_required=True,
            options=choices(session, "request_kind"),
        ),
        FieldSpec(
            name="asked_by",
            label=N_("Asked by"),
            kind=Kind.NAME,
            is_required=True,
            is_identity=True,
            width=Width.WIDE,
        ),
        FieldSpec(
            name="relation",
            label=N_("Relation to the client"),
            help=N_("Empty where the client asked."),
            kind=Kind.CHOICE,
            options=choices(session, "relation"),
        ),
        FieldSpec(name="asked_at", label=N_("Asked on"), kind=Kind.DATE, width=Width.SHORT),
        FieldSpec(name="asked_time", label=N_("Time (WITA)"), width=Width.SHORT),
        FieldSpec(name="asked_how", label=N_("How it was asked"), help=N_("In person, by letter, by telephone ...")),
        FieldSpec(name="said", label=N_("In her own words"), kind=Kind.LINES, width=Width.WIDE, longest=LONGEST_TEXT),
        remark_spec(),
    ]
