"""What is typed about a meeting: its plan, and what came of it."""

from datetime import time
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from rehab_app.clinic.clients.draft import Code, Day, Lines

NoteText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20000)]


class PlanDraft(BaseModel):
    """A meeting as planned. Codes of the lists ``session_kind`` and ``session_type`` (``service``, may stay empty).

    Without ``counsellor_id`` the episode's counsellor counts, else whoever plans.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    held_on: Day = None
    held_at: time | None = None
    kind: Code = "individual"
    service: Code = ""
    counsellor_id: UUID | None = None


class AttendanceDraft(BaseModel):
    """What came of a meeting: a code of the list ``attendance``, and the counsellor's words.

    ``note`` and ``next_plan`` left None stay as they were, an empty text takes the words out. ``correction_reason`` is asked
    where something that had been recorded becomes another (``rules.corrects``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    attendance: Code = ""
    attendance_reason: Lines = ""
    note: NoteText | None = None
    next_plan: NoteText | None = None
    correction_reason: Lines = ""
