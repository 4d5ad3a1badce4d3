"""The columns of the audit, its deeds in plain words, and the groups by which it is filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_, Words
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.ui.audit.actions import AuditRow

GROUPS: Final = (
    (N_("All deeds"), ()),
    (N_("Signing in and locking"), ("sign_in.", "keys.")),
    (N_("Views of a file"), ("clients.view", "letters.view")),
    (N_("Clients"), ("clients.",)),
    (N_("Care"), ("episodes.", "assessment.", "consent.", "sessions.", "referrals.")),
    (N_("Letters and prints"), ("letters.", "print.", "audit.print_seal", "figures.", "recaps.")),
    (N_("Emergency openings"), ("rights.",)),
    (N_("Accounts"), ("accounts.",)),
    (N_("Office and settings"), ("profile.", "settings.", "destinations.")),
    (N_("Backups"), ("backup.", "store.")),
)
_GRAVE: Final = ("sign_in.failed", "sign_in.attempts_file", "sign_in.clock_behind", "rights.break_glass", "keys.")


def deed_words(words: Words, action: str) -> str:
    """Return a deed in plain words with what follows it (a seat, a year); one without words is shown as its code."""
    code, mark, rest = action.partition(":")
    said = words.say(f"deed/{code}")
    while said.startswith("deed/") and "." in code:
        code, _, tail = code.rpartition(".")
        mark, rest = ":", f"{tail} {rest}".strip()
        said = words.say(f"deed/{code}")
    if said.startswith("deed/"):
        return action
    return f"{said}: {rest}" if mark and rest else said


def audit_columns(session: Session) -> list[Column[AuditRow]]:
    """Return the columns."""
    words, zone = session.context.words, session.context.clock.zone
    return [
        Column(N_("No."), lambda row: str(row.number), width=9, align="right"),
        Column(N_("When"), lambda row: format_instant(row.at, zone), width=23),
        Column(N_("Who"), lambda row: row.actor_name, width=26),
        Column(N_("Seat"), lambda row: row.seat, width=14),
        Column(
            N_("Deed"),
            lambda row: deed_words(words, row.action),
            stretches=True,
            state=lambda row: State.WARNING if row.action.startswith(_GRAVE) else State.NEUTRAL,
            tooltip=lambda row: row.action,
        ),
        Column(N_("Seal"), lambda row: row.hash[:16], width=20, tooltip=lambda row: f"{row.number}:{row.hash}"),
    ]
