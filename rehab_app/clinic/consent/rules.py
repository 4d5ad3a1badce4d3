"""The rules of a consent: who may sign it, on which day, what it may cover, and how soon a withdrawal takes hold."""

from datetime import date, datetime, timedelta
from typing import Final

from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.episodes.rules import Person, is_guardian
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.shipped import shipped_lists, unknown_codes

# UU 27/2022: processing stops within 3 x 24 hours of the request.
STOP_WITHIN: Final = timedelta(hours=3 * 24)


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
    lists = shipped_lists()
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


def allows_disclosure(kind: str) -> bool:
    """Whether a consent of this kind lets something be disclosed."""
    found = shipped_lists().get("consent_kind", kind)
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
