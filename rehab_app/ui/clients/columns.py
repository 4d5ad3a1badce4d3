"""The columns of the lists of clients: initials and RM, never the name."""

from rehab_app.clinic.clients.rows import ClientRow
from rehab_app.desk.pasal_18 import ITEM_WORDS, IncompleteRow
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.file_facts import EpisodeLine
from rehab_app.ui.clients.showing import state_label, state_of
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


def client_columns(session: Session) -> list[Column[ClientRow]]:
    """Return the columns of the list of clients."""
    say = session.say
    return [
        Column(N_("Initials"), lambda row: row.initials, width=10, is_private=True, sort="name"),
        Column(N_("RM"), lambda row: row.rm_number, width=9, sort="newest"),
        Column(N_("Sex"), lambda row: session.label("sex", row.sex), width=11),
        Column(N_("Age"), lambda row: "" if row.age is None else str(row.age), align="right", width=5),
        Column(N_("District"), lambda row: row.district, width=20, stretches=True),
        Column(N_("Registration no."), lambda row: row.registration_number, width=14),
        Column(
            N_("State"), lambda row: state_label(session, row.state), width=18, state=lambda row: state_of(row.state)
        ),
        Column(
            N_("Identity"),
            lambda row: say("complete") if row.is_identity_complete else say("incomplete"),
            width=18,
            state=lambda row: State.NEUTRAL if row.is_identity_complete else State.WARNING,
            icon=lambda row: "done" if row.is_identity_complete else "warning",
        ),
    ]


def episode_columns(session: Session) -> list[Column[EpisodeLine]]:
    """Return the columns of the episodes that stand in one state."""
    say = session.say

    def guardian(line: EpisodeLine) -> str:
        return say("waiting for a guardian") if line.row.is_waiting_guardian else ""

    return [
        Column(
            N_("Initials"),
            lambda line: line.row.initials,
            width=10,
            is_private=True,
            order=lambda line: line.row.initials,
        ),
        Column(N_("RM"), lambda line: line.row.rm_number, width=9, order=lambda line: line.row.rm_number),
        Column(
            N_("Registration no."),
            lambda line: line.row.registration_number,
            width=14,
            order=lambda line: line.row.registration_number,
        ),
        Column(
            N_("Registered on"),
            lambda line: format_short(line.row.registered_on),
            width=13,
            order=lambda line: line.row.registered_on,
        ),
        Column(N_("Period"), lambda line: str(line.row.period_number), align="right", width=8),
        Column(N_("Channel"), lambda line: session.label("channel", line.row.channel), width=20),
        Column(
            N_("Counsellor"), lambda line: line.counsellor, width=20, stretches=True, order=lambda line: line.counsellor
        ),
        Column(
            N_("State"),
            lambda line: state_label(session, line.row.state),
            width=16,
            state=lambda line: state_of(line.row.state),
        ),
        Column(
            N_("Guardian"),
            guardian,
            width=18,
            state=lambda line: State.WARNING if line.row.is_waiting_guardian else State.NEUTRAL,
            icon=lambda line: "warning" if line.row.is_waiting_guardian else "done",
        ),
    ]


def incomplete_columns(session: Session) -> list[Column[IncompleteRow]]:
    """Return the columns of the records that lack an item of Pasal 18."""
    say = session.say

    def missing(row: IncompleteRow) -> str:
        return ", ".join(say(ITEM_WORDS[item]) for item in row.missing)

    return [
        Column(N_("Initials"), lambda row: row.initials, width=10, is_private=True, order=lambda row: row.initials),
        Column(N_("RM"), lambda row: row.rm_number, width=9, order=lambda row: row.rm_number),
        Column(
            N_("Registration no."),
            lambda row: row.registration_number,
            width=14,
            order=lambda row: row.registration_number,
        ),
        Column(
            N_("Registered on"),
            lambda row: format_short(row.registered_on),
            width=13,
            order=lambda row: row.registered_on,
        ),
        Column(
            N_("Missing"),
            missing,
            width=40,
            stretches=True,
            state=lambda _row: State.WARNING,
            order=lambda row: len(row.missing),
        ),
    ]
