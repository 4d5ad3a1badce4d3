"""Why each thing waits, in a sentence with its facts, and what takes it off the list where that is not plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from rehab_app.clinic.followup.rules import REASONS
from rehab_app.clinic.plans.rules import Review, review_of
from rehab_app.clinic.tat.rules import CaseState
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.instruments.naming import title_of
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.home.rows import Waiting, WaitingRow
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

Facts = Mapping[str, object]

TITLES: Final = {
    Waiting.EMERGENCY: N_("Opened in an emergency"),
    Waiting.ALERT: N_("Alert of an instrument"),
    Waiting.WITHDRAWAL: N_("Consent withdrawn"),
    Waiting.PRIVACY: N_("Data request"),
    Waiting.GUARDIAN: N_("Waits for a guardian"),
    Waiting.CALL: N_("To be called"),
    Waiting.MISSED: N_("Stayed away"),
    Waiting.DUTY: N_("Duty to report"),
    Waiting.TAT: N_("TAT case open"),
    Waiting.AFTERCARE: N_("Aftercare visit"),
    Waiting.REFERRAL: N_("Referral without an answer"),
    Waiting.UNRECORDED: N_("Attendance not entered"),
    Waiting.UNSIGNED: N_("My notes not signed"),
    Waiting.PLAN: N_("Plan to be reviewed"),
    Waiting.MEASURE: N_("Measure to be taken"),
    Waiting.URINE: N_("Urine test due"),
    Waiting.RECAP: N_("Recap to be signed"),
    Waiting.DRAFT: N_("Draft not saved"),
    Waiting.INCOMPLETE: N_("Records incomplete"),
}
STATES: Final = {
    Waiting.EMERGENCY: State.DANGER,
    Waiting.ALERT: State.DANGER,
    Waiting.WITHDRAWAL: State.DANGER,
    Waiting.PRIVACY: State.WARNING,
    Waiting.GUARDIAN: State.WARNING,
    Waiting.CALL: State.WARNING,
    Waiting.MISSED: State.WARNING,
    Waiting.DUTY: State.WARNING,
    Waiting.TAT: State.INFO,
    Waiting.AFTERCARE: State.INFO,
    Waiting.REFERRAL: State.INFO,
    Waiting.UNRECORDED: State.WARNING,
    Waiting.UNSIGNED: State.INFO,
    Waiting.PLAN: State.INFO,
    Waiting.MEASURE: State.INFO,
    Waiting.URINE: State.INFO,
    Waiting.RECAP: State.WARNING,
    Waiting.DRAFT: State.INFO,
    Waiting.INCOMPLETE: State.NEUTRAL,
}
ICONS: Final = {
    Waiting.EMERGENCY: "unlock",
    Waiting.ALERT: "danger",
    Waiting.WITHDRAWAL: "consent",
    Waiting.PRIVACY: "private",
    Waiting.GUARDIAN: "clients",
    Waiting.CALL: "phone",
    Waiting.MISSED: "cancelled",
    Waiting.DUTY: "tat",
    Waiting.TAT: "tat",
    Waiting.AFTERCARE: "place",
    Waiting.REFERRAL: "referral",
    Waiting.UNRECORDED: "session",
    Waiting.UNSIGNED: "edit",
    Waiting.PLAN: "plan",
    Waiting.MEASURE: "assessment",
    Waiting.URINE: "urine_test",
    Waiting.RECAP: "figures",
    Waiting.DRAFT: "save",
    Waiting.INCOMPLETE: "document",
}
_LONG_WAIT_DAYS: Final = 14
_NEXT_OF_CASE: Final = {
    CaseState.REQUESTED: N_("Verify the papers."),
    CaseState.VERIFIED: N_("Enter what the team found."),
    CaseState.ASSESSED: N_("Enter the recommendation."),
    CaseState.RECOMMENDED: N_("Plan the duty to report, or end the case."),
}


def row_state(row: WaitingRow) -> State:
    """Return how urgent one row is beside the others of its kind: a clock that has run out, a long wait."""
    days = row.facts.get("days")
    if row.facts.get("is_overdue"):
        return State.DANGER
    if row.kind is Waiting.REFERRAL and isinstance(days, int) and days >= _LONG_WAIT_DAYS:
        return State.WARNING
    return State.DANGER if row.kind in {Waiting.ALERT, Waiting.EMERGENCY} else State.NEUTRAL


def why(session: Session, row: WaitingRow) -> str:
    """Say why a row is on the list."""
    return _WHY[row.kind](session, row.facts)


def _emergency(session: Session, facts: Facts) -> str:
    return session.say("{name}: {reason}", name=facts["name"], reason=facts["reason"])


def _alert(session: Session, facts: Facts) -> str:
    return session.say(
        "{instrument} of {day}, item {items}: may not be overlooked. Talk to her today.",
        instrument=title_of(session, str(facts["instrument"])),
        day=_day(facts["day"]),
        items=facts["items"],
    )


def _withdrawal(session: Session, facts: Facts) -> str:
    kind = session.label("consent_kind", str(facts["kind"]))
    return f"{kind}: {_clock(session, facts)} {session.say('Report that processing has stopped.')}"


def _request(session: Session, facts: Facts) -> str:
    kind = session.label("request_kind", str(facts["kind"]))
    next_step = session.say("Carry it out.") if facts["decision"] else session.say("Decide on it.")
    return f"{kind}: {_clock(session, facts)} {next_step}"


def _clock(session: Session, facts: Facts) -> str:
    by, hours = facts["by"], int(str(facts["hours"]))
    at = format_instant(by, session.context.clock.zone) if isinstance(by, datetime) else ""
    if facts["is_overdue"]:
        return session.say("the 3 x 24 hours ended on {time}.", time=at)
    left = session.context.words.say_many("{count} hour left", "{count} hours left", hours)
    return session.say("{left}, until {time}.", left=left, time=at)


def _guardian(session: Session, facts: Facts) -> str:
    under_age = session.say("Under 18 and nobody responsible has come yet.")
    return f"{under_age} {facts['reason'] or ''}".strip()


def _call(session: Session, facts: Facts) -> str:
    reasons = facts["reasons"]
    known = reasons if isinstance(reasons, Sequence) else ()
    said = " ".join(session.say(REASONS[one.code], **one.facts) for one in known)
    if facts["is_today"]:
        return f"{session.say('Try again today.')} {said}"
    return f"{session.say('The next try is overdue.')} {said}" if facts["is_due"] else said


def _missed(session: Session, facts: Facts) -> str:
    times = session.context.words.say_many(
        "{count} session without notice", "{count} sessions without notice", int(str(facts["times"]))
    )
    next_on = facts["next_on"]
    if isinstance(next_on, date):
        return session.say("{times}; next on {day}", times=times, day=format_short(next_on))
    return session.say("{times}; no next session is planned", times=times)


def _duty(session: Session, facts: Facts) -> str:
    return session.say("Report {due}; enter whether she came.", due=_due(session, facts))


def _case(session: Session, facts: Facts) -> str:
    state = CaseState(str(facts["state"]))
    stands = joined([session.label("tat_state", state), str(facts["agency"])])
    return f"{stands}. {session.say(_NEXT_OF_CASE[state])}"


def _visit(session: Session, facts: Facts) -> str:
    kind = session.label("aftercare_activity", str(facts["kind"]))
    return session.say("{kind} {due}; enter what came of it.", kind=kind, due=_due(session, facts))


def _due(session: Session, facts: Facts) -> str:
    days = int(str(facts["days"]))
    if not days:
        return session.say("is due today")
    return session.context.words.say_many("is {count} day overdue", "is {count} days overdue", days)


def _referral(session: Session, facts: Facts) -> str:
    state = session.label("referral_state", str(facts["state"]))
    days = session.context.words.say_many("{count} day", "{count} days", int(str(facts["days"])))
    return session.say("{destination}, {state} for {days}", destination=facts["destination"], state=state, days=days)


def _unrecorded(session: Session, facts: Facts) -> str:
    return session.say("{kind} is over; enter who came.", kind=session.label("session_kind", str(facts["kind"])))


def _unsigned(session: Session, facts: Facts) -> str:
    return session.say(
        "The note of meeting {number} is written; read it once more and sign it.", number=facts["number"]
    )


def _plan(session: Session, facts: Facts) -> str:
    review_on, day = facts["review_on"], _day(facts["made_on"])
    if isinstance(review_on, date) and review_of(review_on, session.context.clock.today()) is Review.TODAY:
        return session.say("The plan of {day} is to be renewed today.", day=day)
    return session.say("The plan of {day} is past its day of review; renew it.", day=day)


def _measure(session: Session, facts: Facts) -> str:
    named = facts["instruments"]
    codes = named if isinstance(named, Sequence) else ()
    return session.say(
        "{instruments}, {moment}: {attended} of {target} meetings attended.",
        instruments=", ".join(title_of(session, str(code)) for code in codes),
        moment=session.label("instrument_moment", str(facts["moment"])),
        attended=facts["attended"],
        target=facts["target"],
    )


def _urine(session: Session, facts: Facts) -> str:
    if facts["last_on"] is None:
        return session.say("Never tested in this masa perawatan.")
    return session.say("Last tested on {day}.", day=_day(facts["last_on"]))


def _recap(session: Session, facts: Facts) -> str:
    """Say which client recapitulation is due, and until when it may arrive."""
    is_weekly = facts["length"] == "week"
    said = (
        N_("Client recapitulation of the week {first} to {last}, due on {due}: look at it and sign it.")
        if is_weekly
        else N_("Client recapitulation of the month {first} to {last}, due on {due}, to arrive by {latest}: sign it.")
    )
    days = {name: _day(facts[name]) for name in ("first", "last", "due", "latest")}
    return session.say(said, **days)


def _draft(session: Session, _facts: Facts) -> str:
    return session.say("Typed but not saved; open it to go on or to discard it.")


def _incomplete(session: Session, facts: Facts) -> str:
    return session.context.words.say_many(
        "{count} record of this year lacks an item of Pasal 18 (PP 25/2011).",
        "{count} records of this year lack an item of Pasal 18 (PP 25/2011).",
        int(str(facts["count"])),
    )


def _day(day: object) -> str:
    return format_short(day) if isinstance(day, date) else ""


_WHY: Final = {
    Waiting.EMERGENCY: _emergency,
    Waiting.ALERT: _alert,
    Waiting.WITHDRAWAL: _withdrawal,
    Waiting.PRIVACY: _request,
    Waiting.GUARDIAN: _guardian,
    Waiting.CALL: _call,
    Waiting.MISSED: _missed,
    Waiting.DUTY: _duty,
    Waiting.TAT: _case,
    Waiting.AFTERCARE: _visit,
    Waiting.REFERRAL: _referral,
    Waiting.UNRECORDED: _unrecorded,
    Waiting.UNSIGNED: _unsigned,
    Waiting.PLAN: _plan,
    Waiting.MEASURE: _measure,
    Waiting.URINE: _urine,
    Waiting.RECAP: _recap,
    Waiting.DRAFT: _draft,
    Waiting.INCOMPLETE: _incomplete,
}
