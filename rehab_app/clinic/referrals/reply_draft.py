"""What is typed about a destination's answer, a handover, and a destination's free places."""

from datetime import time
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients.draft import Code, Day, Line, Lines, Name


class ReplyDraft(BaseModel):
    """An answer as typed: ``kind`` of the list ``referral_reply``, ``how`` it came of ``reply_way``.

    ``taken_on_in`` is the state the episode goes on in where the client comes back: rawat_jalan or bina_lanjut (see
    ``desk.referral_replies``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Code = ""
    happened_on: Day = None
    received_on: Day = None
    how: Code = ""
    told_by: Name = ""
    explanation: Lines = ""
    expected_on: Day = None
    condition: Lines = ""
    taken_on_in: Code = ""


class HandoverDraft(BaseModel):
    """A berita acara serah terima as typed; ``documents`` are codes of the list ``document``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    handed_on: Day = None
    handed_at: time | None = None
    place: Line = ""
    handed_by: Name = ""
    handed_by_title: Line = ""
    received_by: Name = ""
    received_by_title: Line = ""
    witness_name: Name = ""
    condition: Lines = ""
    belongings: Lines = ""
    documents: list[Code] = []
    remark: Lines = ""


class CapacityDraft(BaseModel):
    """What a destination said of its places, and who said so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    destination_id: UUID | None = None
    noted_on: Day = None
    free_places: int | None = Field(default=None, strict=True, ge=0, le=10_000)
    waiting_days: int | None = Field(default=None, strict=True, ge=0, le=3_650)
    told_by: Name = ""
    remark: Lines = ""
