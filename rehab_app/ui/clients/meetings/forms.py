"""The fields of a meeting: its plan, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final
from uuid import UUID

from rehab_app.clinic.sessions import rules
from rehab_app.clinic.sessions.draft import MOST_SLOTS, AttendanceDraft
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.clinic.sessions.rules import EXCUSED
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.care.forms import counsellor_spec
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Warned, Warner, Width
from rehab_app.ui.kit.text_fields import tidy
from rehab_app.ui.shell.session import Session

_HOUR: Final = 60
_SLOT: Final = 30
_LONGEST: Final = 20_000
_LONGEST_REASON: Final = 2000
_MOST_TIMES: Final = 52

WORDS: Final = (
    ("subjective", N_("S \u2013 Subjective"), N_("What the client tells, in the client's own words."), 3),
    ("objective", N_("O \u2013 Objective"), N_("What you saw: appearance, mood, speech, test results."), 3),
    ("appraisal", N_("A \u2013 Assessment"), N_("What you make of it: progress, risk of relapse, stage of change."), 3),
    (
        "next_plan",
        N_("P \u2013 Plan for the next meeting"),
        N_("What is agreed: task, topic, referral, who is told."),
        3,
    ),
    ("note", N_("Note"), N_("Content of the meeting and material given, as free text."), 4),
)
"""The words of a note: name, caption, help and lines."""
CORRECTION: Final = "correction_reason"

Ask = Callable[[Answers, Callable[[Sequence[Notice]], None]], object]


def plan_specs(session: Session, facts: FileFacts, ask: Ask | None = None) -> list[FieldSpec]:
    """Return what is asked of a planned meeting; ``ask`` looks up what should be said of its hour."""
    return [
        FieldSpec(name="held_on", label=N_("Day"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="held_at",
            label=N_("Time (WITA)"),
            kind=Kind.CHOICE,
            options=lambda: half_hours(*facts.hours),
            width=Width.SHORT,
            warn=hour_warner(session, ask) if ask is not None else None,
            watches=("held_on", "slots"),
        ),
        FieldSpec(
            name="slots", label=N_("Half hours"), kind=Kind.INTEGER, lowest=1, highest=MOST_SLOTS, width=Width.SHORT
        ),
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
        FieldSpec(
            name="room",
            label=N_("Room"),
            kind=Kind.CHOICE,
            options=choices(session, "consulting_room"),
            width=Width.WIDE,
        ),
    ]


@dataclass(slots=True)
class Shown:
    """The meeting that a form is about, as it was last read, whether its episode is open, and whose note it is.

    ``must_reason``: the service asked for a reason although nothing here told so.
    """

    meeting: SessionRow
    is_open: bool = True
    me: UUID | None = None
    must_reason: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the reader wrote what is shown: until it is signed she goes on writing it without a reason."""
        return self.meeting.entered_by == self.me

    def is_corrected(self, answers: Answers) -> bool:
        """Whether the answers correct what was recorded; the first note and plan only add to it."""
        if not self.meeting.attendance:
            return False
        known: dict[str, Any] = {
            "attendance": str(answers.get("attendance") or ""),
            "attendance_reason": reason_said(self.meeting, answers),
            **words_said(self.meeting, answers),
        }
        draft = AttendanceDraft.model_construct(**known)
        if self.must_reason:
            return rules.changes(self.meeting, draft)
        is_other = rules.corrects(self.meeting, draft, is_own=self.is_own)
        return is_other or (not self.is_open and rules.changes(self.meeting, draft))


def reason_said(meeting: SessionRow, answers: Answers) -> str:
    """Return the reason of an absence; one that was not touched stays as it was written, whatever its spaces."""
    text, known = str(answers.get("attendance_reason") or ""), meeting.attendance_reason
    return known if text == tidy(known) else text


def words_said(meeting: SessionRow, answers: Answers) -> dict[str, str | None]:
    """Return the words of the note as the draft takes them: None where they were not asked or stayed as they are."""
    said: dict[str, str | None] = {}
    for name in rules.WORDS:
        text = str(answers.get(name) or "")
        said[name] = None if name not in answers or text == tidy(getattr(meeting, name)) else text
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
            kind=Kind.LINES,
            lines=2,
            width=Width.WIDE,
            visible_when=is_absent,
            longest=_LONGEST_REASON,
        ),
    ]
    if shown is None or not shown.meeting.is_note_withheld:
        specs += [_words_spec(*one) for one in WORDS]
    if shown is not None:
        specs.append(
            FieldSpec(
                name=CORRECTION,
                label=N_("Reason of the correction"),
                kind=Kind.LINES,
                is_required=True,
                width=Width.WIDE,
                visible_when=shown.is_corrected,
                longest=_LONGEST_REASON,
            )
        )
    return specs


def repeat_specs() -> list[FieldSpec]:
    """Return how many weeks a meeting is repeated."""
    return [
        FieldSpec(
            name="times",
            label=N_("Number of weeks"),
            kind=Kind.INTEGER,
            is_required=True,
            lowest=1,
            highest=_MOST_TIMES,
            width=Width.SHORT,
            help=N_("Same weekday and hour. Closed days and taken hours are left out and named."),
        )
    ]


def plan_values(meeting: SessionRow) -> dict[str, object]:
    """Return the plan of a meeting as its form takes it up, with the version that is shown."""
    return {
        "held_on": meeting.held_on,
        "held_at": meeting.held_at.isoformat(timespec="minutes") if meeting.held_at else None,
        "slots": meeting.slots,
        "kind": meeting.kind,
        "service": meeting.service,
        "counsellor_id": str(meeting.counsellor_id),
        "room": meeting.room,
        VERSION: meeting.row_version,
    }


def attendance_values(meeting: SessionRow) -> dict[str, object]:
    """Return what came of a meeting as its form takes it up; words that are withheld are left out."""
    names = ["attendance", "attendance_reason"]
    if not meeting.is_note_withheld:
        names += rules.WORDS
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


def half_hours(opens: int, closes: int) -> Sequence[Option]:
    """Return the half hours from ``opens`` to ``closes``, both hours of the day."""
    slots = [time(minutes // _HOUR, minutes % _HOUR) for minutes in range(opens * _HOUR, closes * _HOUR, _SLOT)]
    return [Option(slot.isoformat(timespec="minutes"), f"{slot:%H.%M}") for slot in slots]


def said_notice(session: Session, notice: Notice) -> Notice:
    """Return a notice of the calendar with the name of a weekend day in the language of the screen."""
    if "name" not in notice.facts:
        return notice
    return Notice(notice.message, notice.field, {**notice.facts, "name": session.say(str(notice.facts["name"]))})


def hour_warner(session: Session, ask: Ask) -> Warner:
    """Return what warns of an hour, beside it: ``ask`` looks up what should be said of it."""

    def warn(answers: Answers, tell: Callable[[Sequence[Warned]], None]) -> None:
        ask(answers, lambda found: tell([said_notice(session, one) for one in found]))

    return warn


def _words_spec(name: str, caption: str, help_text: str, lines: int) -> FieldSpec:
    return FieldSpec(
        name=name,
        label=caption,
        help=help_text,
        kind=Kind.LINES,
        lines=lines,
        width=Width.WIDE,
        longest=_LONGEST,
    )
