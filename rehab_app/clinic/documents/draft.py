"""What is typed about an attachment, a paper that was handed in, and a kartu lapor diri."""

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients.draft import Code, Day, Flag, Line, Lines


class AttachmentDraft(BaseModel):
    """What an attachment shows: a code of the list ``attachment_kind``; ``file_name`` is what it was called on the PC."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Code = ""
    title: Line = ""
    file_name: Line = ""
    taken_on: Day = None
    remark: Lines = ""


class PaperDraft(BaseModel):
    """A paper handed in: a code of the list ``document``; an original that stays here is ``is_original_held``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Code = ""
    copies: int = Field(default=1, strict=True, ge=0, le=99)
    is_original_held: Flag = False
    handed_on: Day = None
    returned_on: Day = None
    remark: Lines = ""


class CardDraft(BaseModel):
    """A kartu lapor diri; without ``valid_until`` the office's months count from ``issued_on``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issued_on: Day = None
    valid_until: Day = None
    remark: Lines = ""
