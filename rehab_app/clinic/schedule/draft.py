"""What is typed about a group meeting."""

from datetime import time
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients.draft import Code, Day, Line
from rehab_app.clinic.sessions.draft import MOST_SLOTS


class GroupDraft(BaseModel):
    """A group meeting (or one of families) as planned.

    Codes of the lists ``session_kind`` (group or family), ``session_type`` (``service``) and ``consulting_room``. Without
    ``slots`` the office's usual length counts, without ``counsellor_id`` whoever plans. ``episode_ids`` are the members.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    held_on: Day = None
    held_at: time | None = None
    slots: int | None = Field(default=None, strict=True, ge=1, le=MOST_SLOTS)
    room: Code = ""
    kind: Code = "group"
    service: Code = ""
    topic: Line = ""
    counsellor_id: UUID | None = None
    episode_ids: tuple[UUID, ...] = ()
