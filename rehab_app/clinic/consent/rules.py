"""The rules of a consent: who may sign it, on which day, what it may cover, and how soon a withdrawal takes hold."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final

from rehab_app.clinic.clients.nik import read_nik
from rehab_app.clinic.clients.phones import read_phone
from rehab_app.clinic.clients.rules import ADULT
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.consent.rows import WithdrawalClock
from rehab_app.clinic.episodes.rules import Modality, Person, is_guardian
from rehab_app.foundation.dates import age_on, format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

# UU 27/2022: processing stops within 3 x 24 hours of the request.
STOP_WITHIN: Final = timedelta(hours=3 * 24)

PROGRAMME: Final = "programme"
OUTPATIENT_STATEMENT: Final = "outpatient_statement"
GUARANTOR_STATEMENT: Final = "guarantor_statement"
INTEGRITY_PACT: Final = "integrity_pact"
INTAKE: Final = (PROGRAMME, OUTPATIENT_STATEMENT, GUARANTOR_STATEMENT, INTEGRITY_PACT)
"""The papers signed at intake, in the order the desk goes through them; kinds of the list ``consent_kind``."""
COMPULSORY: Final = "compulsory"

# The identity block that the pernyataan penjamin prints.
_IDENTITY: Final = (
    "signer_relation",
    "signer_nik",
    "signer_birth_place",
    "signer_birth_date",
    "signer_address",
    "signer_occupation",
    "signer_phone",
    "witness_name",
)
_HOUR: Final = timedelta(hours=1)


def consent_troubles(draft: ConsentDraft, person: Person, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this consent of ``person``, each beside its field.

    For a client under 18 on the day of signing, a parent or guardian signs (UU 27/2022 Pasal 25).
    """
    troubles = [
        RuleBroken("draft.required", field=name)
        for name in ("kind", "signed_on", "signer_name")
        if not getattr(draft, name)
    ]
    troubles += unknown_codes(draft, {"kind": "consent_kind", "signer_relation": "relation"})
    troubles += _scope_troubles(draft)
    troubles += _signer_troubles(draft, today)
    day = draft.signed_on
    if day is None:
        return troubles
    if day > today:
        troubles.append(RuleBroken("consent.signed_in_future", field="signed_on"))
    elif day < registered_on:
        troubles.append(RuleBroken("consent.signed_too_early", field="signed_on", day=format_short(registered_on)))
    if person.is_minor(day) and not is_guardian(draft.signer_relation):
        troubles.append(RuleBroken("consent.guardian_signs", field="signer_relation"))
    return troubles


def _scope_troubles(draft: ConsentDraft) -> list[RuleBroken]:
    lists = lists_in_force()
    unknown = [code for code in draft.scope if lists.get("consent_scope", code) is None]
    if unknown:
        return [RuleBroken("lists.unknown", field="scope", list="consent_scope", value=unknown[0])]
    kind = lists.get("consent_kind", draft.kind)
    if kind is None:
        return []
    if kind.is_marked("allows_disclosure") and not draft.scope:
        return [RuleBroken("consent.scope_missing", field="scope")]
    if not kind.is_marked("allows_disclosure") and draft.scope:
        return [RuleBroken("consent.scope_not_for_kind", field="scope")]
    return []


def _signer_troubles(draft: ConsentDraft, today: date) -> list[RuleBroken]:
    """Return what is wrong with the signer's identity: whole for a penjamin, readable and possible for everybody."""
    must_be_whole = needs_identity(draft.kind)
    missing = [name for name in _IDENTITY if must_be_whole and not getattr(draft, name)]
    troubles = [RuleBroken("draft.required", field=name) for name in missing]
    try:
        if draft.signer_nik:
            read_nik(draft.signer_nik, field="signer_nik")
    except RuleBroken as trouble:
        troubles.append(trouble)
    try:
        if draft.signer_phone and must_be_whole:
            read_phone(draft.signer_phone, field="signer_phone")
    except RuleBroken as trouble:
        troubles.append(trouble)
    born = draft.signer_birth_date
    if born is not None and born > today:
        troubles.append(RuleBroken("consent.signer_born_in_future", field="signer_birth_date"))
    elif born is not None and must_be_whole and age_on(born, draft.signed_on or today) < ADULT:
        troubles.append(RuleBroken("consent.guarantor_is_minor", field="signer_birth_date"))
    return troubles


def needs_identity(kind: str) -> bool:
    """Whether a consent of this kind is signed by somebody whose whole identity is written down (the penjamin)."""
    found = lists_in_force().get("consent_kind", kind)
    return found is not None and found.is_marked("needs_identity")


def tidied(draft: ConsentDraft) -> dict[str, Any]:
    """Return a draft's values as they are kept: scope in order, NIK without signs, a telephone in E.164 where it can be read."""
    values = draft.model_dump() | {"scope": sorted(set(draft.scope))}
    if draft.signer_nik:
        values["signer_nik"] = read_nik(draft.signer_nik, field="signer_nik")
    if draft.signer_phone:
        with suppress(RuleBroken):
            values["signer_phone"] = read_phone(draft.signer_phone)
    return values


def is_required(kind: str, channel: str, modality: str) -> bool:
    """Whether an episode of this channel and modality must have this paper of ``INTAKE``.

    Everybody agrees to the programme; rawat jalan asks for the client's and the penjamin's statement; compulsory clients pledge
    to report.
    """
    if kind == INTEGRITY_PACT:
        return channel == COMPULSORY
    if kind in {OUTPATIENT_STATEMENT, GUARANTOR_STATEMENT}:
        return modality == Modality.OUTPATIENT
    return kind == PROGRAMME


def clock_of(asked_at: datetime, stopped_at: datetime | None, now: datetime) -> WithdrawalClock:
    """Return the clock of a withdrawal as it stands at ``now``; one that was stopped stands still at that instant."""
    until = stop_by(asked_at)
    left = until - (stopped_at or now)
    return WithdrawalClock(
        asked_at=asked_at,
        stop_by=until,
        stopped_at=stopped_at,
        hours_left=left // _HOUR,
        is_overdue=left < timedelta(0),
    )


def allows_disclosure(kind: str) -> bool:
    """Whether a consent of this kind lets something be disclosed."""
    found = lists_in_force().get("consent_kind", kind)
    return found is not None and found.is_marked("allows_disclosure")


def stop_by(asked_at: datetime) -> datetime:
    """Return when processing must have stopped after a withdrawal asked for at ``asked_at``."""
    return asked_at + STOP_WITHIN


def require_asked_at(asked_at: datetime, signed_on: date, now: datetime, day_asked: date) -> None:
    """Refuse a withdrawal in the future or on a day (``day_asked``, the office's) before the consent was signed."""
    if asked_at > now:
        raise RuleBroken("consent.withdrawn_in_future", field="asked_at")
    if day_asked < signed_on:
        raise RuleBroken("consent.withdrawn_too_early", field="asked_at", day=format_short(signed_on))
