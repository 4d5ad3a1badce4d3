"""The fields of a meeting: its plan, and what came of it."""

from collections.abc import Sequence
from datetime import time
from typing import Final

from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.clinic.sessions.rules import EXCUSED
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.care.forms import counsellor_spec
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.register_form import choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.shell.session import Session

_FIRST_HOUR: Final = 8
_LAST_HOUR: Final = 17
_LONGEST: Final = 20_000
_LONGEST_REASON: Final = 2000


def plan_specs(session: Session, facts: FileFacts) -> list[FieldSpec]:
    """Return what is asked of a planned meeting."""
    return [
        FieldSpec(name="held_on", label=N_("Day"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(name="held_at", label=N_("Time (WITA)"), kind=Kind.CHOICE, options=half_hours, width=Width.SHORT),
        FieldSpec(
            name="kind",
            label=N_("Form of meeting"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "session_kind"),
        ),
        FieldSpec(
            name="service",
            label=N_("Service"),
            kind=Kind.CHOICE,
            options=choices(session, "session_type"),
            width=Width.WIDE,
        ),
        counsellor_spec(facts, is_required=False),
    ]


def attendance_specs(session: Session, meeting: SessionRow | None) -> list[FieldSpec]:
    """Return what came of a meeting; a correction asks for its reason, and withheld words are not asked for."""
    specs = [
        FieldSpec(
            name="attendance",
            label=N_("Attendance"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "attendance"),
        ),
        FieldSpec(
            name="attendance_reason",
            label=N_("Reason of absence"),
            width=Width.WIDE,
            visible_when=is_absent,
            longest=_LONGEST_REASON,
        ),
    ]
    if meeting is None or not meeting.is_note_withheld:
        specs += [
            FieldSpec(name="note", label=N_("Note"), kind=Kind.LINES, lines=8, width=Width.WIDE, longest=_LONGEST),
            FieldSpec(
                name="next_plan",
                label=N_("Plan for the next meeting"),
                kind=Kind.LINES,
                width=Width.WIDE,
                longest=_LONGEST,
            ),
        ]
    if meeting is not None and meeting.attendance:
        specs.append(
            FieldSpec(
                name="correction_reason",
                label=N_("Reason of the correction"),
                kind=Kind.LINES,
                is_required=True,
                width=Width.WIDE,
            )
        )
    return specs


def plan_values(meeting: SessionRow) -> dict[str, object]:
    """Return the plan of a meeting as its form takes it up, with the version that is shown."""
    return {
        "held_on": meeting.held_on,
        "held_at": meeting.held_at.isoformat(timespec="minutes") if meeting.held_at else None,
        "kind": meeting.kind,
        "service": meeting.service,
        "counsellor_id": str(meeting.counsellor_id),
        VERSION: meeting.row_version,
    }


def attendance_values(meeting: SessionRow) -> dict[str, object]:
    """Return what came of a meeting as its form takes it up; words that are withheld are left out."""
    names = ["attendance", "attendance_reason"]
    if not meeting.is_note_withheld:
        names += ["note", "next_plan"]
    return {**{name: getattr(meeting, name) for name in names}, VERSION: meeting.row_version}


def present(facts: FileFacts, meeting: SessionRow) -> SessionRow | None:
    """Return a meeting as it stands now, None where it is gone."""
    rows = facts.care.sessions if facts.care is not None else ()
    return next((row for row in rows if row.series_id == meeting.series_id), None)


def is_absent(answers: Answers) -> bool:
    """Whether an absence asks for its reason."""
    return answers.get("attendance") not in {None, "hadir"}


def needs_reason(code: str) -> bool:
    """Whether an attendance cannot be recorded by one key alone."""
    return code == EXCUSED


def half_hours() -> Sequence[Option]:
    """Return the half hours of the office's day."""
    slots = [time(hour, minute) for hour in range(_FIRST_HOUR, _LAST_HOUR) for minute in (0, 30)]
    return [Option(slot.isoformat(timespec="minutes"), f"{slot:%H.%M}") for slot in slots]
