"""The columns of the home page's two lists."""

from __future__ import annotations

from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.home.rows import TodayRow, Waiting, WaitingRow
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_WORDS: Final = {
    Waiting.EMERGENCY: N_("Opened in an emergency"),
    Waiting.GUARDIAN: N_("Waits for a guardian"),
    Waiting.REFERRAL: N_("Referral without an answer"),
    Waiting.MISSED: N_("Stayed away"),
    Waiting.UNRECORDED: N_("Attendance not entered"),
    Waiting.DRAFT: N_("Draft not saved"),
    Waiting.INCOMPLETE: N_("Records incomplete"),
}
_STATES: Final = {
    Waiting.EMERGENCY: State.DANGER,
    Waiting.GUARDIAN: State.WARNING,
    Waiting.REFERRAL: State.INFO,
    Waiting.MISSED: State.WARNING,
    Waiting.UNRECORDED: State.WARNING,
    Waiting.DRAFT: State.INFO,
    Waiting.INCOMPLETE: State.NEUTRAL,
}
_LONG_WAIT_DAYS: Final = 14


def session_columns(session: Session) -> list[Column[TodayRow]]:
    """Return the columns of today's sessions."""

    def count(row: TodayRow) -> str:
        shown = row.session
        return f"{shown.number}/{shown.target_sessions}" if shown.target_sessions else str(shown.number)

    def attendance(row: TodayRow) -> str:
        code = row.session.attendance
        return session.label("attendance", code) if code else session.say("Not entered yet")

    return [
        Column(N_("Time"), lambda row: f"{row.session.held_at:%H.%M}" if row.session.held_at else "-", width=7),
        Column(N_("Client"), lambda row: row.session.initials, width=9, is_private=True),
        Column(N_("No. RM"), lambda row: row.session.rm_number, width=9),
        Column(
            N_("Attendance"),
            attendance,
            width=17,
            state=lambda row: State.OK if row.session.attendance == "hadir" else State.NEUTRAL,
        ),
        Column(N_("Kind"), lambda row: session.label("session_kind", row.session.kind), width=17),
        Column(N_("Session no."), count, width=10, align="right"),
        Column(N_("Counsellor"), lambda row: row.counsellor, stretches=True),
    ]


def waiting_columns(session: Session) -> list[Column[WaitingRow]]:
    """Return the columns of what waits."""
    return [
        Column(
            N_("What waits"),
            lambda row: session.say(_WORDS[row.kind]),
            width=25,
            state=waiting_state,
            order=lambda row: list(Waiting).index(row.kind),
        ),
        Column(N_("Client"), lambda row: row.initials, width=9, is_private=True),
        Column(N_("No. RM"), lambda row: row.rm_number, width=10),
        Column(N_("Why it is here"), lambda row: why(session, row), stretches=True),
        Column(
            N_("Since"),
            lambda row: format_short(row.since) if row.since else "",
            width=12,
            align="right",
            order=lambda row: row.since or date.max,
        ),
    ]


def waiting_state(row: WaitingRow) -> State:
    """Return how urgent a row is; a referral that waits long turns into a warning."""
    days = dict(row.facts).get("days")
    if row.kind is Waiting.REFERRAL and isinstance(days, int) and days >= _LONG_WAIT_DAYS:
        return State.WARNING
    return _STATES[row.kind]


def why(session: Session, row: WaitingRow) -> str:
    """Say why a row is on the list, and what takes it off where that is not plain."""
    return _WHY[row.kind](session, dict(row.facts))


def _why_emergency(session: Session, facts: dict[str, object]) -> str:
    return session.say("{name}: {reason}", name=facts["name"], reason=facts["reason"])


def _why_guardian(session: Session, facts: dict[str, object]) -> str:
    under_age = session.say("Under 18 and nobody responsible has come yet.")
    return f"{under_age} {facts['reason'] or ''}".strip()


def _why_referral(session: Session, facts: dict[str, object]) -> str:
    state = session.label("referral_state", str(facts["state"]))
    days = session.context.words.say_many("{count} day", "{count} days", int(str(facts["days"])))
    return session.say("{destination}, {state} for {days}", destination=facts["destination"], state=state, days=days)


def _why_unrecorded(session: Session, facts: dict[str, object]) -> str:
    return session.say("{kind} is over; enter who came.", kind=session.label("session_kind", str(facts["kind"])))


def _why_draft(session: Session, _facts: dict[str, object]) -> str:
    return session.say("Typed but not saved; open it to go on or to discard it.")


def _why_incomplete(session: Session, facts: dict[str, object]) -> str:
    return session.context.words.say_many(
        "{count} record of this year lacks an item of Pasal 18 (PP 25/2011).",
        "{count} records of this year lack an item of Pasal 18 (PP 25/2011).",
        int(str(facts["count"])),
    )


def _why_missed(session: Session, facts: dict[str, object]) -> str:
    times = session.context.words.say_many(
        "{count} session without notice", "{count} sessions without notice", int(str(facts["times"]))
    )
    next_on = facts["next_on"]
    if isinstance(next_on, date):
        return session.say("{times}; next on {day}", times=times, day=format_short(next_on))
    return session.say("{times}; no next session is planned", times=times)


_WHY: Final = {
    Waiting.EMERGENCY: _why_emergency,
    Waiting.GUARDIAN: _why_guardian,
    Waiting.REFERRAL: _why_referral,
    Waiting.MISSED: _why_missed,
    Waiting.UNRECORDED: _why_unrecorded,
    Waiting.DRAFT: _why_draft,
    Waiting.INCOMPLETE: _why_incomplete,
}
