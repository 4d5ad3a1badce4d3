"""The words of a meeting as they are read: a card with S, O, A, P and the badge of its signature, and its versions."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.meetings.forms import WORDS
from rehab_app.ui.clients.section import Deed, Section
from rehab_app.ui.clients.showing import NOTHING
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


def note_card(section: Section, facts: FileFacts, meeting: SessionRow, deeds: Sequence[Deed]) -> Card:
    """Return the card of what was said at a meeting, or that it is not shown, with what can be done."""
    session, say = section.session, section.session.say
    theme = session.context.theme
    title = say("Meeting {number} of {day}", number=meeting.number, day=format_short(meeting.held_on))
    card = Card(theme, title)
    if meeting.signed_at is not None:
        text = say(
            "Signed by {name}, {time}",
            name=facts.account(meeting.signed_by) or NOTHING,
            time=format_instant(meeting.signed_at, session.context.clock.zone),
        )
        card.body.addWidget(Badge(theme, text, State.OK))
    elif meeting.attendance and not meeting.is_note_withheld:
        card.body.addWidget(Badge(theme, say("Not signed yet"), State.NEUTRAL))
    if meeting.is_note_withheld:
        card.body.addWidget(label(say("The note is not shown: it belongs to the client's counsellor."), "muted"))
    else:
        room = session.label("consulting_room", meeting.room) if meeting.room else ""
        rows = [
            (say("Counsellor"), facts.account(meeting.counsellor_id)),
            (say("Room"), room),
            (say("Reason of absence"), meeting.attendance_reason),
            *((say(caption), getattr(meeting, name)) for name, caption, _help, _lines in WORDS),
        ]
        written = [row for row in rows if row[1]]
        card.body.addWidget(section.pairs(written or [(say("Note"), NOTHING)], columns=1))
    if meeting.reason:
        reason = say("Version {version}: {reason}", version=meeting.row_version, reason=meeting.reason)
        card.body.addWidget(label(reason, "hint"))
    if deeds:
        card.body.addWidget(section.deed_row(deeds))
    return card


def version_of(session: Session, row: SessionRow, names: Mapping[UUID, str]) -> Version:
    """Return a version of a meeting as it is read beside another."""
    say = session.say
    at = f" {row.held_at:%H.%M}" if row.held_at else ""
    content = {
        say("Day"): f"{format_short(row.held_on)}{at}",
        say("Form of meeting"): session.label("session_kind", row.kind),
        say("Counsellor"): names.get(row.counsellor_id, ""),
        say("Room"): session.label("consulting_room", row.room) if row.room else "",
        say("Attendance"): session.label("attendance", row.attendance) if row.attendance else say("planned"),
        say("Reason of absence"): row.attendance_reason,
    }
    withheld = say("not shown")
    for name, caption, _help, _lines in WORDS:
        content[say(caption)] = withheld if row.is_note_withheld else getattr(row, name)
    signer = names.get(row.signed_by, "") if row.signed_by is not None else ""
    content[say("Signed")] = (
        f"{signer}, {format_instant(row.signed_at, session.context.clock.zone)}" if row.signed_at is not None else ""
    )
    return Version(row.row_version, row.entered_at, names.get(row.entered_by, ""), row.reason, content)
