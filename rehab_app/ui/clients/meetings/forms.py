"""The fields of a meeting: its plan, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from rehab_app.clinic.sessions import rules
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.clinic.sessions.rules import EXCUSED
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.care.forms import counsellor_spec
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.register_form import choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.text_fields import tidy
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


@dataclass(slots=True)
class Shown:
    """The meeting that a form is about, as it was last read, and whether its episode is open."""

    meeting: SessionRow
    is_open: bool = True

    def is_corrected(self, answers: Answers) -> bool:
        """Whether the answers correct what was recorded; the first note and plan only add to it."""
        if not self.meeting.attendance:
            return False
        said = words_said(self.meeting, answers)
        draft = AttendanceDraft.model_construct(
            attendance=str(answers.get("attendance") or ""),
            attendance_reason=str(answers.get("attendance_reason") or ""),
            note=said["note"],
            next_plan=said["next_plan"],
        )
        is_other = rules.corrects(self.meeting, draft)
        return is_other or (not self.is_open and rules.changes(self.meeting, draft))


def words_said(meeting: SessionRow, answers: Answers) -> dict[str, str | None]:
    """Return note and plan as the draft takes them: None where they were not asked or stayed as they are."""
    said: dict[str, str | None] = {}
    for name, known in (("note", meeting.note), ("next_plan", meeting.next_plan)):
        text = str(answers.get(name) or "")
        said[name] = None if name not in answers or text == tidy(known) else text
    return said


def attendance_specs(session: Session, shown: Shown | None) -> list[FieldSpec]:
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
    if shown is None or not shown.meeting.is_note_withheld:
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
    if shown is not None:
        specs.append(
            FieldSpec(
                name="correction_reason",
                label=N_("Reason of the correction"),
                kind=Kind.LINES,
                is_required=True,
                width=Width.WIDE,
                visible_when=shown.is_corrected,
                longest=_LONGEST_REASON,
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
