"""The fields of the schedule: a meeting of one client, a group with its members and its roster."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.schedule.rows import GroupRow, RosterRow, SlotRow
from rehab_app.clinic.sessions.draft import MOST_SLOTS
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.clients.meetings.actions import hour_notices
from rehab_app.ui.clients.meetings.forms import half_hours, hour_warner
from rehab_app.ui.clients.showing import ATTENDANCE_STATES
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Pick, Result, Width
from rehab_app.ui.schedule import actions
from rehab_app.ui.schedule.actions import Week
from rehab_app.ui.shell.session import Session

_LONGEST: Final = 20_000
_LONGEST_LINE: Final = 200
_KEYS: Final = {"hadir": "h", "izin": "i", "mangkir": "m"}
_GROUP: Final = "group"


def meeting_specs(session: Session, week: Week, owner: QObject, *, is_new: bool) -> list[FieldSpec]:
    """Return what is asked of a meeting of one client; of one that is planned already, all but whom it is with."""

    def find(text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
        actions.find_open(session, text, answer, owner)

    client = FieldSpec(
        name="client",
        label=N_("Client"),
        kind=Kind.PICK,
        help=N_("Name, No. Rekam Medis or NIK; the down arrow shows your own clients."),
        width=Width.WIDE,
        is_required=True,
        is_identity=True,
        find=find,
    )
    return [
        *([client] if is_new else []),
        *_when(session, week, owner),
        FieldSpec(
            name="kind",
            label=N_("Form of meeting"),
            kind=Kind.RADIO,
            is_required=True,
            options=_kinds(session, {"individual", "family"}),
        ),
        *_what(session, week),
    ]


def group_specs(session: Session, week: Week, owner: QObject, *, is_new: bool) -> list[FieldSpec]:
    """Return what is asked of a group."""
    topic = FieldSpec(name="topic", label=N_("Topic"), width=Width.WIDE, is_required=True, longest=_LONGEST_LINE)
    kind = FieldSpec(
        name="kind",
        label=N_("Form of meeting"),
        kind=Kind.RADIO,
        is_required=True,
        options=_kinds(session, {_GROUP, "family"}),
    )
    members = [members_spec(session, owner)] if is_new else []
    return [
        topic,
        *members,
        *_when(session, week, owner, is_hour_required=True),
        kind,
        *_what(session, week, is_led=True),
    ]


def members_spec(session: Session, owner: QObject, *, is_required: bool = False) -> FieldSpec:
    """Return the members, picked one after the other."""

    def find(text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
        actions.find_open(session, text, answer, owner)

    return FieldSpec(
        name="members",
        label=N_("Members"),
        kind=Kind.PICKS,
        help=N_("Type a name or number and press Enter for each member; the down arrow shows your own clients."),
        width=Width.WIDE,
        is_required=is_required,
        is_identity=True,
        find=find,
    )


def take_out_specs(roster: Sequence[RosterRow], said: Callable[[RosterRow], str]) -> list[FieldSpec]:
    """Return who is taken out of a group, and why."""
    seats = [Option(str(seat.series_id), said(seat)) for seat in roster if not seat.attendance]
    return [
        FieldSpec(
            name="seat",
            label=N_("Member"),
            kind=Kind.CHOICE,
            is_required=True,
            width=Width.WIDE,
            options=lambda: seats,
            is_identity=True,
        ),
        FieldSpec(
            name="reason",
            label=N_("Reason"),
            kind=Kind.LINES,
            lines=2,
            is_required=True,
            width=Width.WIDE,
            longest=2000,
        ),
    ]


def roster_specs(session: Session, roster: Sequence[RosterRow], said: Callable[[RosterRow], str]) -> list[FieldSpec]:
    """Return who came, and the summary of the meeting; what was recorded before stands fast."""
    rows = [Option(str(seat.series_id), said(seat), is_offered=not seat.attendance) for seat in roster]
    results = tuple(
        Result(code, session.label("attendance", code), key, ATTENDANCE_STATES[code]) for code, key in _KEYS.items()
    )
    return [
        FieldSpec(
            name="roster",
            label=N_("Who came"),
            kind=Kind.ROSTER,
            help=N_("Enter: attended, and on to the next. I: excused, M: absent; its reason is asked at once."),
            options=lambda: rows,
            results=results,
            is_identity=True,
        ),
        FieldSpec(
            name="summary",
            label=N_("Summary of the meeting"),
            kind=Kind.LINES,
            lines=5,
            width=Width.WIDE,
            help=N_("What was dealt with, without names. Notes about one client belong into her file."),
            longest=_LONGEST,
        ),
    ]


def roster_values(group: GroupRow, roster: Sequence[RosterRow]) -> dict[str, object]:
    """Return what was recorded of a group before."""
    given = {
        str(seat.series_id): {"mark": seat.attendance, "reason": seat.attendance_reason}
        for seat in roster
        if seat.attendance
    }
    return {"roster": given or None, "summary": group.summary}


def place_values(
    day: date | None, at: time | None, *, kind: str, slots: int, counsellor_id: UUID | None, room: str
) -> dict[str, object]:
    """Return the values of a new meeting at an hour of the week."""
    return {
        "held_on": day,
        "held_at": at.isoformat(timespec="minutes") if at is not None else None,
        "kind": kind,
        "slots": slots,
        "counsellor_id": str(counsellor_id) if counsellor_id is not None else None,
        "room": room or None,
    }


def meeting_values(row: SlotRow) -> dict[str, object]:
    """Return the plan of a meeting as its form takes it up."""
    known = place_values(
        row.day, row.at, kind=row.kind, slots=row.slots, counsellor_id=row.counsellor_id, room=row.room
    )
    return {**known, "service": row.service, VERSION: row.row_version}


def group_values(group: GroupRow) -> dict[str, object]:
    """Return the plan of a group as its form takes it up."""
    known = place_values(
        group.held_on,
        group.held_at,
        kind=group.kind,
        slots=group.slots,
        counsellor_id=group.counsellor_id,
        room=group.room,
    )
    return {**known, "service": group.service, "topic": group.topic, VERSION: group.row_version}


def _when(session: Session, week: Week, owner: QObject, *, is_hour_required: bool = False) -> list[FieldSpec]:
    def ask(answers: Answers, done: Callable[[Sequence[Notice]], None]) -> None:
        hour_notices(session, answers, done, owner)

    return [
        FieldSpec(name="held_on", label=N_("Day"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="held_at",
            label=N_("Time (WITA)"),
            kind=Kind.CHOICE,
            is_required=is_hour_required,
            options=lambda: half_hours(week.opens, week.closes),
            width=Width.SHORT,
            warn=hour_warner(session, ask),
            watches=("held_on", "slots"),
        ),
        FieldSpec(
            name="slots",
            label=N_("Half hours"),
            kind=Kind.INTEGER,
            lowest=1,
            highest=MOST_SLOTS,
            width=Width.SHORT,
        ),
    ]


def _what(session: Session, week: Week, *, is_led: bool = False) -> list[FieldSpec]:
    present = [Option(str(account), name) for account, name in week.counsellors]
    left = [
        Option(str(account), name, is_offered=False)
        for account, name in week.names.items()
        if account not in {one for one, _ in week.counsellors}
    ]
    return [
        FieldSpec(
            name="counsellor_id",
            label=N_("Counsellor"),
            kind=Kind.CHOICE,
            is_required=is_led,
            options=lambda: [*present, *left],
            width=Width.WIDE,
        ),
        FieldSpec(
            name="room",
            label=N_("Room"),
            kind=Kind.CHOICE,
            options=choices(session, "consulting_room"),
            width=Width.WIDE,
        ),
        FieldSpec(
            name="service",
            label=N_("Service"),
            kind=Kind.CHOICE,
            options=choices(session, "session_type"),
            width=Width.WIDE,
        ),
    ]


def _kinds(session: Session, codes: set[str]) -> Callable[[], Sequence[Option]]:
    return lambda: [one for one in choices(session, "session_kind")() if one.code in codes]
