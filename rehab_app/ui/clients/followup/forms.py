"""The fields of following up: a call, the rules of one contact, a summons, the day it was sent, the decision to drop out."""

from collections.abc import Sequence
from typing import Final

from rehab_app.clinic.clients.contacts import SafeContactRow
from rehab_app.clinic.clients.draft import LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT
from rehab_app.clinic.followup.rows import CallRow, CallTarget
from rehab_app.clinic.followup.rules import NOTICE
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.clinical_section import reason_spec
from rehab_app.ui.clients.followup.actions import OWN
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.shell.session import Session

_SAFE: Final = ("is_informed", "who_may_answer", "call_times", "discreet_sentence", "may_leave_message")
RULES: Final = (*_SAFE, "needs_plain_envelope")


def key_of(target: CallTarget) -> str:
    """Return the answer that names a number."""
    return OWN if target.contact_id is None else str(target.contact_id)


def target_text(session: Session, target: CallTarget) -> str:
    """Return who is called in a few words: the relation and the name."""
    if target.contact_id is None:
        return session.say("The client's own number")
    relation = session.label("relation", target.relation) if target.relation else session.say("Contact")
    return joined([relation, session.context.privacy.mask(target.name)])


def call_specs(session: Session, targets: Sequence[CallTarget], *, is_correction: bool) -> list[FieldSpec]:
    """Return what is asked about a call: whom, what came of it by one key, what was promised, when to try again."""
    offered = list(
        {key_of(target): Option(key_of(target), target_text(session, target)) for target in targets}.values()
    )
    if all(option.code != OWN for option in offered):
        offered.append(Option(OWN, session.say("The client herself")))
    specs = [
        FieldSpec(name="contact_id", label=N_("Who was called"), kind=Kind.RADIO, options=lambda: offered),
        FieldSpec(
            name="outcome",
            label=N_("What came of it"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "call_outcome"),
        ),
        FieldSpec(name="next_try_on", label=N_("Next try"), kind=Kind.DATE, width=Width.SHORT),
        FieldSpec(name="promised_on", label=N_("Promised to come on"), kind=Kind.DATE, width=Width.SHORT),
        FieldSpec(
            name="said", label=N_("What was said"), kind=Kind.LINES, lines=2, width=Width.WIDE, longest=LONGEST_TEXT
        ),
        FieldSpec(
            name="reached_name",
            label=N_("Who answered"),
            help=N_("Where it was somebody else."),
            kind=Kind.NAME,
            is_identity=True,
            longest=LONGEST_NAME,
        ),
        FieldSpec(
            name="channel",
            label=N_("By which way"),
            kind=Kind.CHOICE,
            is_required=True,
            options=choices(session, "call_channel"),
        ),
    ]
    return [*specs, reason_spec()] if is_correction else specs


def call_values(row: CallRow) -> dict[str, object]:
    """Return a call as its form takes it up, with the version that is shown."""
    names = ("outcome", "next_try_on", "promised_on", "said", "reached_name", "channel")
    contact = OWN if row.contact_id is None else str(row.contact_id)
    return {**{name: getattr(row, name) for name in names}, "contact_id": contact, VERSION: row.row_version}


def informed(answers: Answers) -> bool:
    """Whether the contact knows of the care, so that a message may be thought of."""
    return answers.get("is_informed") is True


def rules_specs() -> list[FieldSpec]:
    """Return the rules for calling one contact."""
    return [
        FieldSpec(
            name="is_informed",
            label=N_("Does this person know of the care?"),
            help=N_("Left open counts as no."),
            kind=Kind.YES_NO,
        ),
        FieldSpec(name="who_may_answer", label=N_("Who may answer"), width=Width.WIDE, longest=LONGEST_LINE),
        FieldSpec(
            name="call_times",
            label=N_("When to call"),
            help=N_("For instance: after 17.00, not on Sundays."),
            width=Width.WIDE,
            longest=LONGEST_LINE,
        ),
        FieldSpec(
            name="discreet_sentence",
            label=N_("What to say"),
            help=N_("A sentence that gives nothing away, whoever answers."),
            kind=Kind.LINES,
            lines=2,
            width=Width.WIDE,
            longest=LONGEST_TEXT,
        ),
        FieldSpec(
            name="may_leave_message",
            label=N_("May a message be left?"),
            kind=Kind.YES_NO,
            visible_when=informed,
        ),
        FieldSpec(
            name="needs_plain_envelope",
            label=N_("Letters in a plain envelope without the clinic's name?"),
            kind=Kind.YES_NO,
        ),
    ]


def rules_values(contact: SafeContactRow) -> dict[str, object]:
    """Return the rules of a contact as the form takes them up, with the version that is shown."""
    return {**{name: getattr(contact, name) for name in RULES}, VERSION: contact.row_version}


def summons_specs(kind: str) -> list[FieldSpec]:
    """Return what is asked about a summons, or about a notice to the penyidik."""
    addressee = FieldSpec(
        name="addressee",
        label=N_("Addressed to"),
        help=N_("Empty: the penyidik and the agency of the registration.")
        if kind == NOTICE
        else N_("Empty: the client herself."),
        width=Width.WIDE,
        is_identity=True,
        longest=LONGEST_LINE,
    )
    return [
        FieldSpec(name="dated_on", label=N_("Date of the letter"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(name="new_on", label=N_("Asked to come on"), kind=Kind.DATE, width=Width.SHORT),
        FieldSpec(name="new_at", label=N_("At"), help=N_("For instance 9.30."), width=Width.SHORT),
        addressee,
        FieldSpec(name="remark", label=N_("Remark"), kind=Kind.LINES, width=Width.WIDE, longest=LONGEST_TEXT),
    ]


def sent_specs() -> list[FieldSpec]:
    """Return the day on which a summons was sent."""
    return [FieldSpec(name="sent_on", label=N_("Sent on"), kind=Kind.DATE, is_required=True, width=Width.SHORT)]


def drop_out_specs() -> list[FieldSpec]:
    """Return day and reason of the decision that a client has dropped out."""
    return [
        FieldSpec(name="on", label=N_("Date of the decision"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="reason",
            label=N_("Reason of the decision"),
            kind=Kind.LINES,
            is_required=True,
            width=Width.WIDE,
            longest=LONGEST_TEXT,
        ),
    ]
