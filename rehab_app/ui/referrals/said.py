"""The words of the ageing list: why a referral stands on it, and what comes next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rehab_app.clinic.referrals.rows import AgeingRow
from rehab_app.clinic.referrals.rules import NextStep
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

NOTHING: Final = "–"
NEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        NextStep.ISSUE: N_("Issue the letter"),
        NextStep.AWAIT: N_("Await the answer"),
        NextStep.REMIND: N_("Call, or send a reminder"),
        NextStep.PLACE: N_("Await the place"),
        NextStep.ADMIT: N_("Bring her and hand her over"),
        NextStep.PROGRESS: N_("Await the report"),
        NextStep.RETURN: N_("Take her on again"),
    }
)
_WHY: Final[Mapping[str, str]] = MappingProxyType(
    {
        NextStep.ISSUE: N_(
            "Prepared on {since}, and its letter has no number yet: the destination does not know of it."
        ),
        NextStep.AWAIT: N_("Sent on {sent}; the destination is expected to answer until {due}."),
        NextStep.PLACE: N_("On the waiting list since {since}; a place or a word is expected until {due}."),
        NextStep.ADMIT: N_("Accepted on {since}; that she was admitted is not entered yet (until {due})."),
        NextStep.PROGRESS: N_("Admitted on {since}; the next report is expected until {due}."),
        NextStep.RETURN: N_("{state} on {since}, and nobody has taken her on again: she is nowhere in care."),
    }
)


def why(session: Session, row: AgeingRow) -> str:
    """Return why a referral stands on the list."""
    facts = {
        "since": format_short(row.state_on),
        "sent": format_short(row.sent_on) if row.sent_on is not None else NOTHING,
        "due": format_short(row.due_on) if row.due_on is not None else NOTHING,
        "state": session.label("referral_state", row.state),
    }
    if row.next_step == NextStep.REMIND:
        last = row.last_reply_on or row.sent_on or row.state_on
        return session.context.words.say_many(
            "Nothing was heard since {last}; an answer was due on {due}, {count} day ago.",
            "Nothing was heard since {last}; an answer was due on {due}, {count} days ago.",
            row.late_days or 0,
            last=format_short(last),
            due=facts["due"],
        )
    return session.say(_WHY[row.next_step], **facts)


def late_text(session: Session, row: AgeingRow) -> str:
    """Return when the answer is due, and by how much it is late."""
    if row.due_on is None:
        return NOTHING
    if not row.late_days:
        return format_short(row.due_on)
    late = session.context.words.say_many("{count} day late", "{count} days late", row.late_days)
    return f"{format_short(row.due_on)}, {late}"


def late_state(row: AgeingRow) -> State:
    """Return how urgent it is."""
    if row.is_overdue or row.next_step == NextStep.RETURN:
        return State.WARNING
    return State.NEUTRAL


def last_text(session: Session, row: AgeingRow) -> str:
    """Return the last answer with its day."""
    if not row.last_reply or row.last_reply_on is None:
        return NOTHING
    return f"{session.label('referral_reply', row.last_reply)}, {format_short(row.last_reply_on)}"


def sent_text(session: Session, row: AgeingRow) -> str:
    """Return since how many days it is sent."""
    if row.days is None:
        return NOTHING
    return session.context.words.say_many("{count} day", "{count} days", row.days)
