"""Following up in words: why somebody is on the list, what a call came to, where a summons stands, what was tried."""

from collections.abc import Iterator

from rehab_app.clinic.clients.contacts import SafeContactRow
from rehab_app.clinic.followup.rows import AbsentRow, CallRow, SummonsRow, Tried
from rehab_app.clinic.followup.rules import NOTICE, REASONS
from rehab_app.foundation.dates import day_of, format_short
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.showing import day_text
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


def why(session: Session, row: AbsentRow) -> str:
    """Return the sentences that say why a client is on the list, with their facts."""
    return " ".join(session.say(REASONS[reason.code], **reason.facts) for reason in row.reasons)


def call_text(session: Session, row: CallRow) -> str:
    """Return ``12/01/2023: Tidak diangkat``."""
    day = format_short(day_of(row.called_at, session.context.clock.zone))
    return f"{day}: {session.label('call_outcome', row.outcome)}"


def summons_name(session: Session, row: SummonsRow) -> str:
    """Return ``Panggilan ke-2``, or what a notice is called."""
    if row.kind == NOTICE:
        return session.say("Notice to the penyidik")
    return session.say("Summons {number}", number=row.number)


def summons_state(session: Session, row: SummonsRow) -> tuple[str, State]:
    """Return where a summons stands, and how that is coloured."""
    if row.is_cancelled:
        return session.say("cancelled"), State.NEUTRAL
    if row.sent_on is not None:
        return session.say("sent {day}", day=format_short(row.sent_on)), State.OK
    return session.say("prepared, not sent"), State.WARNING


def summons_content(session: Session, row: SummonsRow) -> dict[str, str]:
    """Return what one version of a summons says, by its captions."""
    say = session.say
    return {
        say("Letter"): summons_name(session, row),
        say("State"): summons_state(session, row)[0],
        say("Addressed to"): session.context.privacy.mask(row.addressee),
        say("Dated"): format_short(row.dated_on),
        say("Asked to come on"): f"{day_text(row.new_on)} {time_text(row.new_at)}".strip(),
        say("Missed days"): ", ".join(map(format_short, row.missed_on)),
        say("Remark"): row.remark,
    }


def knows(session: Session, contact: SafeContactRow) -> tuple[str, State]:
    """Return whether a contact knows of the care, and how that is coloured."""
    if contact.is_informed:
        return session.say("Knows of the care"), State.OK
    if contact.is_informed is None:
        return session.say("Nobody has asked yet: treat as not knowing"), State.WARNING
    return session.say("Does not know of the care"), State.DANGER


def tried_lines(session: Session, tried: Tried) -> Iterator[str]:
    """Yield what was tried since the client last came, a line each."""
    say = session.say
    if tried.last_attended_on is None:
        yield say("Has never come to a meeting.")
    else:
        yield say("Last came on {day}.", day=format_short(tried.last_attended_on))
    if tried.missed_on:
        days = ", ".join(map(format_short, tried.missed_on))
        yield say("Missed since: {count} ({days}).", count=len(tried.missed_on), days=days)
    for row in sorted(tried.calls, key=lambda one: one.called_at):
        yield say("Called {call}.", call=call_text(session, row))
    for one in sorted(tried.summonses, key=lambda each: (each.dated_on, each.number)):
        yield f"{summons_name(session, one)}: {summons_state(session, one)[0]}."
    if not tried.calls:
        yield say("Nobody has called since.")
    if not tried.summonses:
        yield say("No summons was prepared since.")
