"""What is typed about a meeting: its plan, and what came of it."""

from datetime import time
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rehab_app.clinic.clients.draft import Code, Day, Lines

MOST_SLOTS: Final = 18
"""Nine hours: more than any working day."""
NoteText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20000)]


class PlanDraft(BaseModel):
    """A meeting as planned. Codes of the lists ``session_kind`` and ``session_type`` (``service``, may stay empty).

    Without ``counsellor_id`` the episode's counsellor counts, else whoever plans. ``room`` is a code of the list
    ``consulting_room``, ``slots`` how many half hours the meeting takes; left None, a meeting that is moved keeps what it has
    and a new one takes no room and the office's usual length.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    held_on: Day = None
    held_at: time | None = None
    kind: Code = "individual"
    service: Code = ""
    counsellor_id: UUID | None = None
    room: Code | None = None
    slots: int | None = Field(default=None, strict=True, ge=1, le=MOST_SLOTS)


class AttendanceDraft(BaseModel):
    """What came of a meeting: a code of the list ``attendance``, and the counsellor's words.

    ``subjective``, ``objective`` and ``appraisal`` are S, O and A of the note, ``next_plan`` its P; ``note`` is the free text
    (content, materi). Words left None stay as they were, an empty text takes them out. ``correction_reason`` is asked where
    something that had been recorded becomes another (``rules.corrects``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    attendance: Code = ""
    attendance_reason: Lines = ""
    note: NoteText | None = None
    next_plan: NoteText | None = None
    subjective: NoteText | None = None
    objective: NoteText | None = None
    appraisal: NoteText | None = None
    correction_reason: Lines = ""
