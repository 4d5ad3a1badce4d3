"""The rules of requests: their clock, who decides, and that a record is kept for its time whatever is asked."""

from datetime import date, datetime, timedelta
from typing import Final

from rehab_app.clinic.privacy.draft import DecisionDraft, RequestDraft
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import unknown_codes

# UU 27/2022: an answer within 3 x 24 hours of the request.
ANSWER_WITHIN: Final = timedelta(hours=3 * 24)
ERASURE: Final = "erasure"
GRANTED: Final = "granted"
PARTLY: Final = "partly"
REFUSED: Final = "refused"
DECIDES: Final = (Role.SUBKOORDINATOR, Role.KEPALA)
RETENTION_GROUND: Final = N_(
    "Permenkes 24/2022 Pasal 39: a medical record is kept for at least {years} years after the last visit, here {last}, "
    "so until {until}. UU 27/2022 Pasal 15 ayat (1) limits the right to erasure for what a law requires."
)
"""The ground proposed where an erasure is asked for too early; ``last`` and ``until`` are days."""
_HOUR: Final = timedelta(hours=1)


def request_troubles(draft: RequestDraft, now: datetime) -> list[RuleBroken]:
    """Return every rule that refuses this request, each beside its field."""
    troubles = [RuleBroken("draft.required", field=name) for name in ("kind", "asked_by") if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"kind": "request_kind", "relation": "relation"})
    if draft.asked_at is not None and draft.asked_at > now:
        troubles.append(RuleBroken("privacy.asked_in_future", field="asked_at"))
    return troubles


def decision_troubles(draft: DecisionDraft, kind: str, keep_until: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this decision of a request of ``kind``; a record is kept through ``keep_until``.

    Until then an erasure is refused, or granted in part (what is no part of the record), with the ground said.
    """
    names = ("decision", "ground")
    troubles = [RuleBroken("draft.required", field=name) for name in names if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"decision": "request_decision"})
    if kind == ERASURE and draft.decision == GRANTED and today <= keep_until:
        troubles.append(RuleBroken("privacy.kept_until", field="decision", until=format_short(keep_until)))
    return troubles


def require_decider(actor: Actor) -> None:
    """Refuse a decision by anybody but Kepala and Subkoordinator, who answer for the clinic as controller of the data."""
    if not actor.has(*DECIDES):
        raise NotAllowed("privacy.who_decides")


def clock_of(due_at: datetime, decided_at: datetime | None, now: datetime) -> tuple[int, bool]:
    """Return the whole hours that are left (negative when past) and whether the clock has run out; a decision stops it."""
    left = due_at - (decided_at or now)
    return left // _HOUR, left < timedelta(0)
