"""What a weekly repetition came to: how often it was planned, and each day that was left out with its reason."""

from rehab_app.clinic.schedule.rows import Repeated, Skipped
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.shell.session import Session


def repeated_said(session: Session, repeated: Repeated) -> str:
    """Return what a repetition planned and what it left out."""
    say_many, say = session.context.words.say_many, session.say
    planned = say_many("Planned {count} time more.", "Planned {count} times more.", len(repeated.planned))
    if not repeated.skipped:
        return planned
    left = "\n".join(_left_out(session, one) for one in repeated.skipped)
    return f"{planned} {say('Left out:')}\n{left}"


def _left_out(session: Session, one: Skipped) -> str:
    trouble = RuleBroken(one.code)
    trouble.facts = {name: session.say(str(fact)) if name == "name" else fact for name, fact in one.facts.items()}
    whom = f" ({session.context.privacy.mask(one.who)})" if one.who else ""
    return f"{format_short(one.day)}{whom}: {session.context.trouble(trouble)}"
