"""What is typed about aftercare (bina lanjut): its plan, a visit that is planned, and what came of one."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rehab_app.clinic.clients.draft import Code, Day, Flag, Lines, Name

NoteText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20000)]


class AftercarePlanDraft(BaseModel):
    """The plan: codes of the lists ``aftercare_kind`` and ``rhythm``; ``facilitator_id`` an account that looks after clients."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Code = ""
    started_on: Day = None
    until: Day = None
    facilitator_id: UUID | None = None
    target_visits: int | None = Field(default=None, strict=True, ge=1, le=100)
    rhythm: Code = ""
    goals: Lines = ""
    remark: Lines = ""


class VisitPlanDraft(BaseModel):
    """A visit as planned: its day and a code of the list ``aftercare_activity``; without a visitor whoever plans it goes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    due_on: Day = None
    kind: Code = ""
    visited_by: UUID | None = None


class VisitDraft(BaseModel):
    """What came of a visit: codes of the lists ``attendance`` and ``recovery_condition``; ``met_name`` is whom one met.

    ``note`` and ``next_plan`` left None stay as they were, an empty text takes the words out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    held_on: Day = None
    attendance: Code = ""
    met_name: Name = ""
    condition: Code = ""
    is_working: Flag | None = None
    note: NoteText | None = None
    next_plan: NoteText | None = None
